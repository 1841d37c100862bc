import { squareRoot } from "./bits";
import type { Precision } from "./budget";
import * as elementary from "./elementary";
import { erfc } from "./error-function";
import { type Binary, inDomain, ofBalls, on, onBoth, sides, turning, type Unary } from "./lift";
import {
  ballFrom,
  type Exact,
  exactly,
  fraction,
  isZero,
  minus,
  negative,
  ONE,
  over,
  plus,
  type Real,
  signOf,
  times,
  UNKNOWN,
  type Wide,
  within,
  ZERO,
} from "./wide";

/* Sums and products, and the functions that are not defined everywhere or take fractions to fractions. */

export const subtract = (a: Real, b: Real, at: Precision): Real => minus(a, b, at.bits);
export const add = (a: Real, b: Real, at: Precision): Real => plus(a, b, at.bits);
export const multiply = (a: Real, b: Real, at: Precision): Real => times(a, b, at.bits);
export const oneMinus = (x: Real, at: Precision): Real => subtract(ONE, x, at);
const onePlus = (x: Real, at: Precision): Real => add(ONE, x, at);
const half = (x: Real, at: Precision): Real => multiply(x, fraction(1n, 2n), at);
export const identity = (x: Real): Real => x;

export const square = (x: Real, at: Precision): Real => multiply(x, x, at);
export const divide: Binary = (a, b, at) => over(a, b, at.bits);

/** The square root of a square of a fraction is a fraction. */
export const sqrt: Unary = inDomain(
  identity,
  (x, at) => {
    if (x.kind === "exact") {
      const [n, d] = [squareRoot(x.n), squareRoot(x.d)];
      if (n * n === x.n && d * d === x.d) return fraction(n, d);
      const both = squareRoot(x.n * x.d);
      if (both * both === x.n * x.d) return fraction(both, x.d);
    }
    return elementary.sqrt(ballFrom(x, at.bits), at) ?? UNKNOWN;
  },
  true,
);

const isNearOne = ({ d, n }: Exact): boolean => 2n * n > d && n < 2n * d;

/** Of a fraction near 1 by its distance from 1. */
export const log: Unary = inDomain(
  identity,
  (x, at) => (x.kind === "exact" && isNearOne(x) ? logOnePlus(subtract(x, ONE, at), at) : logOfBalls(x, at)),
  false,
);
export const log1p: Unary = inDomain(
  onePlus,
  (x, at) => {
    const whole = x.kind === "exact" ? onePlus(x, at) : x;
    return whole.kind === "exact" && !isNearOne(whole) ? logOfBalls(whole, at) : logOnePlus(x, at);
  },
  false,
);
const logOfBalls = ofBalls(elementary.log);
const logOnePlus = ofBalls(elementary.log1p, [[0n, ZERO]]);
export const exp: Unary = ofBalls(elementary.exp, [[0n, ONE]]);
export const expm1: Unary = ofBalls(elementary.expm1, [[0n, ZERO]]);
export const softplus: Unary = ofBalls(elementary.softplus);
export const sigmoid: Unary = ofBalls(elementary.sigmoid, [[0n, fraction(1n, 2n)]]);
export const atan: Unary = ofBalls(elementary.atan, [[0n, ZERO]]);

/** Whether -1 <= x <= 1. */
export const room = (x: Real, at: Precision): Real => multiply(oneMinus(x, at), onePlus(x, at), at);
const halfPi = ({ bits }: Precision): Real => times(elementary.piBall(bits), fraction(1n, 2n), bits);

/** arctan(x / sqrt(1 - x^2)), and a quarter turn at 1 and -1. */
export const asin: Unary = inDomain(
  room,
  (x, at) => {
    const sign = signOf(x);
    if (isZero(room(x, at))) return sign === -1 ? negative(halfPi(at)) : halfPi(at);
    return sides(x, (y, own) => on(onBoth(y, on(room(y, own), sqrt, own), divide, own), atan, own), at);
  },
  true,
);

/** Of x > 0 the arctangent of sqrt(1 - x^2)/x, so that it is accurate near 1. */
export const acos: Unary = inDomain(
  room,
  (x, at) => {
    if (signOf(x) === 1 && x.kind === "exact") {
      const tangent = onBoth(on(room(x, at), sqrt, at), x, divide, at);
      return on(tangent, atan, at);
    }
    return onBoth(halfPi(at), asin(x, at), subtract, at);
  },
  true,
);

/** Where silu and gelu turn, and their derivatives are 0. */
const SILU_TURN = fraction(-12784645427610737951n, 10n ** 19n);
const GELU_TURN = fraction(-7517915245935210n, 10n ** 16n);
/** A neighbourhood of a turn that holds it. */
const near = (turn: Exact): Real => within(turn, fraction(1n, 10n ** 13n));

/** 2 Phi(x) = erfc(-x / sqrt 2). */
const gaussian = (x: Real, at: Precision): Wide =>
  on(onBoth(negative(x), sqrt(exactly({ n: 2n, d: 1n }), at), divide, at), ofBalls(erfc, [[0n, ONE]]), at);
export const gelu: Unary = turning(near(GELU_TURN), (x, at) =>
  on(onBoth(x, gaussian(x, at), multiply, at), half, at),
);
export const silu: Unary = turning(near(SILU_TURN), (x, at) => onBoth(x, sigmoid(x, at), multiply, at));
