import { bitLength, magnitude, shifted } from "./bits";

/*
 * Real numbers that are known up to a bound, after Van der Hoeven, "Ball arithmetic" (2009), and Johansson's Arb (2017): every
 * operation gives a ball in which the true result lies for all numbers of its operands' balls. A radius is a float64 that
 * is rounded up; it counts units of the midpoint's last place, so that balls are relative at any size.
 */

/** All numbers from (mantissa - radius) 2^exponent to (mantissa + radius) 2^exponent. */
export interface Ball {
  readonly kind: "ball";
  readonly mantissa: bigint;
  readonly exponent: number;
  readonly radius: number;
}

/** A number beyond 2^(2^40), of which nothing is known but that. */
export class OutOfRange extends Error {}

const LARGEST_EXPONENT = 2 ** 40;
/** Makes up for the rounding of some operations on float64. */
const UP = 1 + 2 ** -48;
/** A radius of more units says that the midpoint has more places than are known. */
const [LARGEST_RADIUS, RADIUS_BITS] = [2 ** 40, 30];
const SMALLEST_RADIUS = 2 ** -30;

/** A ball with a midpoint of at most so many bits. @throws OutOfRange */
export function ball(mantissa: bigint, exponent: number, radius: number, bits: number): Ball {
  const length = bitLength(mantissa);
  const isNextToZero = (top: number): boolean => exponent + top < -LARGEST_EXPONENT;
  if (isNextToZero(length) && (radius === 0 || isNextToZero(Math.log2(radius))))
    return { kind: "ball", mantissa: 0n, exponent: -LARGEST_EXPONENT + 1, radius: 1 };
  if (exponent + length > LARGEST_EXPONENT || !(radius < 2 ** 1000)) throw new OutOfRange();
  const surplus = Math.max(
    length - bits,
    radius > LARGEST_RADIUS ? Math.ceil(Math.log2(radius)) - RADIUS_BITS : 0,
  );
  if (surplus <= 0) {
    const known = radius === 0 ? 0 : Math.max(radius * UP, SMALLEST_RADIUS);
    return { kind: "ball", mantissa, exponent, radius: known };
  }
  return {
    kind: "ball",
    mantissa: mantissa >> BigInt(surplus),
    exponent: exponent + surplus,
    radius: (radius * 2 ** -surplus + 1) * UP,
  };
}

/** The ball with `radius` units of 2^exponent more on both sides. */
export function widened(x: Ball, radius: number, exponent: number, bits: number): Ball {
  if (radius === 0) return x;
  const places = x.exponent - exponent;
  if (places >= -900) return ball(x.mantissa, x.exponent, x.radius + scaledRadius(radius, -places), bits);
  // the units of the midpoint are far too fine
  return ball(x.mantissa >> BigInt(-places), exponent, scaledRadius(x.radius, places) + radius + 1, bits);
}

/** radius 2^places, never 0. */
const scaledRadius = (radius: number, places: number): number =>
  radius === 0 ? 0 : Math.max(radius * 2 ** places, Number.MIN_VALUE);

/** |x| 2^-places as a float64, rounded up. */
function scaled(x: bigint, places: number): number {
  const value = Math.abs(Number(x));
  if (value < Number.POSITIVE_INFINITY && places < 1000) return value * 2 ** -places * UP;
  const length = bitLength(x);
  return fraction(x, length) * 2 ** (length - places);
}

/** |x| 2^-length, rounded up, for a number of so many bits. */
function fraction(x: bigint, length: number): number {
  const surplus = Math.max(0, length - 64);
  return Number(magnitude(x) >> BigInt(surplus)) * 2 ** (surplus - length) * UP;
}

/** Below this power of two, units of a number are of no use beside its radius. */
const useless = (radius: number): number =>
  radius === 0 ? Number.NEGATIVE_INFINITY : Math.floor(Math.log2(radius)) - 45;

/** The ball of a fraction. */
export function ballOf(n: bigint, d: bigint, bits: number): Ball {
  if (d === 1n) return ball(n, 0, 0, bits);
  const places = bits - (bitLength(n) - bitLength(d)) + 2;
  if (places < 0) return ball(n / (d << BigInt(-places)), -places, 1, bits);
  const numerator = n << BigInt(places);
  const quotient = numerator / d;
  return ball(quotient, -places, quotient * d === numerator ? 0 : 1, bits);
}

/** The float64 nearest to the midpoint, up to its last places. */
export function midpoint({ exponent, mantissa }: Ball): number {
  if (mantissa === 0n) return 0;
  const surplus = Math.max(0, bitLength(mantissa) - 64);
  const top = Number(mantissa >> BigInt(surplus));
  const places = exponent + surplus;
  return places < -1000 ? top * 2 ** -1000 * 2 ** (places + 1000) : top * 2 ** places;
}

