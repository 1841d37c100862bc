import type { Ieee } from "./arithmetic";
import { type Parts, product, sum } from "./parts";
import { polynomial } from "./polynomial";

/** Adding it to a moderate number and taking it away again rounds to a whole number. */
export const ROUNDER = 6755399441055744;
/** ln 2 in two parts; the first has 21 zeros at its end, so that its whole multiples are exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;

/** e^r - 1 - r for |r| <= ln(2)/2, to 6e-18: r^2 times the first polynomial, r^4 times the second, r^8 times the third. */
const EXP = [
  [0.5, 0.16666666666666685],
  [0.041666666666602646, 0.008333333333313974, 0.0013888888927335566, 0.00019841269904806596],
  [2.48015080002136e-5, 2.755722616273334e-6, 2.7625458949326024e-7, 2.5115073667681004e-8],
] as const;
/** The nearest whole number of a number below 2^51 in size. */
export function nearest<T, M>(p: Ieee<T, M>, x: T): T {
  const rounder = p.number(ROUNDER);
  return p.sub(p.add(x, rounder), rounder);
}

/** x, or a limit that it is beyond; NaN stays. Written so that it is one instruction for two numbers. */
const atLeast = <T, M>(p: Ieee<T, M>, x: T, limit: T): T => p.select(p.lt(x, limit), limit, x);
const atMost = <T, M>(p: Ieee<T, M>, x: T, limit: T): T => p.select(p.lt(limit, x), limit, x);

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

/**
 * e^(x + below) = 2^k e^r with |r| <= ln(2)/2: e^r in parts, times a power of two, and k. A network waits for this from layer to
 * layer, so little waits here: the line 1 + r not for the curve above it, nor the curve for what roundings lose.
 */
function reduced<T, M>(p: Ieee<T, M>, x: T, power: T, below?: T): Reduced<T> {
  const one = p.number(1);
  const { k, r, rest } = exponent(p, x, below);
  const line = p.add(one, r);
  const lost = p.add(p.sub(r, p.sub(line, one)), p.mul(rest, line));
  const square = p.mul(r, r);
  const fourth = p.mul(square, square);
  const term = (factor: T, which: 0 | 1 | 2): T => p.mul(p.mul(factor, power), polynomial(p, EXP[which], r));
  const small = p.add(p.mul(lost, power), term(p.mul(fourth, fourth), 2));
  const curve = p.add(p.add(term(square, 0), term(fourth, 1)), small);
  const scaled = p.mul(line, power);
  const high = p.add(scaled, curve);
  const low = p.add(p.sub(scaled, high), curve);
  return { high, low, k };
}

/** x 2^k. Scaling in two halves reaches infinity and the subnormal numbers. */
function timesPower2<T, M>(p: Ieee<T, M>, x: T, k: T): T {
  const half = nearest(p, p.mul(k, p.number(0.5)));
  return p.mul(p.mul(x, p.power2(half)), p.power2(p.sub(k, half)));
}

/** e^(x + low), where low is at most a last place of x. */
export function exp<T, M>(p: Ieee<T, M>, x: T, low?: T): T {
  const inside = atLeast(p, atMost(p, x, p.number(710)), p.number(-746));
  const { high, k } = reduced(p, inside, p.number(1), low);
  return timesPower2(p, high, k);
}

