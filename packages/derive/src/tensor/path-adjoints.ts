import { type Name, type Node, partialName } from "@chainrule/graph";
import { FreshNames } from "../abbreviation";
import { ascent, nameOf } from "../definitions";
import { LONGEST, type Writer } from "../writer";
import { isOnes, step, swapped } from "./path-product";
import type { SharedLocals } from "./shared-local";

/** From what a product starts with, the loss or a start, down to a quantity. */
export type Path = readonly Node[];

/** dE/dv in three spellings. */
export interface Adjoint {
  /** With the partials put in; what the products start with stands by its name. */
  readonly closed: Node;
  /** With that put in too, where it is a product from the loss itself. */
  readonly whole: Node | undefined;
  /** With the names of the author. */
  readonly short: Node | undefined;
}

/** What statements about a derivative have in common. */
export interface Title {
  readonly symbol: Name;
  readonly stands?: Name;
  readonly negative?: boolean;
}

/** The derivatives of the loss as products along paths: from where they start, and how they are spelled. */
export class PathAdjoints {
  readonly #writer: Writer;
  readonly #locals: SharedLocals;
  readonly #above: (variable: Node) => Node[];
  /** In the form "delta", names for what products start from. */
  readonly #fresh: FreshNames | undefined;
  /** What products start from, by quantity. */
  readonly #starts = new Map<Node, Node>();
  /** The number of factors in dE/dv. */
  readonly #lengths = new Map<Node, number>();
  readonly #adjoints = new Map<Node, Adjoint>();

  constructor(writer: Writer, locals: SharedLocals, namesDeltas: boolean) {
    this.#writer = writer;
    this.#locals = locals;
    this.#above = ascent(writer.definitions);
    this.#fresh = namesDeltas ? new FreshNames(writer.definitions, writer.abbreviations.values()) : undefined;
  }

  /** Finds what products start from on the way to a variable, and returns what no variable before it needed. */
  startsAbove(variable: Node): Node[] {
    const starts: Node[] = [];
    for (const node of this.#above(variable)) {
      if (node === this.#writer.definitions.loss) continue;
      const length = this.#length(node);
      const isStart = this.#needsStart(node, length);
      this.#lengths.set(node, isStart ? 1 : length);
      if (!isStart) continue;
      this.#starts.set(node, this.#startOf(node));
      if (node !== variable) starts.push(node);
    }
    return starts;
  }

  readonly isStart = (node: Node): boolean => this.#starts.has(node);
  readonly isNamed = (node: Node): boolean => this.#writer.abbreviations.has(node);

  /** dE/dv as products start with it, or its negative as the author named that; undefined where none does. */
  start(node: Node): Node | undefined {
    return this.#starts.get(node);
  }

  /** Used in several places, or with a derivative that is a sum or a long product; in the form "delta", with a name. */
  #needsStart(node: Node, length: number): boolean {
    const { consumers, loss, uses } = this.#writer.definitions;
    const [user, ...others] = consumers(node) as [Node, ...Node[]]; // the loss depends on it
    if (this.#fresh !== undefined && this.isNamed(node)) return true;
    if (node.op.kind !== "naming") return false;
    if (this.#fresh !== undefined && uses(node).length > 1) return true;
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
    const { closed } = this.of(node);
    if (this.#fresh === undefined) return this.#writer.partial(loss, node, closed);
    const given = this.#writer.abbreviations.get(node);
    const isDelta = given !== undefined || this.#writer.definitions.uses(node).length > 1;
    if (!isDelta) return this.#writer.partial(loss, node, closed);
    const { name, negative } = given ?? { name: this.#fresh.delta(node), negative: false };
    const named = this.#writer.named(negative ? this.#writer.simplified(closed.neg()) : closed, name);
    return negative ? named.neg() : named;
  }

  /** dE/dv, computed once. */
  of(node: Node): Adjoint {
    const known = this.#adjoints.get(node);
    if (known !== undefined) return known;
    const paths = this.paths(node);
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
      this.paths(top).every(([above]) => !this.#starts.has(above as Node));
    if (heads.length === 0 || this.#fresh !== undefined || !heads.every(isShort)) return undefined;
    return this.#sum(paths, (top) => this.#adjoints.get(top)?.closed, put);
  }

  #short(node: Node, put: (top: Node, input: Node) => Node): Node | undefined {
    if (this.#fresh !== undefined) return undefined;
    const paths = this.pathsToNames(node);
    const named = (top: Node): Node | undefined => this.abbreviation(top) ?? this.#adjoints.get(top)?.short;
    if (paths.every(([top]) => named(top as Node) === undefined)) return undefined;
    return this.#sum(paths, (top) => named(top) ?? this.#starts.get(top), put);
  }

  /** dE/dv by the name that the author gave to it, or to its negative. */
  abbreviation(node: Node): Node | undefined {
    const given = this.#writer.abbreviations.get(node);
    return given === undefined ? undefined : this.#writer.abbreviation(node, this.of(node).closed);
  }

  /** The ways up from a quantity to the loss, or to the nearest quantities that products start from; topmost first. */
  paths(node: Node): Path[] {
    return this.#paths(node, this.isStart);
  }

  /** The same up to those that the author named, if they are nearer. */
  pathsToNames(node: Node): Path[] {
    return this.#paths(node, (above) => this.isNamed(above) || this.isStart(above));
  }

  /** The products of partials along paths, by their names. */
  chained(paths: readonly Path[]): Node {
    return this.#written(
      paths,
      (top) => this.#starts.get(top),
      (top, input) => this.#locals.of(top, input).node,
    );
  }

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
      const isLeftOut = product === undefined && this.#isLeftOut(path, k);
      const factor = isLeftOut ? shared.expression : local(above, below);
      product = product === undefined ? factor : step(product, factor, shared, above, below);
    }
    return product as Node; // a path has at least two members
  }

  /** The partials along a path that its product is written with, each as a definition and what is below it. */
  factors(path: Path): (readonly [above: Node, below: Node])[] {
    const isFromLoss = !this.#starts.has(path[0] as Node);
    return path.slice(1).flatMap((below, k) => {
      const isFirst = isFromLoss && k === 0;
      return isFirst && this.#isLeftOut(path, 1) ? [] : [[path[k] as Node, below] as const];
    });
  }

  /** Whether the partial that a product from the loss would begin with is 1: the loss is a sum of what stands next. */
  #isLeftOut(path: Path, k: number): boolean {
    const [above, below] = [path[k - 1] as Node, path[k] as Node];
    return k + 1 < path.length && isOnes(this.#locals.of(above, below).expression);
  }

  /** How statements about dE/dv are titled. */
  title(node: Node): Title {
    const partial = partialName(nameOf(this.#writer.definitions.loss), nameOf(node));
    const start = this.#starts.get(node);
    const negative = start?.op.name === "neg";
    const name = start === undefined ? partial : nameOf(negative ? (start.inputs[0] as Node) : start);
    if (name.kind === "partial") return { symbol: name };
    return negative ? { symbol: name, stands: partial, negative } : { symbol: name, stands: partial };
  }
}
