import type { Factor, RelationSign } from "../tree";

/* What signs are, as tables. */

export const relationSigns: ReadonlyMap<string, RelationSign> = new Map<string, RelationSign>([
  ["=", "="],
  ["==", "=="],
  [":=", ":="],
  ["<", "<"],
  [">", ">"],
  ["≤", "≤"],
  ["≥", "≥"],
  ["≠", "≠"],
  ["≈", "≈"],
  ["∝", "∝"],
  ["←", "←"],
  ["≡", "≡"],
  ["∈", "∈"],
  ["→", "→"],
]);

/** The signs between factors. */
export const productSigns: ReadonlyMap<string, Factor["sign"]> = new Map([
  ["*", "*"],
  ["·", "*"],
  ["×", "*"],
  ["/", "/"],
  [".*", ".*"],
  ["./", "./"],
  ["@", "@"],
]);

export const brackets: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
  ["⦃", "⦄"],
  ["⟨", "⟩"],
]);

export const bigOperators: ReadonlyMap<string, "sum" | "prod" | "max" | "min"> = new Map([
  ["∑", "sum"],
  ["∏", "prod"],
  ["max", "max"],
  ["min", "min"],
]);

/** Functions whose subscript is a number or a formula: log_2(x), LeakyReLU_{0.01}(x). */
export const parameterised: ReadonlySet<string> = new Set(["log", "LeakyReLU", "ELU", "leakyRelu", "elu"]);
