import * as g from "@chainrule/graph";
import { constant, type Node } from "@chainrule/graph";
import { binary, checkBroadcast } from "../numbers";
import { unread } from "../problem";
import { Tensor } from "../value";
import { other, type Row, type Rows, row, shapeOf } from "./row";

/* Functions entry by entry, under all names that libraries have for them. */

const unary = (build: (x: Node) => Node): Row => row("x", (call) => build(call.node("x")));

function pair(build: (x: Node, y: Node) => Node, isMask = false): Row {
  return other("x y", (call) => {
    const [x, y] = [call.node("x"), call.node("y")];
    checkBroadcast(shapeOf(x), shapeOf(y), call.name);
    return new Tensor(build(x, y), isMask);
  });
}

/** An operator with the function's name, so that numbers stay numbers. */
const operator = (sign: string): Row => other("x y", (call) => binary(sign, call.get("x"), call.get("y")));

const LN2 = (): Node => g.log(constant(2));
const clamped = (x: Node, low: Node, high: Node): Node => g.min(g.max(x, low), high);
const hardSigmoid = (x: Node): Node => g.div(clamped(g.add(x, 3), constant(0), constant(6)), 6);
/** The scale and slope of SELU, as Klambauer et al. print them. */
const [SELU_SCALE, SELU_ALPHA] = [1.0507009873554805, 1.6732632423543772];

const tanhGelu = (x: Node): Node => {
  const inner = g.mul(g.sqrt(g.div(2, Math.PI)), g.add(x, g.mul(0.044715, g.pow(x, 3))));
  return g.mul(g.mul(0.5, x), g.add(1, g.tanh(inner)));
};

const clip = row("x min max", (call) => {
  let x = call.node("x");
  if (call.has("min")) x = g.max(x, call.node("min"));
  return call.has("max") ? g.min(x, call.node("max")) : x;
});

const PLAIN: Readonly<Record<string, (x: Node) => Node>> = {
  exp: g.exp,
  log: g.log,
  log1p: g.log1p,
  expm1: g.expm1,
  sin: g.sin,
  cos: g.cos,
  tan: g.tan,
  arcsin: g.asin,
  arccos: g.acos,
  arctan: g.atan,
  asin: g.asin,
  acos: g.acos,
  atan: g.atan,
  sinh: g.sinh,
  cosh: g.cosh,
  tanh: g.tanh,
  sqrt: g.sqrt,
  square: g.square,
  abs: g.abs,
  absolute: g.abs,
  fabs: g.abs,
  sign: g.sign,
  negative: g.neg,
  neg: g.neg,
  sigmoid: g.sigmoid,
  expit: g.sigmoid,
  relu: g.relu,
  relu6: (x) => clamped(x, constant(0), constant(6)),
  erf: g.erf,
  erfc: g.erfc,
  silu: g.silu,
  swish: g.silu,
  mish: (x) => g.mul(x, g.tanh(g.softplus(x))),
  reciprocal: (x) => g.div(1, x),
  rsqrt: (x) => g.div(1, g.sqrt(x)),
  log2: (x) => g.div(g.log(x), LN2()),
  log10: (x) => g.div(g.log(x), g.log(constant(10))),
  exp2: (x) => g.pow(2, x),
  logsigmoid: (x) => g.neg(g.softplus(g.neg(x))),
  log_sigmoid: (x) => g.neg(g.softplus(g.neg(x))),
  softsign: (x) => g.div(x, g.add(1, g.abs(x))),
  tanhshrink: (x) => g.sub(x, g.tanh(x)),
  hardsigmoid: hardSigmoid,
  hard_sigmoid: hardSigmoid,
  hardswish: (x) => g.mul(x, hardSigmoid(x)),
  selu: (x) => g.mul(SELU_SCALE, g.elu(x, SELU_ALPHA)),
  positive: (x) => x,
};

const plainRows: Rows = Object.fromEntries(
  Object.entries(PLAIN).map(([name, build]) => [name, unary(build)]),
);

