import {
  ceil,
  concat,
  constant,
  einsum,
  floor,
  logSumExp,
  max,
  mean,
  min,
  type Node,
  norm,
  sum,
  where,
} from "@chainrule/graph";
import type { Call } from "./call";
import { constantNode } from "./constants";
import { unreadable } from "./decode";
import * as shapes from "./shapes";
import { averagePool, conv, maxPool } from "./windows";

/* The operators of ONNX as graphs, a row each. https://onnx.ai/onnx/operators/ */

type Operator = (call: Call) => Node | readonly Node[];

/** A method of nodes without operands. */
const entrywise =
  (f: (x: Node) => Node): Operator =>
  (call) =>
    f(call.x(0));
const pair =
  (f: (a: Node, b: Node) => Node): Operator =>
  (call) =>
    f(call.x(0), call.x(1));
const fold =
  (f: (a: Node, b: Node) => Node): Operator =>
  ({ all: [first, ...rest] }) =>
    rest.reduce(f, first);

const reduce =
  (f: (x: Node, axes: { readonly axis: readonly number[]; readonly keepDims: boolean }) => Node): Operator =>
  (call) => {
    const x = call.x(0);
    const given = call.list("axes", 1);
    if ((given === undefined || given.length === 0) && call.integer("noop_with_empty_axes", 0) !== 0)
      return x;
    const isAll = given === undefined || given.length === 0;
    const axis = isAll ? x.shape.map((_, k) => k) : given.map((k) => call.axis(k, x.shape.length));
    return f(x, { axis, keepDims: call.integer("keepdims", 1) !== 0 });
  };

/** A softmax along one axis; before version 13 along all from `axis` on, which is the same for the last one alone. */
const alongAxis =
  (f: (x: Node, axis: number) => Node): Operator =>
  (call) => {
    const rank = call.x(0).shape.length;
    const axis = call.axis(call.integer("axis", call.opset < 13 ? 1 : -1), rank);
    if (call.opset < 13 && axis !== rank - 1)
      throw call.refusal("before version 13 a softmax over several axes is not read");
    return f(call.x(0), axis);
  };

function gemm(call: Call): Node {
  const a = call.integer("transA", 0) === 0 ? call.x(0) : call.x(0).transpose();
  const b = call.integer("transB", 0) === 0 ? call.x(1) : call.x(1).transpose();
  const [alpha, beta] = [call.real("alpha", 1), call.real("beta", 1)];
  const product = alpha === 1 ? a.matmul(b) : a.matmul(b).mul(alpha);
  if (!call.has(2)) return product;
  return product.add(beta === 1 ? call.x(2) : call.x(2).mul(beta));
}

/** A channel's numbers, [C], along axis 1 of a tensor. */
const alongChannels = (call: Call, k: number): Node =>
  call.x(k).reshape([
    call.sizes(k)[0] ?? 1,
    ...call
      .x(0)
      .shape.slice(2)
      .map(() => 1),
  ]);

function batchNormalization(call: Call): Node {
  if (call.integer("training_mode", 0) !== 0 || call.outputs > 1)
    throw call.refusal("only the mode of inference is read");
  const deviation = alongChannels(call, 4).add(call.real("epsilon", 1e-5)).sqrt();
  return call
    .x(0)
    .sub(alongChannels(call, 3))
    .div(deviation)
    .mul(alongChannels(call, 1))
    .add(alongChannels(call, 2));
}

function layerNormalization(call: Call): Node {
  if (call.outputs > 1) throw call.refusal("only the first output is read");
  const x = call.x(0);
  const first = call.axis(call.integer("axis", -1), x.shape.length);
  const axes = { axis: x.shape.flatMap((_, axis) => (axis < first ? [] : [axis])), keepDims: true };
  const centred = x.sub(mean(x, axes));
  const scaled = centred
    .div(mean(centred.square(), axes).add(call.real("epsilon", 1e-5)).sqrt())
    .mul(call.x(1));
  return call.has(2) ? scaled.add(call.x(2)) : scaled;
}

