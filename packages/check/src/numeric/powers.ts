import type { Ball } from "./ball";
import { bitLength, magnitude } from "./bits";
import { type Precision, work } from "./budget";
import { divide, exp, log, multiply } from "./functions";
import { type Binary, isReal, isSharp, on, onBoth, sides, spoiled, turning, type Unary } from "./lift";
import { either, endsOf, isZero, negative, ONE, type Real, signOf, UNKNOWN, type Wide, ZERO } from "./wide";

/** Beyond this exponent, powers go by the logarithm. */
const LARGEST_POWER = 1n << 12n;

/** The whole number that a fraction is; undefined for others. */
const wholeOf = (x: Real): bigint | undefined =>
  x.kind === "exact" && x.n % x.d === 0n ? x.n / x.d : undefined;

function wholePower(x: Real, power: bigint, at: Precision): Wide {
  if (power < 0n) return onBoth(ONE, wholePower(x, -power, at), divide, at);
  let [result, base]: [Real, Real] = [ONE, x];
  for (let rest = power; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = multiply(result, base, at);
    if (rest > 1n) base = multiply(base, base, at);
    at.budget.spend(work(2, at.bits));
  }
  return result;
}

/** e^(y ln x) for x > 0. */
function realPower(x: Real, y: Real, at: Precision): Wide {
  const inner = { ...at, bits: at.bits + 24 }; // the exponent may be large
  return on(onBoth(on(x, log, inner), y, multiply, inner), exp, at);
}

/** Corners: of x > 0, x^y rises or falls in each operand. */
function positivePower(x: Real, y: Real, at: Precision): Wide {
  const values = cornersOf(x, y, (a, b) => realPower(a, b, at));
  if (!values.every(isReal)) return spoiled(values);
  return values.reduce((all, each) => either(all, each, at.bits));
}

function cornersOf(x: Real, y: Real, f: (a: Real, b: Real) => Wide): readonly Wide[] {
  const list = (each: Real): readonly Real[] =>
    each.kind === "exact" || isSharp(each) || each.radius === 0 ? [each] : endsOf(each);
  return list(x).flatMap((a) => list(y).map((b) => f(a, b)));
}

/** x^y for x > 0, and of other x for whole y. */
export const pow: Binary = (x, y, at) => {
  const [sign, whole] = [signOf(x), wholeOf(y)];
  if (whole === 0n) return ONE;
  if (whole !== undefined) {
    if (whole < 0n && sign !== 1 && sign !== -1) return sign === 0 ? undefined : UNKNOWN;
    if (magnitude(whole) <= LARGEST_POWER) {
      const power: Unary = (base, own) => wholePower(base, whole, own);
      return whole % 2n === 0n && whole > 0n ? turning(ZERO, power)(x, at) : sides(x, power, at);
    }
    const size = sign === -1 ? negative(x) : x;
    if (sign === 0) return ZERO;
    if (sign === undefined) return UNKNOWN;
    const value = positivePower(size, y, at);
    return sign === -1 && whole % 2n !== 0n ? on(value, negative, at) : value;
  }
  if (sign === 1) return positivePower(x, y, at);
  const direction = signOf(y);
  if (sign === 0) return direction === 1 ? ZERO : direction === -1 ? undefined : UNKNOWN;
  // a negative number has powers with whole exponents only
  return sign === -1 && isNeverWhole(y) ? undefined : UNKNOWN;
};

/** Whether no whole number is among those that y may be. */
function isNeverWhole(y: Real): boolean {
  if (y.kind === "exact") return y.n % y.d !== 0n;
  const [lo, hi] = endsOf(y) as [Ball, Ball];
  if (lo.exponent >= 0 || bitLength(hi.mantissa) + hi.exponent > 4096) return false;
  const places = BigInt(-lo.exponent);
  return lo.mantissa >> places === hi.mantissa >> places && (lo.mantissa >> places) << places !== lo.mantissa;
}

/** x ln y, and 0 where x = 0 and y is not negative. */
export const xlogy: Binary = (x, y, at) => {
  const sign = signOf(y);
  if (isZero(x) && (sign === 0 || sign === 1)) return ZERO;
  return onBoth(x, on(y, log, at), multiply, at);
};
