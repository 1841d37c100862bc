import type { Rational } from "@chainrule/graph";
import {
  type Ball,
  ballOf,
  ends,
  hull,
  midpoint,
  negated,
  product as productOfBalls,
  quotient as quotientOfBalls,
  signOf as signOfBall,
  sum as sumOfBalls,
} from "./ball";

/*
 * Real numbers of any size as far as they are known. What is made of short fractions by sums, products and quotients stays a
 * fraction, so that ties and zeros are exact; the rest are balls.
 */

/** n / d for d > 0, not in lowest terms. */
export interface Exact {
  readonly kind: "exact";
  readonly n: bigint;
  readonly d: bigint;
}

/** A number as a fraction or inside a ball; undefined where a function is not defined. */
export type Precise = Exact | Ball | undefined;

/** Nothing is known of the number, not even whether it is defined. */
export const UNKNOWN = "unknown";
export type Wide = Precise | typeof UNKNOWN;

/** A number that is known. */
export type Real = Exact | Ball;

export const fraction = (n: bigint, d: bigint): Exact => ({ kind: "exact", n, d });
export const ZERO = fraction(0n, 1n);
export const ONE = fraction(1n, 1n);

export const exactly = ({ d, n }: Rational): Exact => fraction(n, d);

/** Longer fractions become balls. */
const LONGEST = 1n << 1100n;

/** n / d, as a fraction if it is short. */
function shortened(n: bigint, d: bigint, bits: number): Real {
  if (n < LONGEST && -n < LONGEST && d < LONGEST) return fraction(n, d);
  return ballOf(n, d, bits);
}

export const ballFrom = (x: Real, bits: number): Ball => (x.kind === "ball" ? x : ballOf(x.n, x.d, bits));

/** -1, 0 or 1; undefined where numbers of both signs, or 0, are in the ball. */
export function signOf(x: Real): -1 | 0 | 1 | undefined {
  if (x.kind === "ball") return signOfBall(x) ?? (x.mantissa === 0n && x.radius === 0 ? 0 : undefined);
  return x.n > 0n ? 1 : x.n < 0n ? -1 : 0;
}

export const isZero = (x: Wide): boolean => typeof x === "object" && signOf(x) === 0;

export const negative = (x: Real): Real => (x.kind === "exact" ? fraction(-x.n, x.d) : negated(x));

export function plus(a: Real, b: Real, bits: number): Real {
  if (a.kind === "ball" || b.kind === "ball") {
    if (isZero(a)) return b;
    if (isZero(b)) return a;
    return sumOfBalls(ballFrom(a, bits), ballFrom(b, bits), bits);
  }
  if (a.d === b.d) return shortened(a.n + b.n, a.d, bits);
  if (a.d % b.d === 0n) return shortened(a.n + b.n * (a.d / b.d), a.d, bits);
  if (b.d % a.d === 0n) return shortened(a.n * (b.d / a.d) + b.n, b.d, bits);
  return shortened(a.n * b.d + b.n * a.d, a.d * b.d, bits);
}

/** a - b; 0 if both are the same number. */
export const minus = (a: Real, b: Real, bits: number): Real => (a === b ? ZERO : plus(a, negative(b), bits));

export function times(a: Real, b: Real, bits: number): Real {
  if (a.kind === "exact" && b.kind === "exact") return shortened(a.n * b.n, a.d * b.d, bits);
  if (isZero(a) || isZero(b)) return ZERO;
  if (a.kind === "exact" && a.d === 1n && (a.n === 1n || a.n === -1n)) return a.n === 1n ? b : negative(b);
  return productOfBalls(ballFrom(a, bits), ballFrom(b, bits), bits);
}

/** a / b; undefined for b = 0, and unknown where b may be 0. */
export function over(a: Real, b: Real, bits: number): Real | undefined | typeof UNKNOWN {
  const sign = signOf(b);
  if (sign === 0) return undefined;
  if (sign === undefined) return UNKNOWN;
  if (a.kind === "exact" && b.kind === "exact")
    return b.n > 0n ? shortened(a.n * b.d, a.d * b.n, bits) : shortened(-a.n * b.d, -a.d * b.n, bits);
  if (isZero(a)) return ZERO;
  return quotientOfBalls(ballFrom(a, bits), ballFrom(b, bits), bits) ?? UNKNOWN;
}

/** The sign of a - b; undefined where it cannot be told. */
export const compared = (a: Real, b: Real, bits: number): -1 | 0 | 1 | undefined =>
  a === b ? 0 : signOf(minus(a, b, bits));

/** The smallest ball around two numbers. */
export const either = (a: Real, b: Real, bits: number): Real =>
  a === b ? a : hull(ballFrom(a, bits), ballFrom(b, bits), bits);

/** The least and the largest number that this may be. */
export function endsOf(x: Real): readonly [lo: Real, hi: Real] {
  if (x.kind === "exact") return [x, x];
  return ends(x);
}

/** A fraction, or the middle of a ball. */
export function fractionOf(x: Real): Rational {
  if (x.kind === "exact") return x;
  const { exponent, mantissa } = x;
  return exponent >= 0
    ? { n: mantissa << BigInt(exponent), d: 1n }
    : { n: mantissa, d: 1n << BigInt(-exponent) };
}

/** The float64 nearest to the fraction or the middle of the ball, up to its last places. */
export const toNumber = (x: Real): number => midpoint(ballFrom(x, 80));

const END_BITS = 128;

/** All numbers at most `reach` away from another. */
export function within(middle: Exact, reach: Exact): Real {
  if (reach.n === 0n) return middle;
  return either(plus(middle, negative(reach), END_BITS), plus(middle, reach, END_BITS), END_BITS);
}
