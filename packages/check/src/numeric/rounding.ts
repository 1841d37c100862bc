import { type Node, type Sizes, walk } from "@chainrule/graph";
import { Budget, TooCostly } from "../budget";
import { meantBy } from "../claim/printed";
import type { PointFound } from "./at-point";
import { bitLength } from "./bits";
import { ballFrom, compared, minus, type Precise, type Wide, within } from "./wide";
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
const [BITS, WORK] = [640, 20_000_000];

/** A number that was rounded is off by about its last place: a difference smaller by such a power of two is another one. */
const SMALLEST_PART = 30;

/**
 * Whether what was found at a point comes from rounding: the truth is among the values that the claim's printed numbers can stand
 * for, and both differ by about as much as these reach. Irrational constants of the truth, which a graph holds as float64, count
 * as rounded too.
 */
export const isByRounding = (
  sides: readonly [claim: Node, truth: Node],
  printed: ReadonlyMap<number, number>,
  found: Found,
  sizes: Sizes,
): boolean => isExplained(sides, new Map(), found, sizes) || isExplained(sides, printed, found, sizes);

type Found = Pick<PointFound, "claim" | "entry" | "point" | "truth">;

/** The same for numbers of the claim that may be rounded, beside the constants of the truth. */
function isExplained(
  [claim, truth]: readonly [Node, Node],
  printed: ReadonlyMap<number, number>,
  found: Found,
  sizes: Sizes,
): boolean {
  const at = { bits: BITS, budget: new Budget(WORK) };
  const symbol = (node: Node, entry: number): Precise =>
    decimal(found.point.get(node)?.[entry] ?? Number.NaN);
  try {
    const claimed = walk(
      [claim],
      sizes,
      wideTable(at, symbol, (value) => meantBy(printed, value)),
    )(claim);
    const actual = walk([truth], sizes, wideTable(at, symbol, floatMeant))(truth);
    const isAmong = actual.data.every((b, k) => {
      const a = claimed.data[k];
      if (typeof a !== "object" || typeof b !== "object") return false;
      return [0, undefined].includes(compared(a, b, BITS));
    });
    if (!isAmong || found.claim === undefined || found.truth === undefined) return false;
    const reach = Math.max(reachOf(claimed.data[found.entry]), reachOf(actual.data[found.entry]));
    const difference = ballFrom(minus(found.claim, found.truth, BITS), BITS);
    return difference.exponent + bitLength(difference.mantissa) > reach - SMALLEST_PART;
  } catch (error) {
    if (error instanceof TooCostly) return false;
    throw error;
  }
}

/** The power of two of a radius. */
const reachOf = (x: Wide | undefined): number =>
  typeof x === "object" && x.kind === "ball" ? x.exponent + Math.log2(x.radius) : Number.NEGATIVE_INFINITY;

/** Whether a graph holds numbers that stand for others of more digits. */
export const holdsRounded = (value: unknown): boolean =>
  typeof value === "number" && floatMeant(value)?.kind === "ball";
