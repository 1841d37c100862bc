import type { OperationName } from "@chainrule/graph";

/** How an operation is written. */
export type Notation =
  /** f(x, y): an operator name or a command before parentheses. */
  | { readonly kind: "function"; readonly latex: string }
  /** Between two operands. */
  | { readonly kind: "relation"; readonly latex: string; readonly opposite: string }
  /** Written by a rule of the printer (print.ts), because its layout is its own. */
  | { readonly kind: "layout" }
  /** Written as the operations it is made of. */
  | { readonly kind: "lowered" };

const operator = (name: string): Notation => ({ kind: "function", latex: `\\operatorname{${name}}` });
const command = (name: string): Notation => ({ kind: "function", latex: `\\${name}` });
const relation = (latex: string, opposite: string): Notation => ({ kind: "relation", latex, opposite });
const layout: Notation = { kind: "layout" };
const lowered: Notation = { kind: "lowered" };

/** The notation of every operation. */
export const notations: Readonly<Record<OperationName, Notation>> = {
  symbol: layout,
  constant: layout,
  size: layout,
  named: layout,
  add: layout,
  sub: layout,
  mul: layout,
  div: layout,
  neg: layout,
  pow: layout,
  square: layout,
  sqrt: layout,
  exp: layout,
  expm1: layout,
  abs: layout,
  where: layout,
  contraction: layout,
  leakyRelu: layout,
  elu: layout,
  maxOver: layout,
  minOver: layout,
  norm: layout,
  log1p: layout,
  log: command("ln"),
  sin: command("sin"),
  cos: command("cos"),
  tan: command("tan"),
  asin: command("arcsin"),
  acos: command("arccos"),
  atan: command("arctan"),
  sinh: command("sinh"),
  cosh: command("cosh"),
  tanh: command("tanh"),
  erf: operator("erf"),
  erfc: operator("erfc"),
  sigmoid: command("sigma"),
  softplus: operator("softplus"),
  relu: operator("ReLU"),
  silu: operator("SiLU"),
  gelu: operator("GELU"),
  step: operator("step"),
  sign: operator("sgn"),
  min: command("min"),
  max: command("max"),
  lt: relation("<", "\\ge"),
  le: relation("\\le", ">"),
  gt: relation(">", "\\le"),
  ge: relation("\\ge", "<"),
  eq: relation("=", "\\ne"),
  ne: relation("\\ne", "="),
  xlogy: lowered,
  binaryCrossEntropy: lowered,
  binaryCrossEntropyWithLogits: lowered,
  softmax: operator("softmax"),
  logSoftmax: operator("logsoftmax"),
  logSumExp: operator("logsumexp"),
  concat: operator("concat"),
  slice: operator("slice"),
  pad: operator("pad"),
  reshape: operator("reshape"),
};
