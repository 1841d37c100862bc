import type { Arithmetic } from "./arithmetic";
import { nearest } from "./exponential";
import { polynomial } from "./polynomial";

const TWO_OVER_PI = 0.6366197723675814;
/** pi/2 in three parts. The first two have 33 bits, so that their multiples by whole numbers below 2^20 are exact. */
const HALF_PI = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const;
/** Beyond it the reduction would need more digits of pi; the engine's function has them. */
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

interface Reduced<T> {
  readonly sine: T;
  readonly cosine: T;
  /** Which quarter of the circle, from 0 to 3. */
  readonly quarter: T;
}

/** Sine and cosine of what remains of |x| after whole multiples of pi/2, as r and a small rest. */
function reduced<T, M>(p: Arithmetic<T, M>, size: T): Reduced<T> {
  const k = nearest(p, p.mul(size, p.number(TWO_OVER_PI)));
  const first = p.sub(size, p.mul(k, p.number(HALF_PI[0])));
  const step = p.mul(k, p.number(HALF_PI[1]));
  const second = p.sub(first, step);
  const lost = p.sub(p.sub(first, second), step);
  const last = p.sub(p.mul(k, p.number(HALF_PI[2])), lost);
  const r = p.sub(second, last);
  const rest = p.sub(p.sub(second, r), last);
  const z = p.mul(r, r);
  const half = p.mul(p.number(0.5), z);
  const one = p.number(1);
  const high = p.sub(one, half);
  const quartic = p.mul(p.mul(z, z), polynomial(p, COS, z));
  return {
    sine: p.add(r, p.add(p.mul(p.mul(r, z), polynomial(p, SIN, z)), rest)),
    cosine: p.add(high, p.add(p.sub(p.sub(one, high), half), p.sub(quartic, p.mul(r, rest)))),
    quarter: p.sub(k, p.mul(p.number(4), nearest(p, p.mul(p.sub(k, p.number(1.5)), p.number(0.25))))),
  };
}

export function sin<T, M>(p: Arithmetic<T, M>, x: T): T {
  const size = p.abs(x);
  const { sine, cosine, quarter } = reduced(p, size);
  const one = p.number(1);
  const odd = p.select(p.eq(quarter, one), cosine, p.select(p.eq(quarter, p.number(3)), cosine, sine));
  const turned = p.select(p.lt(one, quarter), p.neg(odd), odd);
  const value = p.mul(turned, p.withSign(one, x));
  return p.rarely(p.lt(p.number(LARGEST), size), "sin", x, p.select(p.lt(size, p.number(1e-9)), x, value));
}

export function cos<T, M>(p: Arithmetic<T, M>, x: T): T {
  const size = p.abs(x);
  const { sine, cosine, quarter } = reduced(p, size);
  const one = p.number(1);
  const three = p.number(3);
  const odd = p.select(p.eq(quarter, one), sine, p.select(p.eq(quarter, three), sine, cosine));
  const negative = p.and(p.lt(p.number(0), quarter), p.lt(quarter, three));
  return p.rarely(p.lt(p.number(LARGEST), size), "cos", x, p.select(negative, p.neg(odd), odd));
}
