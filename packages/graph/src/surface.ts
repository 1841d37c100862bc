import { backward, gradOf } from "./backward";
import { presentValue } from "./compile/once";
import type { Operation, Pointwise } from "./node";
import {
  type Axes,
  type AxisOptions,
  Node,
  type NormOptions,
  type Operand,
  type Value,
  type ValueOf,
} from "./node";
import { apply, applyBinary, applyUnary } from "./ops/apply";
import { isAxisOptions, reduced } from "./ops/axes";
import * as contract from "./ops/contract";
import { einsum as einsumOf } from "./ops/einsum";
import {
  applied,
  type BinaryFunction,
  binary as binaryOf,
  type FoldedFunction,
  type TernaryFunction,
  ternary,
  type UnaryFunction,
  unary as unaryOf,
} from "./ops/function";
import * as layout from "./ops/layout";
import * as leaf from "./ops/leaf";
import { lift, setValue } from "./ops/leaf";
import * as matrix from "./ops/matrix";
import type { BinaryName, FoldedName, UnaryName } from "./ops/names";
import { pNorm } from "./ops/norm";
import * as reduce from "./ops/reduce";
import { operations } from "./ops/table";
import { checkAxis, type Shape } from "./shape";
import { checkedArguments, guarded, guardedAs, signature } from "./signature";
import { copyValue } from "./value";

/*
 * The surface users see: every operation as a free function and as a method of nodes, both from the operation table.
 * Numbers and nested arrays lift to constants.
 */

const unary = (name: UnaryName): UnaryFunction => unaryOf(operations[name]);
function binary(name: FoldedName): FoldedFunction;
function binary(name: BinaryName): BinaryFunction;
function binary(name: BinaryName): BinaryFunction {
  return binaryOf(operations[name]); // what folds looks at all that it is given
}

/** -x */
export const neg = unary("neg");
/** x^2 */
export const square = unary("square");
/** The square root, for x >= 0. */
export const sqrt = unary("sqrt");
/** e^x */
export const exp = unary("exp");
/** The natural logarithm, for x > 0. */
export const log = unary("log");
/** ln(1 + x), accurate near 0. */
export const log1p = unary("log1p");
/** e^x - 1, accurate near 0. */
export const expm1 = unary("expm1");
/** 1 - x^2, accurate near 1 and -1. */
export const oneMinusSquare = unary("oneMinusSquare");
/** Sine, x in radians. */
export const sin = unary("sin");
/** Cosine, x in radians. */
export const cos = unary("cos");
/** Tangent, x in radians. */
export const tan = unary("tan");
/** The angle in radians from -pi/2 to pi/2 whose sine is x. */
export const asin = unary("asin");
/** The angle in radians from 0 to pi whose cosine is x. */
export const acos = unary("acos");
/** The angle in radians from -pi/2 to pi/2 whose tangent is x. */
export const atan = unary("atan");
/** Hyperbolic sine. */
export const sinh = unary("sinh");
/** Hyperbolic cosine. */
export const cosh = unary("cosh");
/** Hyperbolic tangent. */
export const tanh = unary("tanh");
/** The logistic function 1/(1 + e^-x). */
export const sigmoid = unary("sigmoid");
/** ln(1 + e^x) */
export const softplus = unary("softplus");
/** x where x > 0, else 0; the derivative at 0 is taken as 0. */
export const relu = unary("relu");
/** x sigmoid(x) */
export const silu = unary("silu");
/** x Phi(x), Phi the normal distribution function (the exact form). */
export const gelu = unary("gelu");
/** The error function. */
export const erf = unary("erf");
/** 1 - erf(x), accurate for large x. */
export const erfc = unary("erfc");
/** 1 where x >= 0, else 0. Its derivative is 0, so it trains nothing. */
export const step = unary("step");
/** |x|; the derivative at 0 is taken as 0. */
export const abs = unary("abs");
/** 1, -1, or 0 at 0. */
export const sign = unary("sign");
/** a + b */
export const add = binary("add");
/** a - b */
export const sub = binary("sub");
/** a b, entry by entry. */
export const mul = binary("mul");
/** a / b, entry by entry. */
export const div = binary("div");
/** x^y */
export const pow = binary("pow");
/** 1 where a < b, else 0; NaN if either is. */
export const lt = binary("lt");
/** 1 where a <= b, else 0; NaN if either is. */
export const le = binary("le");
/** 1 where a > b, else 0; NaN if either is. */
export const gt = binary("gt");
/** 1 where a >= b, else 0; NaN if either is. */
export const ge = binary("ge");
/** 1 where a = b, else 0; NaN if either is. */
export const eq = binary("eq");
/** 1 where a and b differ, else 0; NaN if either is. */
export const ne = binary("ne");
/** x ln y, with 0 ln 0 = 0. */
export const xlogy = binary("xlogy");
/** -(t ln p + (1 - t) ln(1 - p)) for a probability p and a target t. */
export const binaryCrossEntropy = binary("binaryCrossEntropy");
/** The same of p = sigmoid(z), from z itself. */
export const binaryCrossEntropyWithLogits = binary("binaryCrossEntropyWithLogits");

