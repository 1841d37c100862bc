import type { Operation } from "@chainrule/graph";
import { isDeclared, uprightName } from "../operators";
import { plainTex, type Tex, tex } from "../safe/tex";
import { nameTex } from "../symbol";
import type { FunctionName } from "./picture";
import { nameRuns, plainText } from "./text";

/** How a function or operator is written inside a node. */
export interface FunctionNotation {
  readonly text: string;
  readonly tex: Tex;
}

const upright = (text: string): FunctionNotation => ({
  text,
  tex: tex`\\mathrm{${plainTex(text)}}`,
});

/** Functions that make a weighted sum a unit. */
const activations: Readonly<Record<string, FunctionNotation>> = {
  sigmoid: { text: "σ", tex: tex`\\sigma` },
  tanh: { text: "tanh", tex: tex`\\tanh` },
  relu: upright("ReLU"),
  leakyRelu: upright("LReLU"),
  elu: upright("ELU"),
  silu: upright("SiLU"),
  gelu: upright("GELU"),
  softplus: upright("softplus"),
  softmax: upright("softmax"),
  logSoftmax: upright("ln softmax"),
  step: upright("step"),
  sign: { text: "sgn", tex: tex`\\mathrm{sgn}` },
};

const others: Readonly<Record<string, FunctionNotation>> = {
  add: { text: "+", tex: tex`+` },
  sub: { text: "−", tex: tex`-` },
  neg: { text: "−", tex: tex`-` },
  mul: { text: "×", tex: tex`\\times` },
  div: { text: "÷", tex: tex`\\div` },
  pow: { text: "pow", tex: tex`\\mathrm{pow}` },
  square: { text: "sq", tex: tex`\\mathrm{sq}` },
  sqrt: { text: "√", tex: tex`\\sqrt{\\ }` },
  log: { text: "ln", tex: tex`\\ln` },
  lt: { text: "<", tex: tex`<` },
  le: { text: "≤", tex: tex`\\le` },
  gt: { text: ">", tex: tex`>` },
  ge: { text: "≥", tex: tex`\\ge` },
  eq: { text: "=", tex: tex`=` },
  ne: { text: "≠", tex: tex`\\ne` },
  contraction: { text: "Σ", tex: tex`\\Sigma` },
  maxOver: upright("max"),
  minOver: upright("min"),
};

/** Whether an operation makes a weighted sum a unit; one that the author declared does. */
export const isActivation = (op: Operation): boolean =>
  Object.hasOwn(activations, op.name) || (op.kind === "pointwise" && isDeclared(op));

/** What an operation is called in a picture: its name, of a function that is only a symbol the symbol with its primes. */
export const functionName = (op: Operation): FunctionName => {
  if (op.kind !== "pointwise" || op.symbol === undefined) return op.name;
  const { name, order } = op.symbol;
  return { ...name, base: `${name.base}${"'".repeat(order)}` };
};

/** The notation of an operation; its own name if it has no shorter one. */
export function functionNotation(operation: FunctionName): FunctionNotation {
  if (typeof operation !== "string") return { text: plainText(nameRuns(operation)), tex: nameTex(operation) };
  if (Object.hasOwn(activations, operation)) return activations[operation] as FunctionNotation;
  if (Object.hasOwn(others, operation)) return others[operation] as FunctionNotation;
  return { text: operation, tex: uprightName(operation) };
}
