import type { Arithmetic, Ieee } from "./arithmetic";
import { nearest } from "./exponential";
import { divideParts, product, sum } from "./parts";
import { polynomial } from "./polynomial";

const TWO_OVER_PI = 0.6366197723675814;
/** pi/2 in three parts. The first two have 33 bits, so that their multiples by whole numbers below 2^20 are exact. */
const HALF_PI = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const;
/** Beyond it the reduction needs more digits of pi: see far-angles.ts. */
const LARGEST = 1e6;

/** (sin(x)/x - 1)/x^2 and (cos x - 1 + x^2/2)/x^4 in z = x^2, for |x| <= pi/4. */
const SIN = [
  -0.16666666666666666, 0.008333333333330887, -0.00019841269836666004, 2.755731605465715e-6,
  -2.5051121888282505e-8, 1.591741377664353e-10,
];
const COS = [
  0.041666666666666664, -0.0013888888888887359, 2.480158729870778e-5, -2.755731724176732e-7,
  2.087614003959427e-9, -1.1382184802496203e-11,
];

/** An angle as whole quarters of the circle and r + rest with |r| <= pi/4. */
export interface Angle<T> {
  readonly r: T;
  readonly rest: T;
  /** From 0 to 3. */
  readonly quarter: T;
}

/** What remains of |x| after whole multiples of pi/2. */
function reduced<T, M>(p: Ieee<T, M>, size: T): Angle<T> {
  const k = nearest(p, p.mul(size, p.number(TWO_OVER_PI)));
  const first = p.sub(size, p.mul(k, p.number(HALF_PI[0])));
  const step = p.mul(k, p.number(HALF_PI[1]));
  const second = p.sub(first, step);
  const lost = p.sub(p.sub(first, second), step);
  const last = p.sub(p.mul(k, p.number(HALF_PI[2])), lost);
  const r = p.sub(second, last);
  return {
    r,
    rest: p.sub(p.sub(second, r), last),
    quarter: p.sub(k, p.mul(p.number(4), nearest(p, p.mul(p.sub(k, p.number(1.5)), p.number(0.25))))),
  };
}

/** sin(r + rest) = r + sine and cos(r + rest) = high + cosine, where the second terms are small. */
interface Waves<T> {
  readonly sine: T;
  readonly high: T;
  readonly cosine: T;
}

function waves<T, M>(p: Ieee<T, M>, { r, rest }: Angle<T>): Waves<T> {
  const z = p.mul(r, r);
  const half = p.mul(p.number(0.5), z);
  const one = p.number(1);
  const high = p.sub(one, half);
  const quartic = p.mul(p.mul(z, z), polynomial(p, COS, z));
  return {
    sine: p.add(p.mul(p.mul(r, z), polynomial(p, SIN, z)), p.mul(rest, high)),
    high,
    cosine: p.add(p.sub(p.sub(one, high), half), p.sub(quartic, p.mul(r, rest))),
  };
}

/** The sine of an angle >= 0. */
export function sinOf<T, M>(p: Ieee<T, M>, angle: Angle<T>): T {
  const { sine, high, cosine } = waves(p, angle);
  const { r, quarter } = angle;
  const one = p.number(1);
  const [even, odd] = [p.add(r, sine), p.add(high, cosine)];
  const found = p.select(p.eq(quarter, one), odd, p.select(p.eq(quarter, p.number(3)), odd, even));
  return p.select(p.lt(one, quarter), p.neg(found), found);
}

export function cosOf<T, M>(p: Ieee<T, M>, angle: Angle<T>): T {
  const { sine, high, cosine } = waves(p, angle);
  const { r, quarter } = angle;
  const [one, three] = [p.number(1), p.number(3)];
  const [odd, even] = [p.add(r, sine), p.add(high, cosine)];
  const found = p.select(p.eq(quarter, one), odd, p.select(p.eq(quarter, three), odd, even));
  const negative = p.and(p.lt(p.number(0), quarter), p.lt(quarter, three));
  return p.select(negative, p.neg(found), found);
}

/** The tangent of an angle >= 0: sine over cosine, or minus cosine over sine, in parts. */
export function tanOf<T, M>(p: Ieee<T, M>, angle: Angle<T>): T {
  const { sine, high, cosine } = waves(p, angle);
  const { r, quarter } = angle;
  const lost = p.mul(p.number(0.5), product(p, r, r).low); // by 1 - r^2/2
  const [s, c] = [sum(p, r, sine), sum(p, high, p.sub(cosine, lost))];
  const choose = (even: T, odd: T): T =>
    p.select(p.eq(quarter, p.number(1)), odd, p.select(p.eq(quarter, p.number(3)), odd, even));
  const above = { high: choose(s.high, p.neg(c.high)), low: choose(s.low, p.neg(c.low)) };
  const below = { high: choose(c.high, s.high), low: choose(c.low, s.low) };
  const found = divideParts(p, above, below);
  return p.add(found.high, found.low);
}

/** An odd function of an angle: near 0 it is x. */
function odd<T, M>(
  p: Arithmetic<T, M>,
  x: T,
  name: "sin" | "tan",
  of: (p: Ieee<T, M>, angle: Angle<T>) => T,
): T {
  const size = p.abs(x);
  const value = p.mul(of(p, reduced(p, size)), p.withSign(p.number(1), x));
  const usual = p.select(p.lt(size, p.number(1e-9)), x, value);
  return p.rarely(p.lt(p.number(LARGEST), size), name, x, usual);
}

export function sin<T, M>(p: Arithmetic<T, M>, x: T): T {
  return odd(p, x, "sin", sinOf);
}

export function tan<T, M>(p: Arithmetic<T, M>, x: T): T {
  return odd(p, x, "tan", tanOf);
}

export function cos<T, M>(p: Arithmetic<T, M>, x: T): T {
  const size = p.abs(x);
  return p.rarely(p.lt(p.number(LARGEST), size), "cos", x, cosOf(p, reduced(p, size)));
}