function clip(call: Call): Node {
  let x = call.x(0);
  const low = call.has(1) ? call.x(1) : call.real("min", Number.NEGATIVE_INFINITY);
  const high = call.has(2) ? call.x(2) : call.real("max", Number.POSITIVE_INFINITY);
  if (low !== Number.NEGATIVE_INFINITY) x = x.max(low);
  return high === Number.POSITIVE_INFINITY ? x : x.min(high);
}

/** To real numbers, or to the whole numbers that a constant is; to booleans as 1 and 0. */
function cast(call: Call): Node {
  const to = call.integer("to", 1);
  if (to === 1 || to === 11) return call.x(0);
  if (to === 9) return call.x(0).ne(0);
  const value = call.value(0);
  return typeof value === "number"
    ? constant(Math.trunc(value))
    : constant({ ...value, data: value.data.map(Math.trunc) });
}

function constantOf(call: Call): Node {
  const value = call.tensor("value");
  if (value !== undefined) return constantNode(value);
  const list = call.integers("value_ints");
  return list === undefined
    ? constant(call.real("value_float", call.integer("value_int", 0)))
    : constant([...list]);
}

function expanded(call: Call): Node {
  const target = [...call.wholes(1)];
  const { shape } = call.x(0);
  while (target.length < shape.length) target.unshift(1);
  const offset = target.length - shape.length;
  return call.x(0).broadcastTo(target.map((size, axis) => (size === 1 ? (shape[axis - offset] ?? 1) : size)));
}

