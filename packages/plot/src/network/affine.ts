import { type Node, topologicalOrder } from "@chainrule/graph";

/* Weighted sums: which expressions are the net of a unit, and which of two symbols in a product is the weight. */

/** `weight · source`, a bare `source`, or a bias (a symbol or number that is added). */
export interface Term {
  readonly kind: "weighted" | "bare" | "bias";
  /** What comes in; for a bias, the bias. */
  readonly source: Node;
  readonly weight?: Node;
  readonly negative: boolean;
}

/** What a graph says about its nodes before any is drawn. */
export interface Reading {
  /** All nodes, inputs first. */
  readonly order: readonly Node[];
  /** How many operands a node is. */
  readonly uses: ReadonlyMap<Node, number>;
  readonly isWeight: (symbol: Node, other: Node) => boolean;
}

export const isSymbol = (node: Node): boolean => node.attrs.cell !== undefined;
export const isDefinition = (node: Node): boolean => node.op.kind === "naming";
export const isConstant = (node: Node): boolean => node.op.name === "constant";

/** Looks through transposes, broadcasts and reshapes, which move entries and compute nothing. */
export function withoutLayout(node: Node): Node {
  let inner = node;
  for (;;) {
    const only = inner.inputs[0];
    if (only === undefined || inner.inputs.length !== 1 || !movesOnly(inner)) return inner;
    inner = only;
  }
}

function movesOnly(node: Node): boolean {
  if (node.op.name === "reshape") return true;
  const map = node.op.name === "contraction" ? node.attrs.map : undefined;
  const indices = map?.inputs[0];
  if (map === undefined || indices === undefined) return false;
  return (
    new Set(indices).size === indices.length && indices.every((k) => k === null || map.output.includes(k))
  );
}

/** The two factors of a product of two. */
export function factors(node: Node): readonly [Node, Node] | undefined {
  const [a, b] = node.inputs;
  const isProduct = node.op.name === "mul" || node.op.name === "contraction";
  return isProduct && node.inputs.length === 2 && a && b ? [withoutLayout(a), withoutLayout(b)] : undefined;
}

/** What is known of the symbols of a graph besides the graph. */
export interface Known {
  /** Symbols that are trained: weights rather than inputs. */
  readonly trained?: readonly Node[];
  /** Symbols that are asked about: taken for trained where neither that nor the graph tells. */
  readonly asked?: readonly Node[];
}

/** Reads a graph once; linear in its size. What is trained is a weight rather than what is not. */
export function readingOf(roots: readonly Node[], { asked = [], trained = [] }: Known = {}): Reading {
  const isTrained = new Set(trained);
  const isAsked = new Set(asked);
  const order = topologicalOrder(roots);
  const uses = new Map<Node, number>();
  const products = new Map<Node, number>();
  const weightBases = new Set<string>();
  for (const node of order) {
    for (const input of node.inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
    const pair = factors(node);
    if (pair === undefined) continue;
    for (const [k, factor] of pair.entries()) {
      const other = pair[1 - k] as Node;
      if (!isSymbol(factor)) continue;
      if (isSymbol(other)) products.set(factor, (products.get(factor) ?? 0) + 1);
      else if (isDefinition(other)) weightBases.add(baseOf(factor));
    }
  }
  // In a product of two symbols: a weight is trained, or has the letter of those that multiply definitions, or is asked about;
  // else the input is the one that stands in more products; else the weight is written first.
  const isWeight = (symbol: Node, other: Node): boolean => {
    for (const known of [
      (x: Node) => isTrained.has(x),
      (x: Node) => weightBases.has(baseOf(x)),
      (x: Node) => isAsked.has(x),
    ]) {
      if (known(symbol) !== known(other)) return known(symbol);
    }
    return (products.get(symbol) ?? 0) <= (products.get(other) ?? 0);
  };
  return { order, uses, isWeight };
}

/** The base of a symbol's name without digits: `w` of `w_5` and of `w5`. */
function baseOf(symbol: Node): string {
  const name = symbol.attrs.name;
  return name?.kind === "symbol" ? name.base.replace(/\d+$/, "") : "";
}

/**
 * The terms of a weighted sum; undefined if the node is none. `isSource` says what may come in besides symbols.
 * Sums that stand in several places are not taken apart, so the time is linear.
 */
export function termsOf(
  net: Node,
  reading: Reading,
  isSource: (node: Node) => boolean,
): readonly Term[] | undefined {
  const terms: Term[] = [];
  const pending = [{ node: net, negative: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const node = withoutLayout(next.node);
    const [a, b] = node.inputs;
    const own = next.node === net || (reading.uses.get(next.node) ?? 0) < 2;
    const sign = node.op.name;
    if (own && a && (sign === "add" || sign === "sub" || sign === "neg")) {
      if (b) pending.push({ node: b, negative: next.negative !== (sign === "sub") });
      pending.push({ node: a, negative: next.negative !== (sign === "neg") });
      continue;
    }
    const term = termOf(node, next.negative, reading, isSource);
    if (term === undefined) return undefined;
    terms.push(term);
  }
  // What enters twice, as in w x + x, has no single edge.
  const sources = terms.map((term) => term.source).filter((source) => !isConstant(source));
  return new Set(sources).size === sources.length ? terms : undefined;
}

function termOf(
  node: Node,
  negative: boolean,
  reading: Reading,
  isSource: (node: Node) => boolean,
): Term | undefined {
  if (isSource(node)) return { kind: "bare", source: node, negative };
  if (isSymbol(node) || isScalarConstant(node)) return { kind: "bias", source: node, negative };
  const pair = factors(node);
  if (pair === undefined) return undefined;
  const [a, b] = pair;
  const enters = (x: Node): boolean => isSymbol(x) || isSource(x);
  if (isSymbol(a) && isSymbol(b)) {
    const first = reading.isWeight(a, b);
    return { kind: "weighted", source: first ? b : a, weight: first ? a : b, negative };
  }
  if ((isSymbol(a) || isScalarConstant(a)) && enters(b))
    return { kind: "weighted", source: b, weight: a, negative };
  if ((isSymbol(b) || isScalarConstant(b)) && enters(a))
    return { kind: "weighted", source: a, weight: b, negative };
  return undefined;
}

const isScalarConstant = (node: Node): boolean => typeof node.attrs.value === "number";
