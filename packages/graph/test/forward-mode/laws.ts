import { abs, add, type Big, sign, sub, ONE as UNIT } from "./big";
import { ROUNDING } from "./entry";
import * as taylor from "./taylor";

/* The laws of pointwise operations, where they have a power series: what the README and docstrings say they are. */

export type Curve = (x: taylor.Taylor) => taylor.Taylor;
export type Surface = (x: taylor.Taylor, y: taylor.Taylor) => taylor.Taylor;

const { number, numeral, plus, minus, times: by } = taylor;
const one = numeral(1);
const half = numeral(0.5);

const sigmoid: Curve = (x) => taylor.reciprocal(plus(one, taylor.exp(taylor.neg(x))));
const isPositive = (x: taylor.Taylor): boolean => sign(x[0] as Big) > 0;
const softplus: Curve = (x) =>
  isPositive(x) ? plus(x, taylor.log1p(taylor.exp(taylor.neg(x)))) : taylor.log1p(taylor.exp(x));
/** 1 - 2/(e^2x + 1), whose value is that of (e^2x - 1)/(e^2x + 1). */
const tanh: Curve = (x) => {
  const rise = taylor.expm1(plus(x, x));
  const below = taylor.reciprocal(plus(rise, numeral(2)));
  const [, ...slopes] = minus(one, plus(below, below));
  return [by(rise, below)[0] as Big, ...slopes];
};
const ROOT_HALF = taylor.sqrt(half)[0] as Big;

/** Of one operand. */
export const curves: Readonly<Record<string, Curve>> = {
  exp: taylor.exp,
  log: taylor.log,
  log1p: taylor.log1p,
  expm1: taylor.expm1,
  sqrt: taylor.sqrt,
  sin: taylor.sin,
  cos: taylor.cos,
  tan: (x) => by(taylor.sin(x), taylor.reciprocal(taylor.cos(x))),
  asin: taylor.asin,
  acos: taylor.acos,
  atan: taylor.atan,
  sinh: taylor.sinh,
  cosh: taylor.cosh,
  tanh,
  sigmoid,
  softplus,
  silu: (x) => by(x, sigmoid(x)),
  gelu: (x) => by(by(x, half), taylor.erfc(by(taylor.neg(x), number(ROOT_HALF)))),
  erf: taylor.erf,
  erfc: taylor.erfc,
};

/** Of two. */
export const surfaces: Readonly<Record<string, Surface>> = {
  div: (a, b) => by(a, taylor.reciprocal(b)),
  pow: (x, y) => taylor.exp(by(y, taylor.log(x))),
  xlogy: (x, y) => by(x, taylor.log(y)),
  elu: (x, alpha) => by(alpha, taylor.expm1(x)),
  binaryCrossEntropy: (p, t) =>
    taylor.neg(plus(by(t, taylor.log(p)), by(minus(one, t), taylor.log1p(taylor.neg(p))))),
  binaryCrossEntropyWithLogits: (z, t) => minus(softplus(z), by(t, z)),
};

/** How far inside of its domain a law is: it has real values where this is not negative. */
export const depths: Readonly<Record<string, (x: Big) => Big>> = {
  log: (x) => x,
  log1p: (x) => add(UNIT, x),
  sqrt: (x) => x,
  asin: (x) => sub(UNIT, abs(x)),
  acos: (x) => sub(UNIT, abs(x)),
};

/** Whether a law of two operands has a power series here. */
export function isRegular(name: string, x: Big, y: Big): boolean {
  switch (name) {
    case "div":
      return sign(y) !== 0;
    case "pow":
      return sign(x) > 0;
    case "xlogy":
      return sign(y) > 0;
    case "binaryCrossEntropy":
      return sign(x) > 0 && sign(sub(UNIT, x)) > 0;
    default:
      return true;
  }
}

/** How far an evaluation may be off beyond a few units. */
export interface Loose {
  /** So many times as far. */
  readonly all?: number;
  /** Second derivatives relative to the first: by the noise of 180 bits where nothing else is said. */
  readonly bend?: number;
  /** Derivatives like those at a point that is off by a rounding: sums of terms that cancel near a zero. */
  readonly isBackward?: boolean;
}
/** x^2 is rounded before e^(-x^2/2) is taken. */
const square = (x: number): Loose => ({ all: 1 + (x * x) / 4 });
export const looseness: Readonly<Record<string, (x: number) => Loose>> = {
  gelu: (x) => ({ ...square(x), isBackward: true }),
  pow: () => ({ isBackward: true }),
  silu: () => ({ isBackward: true }),
  erf: square,
  erfc: square,
  sigmoid: () => ({ bend: ROUNDING }), // out (1 - out) (1 - 2 out), whose last factor vanishes at 0
};
