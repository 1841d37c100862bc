import { fused, type Name, type Node, Numbering, partialName, type Size } from "@chainrule/graph";
import { FreshNames } from "./abbreviation";
import { ascent, nameOf } from "./definitions";
import { type SharedLocal, SharedLocals } from "./shared-local";
import type { Reason, Role } from "./statement";
import { addends } from "./tensor";
import { LONGEST, type Writer } from "./writer";

/*
 * The derivation over tensors along paths: partials are written only where they are not zero, with the indices they share, so
 * a derivative is a product of them from the loss, or from the last quantity whose derivative needed a sum, down to the
 * variable. Such a quantity, and one that is used in several places, is settled for itself: products start from it. Names
 * that the author gives to derivatives are put into what products come to; in the form "delta", products start from them.
 */

/** From what a product starts with, the loss or a start, down to a quantity. */
type Path = readonly Node[];

/** A derivative under the author's name for it, and the statement that says what it is. */
interface KnownName {
  readonly expression: Node;
  readonly from: number | undefined;
}

/** dE/dv in three spellings. */
interface Adjoint {
  /** With the partials put in; what the products start with stands by its name. */
  readonly closed: Node;
  /** With that put in too, where it is a product from the loss itself. */
  readonly whole: Node | undefined;
  /** With the names of the author. */
  readonly short: Node | undefined;
}

export class PathForm {
  readonly #writer: Writer;
  readonly #locals: SharedLocals;
  readonly #above: (variable: Node) => Node[];
  readonly #fresh: FreshNames | undefined;
  /** What products start from, by quantity. */
  readonly #starts = new Map<Node, Node>();
  readonly #numbering: Numbering;
  /** The author's names that are stated, by the numbers of what they and their negatives are equal to. */
  readonly #named = new Map<number, KnownName>();
  /** The number of factors in dE/dv. */
  readonly #lengths = new Map<Node, number>();
  readonly #adjoints = new Map<Node, Adjoint>();
  /** The statement that says what dE/dv is with the partials put in. */
  readonly #closedAt = new Map<Node, number>();
  /** What is stated, with its symbol. */
  readonly #stated = new Map<Node, Node>();

  constructor(writer: Writer, namesDeltas: boolean) {
    this.#writer = writer;
    this.#locals = new SharedLocals(writer);
    this.#above = ascent(writer.definitions);
    this.#numbering = new Numbering(writer.held);
    this.#fresh = namesDeltas ? new FreshNames(writer.definitions, writer.abbreviations.values()) : undefined;
  }

  /** States dE/dv with what it needs, and returns it as a named node. */
  derive(variable: Node): Node {
    const { consumers, loss } = this.#writer.definitions;
    if (variable === loss || consumers(variable).length === 0) return this.#writer.writeConstant(variable);
    const starts: Node[] = [];
    for (const node of this.#above(variable)) {
      if (node === loss) continue;
      const length = this.#length(node);
      const isStart = node.op.kind === "naming" && this.#isStart(node, length);
      this.#lengths.set(node, isStart ? 1 : length);
      if (!isStart) continue;
      this.#starts.set(node, this.#startOf(node));
      if (node !== variable) starts.push(node);
    }
    const [first, ...others] = this.#paths(variable, this.#isHead);
    const inner = starts[starts.length - 1];
    const isNested = others.length === 0 && inner !== undefined && first?.[0] === inner;
    for (const start of isNested ? starts.slice(0, -1) : starts) this.#state(start);
    return this.#state(variable, isNested ? inner : undefined);
  }

  readonly #isHead = (node: Node): boolean => this.#starts.has(node);
  readonly #isNamed = (node: Node): boolean => this.#writer.abbreviations.has(node);
  readonly #isHeadOrNamed = (node: Node): boolean => this.#isNamed(node) || this.#isHead(node);

  /** Used in several places, or with a derivative that is a sum or a long product; in the form "delta", with a name. */
  #isStart(node: Node, length: number): boolean {
    const { consumers, loss, uses } = this.#writer.definitions;
    const [user, ...others] = consumers(node) as [Node, ...Node[]]; // the loss depends on it
    if (this.#fresh !== undefined && (this.#isNamed(node) || uses(node).length > 1)) return true;
    if (others.length > 0 || length >= LONGEST) return true;
    const { isMixed, isSummed } = this.#locals.of(user, node);
    return user !== loss && (isMixed || isSummed);
  }

  #length(node: Node): number {
    const { consumers, loss } = this.#writer.definitions;
    const [user] = consumers(node) as [Node];
    return user === loss ? 1 : 1 + (this.#lengths.get(user) ?? 1);
  }