/** e^x - 1 = (2^k - 1) + 2^k (r + r^2/2 + ...), the first three terms without rounding; from 40 on e^x itself. */
export function expm1<T, M>(p: Ieee<T, M>, x: T): T {
  const half = p.number(0.5);
  const { k, r, rest } = exponent(p, atLeast(p, atMost(p, x, p.number(40)), p.number(-40)));
  const power = p.power2(k);
  const square = product(p, r, r);
  const cubic = p.mul(p.mul(r, square.high), polynomial(p, EXP.flat().slice(1), r));
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
  const { high, low, k } = reduced(p, atMost(p, size, p.number(711)), one);
  const large = timesPower2(p, high, p.sub(k, one));
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

/** e^x for x <= 0, in parts. Scaled by 2^-64 before and by 2^(k + 64) last, it is rounded once where it is subnormal. */
export function decay<T, M>(p: Ieee<T, M>, x: T): Parts<T> {
  const { high, low, k } = reduced(p, atLeast(p, x, p.number(-746)), p.number(2 ** -64));
  const scale = p.power2(p.add(k, p.number(64)));
  return { high: p.mul(high, scale), low: p.mul(low, scale) };
}

/** 2^k (lead + tail) = e^size for size >= 0, to 0.1 ulp, and what dividing by it and by one more than it needs. */
interface Growth<T> {
  /** A whole multiple of 2^-26, from 0.65 to 1.35. */
  readonly lead: T;
  /** At most 0.07. */
  readonly tail: T;
  /** About the tail, to a few per mille, much sooner. */
  readonly near: T;
  /** 2^-k, or 0 where nobody sees it. */
  readonly one: T;
  /** x 2^-k, rounded once where it is subnormal. */
  readonly scaled: (x: T) => T;
}

/** Adding it to a number of about 1 and taking it away again rounds to a whole multiple of 2^-26. */
const GRID = ROUNDER / 2 ** 26;

/** What rounding moves from r to the lead and to the tail is not seen by the curve. */
function growth<T, M>(p: Ieee<T, M>, size: T): Growth<T> {
  const inside = atMost(p, size, p.number(746));
  const k = nearest(p, p.mul(inside, p.number(Math.LOG2E)));
  const first = p.sub(inside, p.mul(k, p.number(LN2_HIGH)));
  const second = p.mul(k, p.number(LN2_LOW));
  const r = p.sub(first, second);
  const onGrid = p.add(first, p.number(GRID));
  const lead = p.sub(onGrid, p.number(GRID - 1));
  const offGrid = p.sub(p.sub(first, p.sub(onGrid, p.number(GRID))), second);
  const square = p.mul(r, r);
  const fourth = p.mul(square, square);
  const parabola = p.mul(square, polynomial(p, EXP[0], r));
  const middle = p.mul(fourth, polynomial(p, EXP[1], r));
  const last = p.mul(p.mul(fourth, fourth), polynomial(p, EXP[2], r));
  const tail = p.add(p.add(parabola, middle), p.add(last, offGrid));
  const scale = p.power2(p.sub(p.number(64), k));
  const scaled = (x: T): T => p.mul(p.mul(x, scale), p.number(2 ** -64));
  return { lead, tail, near: parabola, one: p.mul(scale, p.number(2 ** -64)), scaled };
}

/** 1/x for x from 1/sqrt(2) to 1 + sqrt(2), to 5.3 per cent: Chebyshev's. */
const INVERSE = [2.293, -1.588, 0.3392] as const;

/** A number that is to be scaled. */
interface Share<T> {
  readonly unscaled: T;
  readonly value: T;
  readonly scaled: (x: T) => T;
}

/**
 * 1 / (1 + e^size) for size >= 0, to 0.7 ulp. A quotient of a few digits, found while e^size is not known yet, and what it
 * leaves over, divided by 1 + e^size: that division runs beside. The quotient's product with the lead is exact.
 */
function share<T, M>(p: Ieee<T, M>, size: T): Share<T> {
  const one = p.number(1);
  const e = growth(p, size);
  const begun = p.add(e.one, e.lead);
  const about = p.add(begun, e.near);
  const [c0, c1, c2] = INVERSE;
  const inverse = p.add(p.number(c0), p.mul(about, p.add(p.number(c1), p.mul(about, p.number(c2)))));
  const quotient = p.sub(p.add(inverse, p.number(GRID)), p.number(GRID));
  const over = p.sub(p.sub(one, p.mul(quotient, e.lead)), p.mul(quotient, e.one));
  const rest = p.sub(over, p.mul(quotient, e.tail));
  const unscaled = p.add(quotient, p.mul(rest, p.div(one, p.add(begun, e.tail))));
  return { unscaled, value: e.scaled(unscaled), scaled: e.scaled };
}

/** 1 / (1 + e^-x): f = 1 / (1 + e^|x|) where x is negative, else 1 - f. */
export function sigmoid<T, M>(p: Ieee<T, M>, x: T): T {
  const { value } = share(p, p.abs(x));
  return p.select(p.lt(x, p.number(0)), value, p.sub(p.number(1), value));
}

/** 1 / (1 + e^x) */
export function oneMinusSigmoid<T, M>(p: Ieee<T, M>, x: T): T {
  const { value } = share(p, p.abs(x));
  return p.select(p.lt(x, p.number(0)), p.sub(p.number(1), value), value);
}

/** (tanh(x)/x - 1) / x^2 in z = x^2, for |x| <= 0.5625, to 2e-17. */
const TANH = [
  -0.3333333333333333, 0.13333333333332392, -0.0539682539670594, 0.021869488476962563, -0.008863234021529514,
  0.003592105532132769, -0.0014556239774192678, 0.0005887537111834804, -0.00023410556936672797,
  8.426522203958066e-5, -2.0026740085317684e-5,
];

/** A polynomial near 0, else 1 - 2/(1 + e^(2|x|)). */
export function tanh<T, M>(p: Ieee<T, M>, x: T): T {
  const size = p.abs(x);
  const z = p.mul(x, x);
  const near = p.add(size, p.mul(size, p.mul(z, polynomial(p, TANH, z))));
  const { value } = share(p, p.add(size, size));
  const far = p.sub(p.number(1), p.add(value, value));
  return p.withSign(p.select(p.lt(size, p.number(0.5625)), near, far), x);
}

/** 1 - tanh(x)^2 = 4f (1 - f) with f = 1/(1 + e^(2|x|)): near 0, where f is nearly 1/2, its error is hardly seen. */
export function oneMinusTanhSquared<T, M>(p: Ieee<T, M>, x: T): T {
  const size = p.abs(x);
  const { unscaled, value, scaled } = share(p, p.add(size, size));
  return scaled(p.mul(p.mul(p.number(4), unscaled), p.sub(p.number(1), value)));
}
