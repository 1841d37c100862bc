import type { Ball } from "./ball";
import { bitLength } from "./bits";
import type { Precision } from "./budget";
import { ballFrom, type Exact, either, endsOf, minus, type Real, signOf, UNKNOWN, type Wide } from "./wide";

/* How functions of balls become functions of numbers that may be fractions, undefined or unknown. */

/** What a function gives for real numbers. */
export type Unary = (x: Real, at: Precision) => Wide;
export type Binary = (a: Real, b: Real, at: Precision) => Wide;

export const isReal = (x: Wide): x is Real => typeof x === "object";

/** Of operands that are not all known: not defined if one is not, else unknown. */
export const spoiled = (operands: readonly Wide[]): Wide =>
  operands.includes(undefined) ? undefined : UNKNOWN;

/** Applies a function if its operand is known. */
export const on = (x: Wide, f: Unary, at: Precision): Wide => (isReal(x) ? f(x, at) : x);
/** The same of two operands. */
export const onBoth = (a: Wide, b: Wide, f: Binary, at: Precision): Wide =>
  isReal(a) && isReal(b) ? f(a, b, at) : spoiled([a, b]);

/** A function of balls; at some fractions its values are fractions too. */
export const ofBalls =
  (
    f: (x: Ball, at: Precision) => Ball | undefined,
    known: readonly (readonly [x: bigint, y: Exact])[] = [],
  ): Unary =>
  (x, at) => {
    if (x.kind === "exact") {
      const found = known.find(([n]) => n * x.d === x.n);
      if (found !== undefined) return found[1];
    }
    return f(fineBall(x, at), at) ?? UNKNOWN;
  };

/** A ball for functions whose relative error is the absolute one of their operand. */
function fineBall(x: Real, { bits }: Precision): Ball {
  if (x.kind === "ball") return x;
  return ballFrom(x, bits + 8 + Math.max(0, bitLength(x.n) - bitLength(x.d)));
}

/** A function that is not defined where a number is negative (or 0), and unknown where it may be. */
export const inDomain =
  (condition: (x: Real, at: Precision) => Real, f: Unary, isZeroInside: boolean): Unary =>
  (x, at) => {
    const sign = signOf(condition(x, at));
    if (sign === undefined) return UNKNOWN;
    return sign > 0 || (sign === 0 && isZeroInside) ? f(x, at) : undefined;
  };

/** Falling up to a number, then rising, or the other way round. */
export const turning =
  (turn: Real, f: Unary): Unary =>
  (x, at) => {
    if (x.kind === "exact" || signOf(minus(x, turn, at.bits)) !== undefined) return sides(x, f, at);
    const [extreme, others] = [f(turn, at), sides(x, f, at)];
    return isReal(extreme) && isReal(others) ? either(extreme, others, at.bits) : spoiled([extreme, others]);
  };

/** The values at both ends of a wide ball, and what lies between. */
export function sides(x: Real, f: Unary, at: Precision): Wide {
  if (x.kind === "exact" || x.radius === 0 || isSharp(x)) return f(x, at);
  const [lo, hi] = endsOf(x).map((end) => f(end, at));
  return isReal(lo) && isReal(hi) ? either(lo, hi, at.bits) : spoiled([lo, hi]);
}

/** Whether sums and products of a ball with itself are as good as those of its ends. */
export const isSharp = ({ mantissa, radius }: Ball): boolean => Math.abs(Number(mantissa)) > radius * 2 ** 30;
