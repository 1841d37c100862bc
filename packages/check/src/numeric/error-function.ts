import {
  absoluteRadius,
  type Ball,
  ball,
  ends,
  height,
  hull,
  isThin,
  midpoint,
  negated,
  product,
  quotient,
  sum,
  timesPower,
  widened,
} from "./ball";
import { bitLength, shifted } from "./bits";
import type { Precision } from "./budget";
import { type BallFunction, exp, monotone, ONE, piBall, sqrt } from "./elementary";
import * as series from "./series";
import { SERIES_ERROR } from "./series";

/* The error function and its complement (NIST Digital Library of Mathematical Functions, chapter 7). */

const GUARD = 16;

/** x^2 for a midpoint, exactly. */
const exactSquare = ({ exponent, mantissa }: Ball): Ball => ({
  kind: "ball",
  mantissa: mantissa * mantissa,
  exponent: 2 * exponent,
  radius: 0,
});

const centre = (x: Ball): Ball => ({ ...x, radius: 0 });
const rootOfPi = (at: Precision): Ball => sqrt(piBall(at.bits), at) as Ball; // pi is positive

/** 2/sqrt(pi) x e^(-x^2) times a series of positive terms; 1 where what is missing is out of sight. */
const erfThin: BallFunction = (x, at) => {
  if (x.mantissa < 0n) return negated(erfThin(negated(x), at));
  const { bits, budget } = at;
  const square = exactSquare(x);
  const size = midpoint(square);
  const wide = { bits: bits + GUARD, budget };
  const power = exp(negated(square), size > bits ? { bits: 64, budget } : wide);
  if (size > bits) return sum(ONE, { kind: "ball", mantissa: 0n, exponent: height(power), radius: 1 }, bits);
  const places = bits + GUARD + 8;
  const terms = series.erfQuotient(shifted(square.mantissa, square.exponent + places), places, budget);
  // the square is off by one unit, by which the sum, with the slope of e^t, changes by as many units as it is
  const total = widened(
    ball(terms, -places, SERIES_ERROR, wide.bits),
    2,
    bitLength(terms) - 2 * places,
    wide.bits,
  );
  const scale = timesPower(quotient(centre(x), rootOfPi(wide), wide.bits) as Ball, 1); // sqrt(pi) is positive
  return widened(product(product(power, total, wide.bits), scale, bits), 1.2 * x.radius, x.exponent, bits);
};
export const erf = monotone(erfThin);

function erfcThin(x: Ball, at: Precision): Ball {
  if (x.mantissa <= 0n) return sum(ONE, erfThin(negated(x), at), at.bits);
  const value = complement(centre(x), at);
  if (x.radius === 0) return value;
  // -erfc'/erfc is at most x + sqrt(x^2 + 2)
  return widened(value, x.radius * (2 * midpoint(x) + 4), x.exponent + height(value), at.bits);
}

/** erfc of an exact x > 0. */
function complement(x: Ball, { bits, budget }: Precision): Ball {
  const square = exactSquare(x);
  const size = midpoint(square);
  const places = bits + GUARD + 8;
  const wide = { bits: bits + GUARD, budget };
  if (size < 0.75 * places) {
    const lost = Math.ceil(1.45 * size + Math.log2(2 + size)) + 4;
    return sum(ONE, negated(erfThin(x, { bits: bits + lost, budget })), bits);
  }
  const power = exp(negated(square), wide);
  const terms = series.erfcQuotient(shifted(square.mantissa, square.exponent + places), places, budget);
  const scale = product(x, rootOfPi(wide), wide.bits);
  return quotient(
    product(power, ball(terms, -places, SERIES_ERROR, wide.bits), wide.bits),
    scale,
    bits,
  ) as Ball; // x > 0
}

/** 1 - erf x, accurate however small it is. */
export const erfc: BallFunction = (x, at) => {
  if (isThin(x) && absoluteRadius(x) * (2 * Math.abs(midpoint(x)) + 4) < 2 ** -10) return erfcThin(x, at);
  const [lo, hi] = ends(x);
  return hull(erfcThin(lo, at), erfcThin(hi, at), at.bits);
};
