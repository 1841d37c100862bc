import type { RelationSign } from "./tree";

/* What commands and signs are, as tables. */

export const relationSigns: ReadonlyMap<string, RelationSign> = new Map<string, RelationSign>([
  ["=", "="],
  [":=", ":="],
  ["<", "<"],
  [">", ">"],
  ["\\le", "\\le"],
  ["\\ge", "\\ge"],
  ["\\ne", "\\ne"],
  ["\\approx", "\\approx"],
  ["\\propto", "\\propto"],
  ["\\leftarrow", "\\leftarrow"],
  ["\\equiv", "\\equiv"],
  ["\\in", "\\in"],
  ["\\to", "\\to"],
]);

export const brackets: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
  ["\\{", "\\}"],
]);

export type Accent = "hat" | "bar" | "tilde" | "dot" | "";

export const accents: ReadonlyMap<string, Accent> = new Map<string, Accent>([
  ["\\hat", "hat"],
  ["\\bar", "bar"],
  ["\\tilde", "tilde"],
  ["\\dot", "dot"],
  ["\\vec", ""],
  ["\\underline", ""],
]);

export const bigOperators: ReadonlyMap<string, "sum" | "prod" | "max" | "min"> = new Map([
  ["\\sum", "sum"],
  ["\\prod", "prod"],
  ["\\max", "max"],
  ["\\min", "min"],
]);

/** Functions that LaTeX has a command for. */
export const functionCommands: ReadonlySet<string> = new Set(
  (
    "sin cos tan arcsin arccos arctan sinh cosh tanh ln log lg exp max min " +
    "cot sec csc coth det dim gcd inf sup arg Pr erf"
  )
    .split(" ")
    .map((name) => `\\${name}`),
);

/** Functions whose subscript is a number or a formula: \log_2(x), LeakyReLU_{0.01}(x). */
export const parameterised: ReadonlySet<string> = new Set(["log", "LeakyReLU", "ELU", "leakyRelu", "elu"]);

/** What changes how a formula looks, not what it means. */
export const transparent: ReadonlySet<string> = new Set([
  "\\boxed",
  "\\fbox",
  "\\underbrace",
  "\\overbrace",
  "\\cancel",
  "\\color",
  "\\textcolor",
  "\\mathop",
  "\\mathbin",
  "\\mathrel",
  "\\mathord",
  "\\smash",
]);
