import { type Kernel, type NumberSystem, type PointwiseName, rational } from "@chainrule/graph";
import { declaredEntries } from "./declared";
import * as fixed from "./fixed";
import { UNIT } from "./fixed";

const { fromNumber: fractionOf } = rational;

/** A number of high precision; undefined where a function is not defined. */
export type Precise = bigint | undefined;

const unary =
  (f: (x: bigint) => Precise): Kernel<Precise> =>
  (x) =>
    x === undefined ? undefined : f(x);

const binary =
  (f: (a: bigint, b: bigint) => Precise): Kernel<Precise> =>
  (a, b) =>
    a === undefined || b === undefined ? undefined : f(a, b);

const comparison = (holds: (a: bigint, b: bigint) => boolean): Kernel<Precise> =>
  binary((a, b) => (holds(a, b) ? UNIT : 0n));

const reciprocal = (x: Precise): Precise => (x === undefined || x === 0n ? undefined : fixed.divide(UNIT, x));
const exp = (x: bigint): Precise => fixed.exp(x);
const plus = (a: Precise, b: Precise): Precise => (a === undefined || b === undefined ? undefined : a + b);
const times = (a: Precise, b: Precise): Precise =>
  a === undefined || b === undefined ? undefined : fixed.multiply(a, b);

/** 1/(1 + e^-x), with the exponential of a number that is not positive. */
function sigmoid(x: bigint): Precise {
  const power = exp(x > 0n ? -x : x);
  const other = power === undefined ? undefined : reciprocal(UNIT + power);
  return x > 0n ? other : times(power, other);
}

const softplus = (x: bigint): Precise => {
  const power = exp(x > 0n ? -x : x);
  const rest = power === undefined ? undefined : fixed.log(UNIT + power);
  return plus(rest, x > 0n ? x : 0n);
};

const sinh = (x: bigint): Precise => {
  const [a, b] = [exp(x), exp(-x)];
  return a === undefined || b === undefined ? undefined : (a - b) / 2n;
};
const cosh = (x: bigint): Precise => {
  const [a, b] = [exp(x), exp(-x)];
  return a === undefined || b === undefined ? undefined : (a + b) / 2n;
};
const tanh = (x: bigint): Precise => {
  const s = sigmoid(2n * x);
  return s === undefined ? undefined : 2n * s - UNIT;
};

const xlogy = (x: bigint, y: bigint): Precise => (x === 0n && y >= 0n ? 0n : times(x, fixed.log(y)));
const expm1 = (x: bigint): Precise => plus(exp(x), -UNIT);
const erfc = (x: bigint): bigint => UNIT - fixed.erf(x);

function pow(x: bigint, y: bigint): Precise {
  if (fixed.isWhole(y) && y / UNIT <= 64n && y / UNIT >= -64n) {
    let result: bigint = UNIT;
    for (let k = y < 0n ? -y : y; k > 0n; k -= UNIT) result = fixed.multiply(result, x);
    return y < 0n ? reciprocal(result) : result;
  }
  if (x === 0n) return y > 0n ? 0n : undefined;
  const exponent = times(y, fixed.log(x));
  return exponent === undefined ? undefined : exp(exponent);
}

/** Every pointwise operation over numbers of high precision. */
const pointwise: { readonly [K in PointwiseName]: Kernel<Precise> } = {
  add: plus,
  sub: binary((a, b) => a - b),
  mul: times,
  div: (a, b) =>
    times(a, 0n) === undefined || b === undefined || b === 0n ? undefined : fixed.divide(a as bigint, b),
  neg: unary((x) => -x),
  pow: binary(pow),
  square: unary((x) => fixed.multiply(x, x)),
  sqrt: unary((x) => (x < 0n ? undefined : fixed.sqrt(x))),
  exp: unary(exp),
  log: unary(fixed.log),
  log1p: unary((x) => fixed.log(UNIT + x)),
  expm1: unary(expm1),
  oneMinusSquare: unary((x) => UNIT - fixed.multiply(x, x)),
  xlogy: binary(xlogy),
  sin: unary(fixed.sin),
  cos: unary(fixed.cos),
  tan: unary((x) => times(fixed.sin(x), reciprocal(fixed.cos(x)))),
  asin: unary(fixed.asin),
  acos: unary((x) => {
    const other = fixed.asin(x);
    return other === undefined ? undefined : fixed.HALF_PI() - other;
  }),
  atan: unary(fixed.atan),
  sinh: unary(sinh),
  cosh: unary(cosh),
  tanh: unary(tanh),
  erf: unary(fixed.erf),
  erfc: unary(erfc),
  sigmoid: unary(sigmoid),
  softplus: unary(softplus),
  relu: unary((x) => (x > 0n ? x : 0n)),
  leakyRelu: binary((x, slope) => (x > 0n ? x : fixed.multiply(slope, x))),
  elu: binary((x, alpha) => (x > 0n ? x : times(alpha, expm1(x)))),
  silu: unary((x) => times(x, sigmoid(x))),
  gelu: unary((x) => fixed.multiply(x, erfc(-fixed.multiply(x, ROOT_HALF))) / 2n),
  binaryCrossEntropy: binary((p, t) => {
    const total = plus(xlogy(t, p), xlogy(UNIT - t, UNIT - p));
    return total === undefined ? undefined : -total;
  }),
  binaryCrossEntropyWithLogits: binary((z, t) => plus(softplus(z), -fixed.multiply(t, z))),
  step: unary((x) => (x >= 0n ? UNIT : 0n)),
  abs: unary((x) => (x < 0n ? -x : x)),
  sign: unary((x) => (x > 0n ? UNIT : x < 0n ? -UNIT : 0n)),
  min: binary((a, b) => (a - b < 0n ? a : b)),
  max: binary((a, b) => (a - b > 0n ? a : b)),
  where: (condition, yes, no) => (condition === undefined ? undefined : condition !== 0n ? yes : no),
  lt: comparison((a, b) => a < b),
  le: comparison((a, b) => a <= b),
  gt: comparison((a, b) => a > b),
  ge: comparison((a, b) => a >= b),
  eq: comparison((a, b) => a === b),
  ne: comparison((a, b) => a !== b),
};

const ROOT_HALF = decimal(Math.SQRT1_2) ?? 0n;

/** The number that a float's shortest decimal notation means. */
export function decimal(value: number): Precise {
  const fraction = fractionOf(value);
  return fraction && fixed.fromFraction(fraction.n, fraction.d);
}

/** Where several entries count together, one that is not defined spoils all. */
const together = (entries: readonly Precise[], join: (values: readonly bigint[]) => bigint): Precise =>
  entries.includes(undefined) ? undefined : join(entries as readonly bigint[]);

const extreme = (entries: readonly Precise[], beats: (a: bigint, b: bigint) => boolean): Precise =>
  together(entries, (values) => values.reduce((best, value) => (beats(value, best) ? value : best)));

/** Graphs over numbers of high precision, at a point. Abstract functions are bound before. */
export const preciseTable = (symbol: NumberSystem<Precise>["symbol"]): NumberSystem<Precise> => ({
  number: decimal,
  symbol,
  abstract: () => undefined,
  declared: declaredEntries,
  pointwise,
  sum: (terms) => together(terms, (values) => values.reduce((total, value) => total + value, 0n)),
  product: (factors) => together(factors, (values) => values.reduce(fixed.multiply, UNIT)),
  largest: (entries) => extreme(entries, (a, b) => a > b),
  smallest: (entries) => extreme(entries, (a, b) => a < b),
});
