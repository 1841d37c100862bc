/*
 * Real numbers of 180 bits with an unbounded exponent: nothing overflows and nothing underflows, so that what float64 does to
 * a value can be told from what the mathematics says. Written for the oracle of gradients alone; it shares nothing with the
 * arithmetics of the packages.
 */

/** The real number m 2^e. `n` is the float64 next to it: 0 or infinite where it is out of range. */
export interface Big {
  readonly m: bigint;
  readonly e: number;
  readonly n: number;
}

const BITS = 180;
/** Beyond this many bits of distance the smaller summand is not seen. */
const UNSEEN = 2 * BITS;

const bitLength = (m: bigint): number => {
  const size = Number(m < 0n ? -m : m);
  if (size === 0) return 0;
  return Number.isFinite(size) ? Math.floor(Math.log2(size)) + 1 : m.toString(2).length;
};

/** x 2^k without an intermediate that is out of range. */
function scaled(x: number, k: number): number {
  if (k > -900 && k < 800) return x * 2 ** k;
  const bounded = Math.max(-3000, Math.min(3000, k));
  const third = Math.trunc(bounded / 3);
  // the largest steps first where it grows, so that no step is rounded twice but those at the end of the range
  return x * 2 ** third * 2 ** third * 2 ** (bounded - 2 * third);
}

function big(m: bigint, e: number): Big {
  if (m === 0n) return ZERO;
  const excess = bitLength(m) - BITS;
  const [short, exponent] = excess > 0 ? [m >> BigInt(excess), e + excess] : [m, e];
  return { m: short, e: exponent, n: scaled(Number(short), exponent) };
}

export const ZERO: Big = { m: 0n, e: 0, n: 0 };
export const ONE: Big = { m: 1n, e: 0, n: 1 };

const view = new DataView(new ArrayBuffer(8));
/** A finite float64, exactly. */
export function exact(x: number): Big {
  if (x === 0) return ZERO;
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const m = exponent === 0 ? fraction : fraction | 0x10000000000000n;
  return { m: x < 0 ? -m : m, e: Math.max(exponent, 1) - 1075, n: x };
}

export const neg = (a: Big): Big => ({ m: -a.m, e: a.e, n: -a.n });
export const abs = (a: Big): Big => (a.m < 0n ? neg(a) : a);
export const sign = (a: Big): number => (a.m > 0n ? 1 : a.m < 0n ? -1 : 0);

export function add(a: Big, b: Big): Big {
  if (a.m === 0n) return b;
  if (b.m === 0n) return a;
  const [high, low] = a.e >= b.e ? [a, b] : [b, a];
  const distance = high.e - low.e;
  if (distance > UNSEEN && log2(high) - log2(low) > UNSEEN) return high;
  return big((high.m << BigInt(distance)) + low.m, low.e);
}
export const sub = (a: Big, b: Big): Big => add(a, neg(b));
export const mul = (a: Big, b: Big): Big => big(a.m * b.m, a.e + b.e);

/** @throws RangeError for a divisor 0 */
export function div(a: Big, b: Big): Big {
  const shift = Math.max(0, BITS + 2 + bitLength(b.m) - bitLength(a.m));
  return big((a.m << BigInt(shift)) / b.m, a.e - b.e - shift);
}

/** a 2^k */
export const times2 = (a: Big, k: number): Big => (a.m === 0n ? ZERO : big(a.m, a.e + k));

/** The binary logarithm of |a|, a float64; a is not 0. */
export const log2 = (a: Big): number => {
  const length = bitLength(a.m);
  const excess = Math.max(0, length - 60);
  return Math.log2(Math.abs(Number(a.m >> BigInt(excess)))) + excess + a.e;
};

/** The square root of a number that is not negative. */
export function sqrt(a: Big): Big {
  if (a.m === 0n) return ZERO;
  let shift = Math.max(0, 2 * BITS + 2 - bitLength(a.m));
  if ((a.e - shift) % 2 !== 0) shift += 1;
  const m = a.m << BigInt(shift);
  let root = 1n << BigInt(Math.ceil(bitLength(m) / 2) + 1);
  for (;;) {
    const next = (root + m / root) >> 1n; // Newton's steps come down to the root
    if (next >= root) return big(root, (a.e - shift) / 2);
    root = next;
  }
}

/** The whole number next to m 2^(e + bits): the number in units of 2^-bits. */
export const fixed = ({ m, e }: Big, bits: number): bigint => {
  const shift = e + bits;
  if (shift >= 0) return m << BigInt(shift);
  return shift < -UNSEEN - 4000 ? 0n : m >> BigInt(-shift);
};
/** A whole number of units of 2^-bits. */
export const unfixed = (units: bigint, bits: number): Big => big(units, -bits);
