import type { PointwiseName } from "../ops/names";
import type { StableKernel } from "../stable";
import { erf, erfc } from "./special";

/** A function of float64 numbers; operands in the order of the operation's. */
export type Kernel = (a: number, b: number, c: number) => number;

const truth = (holds: boolean, a: number, b: number): number =>
  Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : holds ? 1 : 0;

/** The logistic function, accurate in both tails. */
function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const xlogy = (x: number, y: number): number => (x === 0 && y >= 0 ? 0 : x * Math.log(y));

/** The value of every pointwise operation, and of the stable forms, in float64. */
export const kernels: Readonly<Record<PointwiseName | StableKernel, Kernel>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (x) => -x,
  pow: (x, y) => x ** y,
  square: (x) => x * x,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  expm1: Math.expm1,
  xlogy,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  erf,
  erfc,
  sigmoid,
  softplus,
  relu: (x) => (x > 0 || Number.isNaN(x) ? x : 0),
  leakyRelu: (x, slope) => (x > 0 ? x : slope * x),
  elu: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
  silu: (x) => (x === Number.NEGATIVE_INFINITY ? 0 : x * sigmoid(x)),
  gelu: (x) => (x === Number.NEGATIVE_INFINITY ? 0 : 0.5 * x * erfc(-x * Math.SQRT1_2)),
  binaryCrossEntropy: (p, t) => 0 - (xlogy(t, p) + (t === 1 ? 0 : (1 - t) * Math.log1p(-p))),
  binaryCrossEntropyWithLogits: (z, t) =>
    z === Number.POSITIVE_INFINITY ? (t === 1 ? 0 : (1 - t) * z) : softplus(z) - (t === 0 ? 0 : t * z),
  step: (x) => truth(x >= 0, x, 0),
  abs: Math.abs,
  sign: Math.sign,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  where: (c, yes, no) => (Number.isNaN(c) ? c : c !== 0 ? yes : no),
  lt: (a, b) => truth(a < b, a, b),
  le: (a, b) => truth(a <= b, a, b),
  gt: (a, b) => truth(a > b, a, b),
  ge: (a, b) => truth(a >= b, a, b),
  eq: (a, b) => truth(a === b, a, b),
  ne: (a, b) => truth(a !== b, a, b),
  oneMinusSigmoid: (x) => sigmoid(-x),
  oneMinusTanhSquared: (x) => {
    const e = Math.exp(-2 * Math.abs(x));
    return (4 * e) / ((1 + e) * (1 + e));
  },
  oneMinusSquare: (x) => (1 - x) * (1 + x),
};
