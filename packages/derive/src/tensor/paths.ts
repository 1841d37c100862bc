import { type Node, Numbering, partialName } from "@chainrule/graph";
import { nameOf } from "../definitions";
import type { Reason, Role } from "../statement";
import type { Writer } from "../writer";
import { type Path, PathAdjoints, type Title } from "./path-adjoints";
import { SharedLocals } from "./shared-local";

/*
 * The derivation over tensors along paths: partials are written only where they are not zero, with the indices they share, so
 * a derivative is a product of them from the loss, or from the last quantity whose derivative needed a sum, down to the
 * variable. Such a quantity, and one that is used in several places, is settled for itself: products start from it. Names
 * that the author gives to derivatives are put into what products come to; in the form "delta", products start from them.
 */

/** A derivative under the author's name for it, and the statement that says what it is. */
interface KnownName {
  readonly expression: Node;
  readonly from: number | undefined;
}

export class PathForm {
  readonly #writer: Writer;
  readonly #locals: SharedLocals;
  readonly #adjoints: PathAdjoints;
  /** In the form "delta" products start from the author's names, which are stated with what they start from. */
  readonly #startsFromNames: boolean;
  readonly #numbering: Numbering;
  /** The author's names that are stated, by the numbers of what they and their negatives are equal to. */
  readonly #named = new Map<number, KnownName>();
  /** The statement that says what dE/dv is with the partials put in. */
  readonly #closedAt = new Map<Node, number>();
  readonly #stated = new Set<Node>();

  constructor(writer: Writer, namesDeltas: boolean) {
    this.#writer = writer;
    this.#locals = new SharedLocals(writer);
    this.#adjoints = new PathAdjoints(writer, this.#locals, namesDeltas);
    this.#startsFromNames = namesDeltas;
    this.#numbering = new Numbering(writer.held);
  }

  /** States dE/dv with what it needs, and returns it as a named node. */
  derive(variable: Node): Node {
    const { consumers, loss } = this.#writer.definitions;
    if (variable === loss || consumers(variable).length === 0) return this.#writer.writeConstant(variable);
    const starts = this.#adjoints.startsAbove(variable);
    const [first, ...others] = this.#adjoints.paths(variable);
    const inner = starts[starts.length - 1];
    const isNested = others.length === 0 && inner !== undefined && first?.[0] === inner;
    for (const start of isNested ? starts.slice(0, -1) : starts) this.#state(start);
    this.#state(variable, isNested ? inner : undefined);
    return this.#ownName(variable);
  }