const withParameter = (name: "leakyRelu" | "elu", preset: number) => {
  const op: Pointwise = operations[name];
  return guarded(
    name,
    "operand operand?",
    <A extends Operand>(x: A, parameter: Node<number> | number = preset): Node<ValueOf<A>> =>
      apply(op, [lift(x, name, 0), lift(parameter, name, 1)]) as Node<ValueOf<A>>, // the parameter is a scalar
  );
};

/** x where x > 0, else slope x (0.01); the derivative at 0 is the slope. */
export const leakyRelu = withParameter("leakyRelu", 0.01);
/** x where x > 0, else alpha (e^x - 1). */
export const elu = withParameter("elu", 1);

/** `yes` where the condition is not 0, else `no`. The branch not taken never poisons a gradient. */
export const where: TernaryFunction = ternary(operations.where);

/** What a reduction over all axes gives is a number; over some axes, it depends on the shape. */
interface Reduction {
  (x: Operand): Node<number>;
  (x: Operand, axes: Axes | undefined): Node;
}

const reduction = (
  name: string,
  build: (x: Node, axes: readonly number[], keepDims: boolean) => Node,
): Reduction =>
  guarded(name, "operand any?", (operand: Operand, given?: Axes) => {
    const { x, axes, keepDims } = reduced(name, operand, given);
    return build(x, axes, keepDims);
  }) as Reduction;

/** The sum over axes (all by default). The sum of nothing is 0. */
export const sum = reduction("sum", contract.sum);
/** The mean over axes (all by default). @throws ChainruleError SHAPE for the mean of nothing */
export const mean = reduction("mean", contract.mean);
interface Norm {
  (x: Operand): Node<number>;
  (x: Operand, options: NormOptions & { readonly axis?: never; readonly keepDims?: false }): Node<number>;
  (x: Operand, axes: Axes | NormOptions | undefined): Node;
}

/**
 * A norm over axes (all by default): the Euclidean one, of a matrix that of Frobenius; with `p` the p-norm of the entries.
 * p = 1 is the sum of their sizes, p = Infinity the largest of them, "F" and 2 are the Euclidean norm.
 * @throws ChainruleError OPTION for a p that is no norm (p < 1)
 * @example norm(w, { p: 1 }) // |w_1| + ... + |w_n|
 */
export const norm = guarded("norm", "operand any?", (operand: Operand, given?: Axes | NormOptions) => {
  const { p = 2, ...rest }: NormOptions = isAxisOptions(given) ? given : {};
  const { x, axes, keepDims } = reduced("norm", operand, isAxisOptions(given) ? rest : given);
  return pNorm(x, p, axes, keepDims);
}) as Norm; // the rank of what it gives depends on the axes
/** ln of the sum of e^x over axes (all by default), without overflow. */
export const logSumExp = reduction("logSumExp", reduce.logSumExp);
const largest = reduction("max", reduce.maxOver);
const smallest = reduction("min", reduce.minOver);

interface Extremum extends FoldedFunction {
  (x: Operand): Node<number>;
  (x: Operand, axes: AxisOptions): Node;
}

const extremum = (op: Pointwise, over: Reduction): Extremum => {
  const takes = signature("operand operand...");
  const call = (...given: unknown[]): Node => {
    const isReduced = given.length < 2 || (given.length === 2 && isAxisOptions(given[1]));
    return isReduced ? over(...(given as [Operand, AxisOptions?])) : applied(op, takes, given); // `over` looks at them
  };
  return guardedAs(call, takes) as Extremum;
};

