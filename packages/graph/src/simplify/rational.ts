/** An exact fraction in lowest terms, denominator > 0. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const ONE: Rational = { n: 1n, d: 1n };
export const ZERO: Rational = { n: 0n, d: 1n };

/** Numbers whose decimal notation has more digits than this are not rewritten. */
const MOST_DIGITS = 40;

/**
 * The fraction that a number's shortest decimal notation means: 0.1 is 1/10. Undefined for NaN, infinities and -0, and
 * where the notation is longer than is worth rewriting.
 */
export function rational(value: number): Rational | undefined {
  if (!Number.isFinite(value) || Object.is(value, -0)) return undefined;
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (!parts) return undefined;
  const [, sign = "", whole = "0", places = "", exponent = "0"] = parts;
  const shift = Number(exponent) - places.length;
  if (Math.abs(shift) > MOST_DIGITS) return undefined;
  const digits = BigInt(sign + whole + places);
  return shift >= 0 ? fraction(digits * 10n ** BigInt(shift), 1n) : fraction(digits, 10n ** BigInt(-shift));
}

export const times = (a: Rational, b: Rational): Rational => fraction(a.n * b.n, a.d * b.d);
export const plus = (a: Rational, b: Rational): Rational => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const inverse = (a: Rational): Rational => (a.n < 0n ? { n: -a.d, d: -a.n } : { n: a.d, d: a.n });
export const negative = (a: Rational): Rational => ({ n: -a.n, d: a.d });
export const absolute = (a: Rational): Rational => (a.n < 0n ? negative(a) : a);
export const isEqual = (a: Rational, b: Rational): boolean => a.n === b.n && a.d === b.d;
export const isOne = (a: Rational): boolean => a.n === 1n && a.d === 1n;
export const isZero = (a: Rational): boolean => a.n === 0n;

/** a^k for a whole k. */
export function power(a: Rational, k: number): Rational {
  const base = k < 0 ? inverse(a) : a;
  return { n: base.n ** BigInt(Math.abs(k)), d: base.d ** BigInt(Math.abs(k)) };
}

/** The digits of a fraction's decimal notation, and how many of them stand after the point; undefined if it does not end. */
export function decimalDigits({
  n,
  d,
}: Rational): { readonly digits: bigint; readonly places: number } | undefined {
  let places = 0;
  let power = 1n;
  while (power % d !== 0n) {
    if (places > MOST_DIGITS) return undefined;
    places++;
    power *= 10n;
  }
  return { digits: n * (power / d), places };
}

/** The number whose shortest decimal notation means exactly this fraction; undefined for 1/3 and the like. */
export function decimal(a: Rational): number | undefined {
  const written = decimalDigits(a);
  if (written === undefined) return undefined;
  const value = Number(`${written.digits}e-${written.places}`);
  const back = rational(value);
  return back !== undefined && back.n === a.n && back.d === a.d ? value : undefined;
}

/** n/d in lowest terms, for d > 0. */
export function fraction(n: bigint, d: bigint): Rational {
  const divisor = greatestDivisor(n < 0n ? -n : n, d);
  return divisor === 0n ? ZERO : { n: n / divisor, d: d / divisor };
}

/** The least common multiple of two numbers > 0. */
export const commonMultiple = (a: bigint, b: bigint): bigint => (a / greatestDivisor(a, b)) * b;

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