  /** dE/dv under the name that products start with: its own, or in the form "delta" an abbreviation. */
  #startOf(node: Node): Node {
    const { loss } = this.#writer.definitions;
    const { closed } = this.#adjoint(node);
    if (this.#fresh === undefined) return this.#writer.partial(loss, node, closed);
    const given = this.#writer.abbreviations.get(node);
    const isDelta = given !== undefined || this.#writer.definitions.uses(node).length > 1;
    if (!isDelta) return this.#writer.partial(loss, node, closed);
    const { name, negative } = given ?? { name: this.#fresh.delta(node), negative: false };
    const named = this.#writer.named(negative ? this.#writer.simplified(closed.neg()) : closed, name);
    return negative ? named.neg() : named;
  }

  #adjoint(node: Node): Adjoint {
    const known = this.#adjoints.get(node);
    if (known !== undefined) return known;
    const paths = this.#paths(node, this.#isHead);
    const put = (top: Node, input: Node): Node => swapped(this.#locals.of(top, input).expression);
    const start = (top: Node): Node | undefined => this.#starts.get(top);
    const closed = this.#sum(paths, start, put);
    const adjoint: Adjoint = { closed, whole: this.#whole(paths, put), short: this.#short(node, put) };
    this.#adjoints.set(node, adjoint);
    return adjoint;
  }

  #whole(paths: readonly Path[], put: (top: Node, input: Node) => Node): Node | undefined {
    const heads = paths.map(([top]) => top as Node).filter((top) => this.#starts.has(top));
    const isShort = (top: Node): boolean =>
      this.#paths(top, this.#isHead).every(([above]) => !this.#starts.has(above as Node));
    if (heads.length === 0 || this.#fresh !== undefined || !heads.every(isShort)) return undefined;
    return this.#sum(paths, (top) => this.#adjoints.get(top)?.closed, put);
  }

  #short(node: Node, put: (top: Node, input: Node) => Node): Node | undefined {
    if (this.#fresh !== undefined) return undefined;
    const paths = this.#paths(node, this.#isHeadOrNamed);
    const named = (top: Node): Node | undefined => this.#abbreviation(top) ?? this.#adjoints.get(top)?.short;
    if (paths.every(([top]) => named(top as Node) === undefined)) return undefined;
    return this.#sum(paths, (top) => named(top) ?? this.#starts.get(top), put);
  }

  /** dE/dv by the name that the author gave to it, or to its negative. */
  #abbreviation(node: Node): Node | undefined {
    const given = this.#writer.abbreviations.get(node);
    return given === undefined ? undefined : this.#writer.abbreviation(node, this.#adjoint(node).closed);
  }

  /** The ways up from a quantity to the loss, or to the nearest quantity that products start from; topmost first. */
  #paths(node: Node, isHead: (above: Node) => boolean): Path[] {
    const { consumers, loss } = this.#writer.definitions;
    return consumers(node).map((user) => {
      const path = [node];
      for (let top = user; ; top = consumers(top)[0] as Node) {
        path.push(top);
        if (top === loss || isHead(top)) return path.reverse();
      }
    });
  }

  #sum(
    paths: readonly Path[],
    head: (top: Node) => Node | undefined,
    local: (definition: Node, input: Node) => Node,
  ): Node {
    return this.#writer.simplified(this.#written(paths, head, local));
  }