/** The largest of operands, entry by entry; or the largest entry over axes (`max(x, { axis: 0 })`, all by default). */
export const max = extremum(operations.max, largest);
/** The smallest of operands, entry by entry; or the smallest entry over axes. */
export const min = extremum(operations.min, smallest);

const alongAxis = (name: string, build: (x: Node, axis: number) => Node) =>
  guarded(name, "operand any?", <A extends Operand>(operand: A, axis = -1): Node<ValueOf<A>> => {
    const x = lift(operand, name, 0);
    return build(x, checkAxis(name, axis, x.shape)) as Node<ValueOf<A>>; // the shape stays
  });

/** e^x over its sum along an axis (the last by default). */
export const softmax = alongAxis("softmax", reduce.softmax);
/** The logarithm of the softmax, without overflow. */
export const logSoftmax = alongAxis("logSoftmax", reduce.logSoftmax);

/** The matrix product: [m,k] and [k,n] -> [m,n]; vectors and leading axes as in NumPy. @throws ChainruleError SHAPE */
export const matmul = guarded(
  "matmul",
  "operand operand",
  (a: Operand, b: Operand): Node => matrix.matmul(lift(a, "matmul", 0), lift(b, "matmul", 1)),
);
/** The inner product of two vectors: [n] and [n] -> []. @throws ChainruleError SHAPE */
export const dot = guarded(
  "dot",
  "operand operand",
  (a: Operand, b: Operand): Node<number> => matrix.dot(lift(a, "dot", 0), lift(b, "dot", 1)) as Node<number>, // without axes
);
/** The outer product of two vectors: [m] and [n] -> [m,n]. @throws ChainruleError SHAPE */
export const outer = guarded(
  "outer",
  "operand operand",
  (a: Operand, b: Operand): Node => matrix.outer(lift(a, "outer", 0), lift(b, "outer", 1)),
);
/** Axes in another order; reversed by default. @throws ChainruleError SHAPE */
export const transpose = guarded(
  "transpose",
  "operand any?",
  <A extends Operand>(x: A, axes?: readonly number[]): Node<ValueOf<A>> =>
    matrix.transpose(lift(x, "transpose", 0), axes) as Node<ValueOf<A>>, // the rank stays
);
/** The sum of the diagonal: [n,n] -> []. @throws ChainruleError SHAPE */
export const trace = guarded(
  "trace",
  "operand",
  (x: Operand): Node<number> => matrix.trace(lift(x, "trace", 0)) as Node<number>, // without axes
);
/** The same entries repeated over a larger shape. @throws ChainruleError SHAPE */
export const broadcastTo = guarded(
  "broadcastTo",
  "operand any",
  (x: Operand, shape: Shape): Node => contract.broadcastTo(lift(x, "broadcastTo", 0), shape),
);
/** A contraction in Einstein's notation: `einsum("ij,jk->ik", a, b)`. @throws ChainruleError SYNTAX, SHAPE */
export const einsum = guarded(
  "einsum",
  "any operand...",
  (notation: string, ...operands: readonly Operand[]): Node =>
    einsumOf(
      notation,
      operands.map((operand, k) => lift(operand, "einsum", k)),
    ),
);
/** Tensors one after another along an axis (the first by default). @throws ChainruleError SHAPE, SIZE */
export const concat = guarded(
  "concat",
  "any any?",
  (parts: readonly Operand[], axis = 0): Node =>
    layout.concat(
      [parts].flat().map((part, k) => lift(part as Operand, "concat", k)), // flat loses the type of the parts
      axis,
    ),
);
/** Entries `start` up to, not including, `stop` along an axis. @throws ChainruleError SHAPE, SIZE */
export const slice = guarded(
  "slice",
  "operand any any any?",
  (x: Operand, axis: number, start: number, stop?: number): Node =>
    layout.slice(lift(x, "slice", 0), axis, start, stop),
);
/** The same entries, row by row, in another shape; one size may be -1, what is left. @throws ChainruleError SHAPE, SIZE */
export const reshape = guarded(
  "reshape",
  "operand any",
  (x: Operand, shape: readonly number[]): Node => layout.reshape(lift(x, "reshape", 0), shape),
);

