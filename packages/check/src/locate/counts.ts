import { type Node, type Size, type Sizes, sizeText } from "@chainrule/graph";

/** A number of entries that a mean may be over: a size, or the product of the sizes of a matrix. */
export interface Count {
  readonly sizes: readonly Size[];
  readonly value: number;
}

/** More entries are not counted by hand. */
const LARGEST_COUNT = 1000;

/** What means below the nodes may be over: their sizes, entries of matrices, and whole numbers that stand there. */
export function countsOf(nodes: readonly Node[], sizes: Sizes): readonly Count[] {
  const found = new Map<string, Count>();
  const note = (list: readonly Size[]): void => {
    const values = list.map((size) => (typeof size === "number" ? size : sizes[sizeText(size)]));
    const value = values.reduce((product: number, each) => product * (each ?? Number.NaN), 1);
    if (Number.isInteger(value) && value > 1 && value <= LARGEST_COUNT)
      found.set(list.map(sizeText).join(), { sizes: list, value });
  };
  for (const { attrs, shape } of nodes) {
    for (const size of [...shape, ...(attrs.map?.sizes ?? [])]) note([size]);
    if (attrs.dim !== undefined) note([attrs.dim]);
    if (typeof attrs.value === "number") note([attrs.value]);
  }
  for (const { shape } of nodes) {
    if (shape.length !== 2) continue;
    if (shape.every((size) => typeof size === "number")) note([shape.reduce((a, b) => a * b, 1)]);
    else note(shape);
  }
  return [...found.values()];
}