  #written(
    paths: readonly Path[],
    head: (top: Node) => Node | undefined,
    local: (definition: Node, input: Node) => Node,
  ): Node {
    const products = paths.map((path) => {
      const start = head(path[0] as Node);
      const isNegative = start?.op.name === "neg";
      const node = this.#product(path, isNegative ? start?.inputs[0] : start, local);
      return { node, isNegative };
    });
    return products.reduce<Node | undefined>((left, { node, isNegative }) => {
      if (left === undefined) return isNegative ? node.neg() : node;
      return isNegative ? left.sub(node) : left.add(node);
    }, undefined) as Node; // there is at least one path
  }

  /** What a path starts with times the partials along it, summed over the indices that what is below does not have. */
  #product(path: Path, head: Node | undefined, local: (definition: Node, input: Node) => Node): Node {
    let product = head;
    for (let k = 1; k < path.length; k++) {
      const [above, below] = [path[k - 1] as Node, path[k] as Node];
      const shared = this.#locals.of(above, below);
      const isOne = product === undefined && k + 1 < path.length && isOnes(shared.expression);
      const factor = isOne ? shared.expression : local(above, below);
      product = product === undefined ? factor : step(product, factor, shared, above, below);
    }
    return product as Node; // a path has at least two members
  }

  /** States dE/dv, with `inner`, what its product starts from, between the plan and what it comes to. */
  #state(node: Node, inner?: Node): Node {
    const known = this.#stated.get(node);
    if (known !== undefined) return known;
    const { loss } = this.#writer.definitions;
    const paths = this.#paths(node, this.#isHead);
    const start = this.#starts.get(node);
    const own = start?.op.name === "neg" ? (start.inputs[0] as Node) : start;
    const stated = own ?? this.#writer.partial(loss, node, this.#adjoint(node).closed);
    this.#stated.set(node, stated);
    const planned = this.#plan(node, paths);
    const planInner = inner === undefined ? undefined : this.#plan(inner, this.#paths(inner, this.#isHead));
    const settled = this.#settleLocals(paths);
    if (inner !== undefined) {
      const innerPaths = this.#paths(inner, this.#isHead);
      const innerStart = this.#starts.get(inner) as Node;
      this.#stated.set(inner, innerStart.op.name === "neg" ? (innerStart.inputs[0] as Node) : innerStart);
      this.#finish(inner, innerPaths, planInner, this.#settleLocals(innerPaths));
    }
    this.#finish(node, paths, planned, settled);
    return stated;
  }

  /** How statements about dE/dv are titled. */
  #title(node: Node): { readonly symbol: Name; readonly stands?: Name; readonly negative?: boolean } {
    const partial = partialName(nameOf(this.#writer.definitions.loss), nameOf(node));
    const start = this.#starts.get(node);
    const negative = start?.op.name === "neg";
    const name = start === undefined ? partial : nameOf(negative ? (start.inputs[0] as Node) : start);
    if (name.kind === "partial") return { symbol: name };
    return negative ? { symbol: name, stands: partial, negative } : { symbol: name, stands: partial };
  }

  /** The product of partials that dE/dv is; nothing where dE/dv is one partial itself. */
  #plan(node: Node, paths: readonly Path[]): number | undefined {
    const { definitions } = this.#writer;
    const title = this.#title(node);
    if (isLocal(paths, definitions.loss) && title.stands === undefined) return undefined;
    const chained = this.#written(
      paths,
      (top) => this.#starts.get(top),
      (top, input) => this.#locals.of(top, input).node,
    );
    const because: Reason =
      paths.length > 1 ? { kind: "paths", count: paths.length } : { kind: "chain rule" };
    const from = definitions.consumers(node).map((user) => this.#writer.settled(nameOf(user)));
    const role: Role = title.stands === undefined ? "chain" : "abbreviation";
    return this.#writer.write({ ...title, expression: signed(chained, title), role, because, from });
  }

  /** States the partials along paths, each once. */
  #settleLocals(paths: readonly Path[]): number[] {
    return paths.flatMap((path) =>
      path.slice(1).map((below, k) => this.#locals.write(path[k] as Node, below)),
    );
  }

  /** What dE/dv comes to: partials put in, then what products start from, then the author's names. */
  #finish(node: Node, paths: readonly Path[], planned: number | undefined, settled: readonly number[]): void {
    const title = this.#title(node);
    const { closed, short, whole } = this.#adjoint(node);
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
    if (this.#fresh !== undefined) return;
    const named = paths.flatMap((path) => path.slice(1, -1)).filter(this.#isNamed);
    for (const each of new Set(named)) this.#abbreviate(each);
    if (short !== undefined && planned !== undefined) last = write(short, [last, ...this.#namesAbove(node)]);
    const isBelow = this.#paths(node, this.#isHeadOrNamed).some(([top]) => this.#isNamed(top as Node));
    const known = isBelow || planned === undefined ? undefined : this.#sameAs(node);
    if (known !== undefined) write(known.expression, [last, known.from]);
    if (this.#isNamed(node)) this.#abbreviate(node);
  }

  /** A name of the author's, stated before, whose derivative (or its negative) is the same expression as dE/dv. */
  #sameAs(node: Node): KnownName | undefined {
    return this.#named.get(this.#numbering.of(this.#adjoint(node).closed));
  }

  /** The statements about what dE/dv is written with, where the author's names are put in. */
  #namesAbove(node: Node): (number | undefined)[] {
    return this.#paths(node, this.#isHeadOrNamed).map(([top]) => {
      const isGiven = this.#isNamed(top as Node) || this.#starts.has(top as Node);
      return isGiven ? this.#writer.settledAdjoint(top as Node) : undefined;
    });
  }

  #sourcesOf(paths: readonly Path[]): (number | undefined)[] {
    return paths.flatMap((path) =>
      path.slice(1).map((below, k) => this.#writer.settled(this.#locals.of(path[k] as Node, below).name)),
    );
  }

  /** States what the author's name stands for, once: as a product, with the partials put in, and with other names. */
  #abbreviate(node: Node): void {
    const given = this.#writer.abbreviations.get(node);
    if (given === undefined || this.#writer.settled(given.name) !== undefined) return;
    const { loss } = this.#writer.definitions;
    const stands = partialName(nameOf(loss), nameOf(node));
    const title = { symbol: given.name, stands, ...(given.negative ? { negative: true } : {}) };
    const paths = this.#paths(node, this.#isHead);
    const { closed, short, whole } = this.#adjoint(node);
    const isStated = this.#writer.settled(stands) !== undefined;
    let last: number | undefined = this.#writer.settled(stands);
    if (!isStated) {
      const chained = this.#written(
        paths,
        (top) => this.#starts.get(top),
        (top, input) => this.#locals.of(top, input).node,
      );
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
    const named = this.#abbreviation(node) as Node; // it has a name
    this.#named.set(this.#numbering.of(closed), { expression: named, from: last });
    const opposite = this.#numbering.of(this.#writer.simplified(closed.neg()));
    this.#named.set(opposite, { expression: this.#writer.simplified(named.neg()), from: last });
  }
}

