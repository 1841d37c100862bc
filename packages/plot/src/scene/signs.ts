import type { Operation } from "@chainrule/graph";
import { nameRuns, plainText } from "./name-runs";
import type { FunctionName } from "./scene";

/* How operations are written in pictures. */

/** Functions that make a weighted sum a unit. */
const activations: Readonly<Record<string, string>> = {
  sigmoid: "σ",
  tanh: "tanh",
  relu: "ReLU",
  leakyRelu: "LReLU",
  elu: "ELU",
  silu: "SiLU",
  gelu: "GELU",
  softplus: "softplus",
  softmax: "softmax",
  logSoftmax: "ln softmax",
  step: "step",
  sign: "sgn",
};

const others: Readonly<Record<string, string>> = {
  add: "+",
  sub: "−",
  neg: "−",
  mul: "×",
  div: "÷",
  pow: "pow",
  square: "sq",
  sqrt: "√",
  log: "ln",
  lt: "<",
  le: "≤",
  gt: ">",
  ge: "≥",
  eq: "=",
  ne: "≠",
  contraction: "Σ",
  maxOver: "max",
  minOver: "min",
};

/** Whether an operation makes a weighted sum a unit; one that the author declared does. */
export const isActivation = (op: Operation): boolean =>
  Object.hasOwn(activations, op.name) || (op.kind === "pointwise" && op.forward !== undefined);

/** What an operation is called in a picture: its name, of a function that is only a symbol the symbol with its primes. */
export const functionName = (op: Operation): FunctionName => {
  if (op.kind !== "pointwise" || op.symbol === undefined) return op.name;
  const { name, order } = op.symbol;
  return { ...name, base: `${name.base}${"'".repeat(order)}` };
};

/** The sign of an operation; its own name if it has no shorter one. */
export function signOf(operation: FunctionName): string {
  if (typeof operation !== "string") return plainText(nameRuns(operation));
  if (Object.hasOwn(activations, operation)) return activations[operation] as string;
  return Object.hasOwn(others, operation) ? (others[operation] as string) : operation;
}
