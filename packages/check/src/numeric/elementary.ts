import type { Budget } from "../budget";
import {
  absoluteRadius,
  type Ball,
  ball,
  ends,
  height,
  hull,
  isNarrow,
  isThin,
  midpoint,
  negated,
  OutOfRange,
  product,
  quotient,
  signOf,
  sum,
  timesPower,
  widened,
} from "./ball";
import { bitLength, magnitude, shifted, squareRoot } from "./bits";
import type { Precision } from "./budget";
import * as series from "./series";
import { SERIES_ERROR } from "./series";

/*
 * The elementary functions over balls. Each is computed at the midpoint, and the ball is widened by the radius times a bound
 * of the slope. Near 0 the functions that are 0 there are x times a series, so that results are accurate however small they are.
 */

export type BallFunction = (x: Ball, at: Precision) => Ball;

/** What lies beyond has no angle: numbers of 1,200 digits. */
const LARGEST_ANGLE = 4096;
const GUARD = 16;

const exact = (n: bigint): Ball => ({ kind: "ball", mantissa: n, exponent: 0, radius: 0 });
export const ONE = exact(1n);
const TWO = exact(2n);

/** So many bits of a result are worth computing, for what is known of the argument. */
export function worthwhile({ exponent, mantissa, radius }: Ball, bits: number): number {
  if (radius === 0) return bits;
  const known = Math.max(-exponent, bitLength(mantissa) - 1) - Math.log2(radius);
  return Math.min(bits, Math.max(64, Math.ceil(known) + 48));
}

/** A function that rises or falls: computed at both ends where the ball is wide. */
export const monotone =
  (f: BallFunction, isFine: (x: Ball) => boolean = isThin): BallFunction =>
  (x, at) => {
    if (isFine(x)) return f(x, at);
    const [lo, hi] = ends(x);
    return hull(f(lo, at), f(hi, at), at.bits);
  };

/** The midpoint as a fixed-point number, rounded down. */
const fixed = ({ exponent, mantissa }: Ball, places: number): bigint => shifted(mantissa, exponent + places);

const isSmall = (x: Ball): boolean => height(x) < -7;

/** x times a series for f(x)/x, for a function whose slope near 0 is at most 1.02. */
function timesQuotient(
  x: Ball,
  { bits, budget }: Precision,
  f: (x: bigint, places: number, budget: Budget) => bigint,
): Ball {
  const places = worthwhile(x, bits) + GUARD;
  const value = ball(f(fixed(x, places), places, budget), -places, SERIES_ERROR, bits + GUARD);
  return widened(product({ ...x, radius: 0 }, value, bits), 1.02 * x.radius, x.exponent, bits);
}

/** e^x for a thin ball. */
const expThin: BallFunction = (x, { bits, budget }) => {
  const size = midpoint(x);
  if (size > 2 ** 40) throw new OutOfRange();
  if (size < -(2 ** 40)) return ball(1n, -(2 ** 41), 0, bits); // which is a ball around 0
  const places = worthwhile(x, bits) + GUARD;
  const turns = Math.round(size / Math.LN2);
  const inner = places + 44; // turns is below 2^41
  const rest = (fixed(x, inner) - BigInt(turns) * series.ln2(inner)) >> 44n;
  const power = series.expSeries(rest, places, budget);
  // the rest is off by at most 2 units, and e^(x + r) - e^x is at most 1.001 r e^x
  return widened(ball(power, turns - places, SERIES_ERROR + 8, bits), 2 * x.radius, x.exponent + turns, bits);
};
export const exp = monotone(expThin);

const expm1Thin: BallFunction = (x, at) => {
  if (isSmall(x)) return timesQuotient(x, at, series.expQuotient);
  return sum(expThin(x, { ...at, bits: at.bits + 10 }), exact(-1n), at.bits);
};
export const expm1 = monotone(expm1Thin);

/** ln(1 + z) = 2 artanh(z / (2 + z)) for a small z. */
function logNearOne(z: Ball, at: Precision): Ball {
  const ratio = quotient(z, sum(z, TWO, at.bits + GUARD), at.bits + GUARD) as Ball; // 2 + z is not 0
  return timesPower(timesQuotient(ratio, at, series.artanhQuotient), 1);
}

