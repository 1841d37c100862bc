import type { Ieee } from "./arithmetic";
import { decay, LN2_HIGH, LN2_LOW } from "./exponential";
import { polynomial } from "./polynomial";

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;

/** (ln((1+s)/(1-s)) - 2s) / s^3 in z = s^2, for z <= 0.0295. */
const LOG = [
  0.666666666666667, 0.3999999999989924, 0.2857142862609589, 0.2222221111514416, 0.18182890556695602,
  0.1533167403016786, 0.1461703754879165,
];

/** u = m 2^k with sqrt(1/2) < m <= sqrt(2), for positive finite u. */
export function decomposed<T, M>(p: Ieee<T, M>, u: T): { readonly m: T; readonly k: T } {
  const one = p.number(1);
  const tiny = p.lt(u, p.number(SMALLEST_NORMAL));
  const normal = p.select(tiny, p.mul(u, p.number(TWO_54)), u);
  const found = p.significand(normal);
  const large = p.lt(p.number(Math.SQRT2), found);
  const m = p.select(large, p.mul(found, p.number(0.5)), found);
  const shift = p.add(p.select(tiny, p.number(-54), p.number(0)), p.select(large, one, p.number(0)));
  return { m, k: p.add(p.exponent(normal), shift) };
}

/**
 * ln(u) + correction for positive finite u = (1 + f) 2^k with sqrt(1/2) < 1 + f < sqrt(2), through s = f/(2 + f). The
 * parts are added from the smallest to the largest (as in Tang 1990 and after him in most libraries).
 */
function logOf<T, M>(p: Ieee<T, M>, u: T, correction: T): T {
  const one = p.number(1);
  const { m, k } = decomposed(p, u);
  const f = p.sub(m, one);
  const s = p.div(f, p.add(p.number(2), f));
  const z = p.mul(s, s);
  const half = p.mul(p.number(0.5), p.mul(f, f));
  const rest = p.mul(s, p.add(half, p.mul(z, polynomial(p, LOG, z))));
  const low = p.add(rest, p.add(p.mul(k, p.number(LN2_LOW)), correction));
  return p.sub(p.mul(k, p.number(LN2_HIGH)), p.sub(p.sub(half, low), f));
}

/** The logarithm's values at 0, infinity, and where it has none. */
function guarded<T, M>(p: Ieee<T, M>, u: T, inside: T): T {
  const infinity = p.number(Number.POSITIVE_INFINITY);
  const zero = p.number(0);
  const finite = p.and(p.lt(zero, u), p.lt(u, infinity));
  const outside = p.select(p.eq(u, infinity), infinity, p.number(Number.NaN));
  return p.select(finite, inside, p.select(p.eq(u, zero), p.number(Number.NEGATIVE_INFINITY), outside));
}

export function log<T, M>(p: Ieee<T, M>, x: T): T {
  return guarded(p, x, logOf(p, x, p.number(0)));
}

/** ln(1 + x): what u = 1 + x loses in rounding is put back as c/u. */
export function log1p<T, M>(p: Ieee<T, M>, x: T): T {
  return log1pOf(p, x, p.number(0));
}

/** ln(1 + x + low) */
function log1pOf<T, M>(p: Ieee<T, M>, x: T, low: T): T {
  const one = p.number(1);
  const u = p.add(one, x);
  const lost = p.select(p.lt(x, one), p.sub(x, p.sub(u, one)), p.sub(one, p.sub(u, x)));
  const value = guarded(p, u, logOf(p, u, p.div(p.add(lost, low), u)));
  return p.select(p.lt(p.abs(x), p.number(1e-17)), x, value); // keeps -0 and the subnormal numbers
}

/** ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|) */
export function softplus<T, M>(p: Ieee<T, M>, x: T): T {
  return p.add(p.max(x, p.number(0)), softplusOfMinus(p, x));
}

/** ln(1 + e^-|x|) */
function softplusOfMinus<T, M>(p: Ieee<T, M>, x: T): T {
  const { high, low } = decay(p, p.neg(p.abs(x)));
  return log1pOf(p, high, low);
}

/** ln(1 + e^z) - t z: for t = 1 it is ln(1 + e^-z), in which nothing cancels. */
export function crossEntropyOfLogit<T, M>(p: Ieee<T, M>, z: T, t: T): T {
  const zero = p.number(0);
  const tail = softplusOfMinus(p, z);
  const plain = p.sub(p.add(p.max(z, zero), tail), p.select(p.eq(t, zero), zero, p.mul(t, z)));
  return p.select(p.eq(t, p.number(1)), p.add(p.max(p.neg(z), zero), tail), plain);
}

/** x ln y, with 0 ln y = 0 for y >= 0. */
export function xlogy<T, M>(p: Ieee<T, M>, x: T, y: T): T {
  const zero = p.number(0);
  return p.select(p.and(p.eq(x, zero), p.le(zero, y)), zero, p.mul(x, log(p, y)));
}
