import { evaluate, type Node, type Sizes, topologicalOrder, type Value } from "@chainrule/graph";
import type { Kink } from "./kinks";
import { type Point, valuesAt } from "./point";

/** Where borders are looked for along one symbol: closely about 0, and further and further out. */
const GRID: readonly number[] = [
  ...Array.from({ length: 17 }, (_, k) => k / 2 - 4),
  ...[5.5, 8, 12, 20, 40, 100, 300, 1000, 1e4, 1e6].flatMap((x) => [-x, x]),
];
const MOST_STEPS = 60;
/** How far beside a border the points lie. */
const DISTANCES = [-1e-3, 1e-3, -1e-6, 1e-6];

const [MOST_SYMBOLS, MOST_CONSTANTS, MOST_ROOTS] = [4, 8, 6];

/** The values of one symbol at which something is 0 that a graph depends on, from the least to the largest. */
export interface Breakpoints {
  readonly symbol: Node;
  readonly roots: readonly number[];
  /** Those that do not depend on other symbols. */
  readonly own: readonly number[];
}

/**
 * Where kinks and borders lie along single symbols, all others as at a point. What is looked at are grids of numbers, those
 * that stand in the graphs, and what was found: a region between two numbers that are close may show only so.
 */
export function breakpointsOf(kinks: readonly Kink[], point: Point, sizes: Sizes): Breakpoints[] {
  const zeros = kinks.map(({ zero }) => zero);
  const symbols = new Set(kinks.flatMap(({ below }) => [...below].slice(0, 2)));
  const constants = topologicalOrder(zeros).flatMap(({ attrs: { value } }) =>
    typeof value === "number" ? [value, -value] : [],
  );
  return [...symbols].slice(0, MOST_SYMBOLS).map((symbol) => {
    const at = (x: number): readonly number[] => firstEntries(zeros, moved(point, symbol, x), sizes);
    const first = rootsBetween(at, [...GRID, ...constants.slice(0, MOST_CONSTANTS)]);
    const closer = first.flatMap((root) => [root - 1e-3, root, root + 1e-3]);
    const roots = first.length === 0 ? first : rootsBetween(at, [...GRID, ...closer, ...midpoints(first)]);
    const alone = kinks.filter(({ below }) => below.size === 1 && below.has(symbol)).map(({ zero }) => zero);
    const isOwn = (root: number): boolean =>
      firstEntries(alone, moved(point, symbol, root), sizes).some((value) => Math.abs(value) < 1e-6);
    return { symbol, roots, own: alone.length === 0 ? [] : roots.filter(isOwn) };
  });
}

/** Points beside the breakpoints of a symbol, between them, and beyond. */
export function pointsBeside({ roots, symbol }: Breakpoints, point: Point): Point[] {
  const [first, last] = [roots[0], roots.at(-1)];
  if (first === undefined || last === undefined) return [];
  const beside = roots.flatMap((root) => DISTANCES.map((step) => root + step));
  const beyond = [first - 1, first - 7, last + 1, last + 7];
  return [...beside, ...midpoints(roots), ...beyond].map((x) => moved(point, symbol, Number(x.toFixed(9))));
}

const midpoints = (roots: readonly number[]): number[] =>
  roots.slice(1).map((root, k) => (root + (roots[k] as number)) / 2);

/** The point with another first entry of one symbol. */
export function moved(point: Point, symbol: Node, x: number): Point {
  const [, ...rest] = point.get(symbol) ?? [];
  return new Map([...point, [symbol, [x, ...rest]]]);
}

function firstEntries(nodes: readonly Node[], point: Point, sizes: Sizes): readonly number[] {
  const values = evaluate(nodes, valuesAt(point, sizes), { sizes }) as readonly Value[];
  return values.map((value) => (typeof value === "number" ? value : (value.data[0] ?? Number.NaN)));
}

/** The places where one of several functions of a number changes its sign, to 9 decimal places. */
function rootsBetween(f: (x: number) => readonly number[], grid: readonly number[]): number[] {
  const places = [...new Set(grid)].sort((a, b) => a - b);
  const found = new Set<number>();
  let before: readonly number[] = [];
  for (const [k, x] of places.entries()) {
    const here = f(x);
    here.forEach((value, j) => {
      const last = before[j];
      if (value === 0) found.add(round(x));
      else if (last !== undefined && last !== 0 && last < 0 !== value < 0 && !Number.isNaN(last + value))
        found.add(round(rootIn((y) => f(y)[j] as number, [places[k - 1] as number, last], [x, value])));
    });
    before = here;
  }
  return [...found]
    .sort((a, b) => Math.abs(a) - Math.abs(b))
    .slice(0, MOST_ROOTS)
    .sort((a, b) => a - b);
}

const round = (x: number): number => Number(x.toFixed(9));

type Sample = readonly [x: number, value: number];

/** A root between two numbers at which a function has other signs: by secants where they help, by halves where not. */
function rootIn(f: (x: number) => number, from: Sample, to: Sample): number {
  let [[a, fa], [b, fb]] = [from, to];
  for (let step = 0; step < MOST_STEPS && Math.abs(b - a) > 1e-11; step++) {
    const x = step % 2 === 0 ? b - (fb * (b - a)) / (fb - fa) : (a + b) / 2;
    const y = f(x);
    if (y === 0) return x;
    if (y < 0 === fa < 0) [a, fa] = [x, y];
    else [b, fb] = [x, y];
  }
  return (a + b) / 2;
}