/** One entry, or a part, by positions along the first axes. @throws ChainruleError SHAPE, SIZE */
export const at = guarded(
  "at",
  "operand number...",
  (operand: Operand, ...index: readonly number[]): Node => {
    let x = lift(operand, "at", 0);
    index.forEach((position, axis) => {
      x = layout.slice(x, axis, position, position === -1 ? undefined : position + 1);
    });
    return layout.reshape(x, x.shape.slice(index.length));
  },
);

/** A number or nested arrays as a constant. @throws ChainruleError OPERAND, SHAPE */
export const constant = guarded("constant", "any", leaf.constant);
/** The node as the definition of a name. @throws ChainruleError NAME, OPERAND */
export const named = guarded("named", "operand any", leaf.named);
/** A scalar symbol. @throws ChainruleError NAME, OPERAND */
export const scalar = guarded("scalar", "any any?", leaf.scalar);
/** A tensor symbol, from its values or a shape. @throws ChainruleError NAME, OPERAND, SHAPE, SIZE, NUMBER */
export const tensor = guarded("tensor", "any any options?", leaf.tensor);
/** The next value of a symbol. @throws ChainruleError NOT_A_LEAF, SHAPE */
export const updated = guarded("updated", "operand operand", leaf.updated);

/** Pointwise names with more meanings, or with operands that may be left out. */
const overloaded: ReadonlySet<string> = new Set(["max", "min", "leakyRelu", "elu"]);

const methods = {
  neg,
  square,
  sqrt,
  exp,
  log,
  log1p,
  expm1,
  oneMinusSquare,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  sinh,
  cosh,
  tanh,
  sigmoid,
  softplus,
  relu,
  silu,
  gelu,
  erf,
  erfc,
  step,
  abs,
  sign,
  add,
  sub,
  mul,
  div,
  pow,
  lt,
  le,
  gt,
  ge,
  eq,
  ne,
  xlogy,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  leakyRelu,
  elu,
  where,
  sum,
  mean,
  norm,
  logSumExp,
  max,
  min,
  softmax,
  logSoftmax,
  matmul,
  dot,
  outer,
  transpose,
  trace,
  broadcastTo,
  slice,
  reshape,
  at,
  named,
};

for (const [name, method] of Object.entries(methods)) {
  Object.defineProperty(Node.prototype, name, { value: methodOf(name, method as FreeFunction) });
}

type FreeFunction = (first: Node, ...rest: readonly unknown[]) => Node;

/** A free function as a method. Pointwise operations, of which most graphs are built, go to their node directly. */
function methodOf(name: string, call: FreeFunction): unknown {
  const op: Operation | undefined = (operations as Readonly<Record<string, Operation>>)[name];
  const isDirect = op?.kind === "pointwise" && !overloaded.has(name);
  if (isDirect && op.arity === 1) {
    return function (this: Node, ...rest: readonly unknown[]): Node {
      return rest.length === 0 ? applyUnary(op, this) : call(this, ...rest);
    };
  }
  if (isDirect && op.arity === 2) {
    return function (this: Node, other: Operand, ...rest: readonly unknown[]): Node {
      return rest.length === 0 ? applyBinary(op, this, lift(other, name, 1)) : call(this, other, ...rest);
    };
  }
  return function (this: Node, ...rest: readonly unknown[]): Node {
    return call(this, ...rest);
  };
}

const NOTHING = signature("");
const ANYTHING = signature("any");

Object.defineProperties(Node.prototype, {
  value: {
    get(this: Node): Value {
      const own = this.attrs.value ?? this.attrs.cell?.value;
      return own === undefined ? presentValue(this) : copyValue(own);
    },
  },
  grad: {
    get(this: Node): Value {
      return gradOf(this);
    },
  },
  name: {
    get(this: Node) {
      return this.attrs.name;
    },
  },
  backward: {
    value: function (this: Node, ...given: readonly unknown[]): void {
      checkedArguments("backward", NOTHING, given);
      backward(this);
    },
  },
  set: {
    value: function (this: Node, ...given: readonly unknown[]): Node {
      setValue(this, checkedArguments("set", ANYTHING, given)[0]);
      return this;
    },
  },
});
