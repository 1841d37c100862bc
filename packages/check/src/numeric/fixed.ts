/*
 * Real numbers with 512 binary places: whole multiples of 2^-512. Enough to tell formulas apart that agree in float64.
 * Functions by their series, after the argument was made small; errors stay below 2^-440 for arguments up to 100.
 */

export const PLACES = 512n;
export const UNIT = 1n << PLACES;

export const multiply = (a: bigint, b: bigint): bigint => (a * b) >> PLACES;
export const divide = (a: bigint, b: bigint): bigint => (a << PLACES) / b;
const absolute = (x: bigint): bigint => (x < 0n ? -x : x);

/** The nearest float64, up to its last places. */
export function toNumber(x: bigint): number {
  const size = absolute(x);
  const surplus = Math.max(0, size.toString(2).length - 64);
  const value = Number(size >> BigInt(surplus)) * 2 ** (surplus - Number(PLACES));
  return x < 0n ? -value : value;
}

export const fromFraction = (n: bigint, d: bigint): bigint => (n << PLACES) / d;

/** The sum of a series whose terms become smaller than the last place; `next` gives a term from the one before. */
function series(first: bigint, next: (term: bigint, k: bigint) => bigint): bigint {
  let [total, term] = [first, first];
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = next(term, k);
    total += term;
  }
  return total;
}

const SQUARINGS = 16n;

/** A number too large, or too near 0, for what is computed with it to be trusted. */
export class OutOfRange extends Error {}

/** What a computation comes to; undefined if something in it leaves the range. */
export function withinRange<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof OutOfRange) return undefined;
    throw error;
  }
}

const LARGEST_EXPONENT = 150n * UNIT;

/** e^x. @throws OutOfRange beyond e^150 and below e^-150 */
export function exp(x: bigint): bigint {
  if (x > LARGEST_EXPONENT || x < -LARGEST_EXPONENT) throw new OutOfRange();
  const extra = 256n; // squaring doubles relative errors, and results may be large
  const places = PLACES + extra;
  const small = (x << extra) >> SQUARINGS;
  let [total, term] = [1n << places, 1n << places];
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = ((term * small) >> places) / k;
    total += term;
  }
  for (let k = 0n; k < SQUARINGS; k++) total = (total * total) >> places;
  return total >> extra;
}

/** ln x for x > 0, by Newton's method from the float64 value. */
export function log(x: bigint): bigint | undefined {
  if (x <= 0n) return undefined;
  const bits = x.toString(2).length - Number(PLACES) - 1;
  const mantissa = bits >= 0 ? x >> BigInt(bits) : x << BigInt(-bits);
  return logNearOne(mantissa) + BigInt(bits) * LN2();
}

function logNearOne(x: bigint): bigint {
  // ln x = 2 artanh((x - 1)/(x + 1)), after 8 square roots
  let root = x;
  for (let k = 0; k < 8; k++) root = sqrt(root);
  const t = divide(root - UNIT, root + UNIT);
  const square = multiply(t, t);
  let [total, power] = [t, t];
  for (let k = 3n; power !== 0n && power !== -1n; k += 2n) {
    power = multiply(power, square);
    total += power / k;
  }
  return total * 2n * 256n;
}

let ln2: bigint | undefined;
function LN2(): bigint {
  ln2 ??= logNearOne(2n * UNIT);
  return ln2;
}

/** The square root of x >= 0, rounded down. */
export function sqrt(x: bigint): bigint {
  if (x <= 0n) return 0n;
  const square = x << PLACES;
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

const HALVINGS = 12n;

/** cos x and sin x, by doubling the angle. */
function circle(x: bigint): readonly [cos: bigint, sin: bigint] {
  const small = x >> HALVINGS;
  const square = multiply(small, small);
  // 1 - cos, whose error doubling does not magnify as much as that of cos
  let less = -series(-square / 2n, (term, k) => -multiply(term, square) / ((2n * k + 1n) * (2n * k + 2n)));
  let sin = series(small, (term, k) => -multiply(term, square) / (2n * k * (2n * k + 1n)));
  for (let k = 0n; k < HALVINGS; k++) {
    const cos = UNIT - less;
    less = 2n * multiply(sin, sin);
    sin = 2n * multiply(sin, cos);
  }
  return [UNIT - less, sin];
}

export const cos = (x: bigint): bigint => circle(x)[0];
export const sin = (x: bigint): bigint => circle(x)[1];

/** arctan x, after halving the angle: arctan x = 2 arctan(x / (1 + sqrt(1 + x^2))). */
export function atan(x: bigint): bigint {
  let t = x;
  for (let k = 0; k < 8; k++) t = divide(t, UNIT + sqrt(UNIT + multiply(t, t)));
  const square = multiply(t, t);
  let [total, power] = [t, t];
  for (let k = 3n; power !== 0n && power !== -1n; k += 2n) {
    power = -multiply(power, square);
    total += power / k;
  }
  return total * 256n;
}

let halfPi: bigint | undefined;
export function HALF_PI(): bigint {
  halfPi ??= 2n * atan(UNIT);
  return halfPi;
}

/** arcsin x for -1 <= x <= 1. */
export function asin(x: bigint): bigint | undefined {
  if (absolute(x) > UNIT) return undefined;
  if (absolute(x) === UNIT) return x > 0n ? HALF_PI() : -HALF_PI();
  return atan(divide(x, sqrt(UNIT - multiply(x, x))));
}

/** erf x = 2/sqrt(pi) times the sum over k of (-1)^k x^(2k+1) / (k! (2k+1)), for |x| <= 8; beyond, 1 to 27 digits. */
export function erf(x: bigint): bigint {
  if (absolute(x) > 8n * UNIT) return x > 0n ? UNIT : -UNIT;
  const square = multiply(x, x);
  let [total, power] = [x, x];
  for (let k = 1n; power !== 0n && power !== -1n; k++) {
    power = -multiply(power, square) / k;
    total += power / (2n * k + 1n);
  }
  return divide(total, sqrt(HALF_PI() * 2n)) * 2n;
}

export const isWhole = (x: bigint): boolean => x % UNIT === 0n;