export const OPERATORS: Readonly<Record<string, Operator>> = {
  Abs: entrywise((x) => x.abs()),
  Acos: entrywise((x) => x.acos()),
  Add: pair((a, b) => a.add(b)),
  And: pair((a, b) => a.mul(b)),
  Asin: entrywise((x) => x.asin()),
  Atan: entrywise((x) => x.atan()),
  AveragePool: averagePool,
  BatchNormalization: batchNormalization,
  Ceil: entrywise((x) => ceil(x)),
  Cast: cast,
  Clip: clip,
  Concat: (call) => {
    const [first] = call.all;
    const axis = call.axis(call.integer("axis", 0), first.shape.length);
    return call.all.length === 1 ? first : concat(call.all, axis);
  },
  Constant: constantOf,
  ConstantOfShape: (call) => shapes.filledWith(call, call.tensor("value") ?? 0, call.wholes(0)),
  Conv: conv,
  Cos: entrywise((x) => x.cos()),
  Cosh: entrywise((x) => x.cosh()),
  Div: pair((a, b) => a.div(b)),
  Dropout: entrywise((x) => x),
  Einsum: (call) => einsum(call.text("equation", "").replaceAll(" ", ""), ...call.all),
  Elu: (call) => call.x(0).elu(call.real("alpha", 1)),
  Equal: pair((a, b) => a.eq(b)),
  Erf: entrywise((x) => x.erf()),
  Exp: entrywise((x) => x.exp()),
  Floor: entrywise((x) => floor(x)),
  Expand: expanded,
  Flatten: shapes.flattened,
  Gather: shapes.gathered,
  Gelu: (call) => {
    if (call.text("approximate", "none") !== "none") throw call.refusal("only the exact form is read");
    return call.x(0).gelu();
  },
  Gemm: gemm,
  GlobalAveragePool: entrywise((x) => mean(x, { axis: spatialAxes(x), keepDims: true })),
  GlobalMaxPool: entrywise((x) => max(x, { axis: spatialAxes(x), keepDims: true })),
  Greater: pair((a, b) => a.gt(b)),
  GreaterOrEqual: pair((a, b) => a.ge(b)),
  HardSigmoid: (call) => call.x(0).mul(call.real("alpha", 0.2)).add(call.real("beta", 0.5)).max(0).min(1),
  Identity: entrywise((x) => x),
  LayerNormalization: layerNormalization,
  LeakyRelu: (call) => call.x(0).leakyRelu(call.real("alpha", 0.01)),
  Less: pair((a, b) => a.lt(b)),
  LessOrEqual: pair((a, b) => a.le(b)),
  Log: entrywise((x) => x.log()),
  LogSoftmax: alongAxis((x, axis) => x.logSoftmax(axis)),
  MatMul: pair((a, b) => a.matmul(b)),
  Max: fold((a, b) => a.max(b)),
  MaxPool: maxPool,
  Mean: (call) => call.all.reduce((a, b) => a.add(b)).div(call.all.length),
  Min: fold((a, b) => a.min(b)),
  Mul: pair((a, b) => a.mul(b)),
  Neg: entrywise((x) => x.neg()),
  Not: entrywise((x) => constant(1).sub(x)),
  Or: pair((a, b) => a.max(b)),
  PRelu: pair((x, slope) => where(x.gt(0), x, x.mul(slope))),
  Pad: shapes.padded,
  Pow: pair((a, b) => a.pow(b)),
  Reciprocal: entrywise((x) => constant(1).div(x)),
  ReduceL1: reduce((x, axes) => sum(x.abs(), axes)),
  ReduceL2: reduce((x, axes) => norm(x, axes)),
  ReduceLogSumExp: reduce((x, axes) => logSumExp(x, axes)),
  ReduceMax: reduce((x, axes) => max(x, axes)),
  ReduceMean: reduce((x, axes) => mean(x, axes)),
  ReduceMin: reduce((x, axes) => min(x, axes)),
  ReduceSum: reduce((x, axes) => sum(x, axes)),
  ReduceSumSquare: reduce((x, axes) => sum(x.square(), axes)),
  Relu: entrywise((x) => x.relu()),
  Reshape: shapes.reshaped,
  Shape: (call) => constant([...call.sizes(0)]),
  Sigmoid: entrywise((x) => x.sigmoid()),
  Sign: entrywise((x) => x.sign()),
  Sin: entrywise((x) => x.sin()),
  Sinh: entrywise((x) => x.sinh()),
  Slice: shapes.sliced,
  Softmax: alongAxis((x, axis) => x.softmax(axis)),
  Softplus: entrywise((x) => x.softplus()),
  Softsign: entrywise((x) => x.div(x.abs().add(1))),
  Split: shapes.split,
  Sqrt: entrywise((x) => x.sqrt()),
  Squeeze: shapes.squeezed,
  Sub: pair((a, b) => a.sub(b)),
  Sum: fold((a, b) => a.add(b)),
  Tan: entrywise((x) => x.tan()),
  Tanh: entrywise((x) => x.tanh()),
  Transpose: (call) => call.x(0).transpose(call.integers("perm") ?? undefined),
  Unsqueeze: shapes.unsqueezed,
  Where: (call) => where(call.x(0), call.x(1), call.x(2)),
};

const spatialAxes = (x: Node): number[] => x.shape.flatMap((_, axis) => (axis < 2 ? [] : [axis]));

/** The operator of this name. @throws ChainruleError NO_INTERPRETATION, SYNTAX */
export function operator(call: Call, opType: string, domain: string): readonly Node[] {
  const isStandard = domain === "" || domain === "ai.onnx";
  const found = isStandard && Object.hasOwn(OPERATORS, opType) ? OPERATORS[opType] : undefined;
  if (found === undefined)
    throw call.refusal(`the operator ${domain === "" ? "" : `${domain}.`}${opType} is not read`);
  const result = found(call);
  const nodes = Array.isArray(result) ? (result as readonly Node[]) : [result as Node];
  if (nodes.length >= call.outputs) return nodes;
  throw unreadable("an operator has fewer outputs", call.where, `${call.outputs}`);
}
