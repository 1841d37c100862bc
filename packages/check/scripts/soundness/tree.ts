/*
 * Formulas as the suite makes them: trees of its own, which become graphs, text, LaTeX, and what is computed outside. Nothing here
 * is shared with the code under test.
 */

/** A limit of a sum: times * size + plus. */
export interface Bound {
  readonly size?: string;
  readonly times: number;
  readonly plus: number;
}

export interface Tree {
  /** `number`, `leaf`, `entry`, `size`, `sum`, or the name of a pointwise operation. */
  readonly op: string;
  readonly args: readonly Tree[];
  /** Of a leaf, a tensor, or a size. */
  readonly name?: string;
  /** Of a number: its decimals. */
  readonly value?: string;
  /** Of an entry: letters, or places counted from 0. */
  readonly indices?: readonly (string | number)[];
  /** Of a sum: its letter and its limits. */
  readonly index?: string;
  readonly from?: Bound | undefined;
  readonly to?: Bound | undefined;
}

export const call = (op: string, ...args: readonly Tree[]): Tree => ({ op, args });
export const number = (value: string | number): Tree => ({ op: "number", args: [], value: String(value) });
export const leaf = (name: string): Tree => ({ op: "leaf", args: [], name });
export const entry = (name: string, ...indices: readonly (string | number)[]): Tree => ({
  op: "entry",
  args: [],
  name,
  indices,
});
export const sizeOf = (name: string): Tree => ({ op: "size", args: [], name });
export const sumOver = (index: string, size: string, body: Tree): Tree => ({
  op: "sum",
  args: [body],
  index,
  from: { times: 0, plus: 1 },
  to: { size, times: 1, plus: 0 },
});

export const add = (a: Tree, b: Tree): Tree => call("add", a, b);
export const sub = (a: Tree, b: Tree): Tree => call("sub", a, b);
export const mul = (a: Tree, b: Tree): Tree => call("mul", a, b);
export const div = (a: Tree, b: Tree): Tree => call("div", a, b);
export const neg = (a: Tree): Tree => call("neg", a);
export const pow = (a: Tree, b: Tree): Tree => call("pow", a, b);
export const square = (a: Tree): Tree => call("square", a);
export const [ZERO, ONE, TWO, HALF] = [number(0), number(1), number(2), number("0.5")];

export const sameTree = (a: Tree, b: Tree): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Every part of a tree, the tree first. */
export function partsOf(tree: Tree): Tree[] {
  return [tree, ...tree.args.flatMap(partsOf)];
}

/** The tree with the part at a place in the order of `partsOf` replaced. */
export function replaced(tree: Tree, place: number, part: Tree): Tree {
  if (place === 0) return part;
  let before = 1;
  const args = tree.args.map((arg) => {
    const size = partsOf(arg).length;
    const inside = place - before;
    before += size;
    return inside >= 0 && inside < size ? replaced(arg, inside, part) : arg;
  });
  return { ...tree, args };
}

/** The names of the leaves, sorted. */
export function leavesOf(...trees: readonly Tree[]): string[] {
  const names = trees.flatMap(partsOf).flatMap(({ name, op }) => (op === "leaf" ? [name ?? ""] : []));
  return [...new Set(names)].sort();
}
