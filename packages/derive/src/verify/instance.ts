import { type Meanings, type Node, nameText, type Shape, sizeText, type Value } from "@chainrule/graph";

/* Numbers made up for a graph's symbols, sizes for its symbolic sizes, and functions for its abstract functions. */

export interface Instance {
  readonly values: ReadonlyMap<Node, Value>;
  readonly sizes: Readonly<Record<string, number>>;
  readonly meanings: Meanings;
}

/** Where the numbers lie that are made up. */
export type Range = readonly [least: number, most: number];
const UNIT: Range = [0.1, 0.9];

/** Numbers of a range for every symbol; without a range, their values, and numbers between 0 and 1 for those that have none. */
export function instantiated(order: readonly Node[], range: Range | undefined): Instance {
  const sizes = differentSizes(order.map((node) => node.shape));
  const random = numbersFrom(1, range ?? UNIT);
  const keepsValues = range === undefined;
  const values = new Map<Node, Value>();
  const meanings: Record<string, (x: Node) => Node> = {};
  for (const node of order) {
    const { cell } = node.attrs;
    if (cell !== undefined && !(keepsValues && cell.value !== undefined)) {
      values.set(node, declared(node, filled(concrete(node.shape, sizes), random)));
    }
    const symbol = node.op.kind === "pointwise" ? node.op.symbol : undefined;
    if (symbol === undefined) continue;
    const bend = 0.3 + 0.1 * Object.keys(meanings).length; // no two functions mean the same
    meanings[nameText(symbol.name)] ??= (x) => x.tanh().add(x.mul(bend).sin());
  }
  return { values, sizes, meanings };
}

/** The same with other last digits. */
export function moved({ values, ...rest }: Instance): Instance {
  const by = 1 + 2 ** -40;
  const beside = (value: Value): Value =>
    typeof value === "number"
      ? value * by
      : { ...value, data: value.data.map((x, k) => (k % 2 ? x / by : x * by)) };
  return { ...rest, values: new Map([...values].map(([node, value]) => [node, beside(value)])) };
}

/** A number for each symbolic size, no two alike and none that the graph has already. */
function differentSizes(shapes: readonly Shape[]): Record<string, number> {
  const taken = new Set(shapes.flat().filter((size) => typeof size === "number"));
  const sizes: Record<string, number> = {};
  let next = 2;
  for (const size of shapes.flat()) {
    if (typeof size === "number" || sizes[sizeText(size)] !== undefined) continue;
    while (taken.has(next)) next++;
    sizes[sizeText(size)] = next++;
  }
  return sizes;
}

const concrete = (shape: Shape, sizes: Readonly<Record<string, number>>): number[] =>
  shape.map((size) => (typeof size === "number" ? size : (sizes[sizeText(size)] as number))); // all sizes were met

function filled(shape: readonly number[], random: () => number): Value {
  if (shape.length === 0) return random();
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float64Array.from({ length: count }, random) };
}

/** Numbers that keep what was declared of a symbol: scaled so that they sum to it along the last axis. */
function declared({ attrs: { sumsTo } }: Node, value: Value): Value {
  if (sumsTo === undefined || typeof value === "number") return value;
  const length = value.shape[value.shape.length - 1] ?? 1;
  const data = value.data.map((entry, k) => {
    const start = k - (k % length);
    const row = value.data.slice(start, start + length);
    return (Math.abs(entry) * sumsTo) / row.reduce((sum, each) => sum + Math.abs(each), 0);
  });
  return { shape: value.shape, data };
}

/** Numbers of a range, the same ones each time (a linear congruential generator, Numerical Recipes' constants). */
function numbersFrom(seed: number, [least, most]: Range): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return least + ((most - least) * state) / 2 ** 32;
  };
}
