import { evaluate, type Node, type Value } from "@chainrule/graph";
import type { Sizes } from "../interpret/interpreted";
import type { Kink } from "./kinks";
import { type Point, valuesAt } from "./point";

/** Where a border is looked for along one symbol, and how closely. */
const [REACH, STEP, BISECTIONS] = [4, 0.5, 40];
/** How far beside the border the points lie. */
const DISTANCES = [-1e-3, 1e-3, -1e-6, 1e-6];

/** Points beside a kink, on both sides: one symbol that it depends on is moved until what is 0 there changes its sign. */
export function pointsBeside({ below, zero }: Kink, point: Point, sizes: Sizes): Point[] {
  return [...below].slice(0, 2).flatMap((symbol) => {
    const moved = (x: number): Point => new Map([...point, [symbol, withFirst(point.get(symbol) ?? [], x)]]);
    const at = (x: number): number => firstEntry(zero, moved(x), sizes);
    const root = signChange(at);
    return root === undefined ? [] : DISTANCES.map((step) => moved(Number((root + step).toFixed(9))));
  });
}

const withFirst = ([, ...rest]: readonly number[], x: number): number[] => [x, ...rest];

function firstEntry(node: Node, point: Point, sizes: Sizes): number {
  const value: Value = evaluate(node, valuesAt(point, sizes), { sizes });
  return typeof value === "number" ? value : (value.data[0] ?? Number.NaN);
}

/** A place where a function of one number changes its sign. */
function signChange(f: (x: number) => number): number | undefined {
  for (let x = -REACH; x < REACH; x += STEP) {
    const isBelow = f(x) < 0;
    if (isBelow === f(x + STEP) < 0) continue;
    let [from, to] = [x, x + STEP];
    for (let k = 0; k < BISECTIONS; k++) {
      const middle = (from + to) / 2;
      if (f(middle) < 0 === isBelow) from = middle;
      else to = middle;
    }
    return from;
  }
  return undefined;
}
