import { type Node, type Sizes, walk } from "@chainrule/graph";
import { Budget, TooCostly } from "../budget";
import { meantBy } from "../claim/printed";
import type { Point } from "./point";
import { compared, type Precise, within } from "./wide";
import { decimal, wideTable } from "./wide-table";

/** Numbers of so many digits in a graph stand for others: 0.7071067811865476 for 1 / sqrt 2. */
const FLOAT_DIGITS = 15;

/** Two units of the last place around a number of the truth, as float64 computes it, if it has all the digits of one. */
function floatMeant(value: number): Precise {
  const [digits = "", exponent = "0"] = String(Math.abs(value)).split("e");
  const places = (digits.split(".")[1] ?? "").length - Number(exponent);
  const significant = digits.replace(".", "").replace(/^0+/, "").length;
  const middle = decimal(value);
  if (significant < FLOAT_DIGITS || middle === undefined) return middle;
  return within(middle, decimal(Number(`2e${-places}`)) ?? middle);
}

/** Bits for numbers that stand for many, and the work that their values may take. */
const [BITS, WORK] = [192, 5_000_000];

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
  const at = { bits: BITS, budget: new Budget(WORK) };
  const symbol = (node: Node, entry: number): Precise => decimal(point.get(node)?.[entry] ?? Number.NaN);
  try {
    const claimed = walk(
      [claim],
      sizes,
      wideTable(at, symbol, (value) => meantBy(printed, value)),
    )(claim);
    const actual = walk([truth], sizes, wideTable(at, symbol, floatMeant))(truth);
    return actual.data.every((b, k) => {
      const a = claimed.data[k];
      if (typeof a !== "object" || typeof b !== "object") return false;
      return [0, undefined].includes(compared(a, b, BITS));
    });
  } catch (error) {
    if (error instanceof TooCostly) return false;
    throw error;
  }
}

/** Whether a graph holds numbers that stand for others of more digits. */
export const holdsRounded = (value: unknown): boolean =>
  typeof value === "number" && floatMeant(value)?.kind === "ball";
