import type { Ball } from "./ball";
import { height } from "./ball";
import { bitLength } from "./bits";
import { DECLARED_DIGITS } from "./declared";
import {
  compared,
  fraction,
  minus,
  negative,
  plus,
  type Real,
  signOf,
  times,
  UNKNOWN,
  type Wide,
} from "./wide";

/** How two values at a point compare. */
export type Status =
  | "equal"
  | "different"
  | "claim undefined"
  | "truth undefined"
  | "both undefined"
  | "undecided";

/** A comparison, and for numbers that are not told apart to how many bits they agree. */
export interface Agreement {
  readonly status: Status;
  readonly bits: number;
}

/** Working precisions, one after the other until a comparison is decided. */
export const LEVELS: readonly number[] = [192, 640, 1280, 2560];

/** Numbers count as equal if they agree to so many bits, computed with at least as many as the second level has. */
const AGREED = 500;
/** The same where the last level is reached, and for two numbers of which neither can be told from 0. */
const [AGREED_AT_LAST, NOTHING_AT_LAST] = [100, 1024];

/** To how many digits values are known at most: as many as it takes, or those of a declared operation in float64. */
export type Knowledge = "any" | typeof DECLARED_DIGITS;

const decided = (status: Status, bits = Number.POSITIVE_INFINITY): Agreement => ({ status, bits });
const UNDECIDED = decided("undecided");

/** Two values that were computed at a level. Different are only numbers whose balls have nothing in common. */
export function agreementOf(claim: Wide, truth: Wide, level: number, known: Knowledge): Agreement {
  if (claim === UNKNOWN || truth === UNKNOWN) return UNDECIDED;
  if (claim === undefined) return decided(truth === undefined ? "both undefined" : "claim undefined");
  if (truth === undefined) return decided("truth undefined");
  const bits = LEVELS[level] as number; // one of them
  if (known === DECLARED_DIGITS) return ofFloats(claim, truth, bits);
  const sign = compared(claim, truth, bits);
  if (sign !== undefined) return decided(sign === 0 ? "equal" : "different");
  const isLast = level === LEVELS.length - 1;
  const difference = height(minus(claim, truth, bits) as Ball); // fractions are always told apart
  const size = Math.max(sizeOf(claim), sizeOf(truth));
  if (size === Number.NEGATIVE_INFINITY)
    return isLast && -difference >= NOTHING_AT_LAST ? decided("equal", -difference) : UNDECIDED;
  const agreed = size - difference;
  return level > 0 && agreed >= (isLast ? AGREED_AT_LAST : AGREED) ? decided("equal", agreed) : UNDECIDED;
}

/** The power of two at a number; negative infinity if it may be 0. */
function sizeOf(x: Real): number {
  if ((signOf(x) ?? 0) === 0) return Number.NEGATIVE_INFINITY;
  return x.kind === "exact" ? bitLength(x.n) - bitLength(x.d) : x.exponent + bitLength(x.mantissa);
}

const [FLOAT_AGREED, FLOAT_NOTHING] = [fraction(1n, 1n << 30n), fraction(1n, 1n << 40n)];

/** Numbers that are known in float64 are equal if they agree to 9 digits, or both are as good as 0. */
function ofFloats(claim: Real, truth: Real, bits: number): Agreement {
  const size = (x: Real): Real => (signOf(x) === -1 ? negative(x) : x);
  const room = plus(times(size(truth), FLOAT_AGREED, bits), FLOAT_NOTHING, bits);
  const difference = minus(claim, truth, bits);
  const [above, below] = [compared(difference, room, bits), compared(negative(difference), room, bits)];
  if (above === 1 || below === 1) return decided("different");
  if (above === undefined || below === undefined) return UNDECIDED;
  return decided("equal", 30);
}