/** The power of two above all numbers of a ball: |x| < 2^height. */
export const height = ({ exponent, mantissa, radius }: Ball): number =>
  exponent + Math.max(bitLength(mantissa), radius === 0 ? 0 : Math.ceil(Math.log2(radius) + 2 ** -20)) + 1;

/** The radius itself as a float64, and relative to the midpoint; infinite where it has none. */
export const absoluteRadius = ({ exponent, radius }: Ball): number =>
  radius === 0 ? 0 : Math.max(radius * 2 ** Math.min(exponent, 1023), Number.MIN_VALUE);
export function relativeRadius({ mantissa, radius }: Ball): number {
  if (radius === 0) return 0;
  const size = Math.abs(Number(mantissa));
  if (size < Number.POSITIVE_INFINITY) return (radius / size) * UP;
  const surplus = bitLength(mantissa) - 64;
  return Math.max(
    (radius / Number(magnitude(mantissa) >> BigInt(surplus))) * UP * 2 ** -surplus,
    Number.MIN_VALUE,
  );
}

const NARROW = 2 ** -12;

/** Whether the radius is small beside the midpoint. */
export const isNarrow = (x: Ball): boolean => x.radius === 0 || relativeRadius(x) < NARROW;
/** Whether functions may be computed at the midpoint: the radius is small, and small beside the midpoint. */
export const isThin = (x: Ball): boolean => isNarrow(x) && absoluteRadius(x) < NARROW;

/** Whether 0 is in a ball, or so close to its end that the end, rounded, may be 0. */
const holdsZero = ({ mantissa, radius }: Ball): boolean =>
  Math.abs(Number(mantissa)) <= radius * (1 + 2 ** -16);

/** -1 or 1 if all numbers of the ball have one sign, else undefined. */
export function signOf(x: Ball): -1 | 1 | undefined {
  if (holdsZero(x)) return undefined;
  return x.mantissa < 0n ? -1 : 1;
}

export const negated = (x: Ball): Ball => ({ ...x, mantissa: -x.mantissa });

/** x 2^places. */
export const timesPower = (x: Ball, places: number): Ball => ({ ...x, exponent: x.exponent + places });

export function sum(a: Ball, b: Ball, bits: number): Ball {
  const places = a.exponent - b.exponent;
  if (places < 0) return sum(b, a, bits);
  if (places <= 64 || (a.radius === 0 && places <= 2 * bits + FARTHEST))
    return ball(
      (a.mantissa << BigInt(places)) + b.mantissa,
      b.exponent,
      (a.radius === 0 ? 0 : a.radius * 2 ** places) + b.radius,
      bits,
    );
  // b has places far below those that are known of a, or that are kept
  const top = Math.max(a.exponent + bitLength(a.mantissa), b.exponent + bitLength(b.mantissa));
  const unit = a.radius === 0 ? top - bits - 8 : a.exponent + useless(a.radius);
  return sumOfClose(coarsened(a, unit), coarsened(b, unit), bits);
}

/** An exact number is added to one that begins so many places below, so that what cancels is not lost. */
const FARTHEST = 8192;

function sumOfClose(a: Ball, b: Ball, bits: number): Ball {
  const exponent = Math.min(a.exponent, b.exponent);
  const [x, y] = [a, b].map(({ exponent: own, mantissa }) => mantissa << BigInt(own - exponent)) as [
    bigint,
    bigint,
  ];
  const radius = [a, b].reduce(
    (all, { exponent: own, radius: r }) => all + (r === 0 ? 0 : r * 2 ** (own - exponent)),
    0,
  );
  return ball(x + y, exponent, radius, bits);
}

/** A ball whose units are at least 2^exponent. */
function coarsened(x: Ball, exponent: number): Ball {
  const places = exponent - x.exponent;
  if (places <= 0) return x;
  return {
    kind: "ball",
    mantissa: x.mantissa >> BigInt(places),
    exponent,
    radius: (x.radius * 2 ** -places + 1) * UP,
  };
}

export function product(a: Ball, b: Ball, bits: number): Ball {
  if (isWide(a) || isWide(b)) return cornered(a, b);
  const exponent = a.exponent + b.exponent;
  const exact = a.mantissa * b.mantissa;
  if (a.radius === 0 && b.radius === 0) return ball(exact, exponent, 0, bits);
  const length = bitLength(exact);
  const places = Math.max(
    0,
    length - bits,
    bitLength(a.mantissa) + useless(b.radius),
    bitLength(b.mantissa) + useless(a.radius),
  );
  const radius =
    (b.radius === 0 ? 0 : scaled(a.mantissa, places) * b.radius) +
    (a.radius === 0 ? 0 : scaled(b.mantissa, places) * a.radius) +
    a.radius * b.radius * 2 ** -places;
  return ball(exact >> BigInt(places), exponent + places, radius + (places > 0 ? 1 : SMALLEST_RADIUS), bits);
}