const signed = (expression: Node, { negative = false }: { readonly negative?: boolean }): Node =>
  negative ? expression.neg() : expression;

/** Whether dE/dv is one partial of the loss. */
const isLocal = (paths: readonly Path[], loss: Node): boolean =>
  paths.length === 1 && paths[0]?.length === 2 && paths[0][0] === loss;

/** -(a - b) as b - a, which is what stands in products. */
function swapped(partial: Node): Node {
  const [inner] = partial.inputs;
  if (partial.op.name !== "neg" || inner?.op.name !== "sub" || inner.attrs.name !== undefined) return partial;
  const [a, b] = inner.inputs as [Node, Node];
  return b.sub(a);
}

/** Whether every entry is 1. */
const isOnes = ({ attrs, inputs, op }: Node): boolean =>
  attrs.value === 1 ||
  (op.name === "contraction" &&
    attrs.name === undefined &&
    inputs.length === 0 &&
    attrs.map?.sizes.length === attrs.map?.output.length &&
    new Set(attrs.map?.output).size === attrs.map?.output.length);

const isContraction = ({ attrs, op }: Node): boolean => op.name === "contraction" && attrs.name === undefined;

/** Whether a contraction only re-indexes, repeats and multiplies. */
const sumsNothing = ({ attrs }: Node): boolean =>
  attrs.map?.sizes.every((_, index) => attrs.map?.output.includes(index)) ?? false;

/** Whether a sum stands at the end of a product, so that a factor after it would be read as part of it. */
function endsInSum(node: Node): boolean {
  let last: Node | undefined = node;
  while (last?.attrs.name === undefined && last?.op.name === "mul") last = last.inputs[1];
  return last !== undefined && isContraction(last) && !sumsNothing(last);
}

/** A derivative by `above` times the partial of `above` by `below`, summed over what only `above` has. */
function step(product: Node, factor: Node, { shared, isMixed }: SharedLocal, above: Node, below: Node): Node {
  const own = above.shape.map((_, axis) => axis);
  const sizes: Size[] = [...above.shape];
  const kept = shared.map((axis, k) => axis ?? sizes.push(below.shape[k] as Size) - 1);
  const added = kept.filter((_, k) => shared[k] === null);
  const joined = (part: Node): Node => {
    const pair = [
      { node: product, indices: own },
      { node: part, indices: [...own, ...added] },
    ];
    if (endsInSum(product)) pair.reverse();
    const map = { inputs: pair.map(({ indices }) => indices), output: kept, sizes };
    const open = (node: Node): boolean =>
      isContraction(node) && (sumsNothing(node) || (isMixed && node === part));
    return fused(
      pair.map(({ node }) => node),
      map,
      { open },
    );
  };
  if (!isMixed) return joined(factor);
  return addends(factor).reduce<Node | undefined>((sum, { term, negative }) => {
    const part = joined(term);
    if (sum === undefined) return negative ? part.neg() : part;
    return negative ? sum.sub(part) : sum.add(part);
  }, undefined) as Node; // a partial has at least one addend
}
