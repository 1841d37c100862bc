import type { Defined } from "../../node";
import type { MethodName } from "../../ops/names";
import { operations, type PointwiseName } from "../../ops/table";
import type { StableKernel } from "../../stable";
import type { Arithmetic, ForeignName } from "./arithmetic";
import { cosh, exp, expm1, oneMinusSigmoid, oneMinusTanhSquared, sigmoid, sinh, tanh } from "./exponential";
import { acos, asin, atan } from "./inverse";
import { crossEntropyOfLogit, log, log1p, softplus, xlogy } from "./logarithm";
import { loweredRecipe } from "./lowered";
import { pow } from "./power";
import { cos, sin, tan } from "./trigonometry";

/** Every function that is computed entry by entry: the pointwise operations, the stable forms, and what `strong-zero.ts` adds. */
export type KernelName = PointwiseName | StableKernel | "quiet";

/** A function of float64 numbers written in an arithmetic; operands in the order of the operation's. */
export type Recipe<T> = (a: T, b: T, c: T) => T;

/**
 * The value of every pointwise operation, and of the stable forms: written once, for every way of computing. An operation that
 * is a file of its own has the recipe that it declares, or else that of what it is made of.
 */
export function recipes<T, M>(p: Arithmetic<T, M>): Readonly<Record<KernelName, Recipe<T>>> {
  const table: Record<string, Recipe<T>> = ground(p);
  for (const [name, op] of Object.entries(operations)) {
    if (op.kind !== "pointwise" || Object.hasOwn(table, name)) continue;
    const { recipe } = op;
    table[name] =
      recipe === undefined ? loweredRecipe(p, op as Defined, table) : (a, b, c) => recipe(p, a, b, c);
  }
  return table as Record<KernelName, Recipe<T>>; // the loop went through all operations
}

/** Those that all others are made of. */
function ground<T, M>(p: Arithmetic<T, M>): Record<MethodName | StableKernel | "quiet", Recipe<T>> {
  const zero = p.number(0);
  const one = p.number(1);
  const nan = p.number(Number.NaN);
  const infinity = p.number(Number.POSITIVE_INFINITY);
  const minusInfinity = p.number(Number.NEGATIVE_INFINITY);
  const defined = (a: T, b: T): M => p.and(p.eq(a, a), p.eq(b, b));
  const truth = (holds: M, a: T, b: T): T => p.select(defined(a, b), p.select(holds, one, zero), nan);
  const called =
    (name: ForeignName): Recipe<T> =>
    (x) =>
      p.foreign(name, x, zero);
  const unless = (condition: M, then: T, otherwise: T): T => p.select(condition, then, otherwise);
  return {
    add: (a, b) => p.add(a, b),
    sub: (a, b) => p.sub(a, b),
    mul: (a, b) => p.mul(a, b),
    div: (a, b) => p.div(a, b),
    neg: (x) => p.neg(x),
    pow: (x, y) => pow(p, x, y),
    square: (x) => p.mul(x, x),
    sqrt: (x) => p.sqrt(x),
    exp: (x) => exp(p, x),
    log: (x) => log(p, x),
    log1p: (x) => log1p(p, x),
    expm1: (x) => expm1(p, x),
    xlogy: (x, y) => xlogy(p, x, y),
    sin: (x) => sin(p, x),
    cos: (x) => cos(p, x),
    tan: (x) => tan(p, x),
    asin: (x) => asin(p, x),
    acos: (x) => acos(p, x),
    atan: (x) => atan(p, x),
    sinh: (x) => sinh(p, x),
    cosh: (x) => cosh(p, x),
    tanh: (x) => tanh(p, x),
    erf: called("erf"),
    erfc: called("erfc"),
    sigmoid: (x) => sigmoid(p, x),
    softplus: (x) => softplus(p, x),
    relu: (x) => p.select(p.le(x, zero), zero, x), // NaN stays
    leakyRelu: (x, slope) => p.select(p.lt(zero, x), x, p.mul(slope, x)),
    elu: (x, alpha) => p.select(p.lt(zero, x), x, p.mul(alpha, expm1(p, x))),
    silu: (x) => unless(p.eq(x, minusInfinity), zero, p.mul(x, sigmoid(p, x))),
    gelu: (x) => {
      const part = p.foreign("erfc", p.mul(p.neg(x), p.number(Math.SQRT1_2)), zero);
      return unless(p.eq(x, minusInfinity), zero, p.mul(p.mul(p.number(0.5), x), part));
    },
    binaryCrossEntropy: (probability, target) => {
      const rest = p.mul(p.sub(one, target), log1p(p, p.neg(probability)));
      return p.sub(zero, p.add(xlogy(p, target, probability), p.select(p.eq(target, one), zero, rest)));
    },
    binaryCrossEntropyWithLogits: (z, target) => {
      const inside = crossEntropyOfLogit(p, z, target);
      const limit = p.select(p.eq(target, one), zero, p.mul(p.sub(one, target), z));
      return p.select(p.eq(z, infinity), limit, inside);
    },
    step: (x) => truth(p.le(zero, x), x, x),
    abs: (x) => p.abs(x),
    sign: (x) => p.select(p.lt(zero, p.abs(x)), p.withSign(one, x), x),
    min: (a, b) => p.min(a, b),
    max: (a, b) => p.max(a, b),
    where: (c, yes, no) => p.select(p.eq(c, c), p.select(p.eq(c, zero), no, yes), c),
    lt: (a, b) => truth(p.lt(a, b), a, b),
    le: (a, b) => truth(p.le(a, b), a, b),
    gt: (a, b) => truth(p.lt(b, a), a, b),
    ge: (a, b) => truth(p.le(b, a), a, b),
    eq: (a, b) => truth(p.eq(a, b), a, b),
    ne: (a, b) => p.select(defined(a, b), p.select(p.eq(a, b), zero, one), nan),
    oneMinusSigmoid: (x) => oneMinusSigmoid(p, x),
    oneMinusTanhSquared: (x) => oneMinusTanhSquared(p, x),
    oneMinusSquare: (x) => p.mul(p.sub(one, x), p.add(one, x)),
    sigmoidMinus: (z, target) =>
      p.select(p.eq(target, one), p.neg(oneMinusSigmoid(p, z)), p.sub(sigmoid(p, z), target)),
    xdivy: (x, y) => p.select(p.and(p.eq(x, zero), p.eq(y, zero)), x, p.div(x, y)),
    xmuly: (x, y) => {
      const product = p.mul(x, y);
      return p.select(
        p.eq(x, zero),
        p.select(p.lt(p.abs(y), p.number(Number.POSITIVE_INFINITY)), product, x),
        product,
      );
    },
    quiet: (alive, x) => p.select(p.eq(alive, zero), p.select(p.eq(x, x), x, zero), x),
  };
}
