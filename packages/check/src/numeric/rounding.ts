import { type Entries, type Node, type Sizes, walk } from "@chainrule/graph";
import { meantBy } from "../claim/printed";
import { OutOfRange } from "./fixed";
import { exactly, type Interval, intervalTable } from "./interval-table";
import type { Point } from "./point";
import { decimal } from "./precise-table";

/** Numbers of so many digits in a graph stand for others: 0.7071067811865476 for 1 / sqrt 2. */
const FLOAT_DIGITS = 15;

/** Two units of the last place around a number of the truth, as float64 computes it, if it has all the digits of one. */
function floatMeant(value: number): Interval {
  const [digits = "", exponent = "0"] = String(Math.abs(value)).split("e");
  const places = (digits.split(".")[1] ?? "").length - Number(exponent);
  const significant = digits.replace(".", "").replace(/^0+/, "").length;
  if (significant < FLOAT_DIGITS) return meantBy(new Map(), value);
  const half = meantBy(new Map([[Math.abs(value), places]]), value);
  if (half === undefined) return undefined;
  const more = (3n * (half.hi - half.lo)) / 2n;
  return { lo: half.lo - more, hi: half.hi + more };
}

/**
 * Whether the truth at a point is among the values that the claim's printed numbers can stand for. Irrational constants of
 * the truth, which a graph holds as float64, count as rounded too.
 */
export function isWithinRounding(
  [claim, truth]: readonly [Node, Node],
  printed: ReadonlyMap<number, number>,
  point: Point,
  sizes: Sizes,
): boolean {
  const symbol = (node: Node, entry: number): Interval =>
    exactly(decimal(point.get(node)?.[entry] ?? Number.NaN));
  const intervals = (node: Node, number: (value: number) => Interval): Entries<Interval> =>
    walk([node], sizes, intervalTable(number, symbol))(node);
  try {
    const claimed = intervals(claim, (value) => meantBy(printed, value)).data;
    return intervals(truth, floatMeant).data.every((b, k) => {
      const a = claimed[k];
      return a !== undefined && b !== undefined && a.lo <= b.hi && b.lo <= a.hi;
    });
  } catch (error) {
    if (error instanceof OutOfRange) return false;
    throw error;
  }
}

/** Whether a graph holds numbers that stand for others of more digits. */
export const holdsRounded = (value: unknown): boolean => {
  const interval = typeof value === "number" ? floatMeant(value) : undefined;
  return interval !== undefined && interval.lo !== interval.hi;
};
