import type { Arithmetic } from "./arithmetic";
import { polynomial } from "./polynomial";

/** Adding it to a moderate number and taking it away again rounds to a whole number. */
export const ROUNDER = 6755399441055744;
/** ln 2 in two parts; the first has 21 zeros at its end, so that its whole multiples are exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;

/** (e^r - 1 - r - r^2/2 - r^3/6) / r^4 for |r| <= ln(2)/2, to 6e-18 of e^r. */
const SIXTH = 0.16666666666666685;
const EXP = [
  0.041666666666602646, 0.008333333333313974, 0.0013888888927335566, 0.00019841269904806596,
  2.48015080002136e-5, 2.755722616273334e-6, 2.7625458949326024e-7, 2.5115073667681004e-8,
];

/** The nearest whole number of a number below 2^51 in size. */
export function nearest<T, M>(p: Arithmetic<T, M>, x: T): T {
  const rounder = p.number(ROUNDER);
  return p.sub(p.add(x, rounder), rounder);
}

/** A number as a float64 and what its rounding lost. */
export interface Parts<T> {
  readonly high: T;
  readonly low: T;
}

interface Reduced<T> extends Parts<T> {
  /** By which power of two the parts are to be scaled. */
  readonly k: T;
}

/**
 * e^x = 2^k e^r with |r| <= ln(2)/2: e^r in parts, times a power of two, and k. The line 1 + r does not wait for the curve above it, and what
 * roundings lose is added to the curve before its last terms are there: a network waits for this from layer to layer.
 */
function reduced<T, M>(p: Arithmetic<T, M>, x: T, power: T): Reduced<T> {
  const one = p.number(1);
  const k = nearest(p, p.mul(x, p.number(Math.LOG2E)));
  const first = p.sub(x, p.mul(k, p.number(LN2_HIGH)));
  const second = p.mul(k, p.number(LN2_LOW));
  const r = p.sub(first, second);
  const rest = p.sub(p.sub(first, r), second);
  const line = p.add(one, r);
  const lost = p.add(p.sub(r, p.sub(line, one)), p.add(rest, p.mul(rest, r)));
  const square = p.mul(r, r);
  const start = p.add(lost, p.mul(square, p.add(p.number(0.5), p.mul(r, p.number(SIXTH)))));
  const fourth = p.mul(p.mul(square, square), power);
  const curve = p.add(p.mul(start, power), p.mul(fourth, polynomial(p, EXP, r)));
  const scaled = p.mul(line, power);
  const high = p.add(scaled, curve);
  const low = p.add(p.sub(scaled, high), curve);
  return { high, low, k };
}

/** e^x. Scaling by 2^k in two halves reaches infinity and the subnormal numbers. */
export function exp<T, M>(p: Arithmetic<T, M>, x: T): T {
  const { high, k } = reduced(p, p.max(p.min(x, p.number(710)), p.number(-746)), p.number(1));
  const half = nearest(p, p.mul(k, p.number(0.5)));
  return p.mul(p.mul(high, p.power2(half)), p.power2(p.sub(k, half)));
}

/** e^x for x <= 0, in parts. Scaled by 2^-64 before and by 2^(k + 64) last, it is rounded once where it is subnormal. */
export function decay<T, M>(p: Arithmetic<T, M>, x: T): Parts<T> {
  const { high, low, k } = reduced(p, p.max(x, p.number(-746)), p.number(2 ** -64));
  const scale = p.power2(p.add(k, p.number(64)));
  return { high: p.mul(high, scale), low: p.mul(low, scale) };
}

/** 1/(1 + e) for 0 <= e <= 1 to a few per cent, enough for a correction in the last place. */
function roughInverse<T, M>(p: Arithmetic<T, M>, e: T): T {
  return p.add(p.number(1), p.mul(e, p.add(p.number(-0.8234), p.mul(e, p.number(0.3294)))));
}

/** 1 / (1 + e^-x), from e = e^-|x| <= 1: 1/(1 + e) or e/(1 + e). What e and 1 + e lose in rounding is put back. */
export function sigmoid<T, M>(p: Arithmetic<T, M>, x: T): T {
  const [zero, one] = [p.number(0), p.number(1)];
  const { high: e, low } = decay(p, p.neg(p.abs(x)));
  const sum = p.add(one, e);
  const lost = p.add(p.sub(e, p.sub(sum, one)), low);
  const right = p.le(zero, x);
  const quotient = p.div(p.select(right, one, e), sum);
  const slope = roughInverse(p, e);
  const ofNumerator = p.mul(p.select(right, zero, low), slope);
  return p.add(quotient, p.sub(ofNumerator, p.mul(quotient, p.mul(lost, slope))));
}

/** (tanh(x)/x - 1) / x^2 in z = x^2, for |x| <= 0.5625, to 2e-17. */
const TANH = [
  -0.3333333333333333, 0.13333333333332392, -0.0539682539670594, 0.021869488476962563, -0.008863234021529514,
  0.003592105532132769, -0.0014556239774192678, 0.0005887537111834804, -0.00023410556936672797,
  8.426522203958066e-5, -2.0026740085317684e-5,
];

/** A polynomial near 0, else 1 - 2e/(1 + e) with e = e^(-2|x|). */
export function tanh<T, M>(p: Arithmetic<T, M>, x: T): T {
  const one = p.number(1);
  const size = p.abs(x);
  const z = p.mul(x, x);
  const near = p.add(size, p.mul(size, p.mul(z, polynomial(p, TANH, z))));
  const { high: e, low } = decay(p, p.neg(p.add(size, size)));
  const sum = p.add(one, e);
  const lost = p.add(p.sub(e, p.sub(sum, one)), low);
  const quotient = p.div(p.add(e, e), sum);
  const slope = roughInverse(p, e);
  const correction = p.sub(p.mul(p.add(low, low), slope), p.mul(quotient, p.mul(lost, slope)));
  const far = p.sub(one, p.add(quotient, correction));
  return p.withSign(p.select(p.lt(size, p.number(0.5625)), near, far), x);
}

/** 1 - tanh(x)^2 = 4e/(1 + e)^2 with e = e^(-2|x|). */
export function oneMinusTanhSquared<T, M>(p: Arithmetic<T, M>, x: T): T {
  const size = p.abs(x);
  const { high: e } = decay(p, p.neg(p.add(size, size)));
  const sum = p.add(p.number(1), e);
  return p.div(p.mul(p.number(4), e), p.mul(sum, sum));
}