/** ln x for a thin ball of positive numbers. */
const logThin: BallFunction = (x, at) => {
  const { bits, budget } = at;
  const nearOne = sum(x, exact(-1n), bits + GUARD);
  if (isSmall(nearOne)) return logNearOne(nearOne, at);
  const places = worthwhile(x, bits) + GUARD + 8;
  let turns = x.exponent + bitLength(x.mantissa);
  if (midpoint(timesPower(x, -turns)) < Math.SQRT1_2) turns--;
  const inner = places + 44;
  const rest = series.logSeries(fixed(timesPower(x, -turns), places), places, budget);
  const value = rest + ((BigInt(turns) * series.ln2(inner)) >> 44n);
  // the slope of ln at 1/sqrt 2 is 1.42, so that an argument cut off counts twice
  return widened(ball(value, -places, SERIES_ERROR + 4, bits), 1.5 * x.radius, x.exponent - turns, bits);
};

/** ln x; undefined unless all numbers of the ball are positive. */
export const log = (x: Ball, at: Precision): Ball | undefined =>
  signOf(x) === 1 ? monotone(logThin, isNarrow)(x, at) : undefined;

/** ln(1 + x); undefined unless all numbers of the ball are above -1. */
export function log1p(x: Ball, at: Precision): Ball | undefined {
  if (isSmall(x) && (isThin(x) || signOf(x) === undefined)) return logNearOne(x, at);
  return log(sum(x, ONE, at.bits + GUARD), at);
}

/** sqrt x; undefined unless all numbers of the ball are positive. */
export const sqrt = (x: Ball, at: Precision): Ball | undefined =>
  signOf(x) === 1 ? monotone(sqrtThin, isNarrow)(x, at) : undefined;

function sqrtThin(x: Ball, { bits, budget }: Precision): Ball {
  const wanted = 2 * (worthwhile(x, bits) + 4);
  let places = Math.max(0, wanted - bitLength(x.mantissa));
  if ((x.exponent - places) % 2 !== 0) places++;
  const half = (x.exponent - places) / 2;
  const root = squareRoot(x.mantissa << BigInt(places));
  budget.spend(4 * (4 + (wanted / 64) ** 1.5));
  // sqrt(m + r) - sqrt(m) is at most 0.6 r / sqrt(m)
  return widened(ball(root, half, 1, bits), 1.21 * x.radius, x.exponent - half - bitLength(root), bits);
}

/** A quarter turn: cos and sin of a rest of at most pi/4, and how many quarters. */
function reduced(
  x: Ball,
  bits: number,
  budget: Budget,
): { readonly cos: Ball; readonly sin: Ball; readonly quarters: number } {
  const places = worthwhile(x, bits) + GUARD;
  const far = Math.max(0, height(x));
  const inner = places + far + 8;
  const angle = fixed(x, inner);
  const quarter = series.pi(inner) >> 1n;
  const turns = (angle + (quarter >> 1n)) / quarter - (angle + (quarter >> 1n) < 0n ? 1n : 0n);
  budget.spend(8 + (inner / 64) ** 1.5);
  const rest = (angle - turns * quarter) >> BigInt(inner - places); // turns is below 2^far
  const [cos, sin] = series.circle(rest, places, budget);
  const around = (value: bigint): Ball =>
    widened(ball(value, -places, SERIES_ERROR + 2, bits), x.radius, x.exponent, bits);
  return { cos: around(cos), sin: around(sin), quarters: Number(((turns % 4n) + 4n) % 4n) };
}

const ANYWHERE: Ball = { kind: "ball", mantissa: 0n, exponent: 0, radius: 1 };

/** cos x and sin x; of a number without an angle, only that they are between -1 and 1. */
function circle(x: Ball, { bits, budget }: Precision): readonly [cos: Ball, sin: Ball] {
  const reach = absoluteRadius(x);
  if (height(x) > LARGEST_ANGLE || reach > 2) return [{ ...ANYWHERE }, { ...ANYWHERE }];
  const isWide = reach > 2 ** -12;
  const { cos, quarters, sin } = reduced(isWide ? { ...x, radius: 0 } : x, isWide ? 64 : bits, budget);
  const turned: readonly [Ball, Ball] =
    quarters === 0
      ? [cos, sin]
      : quarters === 1
        ? [negated(sin), cos]
        : quarters === 2
          ? [negated(cos), negated(sin)]
          : [sin, negated(cos)];
  if (!isWide) return turned;
  // |f(x + h) - f(x)| is at most |f'(x)| h + h^2 / 2, and at most h
  const around = (value: Ball, slope: Ball): Ball => {
    const most = Math.min(1, Math.abs(midpoint(slope)) + 2 ** -40 + reach / 2);
    return widened(value, most * x.radius, x.exponent, bits);
  };
  return [around(turned[0], turned[1]), around(turned[1], turned[0])];
}