const truthRow = other("x y", (call) => binary("&", call.get("x"), call.get("y")));
const eitherRow = other("x y", (call) => binary("|", call.get("x"), call.get("y")));
const notRow = other("x", (call) => new Tensor(g.sub(1, call.node("x")), true));

export const pointwiseRows: Rows = {
  ...plainRows,
  softplus: row("x beta threshold", (call) => {
    const beta = call.has("beta") ? call.node("beta") : constant(1);
    return g.div(g.softplus(g.mul(beta, call.node("x"))), beta);
  }),
  gelu: row("x approximate", (call) => {
    const isTanh =
      call.get("approximate").kind === "text"
        ? call.text("approximate", "none") === "tanh"
        : call.flag("approximate");
    return isTanh ? tanhGelu(call.node("x")) : g.gelu(call.node("x"));
  }),
  leaky_relu: row("x negative_slope", (call) => {
    const x = call.node("x");
    const slope = call.has("negative_slope") ? call.node("negative_slope") : constant(0.01);
    return g.where(g.gt(x, 0), x, g.mul(slope, x));
  }),
  elu: row("x alpha", (call) => {
    const x = call.node("x");
    const alpha = call.has("alpha") ? call.node("alpha") : constant(1);
    return g.where(g.gt(x, 0), x, g.mul(alpha, g.sub(g.exp(x), 1)));
  }),
  hardtanh: row("x min_val max_val", (call) =>
    clamped(call.node("x"), constant(call.number("min_val", -1)), constant(call.number("max_val", 1))),
  ),
  threshold: row("x threshold value", (call) =>
    g.where(g.gt(call.node("x"), call.node("threshold")), call.node("x"), call.node("value")),
  ),
  glu: row("x axis", (call) => {
    const x = call.node("x");
    const axis = call.axis(x.shape.length);
    const half = (shapeOf(x)[axis] as number) / 2;
    return g.mul(g.slice(x, axis, 0, half), g.sigmoid(g.slice(x, axis, half)));
  }),
  add: operator("+"),
  sub: operator("-"),
  subtract: operator("-"),
  mul: operator("*"),
  multiply: operator("*"),
  div: operator("/"),
  divide: operator("/"),
  true_divide: operator("/"),
  pow: operator("**"),
  power: operator("**"),
  gt: operator(">"),
  greater: operator(">"),
  ge: operator(">="),
  greater_equal: operator(">="),
  lt: operator("<"),
  less: operator("<"),
  le: operator("<="),
  less_equal: operator("<="),
  eq: operator("=="),
  equal: operator("=="),
  ne: operator("!="),
  not_equal: operator("!="),
  logical_and: truthRow,
  logical_or: eitherRow,
  logical_not: notRow,
  minimum: pair(g.min),
  fmin: pair(g.min),
  maximum: pair(g.max),
  fmax: pair(g.max),
  logaddexp: pair((x, y) => g.add(x, g.softplus(g.sub(y, x)))),
  hypot: pair((x, y) => g.sqrt(g.add(g.square(x), g.square(y)))),
  xlogy: pair(g.xlogy),
  heaviside: pair((x, y) => g.where(g.eq(x, 0), y, g.gt(x, 0))),
  clip,
  clamp: clip,
  clamp_min: row("x min", (call) => g.max(call.node("x"), call.node("min"))),
  where: row("test x y", (call) => {
    if (!call.has("x")) throw unread("where without alternatives");
    const [test, x, y] = [call.node("test"), call.node("x"), call.node("y")];
    checkBroadcast(shapeOf(test), shapeOf(x), "where");
    checkBroadcast(shapeOf(test), shapeOf(y), "where");
    return g.where(test, x, y);
  }),
  masked_fill: row("x test value", (call) => {
    const [x, test] = [call.node("x"), call.node("test")];
    checkBroadcast(shapeOf(x), shapeOf(test), "masked_fill");
    return g.where(test, call.node("value"), x);
  }),
  isnan: row("x", (call) => g.mul(0, call.node("x"))),
};
