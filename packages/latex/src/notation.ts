import type { DefinedName, Operation, OperationName } from "@chainrule/graph";
import { plainTex, type Tex, tex } from "./safe/tex";

/** f(x, y): an operator name or a command before parentheses. */
export interface FunctionNotation {
  readonly kind: "function";
  readonly latex: Tex;
  /** The name in full, for a graph that has a symbol of the same sign. */
  readonly spelled?: Tex;
}

/** How an operation is written. */
export type Notation =
  | FunctionNotation
  /** Between two operands. */
  | { readonly kind: "relation"; readonly latex: Tex; readonly opposite: Tex }
  /** Written by a rule of the printer (print.ts), because its layout is its own. */
  | { readonly kind: "layout" }
  /** Written as the operations it is made of. */
  | { readonly kind: "lowered" };

const operator = (name: string): Notation => ({
  kind: "function",
  latex: tex`\\operatorname{${plainTex(name)}}`,
});
const command = (name: string): Notation => ({ kind: "function", latex: tex`\\${plainTex(name)}` });
const letter = (name: string, spelled: string): Notation => ({
  kind: "function",
  latex: tex`\\${plainTex(name)}`,
  spelled: tex`\\operatorname{${plainTex(spelled)}}`,
});
const relation = (latex: Tex, opposite: Tex): Notation => ({ kind: "relation", latex, opposite });
const layout: Notation = { kind: "layout" };
const lowered: Notation = { kind: "lowered" };

/** The notation of operations. What is made of others is called by its name if it has no row. */
const notations: { readonly [K in Exclude<OperationName, DefinedName>]: Notation } & {
  readonly [K in DefinedName]?: Notation;
} = {
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
  floor: layout,
  ceil: layout,
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
  sigmoid: letter("sigma", "sigmoid"),
  softplus: operator("softplus"),
  relu: operator("ReLU"),
  silu: operator("SiLU"),
  gelu: operator("GELU"),
  step: operator("step"),
  sign: operator("sgn"),
  min: command("min"),
  max: command("max"),
  lt: relation(tex`<`, tex`\\ge`),
  le: relation(tex`\\le`, tex`>`),
  gt: relation(tex`>`, tex`\\le`),
  ge: relation(tex`\\ge`, tex`<`),
  eq: relation(tex`=`, tex`\\ne`),
  ne: relation(tex`\\ne`, tex`=`),
  oneMinusSquare: lowered,
  xlogy: lowered,
  binaryCrossEntropy: lowered,
  binaryCrossEntropyWithLogits: lowered,
  softmax: operator("softmax"),
  logSoftmax: operator("logsoftmax"),
  logSumExp: operator("logsumexp"),
  concat: layout,
  slice: layout,
  pad: layout,
  reshape: layout,
};

/** How an operation is written; undefined for one that a user declared, and for an abstract function. */
export function notationOf(op: Operation): Notation | undefined {
  if (Object.hasOwn(notations, op.name)) return notations[op.name as OperationName]; // it has a row
  const isOwn = op.kind !== "pointwise" || op.forward !== undefined || op.symbol !== undefined;
  return isOwn ? undefined : operator(op.name);
}
