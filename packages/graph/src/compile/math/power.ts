import type { Ieee } from "./arithmetic";
import { exp, LN2_HIGH, LN2_LOW } from "./exponential";
import { decomposed } from "./logarithm";
import { addParts, divideParts, multiplyParts, type Parts, product, sum } from "./parts";
import { polynomial } from "./polynomial";

/** ln 2 - LN2_HIGH - LN2_LOW */
const LN2_REST = 1.1612227229362532e-26;
const TWO_THIRDS = [0.6666666666666666, 3.700743415417188e-17] as const;
const TWO_FIFTHS = [0.4, -2.2204460492503132e-17] as const;
/** (ln((1+s)/(1-s)) - 2s - 2s^3/3 - 2s^5/5) / s^7 in z = s^2, for z <= 0.0295, to 3e-16. */
const TAIL = [
  0.285714285714286, 0.22222222222140328, 0.1818181822623248, 0.153846063642753, 0.13334203854270418,
  0.11721752013683008, 0.11567101445254094,
];

/** ln(u) in parts, to some 2^-68 of its size, for positive finite u = m 2^k: through s = (m - 1)/(m + 1). */
function logarithm<T, M>(p: Ieee<T, M>, u: T): Parts<T> {
  const one = p.number(1);
  const parts = ([high, low]: readonly [number, number]): Parts<T> => ({
    high: p.number(high),
    low: p.number(low),
  });
  const { m, k } = decomposed(p, u);
  const s = divideParts(p, { high: p.sub(m, one), low: p.number(0) }, sum(p, m, one));
  const z = multiplyParts(p, s, s);
  const tail = p.mul(z.high, polynomial(p, TAIL, z.high));
  const fifth = addParts(p, parts(TWO_FIFTHS), { high: tail, low: p.number(0) });
  const third = addParts(p, parts(TWO_THIRDS), multiplyParts(p, z, fifth));
  const series = multiplyParts(p, multiplyParts(p, s, z), third);
  const twice = { high: p.add(s.high, s.high), low: p.add(s.low, s.low) };
  const powers = sum(p, p.mul(k, p.number(LN2_HIGH)), p.mul(k, p.number(LN2_LOW)));
  const rest = p.mul(k, p.number(LN2_REST));
  return addParts(p, { high: powers.high, low: p.add(powers.low, rest) }, addParts(p, twice, series));
}

const TWO_52 = 4503599627370496;

/** The nearest whole number of any v >= 0. */
function whole<T, M>(p: Ieee<T, M>, v: T): T {
  const large = p.number(TWO_52);
  return p.select(p.lt(v, large), p.sub(p.add(v, large), large), v);
}

/** Exponents beyond it give 0, 1 or infinity for every base. */
const LARGEST_EXPONENT = 2 ** 64;

/** x^y as ECMAScript defines it: e^(y ln|x|) with the logarithm in parts, at most 1 ulp off; then signs and limits. */
export function pow<T, M>(p: Ieee<T, M>, x: T, y: T): T {
  const [zero, one, half] = [p.number(0), p.number(1), p.number(0.5)];
  const [infinity, nan] = [p.number(Number.POSITIVE_INFINITY), p.number(Number.NaN)];
  const size = p.abs(x);
  const limit = p.number(LARGEST_EXPONENT);
  const power = p.max(p.min(y, limit), p.neg(limit));
  const log = logarithm(p, size);
  const high = product(p, power, log.high);
  const exponent = sum(p, high.high, p.add(high.low, p.mul(power, log.low)));
  const isFar = p.lt(p.number(1000), p.abs(exponent.high)); // 0 or infinity, whatever is below the last place
  const usual = exp(p, exponent.high, p.select(isFar, zero, exponent.low));

  const falls = p.lt(y, zero);
  const atZero = p.select(falls, infinity, zero);
  const atInfinity = p.select(falls, zero, infinity);
  const isZero = p.eq(size, zero);
  const isInfinite = p.eq(size, infinity);
  const magnitude = p.select(isZero, atZero, p.select(isInfinite, atInfinity, usual));

  const length = p.abs(y);
  const halved = p.mul(length, half);
  const evenSign = p.select(p.eq(whole(p, halved), halved), magnitude, p.neg(magnitude));
  const isLimit = p.select(isZero, one, p.select(isInfinite, one, zero));
  const broken = p.select(p.eq(isLimit, one), magnitude, nan);
  const ofNegative = p.select(p.eq(whole(p, length), length), evenSign, broken);
  const signed = p.select(p.lt(p.withSign(one, x), zero), ofNegative, magnitude);

  const undecided = p.and(p.eq(size, one), p.eq(length, infinity)); // (+-1)^(+-infinity)
  const known = p.select(p.and(p.eq(x, x), p.eq(y, y)), p.select(undecided, nan, signed), nan);
  const squared = p.select(p.eq(y, p.number(2)), p.mul(x, x), known); // the nearest number
  return p.select(p.eq(y, zero), one, p.select(p.eq(y, one), x, squared));
}