export const cos: BallFunction = (x, at) => circle(x, at)[0];
export const sin: BallFunction = (x, at) =>
  isSmall(x) ? timesQuotient(x, at, series.sinQuotient) : circle(x, at)[1];

/** sin x / cos x; undefined where cos x may be 0. */
export const tan = (x: Ball, at: Precision): Ball | undefined => quotient(sin(x, at), cos(x, at), at.bits);

const atanThin: BallFunction = (x, at) => {
  if (x.mantissa < 0n) return negated(atanThin(negated(x), at));
  if (height(x) <= 1) return atanUpToOne(x, at);
  // arctan x = pi/2 - arctan 1/x
  const rest = atanUpToOne(quotient(ONE, x, at.bits + GUARD) as Ball, at); // a narrow ball has no 0 in it
  return sum(timesPower(piBall(at.bits), -1), negated(rest), at.bits);
};

/** Of 0 <= x <= 1. */
function atanUpToOne(x: Ball, at: Precision): Ball {
  const { bits, budget } = at;
  if (isSmall(x)) return timesQuotient(x, at, series.atanQuotient);
  const places = worthwhile(x, bits) + GUARD + 8;
  const value = series.atanSeries(fixed(x, places), places, budget);
  return widened(ball(value, -places, SERIES_ERROR + 2, bits), x.radius, x.exponent, bits);
}
export const atan = monotone(atanThin, isNarrow);

/** pi with so many bits. */
export const piBall = (bits: number): Ball => ball(series.pi(bits + 8), -bits - 8, 2, bits);

const sinhThin: BallFunction = (x, at) => {
  if (isSmall(x)) return timesQuotient(x, at, series.sinhQuotient);
  const power = expThin(x, { ...at, bits: at.bits + 10 });
  const other = quotient(ONE, power, at.bits + 10);
  if (other === undefined) return negated(sinhThin(negated(x), at)); // e^x is too small to be told from 0
  return timesPower(sum(power, negated(other), at.bits), -1);
};
export const sinh = monotone(sinhThin);

/** cosh |x|, which rises. */
export const coshOfPositive: BallFunction = monotone((x, at) => {
  const power = expThin(magnitudeOf(x), at);
  return timesPower(sum(power, quotient(ONE, power, at.bits) as Ball, at.bits), -1); // e^|x| is at least 1
});

const magnitudeOf = (x: Ball): Ball => ({ ...x, mantissa: magnitude(x.mantissa) });

/** tanh x = E / (E + 2) for E = e^2x - 1; the far tails by 1 - 2 / (e^2x + 1). */
const tanhThin: BallFunction = (x, at) => {
  if (x.mantissa < 0n) return negated(tanhThin(negated(x), at));
  if (midpoint(x) > at.bits) {
    // 1 - tanh x is below 2 e^-2x
    const tail = height(expThin(timesPower(negated(x), 1), { ...at, bits: 64 })) + 1;
    return sum(ONE, { kind: "ball", mantissa: 0n, exponent: tail, radius: 1 }, at.bits);
  }
  const power = expm1Thin(timesPower(x, 1), { ...at, bits: at.bits + 4 });
  return quotient(power, sum(power, TWO, at.bits + 4), at.bits) as Ball; // e^2x + 1 is not 0
};
export const tanh = monotone(tanhThin);

/** 1 / (1 + e^-x), with the exponential of a number that is not positive. */
export const sigmoid = monotone((x, at) => {
  const power = expThin(x.mantissa > 0n ? negated(x) : x, at);
  const other = quotient(ONE, sum(power, ONE, at.bits), at.bits) as Ball; // 1 + e^x is not 0
  return x.mantissa > 0n ? other : product(power, other, at.bits);
});

/** ln(1 + e^x). */
export const softplus = monotone((x, at) => {
  const rest = log1p(expThin(x.mantissa > 0n ? negated(x) : x, at), at) as Ball; // e^x is above -1
  return x.mantissa > 0n ? sum(rest, x, at.bits) : rest;
});