/** Whether the product of midpoints would be a bad midpoint. */
const isWide = (x: Ball): boolean => x.radius > 0 && relativeRadius(x) > 2 ** -20;

/** The least and the largest number of a ball as whole numbers of units of 2^exponent. */
interface Ends {
  readonly lo: bigint;
  readonly hi: bigint;
  readonly exponent: number;
}

/** Places that ends are given beside those of a wide ball. */
const END_BITS = 100;

function endsOf({ exponent, mantissa, radius }: Ball): Ends {
  if (radius === 0) return { lo: mantissa, hi: mantissa, exponent };
  const places = radius < 2 ** 20 ? 32 : 0;
  const reach = BigInt(Math.ceil(radius * 2 ** places));
  const middle = mantissa << BigInt(places);
  return { lo: middle - reach, hi: middle + reach, exponent: exponent - places };
}

function between({ exponent, hi, lo }: Ends, bits = END_BITS): Ball {
  if (lo === hi) return ball(lo, exponent, 0, bits);
  const places = 62 - bitLength(hi - lo);
  const reach = Number(shifted(hi - lo, places)) / 2;
  return ball(shifted(lo + hi, places - 1), exponent - places, (reach + 2) * UP, bits);
}

/** The least and the largest number of a ball, both exact. */
export function ends(x: Ball): readonly [lo: Ball, hi: Ball] {
  const { exponent, hi, lo } = endsOf(x);
  const exact = (mantissa: bigint): Ball => ({ kind: "ball", mantissa, exponent, radius: 0 });
  return [exact(lo), exact(hi)];
}

function cornered(a: Ball, b: Ball): Ball {
  const [x, y] = [endsOf(coarse(a)), endsOf(coarse(b))];
  const corners = [x.lo * y.lo, x.lo * y.hi, x.hi * y.lo, x.hi * y.hi];
  const [lo, hi] = extremes(corners);
  return between({ lo, hi, exponent: x.exponent + y.exponent });
}

const coarse = (x: Ball): Ball => ball(x.mantissa, x.exponent, x.radius, END_BITS);
/** The least and the largest of some whole numbers. */
function extremes(values: readonly bigint[]): readonly [lo: bigint, hi: bigint] {
  let [lo, hi] = [values[0] as bigint, values[0] as bigint]; // nobody asks it of none
  for (const value of values) {
    if (value < lo) lo = value;
    if (value > hi) hi = value;
  }
  return [lo, hi];
}

/** The smallest ball around balls. */
export function hull(a: Ball, b: Ball, bits: number): Ball {
  const unit = Math.max(height(a), height(b)) - Math.max(bits, END_BITS) - 8;
  const [x, y] = [coarsened(a, unit), coarsened(b, unit)].map((each) => {
    const reach = BigInt(Math.ceil(each.radius));
    return { lo: each.mantissa - reach, hi: each.mantissa + reach, exponent: each.exponent };
  }) as [Ends, Ends];
  const exponent = Math.min(x.exponent, y.exponent);
  const aligned = [x, y].flatMap((each) => {
    const places = BigInt(each.exponent - exponent);
    return [each.lo << places, each.hi << places];
  });
  const [lo, hi] = extremes(aligned);
  return between({ lo, hi, exponent }, Math.max(bits, END_BITS));
}

/** a / b for b without 0 in it; undefined where 0 is in b. */
export function quotient(a: Ball, b: Ball, bits: number): Ball | undefined {
  if (holdsZero(b)) return undefined;
  if (isWide(b)) return product(a, reciprocalOfWide(b), bits);
  const [long, short] = [bitLength(a.mantissa), bitLength(b.mantissa)];
  const known = Math.min(bits, long - useless(a.radius), short - useless(b.radius));
  const places = Math.max(known - (long - short) + 2, -long);
  const value = shifted(a.mantissa, places) / b.mantissa;
  const length = bitLength(value);
  // (a ± r) / (b ± s) is within (r + |a/b| s) / (|b| - s) of a / b; the shift and the quotient are rounded
  const radius =
    (a.radius === 0 ? 0 : a.radius * 2 ** (places - short)) +
    (b.radius === 0 ? 0 : fraction(value, length) * b.radius * 2 ** (length - short));
  const slack = 1 + 4 * relativeRadius(b);
  return ball(
    value,
    a.exponent - b.exponent - places,
    (radius / fraction(b.mantissa, short)) * slack * UP * UP + 2,
    bits,
  );
}

/** 1 / b by the ends of b. */
function reciprocalOfWide(b: Ball): Ball {
  const { exponent, hi, lo } = endsOf(coarse(b));
  const places = bitLength(extremes([magnitude(hi), magnitude(lo)])[1]) + END_BITS;
  const one = 1n << BigInt(places);
  return between({ lo: one / hi - 1n, hi: one / lo + 1n, exponent: -exponent - places });
}