  /** dE/dv under its own name; where it was stated under another, that is said. */
  #ownName(variable: Node): Node {
    const { symbol, stands } = this.#adjoints.title(variable);
    const start = this.#adjoints.start(variable);
    const { loss } = this.#writer.definitions;
    if (stands === undefined || start === undefined)
      return start ?? this.#writer.partial(loss, variable, this.#adjoints.of(variable).closed);
    if (this.#writer.settled(stands) === undefined) {
      const from = [this.#writer.settled(symbol)];
      this.#writer.write({
        symbol: stands,
        expression: start,
        role: "closed",
        because: { kind: "substituted" },
        from,
      });
    }
    return this.#writer.partial(loss, variable, start);
  }

  /** States dE/dv, with `inner`, what its product starts from, between the plan and what it comes to. */
  #state(node: Node, inner?: Node): void {
    if (this.#stated.has(node)) return;
    this.#stated.add(node);
    const paths = this.#adjoints.paths(node);
    const planned = this.#plan(node, paths);
    if (inner === undefined) {
      this.#finish(node, paths, planned, this.#settleLocals(paths));
      return;
    }
    this.#stated.add(inner);
    const innerPaths = this.#adjoints.paths(inner);
    const innerPlanned = this.#plan(inner, innerPaths);
    const settled = this.#settleLocals(paths);
    this.#finish(inner, innerPaths, innerPlanned, this.#settleLocals(innerPaths));
    this.#finish(node, paths, planned, settled);
  }

  /** The product of partials that dE/dv is; nothing where dE/dv is one partial itself. */
  #plan(node: Node, paths: readonly Path[]): number | undefined {
    const { definitions } = this.#writer;
    const title = this.#adjoints.title(node);
    if (isLocal(paths, definitions.loss) && title.stands === undefined) return undefined;
    const chained = this.#adjoints.chained(paths);
    const because: Reason =
      paths.length > 1 ? { kind: "paths", count: paths.length } : { kind: "chain rule" };
    const from = definitions.consumers(node).map((user) => this.#writer.settled(nameOf(user)));
    const role: Role = title.stands === undefined ? "chain" : "abbreviation";
    return this.#writer.write({ ...title, expression: signed(chained, title), role, because, from });
  }

  /** States the partials along paths, each once. */
  #settleLocals(paths: readonly Path[]): number[] {
    return paths.flatMap((path) =>
      this.#adjoints.factors(path).map(([above, below]) => this.#locals.write(above, below)),
    );
  }

  /** What dE/dv comes to: partials put in, then what products start from, then the author's names. */
  #finish(node: Node, paths: readonly Path[], planned: number | undefined, settled: readonly number[]): void {
    const title = this.#adjoints.title(node);
    const { closed, short, whole } = this.#adjoints.of(node);
    const heads = paths.map(([top]) => this.#closedAt.get(top as Node));
    const write = (expression: Node, from: readonly (number | undefined)[]): number =>
      this.#writer.write({
        ...title,
        expression: this.#writer.simplified(signed(expression, title)),
        role: "closed",
        because: { kind: "substituted" },
        from,
      });
    let last = planned;
    if (planned !== undefined) {
      last = write(closed, [planned, ...settled]);
      this.#closedAt.set(node, last);
      if (whole !== undefined) last = write(whole, [last, ...heads]);
    }
    if (this.#startsFromNames) return;
    const named = paths.flatMap((path) => path.slice(1, -1)).filter(this.#adjoints.isNamed);
    for (const each of new Set(named)) this.#abbreviate(each);
    if (short !== undefined && planned !== undefined) last = write(short, [last, ...this.#namesAbove(node)]);
    const isBelow = this.#adjoints.pathsToNames(node).some(([top]) => this.#adjoints.isNamed(top as Node));
    const known = isBelow || planned === undefined ? undefined : this.#sameAs(node);
    if (known !== undefined) write(known.expression, [last, known.from]);
    if (this.#adjoints.isNamed(node)) this.#abbreviate(node);
  }

  /** A name of the author's, stated before, whose derivative (or its negative) is the same expression as dE/dv. */
  #sameAs(node: Node): KnownName | undefined {
    return this.#named.get(this.#numbering.of(this.#adjoints.of(node).closed));
  }

  /** The statements about what dE/dv is written with, where the author's names are put in. */
  #namesAbove(node: Node): (number | undefined)[] {
    return this.#adjoints.pathsToNames(node).map(([top]) => {
      const isGiven = this.#adjoints.isNamed(top as Node) || this.#adjoints.isStart(top as Node);
      return isGiven ? this.#writer.settledAdjoint(top as Node) : undefined;
    });
  }

  #sourcesOf(paths: readonly Path[]): (number | undefined)[] {
    return paths.flatMap((path) =>
      this.#adjoints
        .factors(path)
        .map(([above, below]) => this.#writer.settled(this.#locals.of(above, below).name)),
    );
  }

  /** States what the author's name stands for, once: as a product, with the partials put in, and with other names. */
  #abbreviate(node: Node): void {
    const given = this.#writer.abbreviations.get(node);
    if (given === undefined || this.#writer.settled(given.name) !== undefined) return;
    const { loss } = this.#writer.definitions;
    const stands = partialName(nameOf(loss), nameOf(node));
    const title = { symbol: given.name, stands, ...(given.negative ? { negative: true } : {}) };
    const paths = this.#adjoints.paths(node);
    const { closed, short, whole } = this.#adjoints.of(node);
    const isStated = this.#writer.settled(stands) !== undefined;
    let last: number | undefined = this.#writer.settled(stands);
    if (!isStated) {
      const chained = this.#adjoints.chained(paths);
      const because: Reason = { kind: "chain rule" };
      const from = this.#sourcesOf(paths);
      last = this.#writer.write({
        ...title,
        expression: signed(chained, title),
        role: "abbreviation",
        because,
        from,
      });
    }
    const heads = whole === undefined ? [] : paths.map(([top]) => this.#closedAt.get(top as Node));
    const sources = [...(isStated ? [] : this.#sourcesOf(paths)), ...heads];
    for (const expression of [whole ?? closed, short]) {
      if (expression === undefined) continue;
      last = this.#writer.write({
        ...title,
        expression: this.#writer.simplified(signed(expression, title)),
        role: "closed",
        because: { kind: "substituted" },
        from: [last, ...(expression === short ? this.#namesAbove(node) : sources)],
      });
    }
    const named = this.#adjoints.abbreviation(node) as Node; // it has a name
    this.#named.set(this.#numbering.of(closed), { expression: named, from: last });
    const opposite = this.#numbering.of(this.#writer.simplified(closed.neg()));
    this.#named.set(opposite, { expression: this.#writer.simplified(named.neg()), from: last });
  }
}

const signed = (expression: Node, { negative = false }: Title): Node =>
  negative ? expression.neg() : expression;

/** Whether dE/dv is one partial of the loss. */
const isLocal = (paths: readonly Path[], loss: Node): boolean =>
  paths.length === 1 && paths[0]?.length === 2 && paths[0][0] === loss;
