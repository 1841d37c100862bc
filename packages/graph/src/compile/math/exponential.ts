import type { Ieee } from "./arithmetic";
import { type Parts, product, sum } from "./parts";
import { polynomial } from "./polynomial";

/** Adding it to a moderate number and taking it away again rounds to a whole number. */
export const ROUNDER = 6755399441055744;
/** ln 2 in two parts; the first has 21 zeros at its end, so that its whole multiples are exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;

/** (e^r - 1 - r) / r^2 for |r| <= ln(2)/2, to 2.2e-18. */
const EXP = [
  0.5, 0.1666666666666667, 0.04166666666666667, 0.008333333333325973, 0.0013888888888883633,
  0.0001984126987538548, 2.4801587325951154e-5, 2.7557254685728782e-6, 2.7557273132847936e-7,
  2.510551354185472e-8, 2.091489874487353e-9,
];

/** The nearest whole number of a number below 2^51 in size. */
export function nearest<T, M>(p: Ieee<T, M>, x: T): T {
  const rounder = p.number(ROUNDER);
  return p.sub(p.add(x, rounder), rounder);
}

interface Reduced<T> extends Parts<T> {
  /** By which power of two the parts are to be scaled. */
  readonly k: T;
}

/** x as k ln(2) + r + rest with |r| <= ln(2)/2. */
interface Exponent<T> {
  readonly k: T;
  readonly r: T;
  readonly rest: T;
}

/** Of x + low, where low is at most a last place of x. */
function exponent<T, M>(p: Ieee<T, M>, x: T, low?: T): Exponent<T> {
  const k = nearest(p, p.mul(x, p.number(Math.LOG2E)));
  const whole = p.sub(x, p.mul(k, p.number(LN2_HIGH)));
  const both = low === undefined ? undefined : sum(p, whole, low);
  const first = both?.high ?? whole;
  const second = p.mul(k, p.number(LN2_LOW));
  const r = p.sub(first, second);
  const lost = p.sub(p.sub(first, r), second);
  return { k, r, rest: both === undefined ? lost : p.add(lost, both.low) };
}

/** e^(x + low) = 2^k (high + low). */
function reduced<T, M>(p: Ieee<T, M>, x: T, below?: T): Reduced<T> {
  const one = p.number(1);
  const { k, r, rest } = exponent(p, x, below);
  const curve = p.add(p.mul(p.mul(r, r), polynomial(p, EXP, r)), p.add(rest, p.mul(rest, r)));
  const grown = p.add(r, curve);
  const high = p.add(one, grown);
  const low = p.add(p.sub(grown, p.sub(high, one)), p.sub(curve, p.sub(grown, r)));
  return { high, low, k };
}

/** x 2^k. Scaling in two halves reaches infinity and the subnormal numbers. */
function scaled<T, M>(p: Ieee<T, M>, x: T, k: T): T {
  const half = nearest(p, p.mul(k, p.number(0.5)));
  return p.mul(p.mul(x, p.power2(half)), p.power2(p.sub(k, half)));
}

/** e^(x + low), where low is at most a last place of x. */
export function exp<T, M>(p: Ieee<T, M>, x: T, low?: T): T {
  const { high, k } = reduced(p, p.max(p.min(x, p.number(710)), p.number(-746)), low);
  return scaled(p, high, k);
}

/** e^x - 1 = (2^k - 1) + 2^k (r + r^2/2 + ...), the first three terms without rounding; from 40 on e^x itself. */
export function expm1<T, M>(p: Ieee<T, M>, x: T): T {
  const half = p.number(0.5);
  const { k, r, rest } = exponent(p, p.max(p.min(x, p.number(40)), p.number(-40)));
  const power = p.power2(k);
  const square = product(p, r, r);
  const cubic = p.mul(p.mul(r, square.high), polynomial(p, EXP.slice(1), r));
  const small = p.add(p.add(cubic, p.mul(half, square.low)), p.add(rest, p.mul(rest, r)));
  const line = sum(p, p.sub(power, p.number(1)), p.mul(power, r));
  const curve = sum(p, line.high, p.mul(power, p.mul(half, square.high)));
  const value = p.add(curve.high, p.add(curve.low, p.add(line.low, p.mul(power, small))));
  const kept = p.select(p.lt(p.abs(x), p.number(1e-17)), x, value); // -0 and the subnormal numbers
  return p.select(p.lt(p.number(40), x), exp(p, x), kept);
}

/** (sinh(x)/x - 1) / x^2 in z = x^2, for |x| <= 1, to 3e-22. */
const SINH = [
  0.16666666666666666, 0.008333333333333333, 0.00019841269841269773, 2.755731922404034e-6,
  2.505210836405804e-8, 1.6059048396350562e-10, 7.646625361656657e-13, 2.8445264169895285e-15,
];

/** e^|x|/2 = large and e^-|x|/2 = small, and what the rounding of either lost. From 22 on, the small one is not seen. */
interface Halves<T> {
  readonly large: T;
  readonly small: T;
  readonly largeLost: T;
  readonly smallLost: T;
}

