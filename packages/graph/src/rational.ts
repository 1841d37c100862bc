/* Exact fractions: one arithmetic for simplification, proofs and exact values. */

/** An exact fraction in lowest terms, denominator > 0. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };

/** n/d in lowest terms. d is not 0. */
export function fraction(n: bigint, d: bigint): Rational {
  const divisor = greatestDivisor(n, d) * (d < 0n ? -1n : 1n);
  return { n: n / divisor, d: d / divisor };
}

/**
 * The fraction that a number's shortest decimal notation means, whatever its exponent: 0.1 is 1/10, and so are -0 and 0 the
 * same. Undefined for NaN and infinities.
 */
export function fromNumber(value: number): Rational | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (parts === null) return undefined;
  const [, sign = "", whole = "0", places = "", exponent = "0"] = parts;
  const shift = Number(exponent) - places.length;
  const digits = BigInt(sign + whole + places);
  return shift >= 0 ? { n: digits * 10n ** BigInt(shift), d: 1n } : fraction(digits, 10n ** BigInt(-shift));
}

export const plus = (a: Rational, b: Rational): Rational => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Rational, b: Rational): Rational => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Rational, b: Rational): Rational => fraction(a.n * b.n, a.d * b.d);
/** a/b. b is not 0. */
export const quotient = (a: Rational, b: Rational): Rational => fraction(a.n * b.d, a.d * b.n);
/** 1/a. a is not 0. */
export const inverse = (a: Rational): Rational => (a.n < 0n ? { n: -a.d, d: -a.n } : { n: a.d, d: a.n });
export const negative = (a: Rational): Rational => ({ n: -a.n, d: a.d });
/** The largest whole number that is at most a. */
export const floor = ({ n, d }: Rational): Rational => ({ n: (n - (((n % d) + d) % d)) / d, d: 1n });
export const absolute = (a: Rational): Rational => (a.n < 0n ? negative(a) : a);

/** a^k for a whole k. a is not 0 if k is negative. */
export function power(a: Rational, k: number): Rational {
  const base = k < 0 ? inverse(a) : a;
  return { n: base.n ** BigInt(Math.abs(k)), d: base.d ** BigInt(Math.abs(k)) };
}

/** -1, 0 or 1. */
export const signOf = ({ n }: Rational): -1 | 0 | 1 => (n > 0n ? 1 : n < 0n ? -1 : 0);
/** The sign of a - b. */
export const compare = (a: Rational, b: Rational): -1 | 0 | 1 => signOf(minus(a, b));
export const isEqual = (a: Rational, b: Rational): boolean => a.n === b.n && a.d === b.d;
export const isOne = (a: Rational): boolean => a.n === 1n && a.d === 1n;
export const isZero = (a: Rational): boolean => a.n === 0n;

/**
 * The decimal notation of a fraction, if it ends after at most so many places: 3/8 is "0.375", 1/3 has none.
 */
export function decimalText(a: Rational, mostPlaces = 40): string | undefined {
  const written = decimalDigits(a, mostPlaces);
  if (written === undefined) return undefined;
  const { digits, places } = written;
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
  const whole = text.slice(0, text.length - places);
  return `${digits < 0n ? "-" : ""}${whole}${places > 0 ? `.${text.slice(-places)}` : ""}`;
}

/** The digits of a fraction's decimal notation, and how many of them stand after the point. */
function decimalDigits(
  { n, d }: Rational,
  mostPlaces: number,
): { readonly digits: bigint; readonly places: number } | undefined {
  let places = 0;
  let power = 1n;
  while (power % d !== 0n) {
    if (++places > mostPlaces) return undefined;
    power *= 10n;
  }
  return { digits: n * (power / d), places };
}

/** The least common multiple of two numbers > 0. */
export const commonMultiple = (a: bigint, b: bigint): bigint => (a / greatestDivisor(a, b)) * b;

/** The greatest common divisor, > 0 unless both are 0. */
export function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
