import type { Operation } from "@chainrule/graph";
import { isDeclared } from "../operators";

/** How a function or operator is written inside a node. */
export interface FunctionNotation {
  readonly text: string;
  readonly tex: string;
}

const upright = (text: string): FunctionNotation => ({
  text,
  tex: `\\mathrm{${text.replaceAll("_", "\\_")}}`,
});

/** Functions that make a weighted sum a unit. */
const activations: Readonly<Record<string, FunctionNotation>> = {
  sigmoid: { text: "σ", tex: "\\sigma" },
  tanh: { text: "tanh", tex: "\\tanh" },
  relu: upright("ReLU"),
  leakyRelu: upright("LReLU"),
  elu: upright("ELU"),
  silu: upright("SiLU"),
  gelu: upright("GELU"),
  softplus: upright("softplus"),
  softmax: upright("softmax"),
  logSoftmax: upright("ln softmax"),
  step: upright("step"),
  sign: { text: "sgn", tex: "\\mathrm{sgn}" },
};

const others: Readonly<Record<string, FunctionNotation>> = {
  add: { text: "+", tex: "+" },
  sub: { text: "−", tex: "-" },
  neg: { text: "−", tex: "-" },
  mul: { text: "×", tex: "\\times" },
  div: { text: "÷", tex: "\\div" },
  pow: { text: "pow", tex: "\\mathrm{pow}" },
  square: { text: "sq", tex: "\\mathrm{sq}" },
  sqrt: { text: "√", tex: "\\sqrt{\\ }" },
  log: { text: "ln", tex: "\\ln" },
  lt: { text: "<", tex: "<" },
  le: { text: "≤", tex: "\\le" },
  gt: { text: ">", tex: ">" },
  ge: { text: "≥", tex: "\\ge" },
  eq: { text: "=", tex: "=" },
  ne: { text: "≠", tex: "\\ne" },
  contraction: { text: "Σ", tex: "\\Sigma" },
  maxOver: upright("max"),
  minOver: upright("min"),
};

/** Whether an operation makes a weighted sum a unit; one that the author declared does. */
export const isActivation = (op: Operation): boolean =>
  Object.hasOwn(activations, op.name) || (op.kind === "pointwise" && isDeclared(op));

/** The notation of an operation; its own name if it has no shorter one. */
export function functionNotation(operation: string): FunctionNotation {
  if (Object.hasOwn(activations, operation)) return activations[operation] as FunctionNotation;
  if (Object.hasOwn(others, operation)) return others[operation] as FunctionNotation;
  return upright(operation);
}