function halves<T, M>(p: Ieee<T, M>, size: T): Halves<T> {
  const one = p.number(1);
  const { high, low, k } = reduced(p, p.min(size, p.number(711)));
  const large = scaled(p, high, p.sub(k, one));
  const down = p.min(k, p.number(64));
  const small = p.div(p.power2(p.sub(p.number(-1), down)), high);
  const largeLost = p.mul(low, p.power2(p.sub(down, one)));
  const ratio = p.mul(p.number(4), p.mul(small, small)); // small / large, as their product is 1/4
  return { large, small, largeLost, smallLost: p.neg(p.mul(largeLost, ratio)) };
}

/** A polynomial near 0, else (e^|x| - e^-|x|)/2. */
export function sinh<T, M>(p: Ieee<T, M>, x: T): T {
  const size = p.abs(x);
  const { large, small, largeLost, smallLost } = halves(p, size);
  const both = sum(p, large, p.neg(small));
  const middle = p.add(both.high, p.add(both.low, p.sub(largeLost, smallLost)));
  const z = p.mul(size, size);
  const near = p.add(size, p.mul(size, p.mul(z, polynomial(p, SINH, z))));
  const far = p.select(p.lt(size, p.number(22)), middle, large);
  return p.withSign(p.select(p.lt(size, p.number(1)), near, far), x);
}

/** (e^|x| + e^-|x|)/2 */
export function cosh<T, M>(p: Ieee<T, M>, x: T): T {
  const size = p.abs(x);
  const { large, small, largeLost, smallLost } = halves(p, size);
  const both = sum(p, large, small);
  const middle = p.add(both.high, p.add(both.low, p.add(largeLost, smallLost)));
  return p.select(p.lt(size, p.number(22)), middle, large);
}

/** e^x for x <= 0, in parts. Scaling by 2^(k + 64), then by 2^-64, reaches the subnormal numbers with one rounding. */
export function decay<T, M>(p: Ieee<T, M>, x: T): Parts<T> {
  const { high, low, k } = reduced(p, p.max(x, p.number(-746)));
  const power = p.power2(p.add(k, p.number(64)));
  const down = p.number(2 ** -64);
  return { high: p.mul(p.mul(high, power), down), low: p.mul(p.mul(low, power), down) };
}

/** 1/(1 + e) for 0 <= e <= 1 to a few per cent, enough for a correction in the last place. */
function roughInverse<T, M>(p: Ieee<T, M>, e: T): T {
  return p.add(p.number(1), p.mul(e, p.add(p.number(-0.8234), p.mul(e, p.number(0.3294)))));
}

/** 1 / (1 + e^-x), from e = e^-|x| <= 1: 1/(1 + e) or e/(1 + e). What e and 1 + e lose in rounding is put back. */
export function sigmoid<T, M>(p: Ieee<T, M>, x: T): T {
  const [zero, one] = [p.number(0), p.number(1)];
  const { high: e, low } = decay(p, p.neg(p.abs(x)));
  const sum = p.add(one, e);
  const lost = p.add(p.sub(e, p.sub(sum, one)), low);
  const right = p.le(zero, x);
  const quotient = p.div(p.select(right, one, e), sum);
  const numeratorLost = p.select(right, zero, low);
  return p.add(quotient, p.mul(p.sub(numeratorLost, p.mul(quotient, lost)), roughInverse(p, e)));
}

/** (tanh(x)/x - 1) / x^2 in z = x^2, for |x| <= 0.5625, to 2e-17. */
const TANH = [
  -0.3333333333333333, 0.13333333333332392, -0.0539682539670594, 0.021869488476962563, -0.008863234021529514,
  0.003592105532132769, -0.0014556239774192678, 0.0005887537111834804, -0.00023410556936672797,
  8.426522203958066e-5, -2.0026740085317684e-5,
];

/** A polynomial near 0, else 1 - 2e/(1 + e) with e = e^(-2|x|). */
export function tanh<T, M>(p: Ieee<T, M>, x: T): T {
  const one = p.number(1);
  const size = p.abs(x);
  const z = p.mul(x, x);
  const near = p.add(size, p.mul(size, p.mul(z, polynomial(p, TANH, z))));
  const { high: e, low } = decay(p, p.neg(p.add(size, size)));
  const sum = p.add(one, e);
  const lost = p.add(p.sub(e, p.sub(sum, one)), low);
  const quotient = p.div(p.add(e, e), sum);
  const correction = p.mul(p.sub(p.add(low, low), p.mul(quotient, lost)), roughInverse(p, e));
  const far = p.sub(one, p.add(quotient, correction));
  return p.withSign(p.select(p.lt(size, p.number(0.5625)), near, far), x);
}

/** 1 - tanh(x)^2 = 4e/(1 + e)^2 with e = e^(-2|x|). */
export function oneMinusTanhSquared<T, M>(p: Ieee<T, M>, x: T): T {
  const size = p.abs(x);
  const { high: e } = decay(p, p.neg(p.add(size, size)));
  const sum = p.add(p.number(1), e);
  return p.div(p.mul(p.number(4), e), p.mul(sum, sum));
}
