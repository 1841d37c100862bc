import { type Node, strides } from "@chainrule/graph";

/* Expressions of C for one entry of a tensor. */

/** An expression that needs no parentheses where it is used. */
export const isSimple = (text: string): boolean =>
  /^[\w.]+(\[[^\]]*\])?$/.test(text) || /^\w+\([^()]*\)$/.test(text);

/** An expression without parentheses around the whole of it. */
export function bare(text: string): string {
  if (!text.startsWith("(") || !text.endsWith(")")) return text;
  let depth = 0;
  for (const [k, c] of [...text].entries()) {
    if (c === "(") depth++;
    else if (c === ")" && --depth === 0 && k < text.length - 1) return text;
  }
  return text.slice(1, -1);
}

/** A number of C. */
export function cNumber(value: number): string {
  if (Number.isNaN(value)) return "NAN";
  if (!Number.isFinite(value)) return value > 0 ? "INFINITY" : "(-INFINITY)";
  const text = Object.is(value, -0) ? "-0.0" : String(value);
  const number = /[.e]/.test(text) ? text : `${text}.0`;
  return number.startsWith("-") ? `(${number})` : number;
}

/** What a row is given beside its operands: a name for an expression that is used twice. */
type Once = (expression: string) => string;

type Row = (x: readonly string[], once: Once) => string;
const call =
  (name: string): Row =>
  (x) =>
    `${name}(${x.map(bare).join(", ")})`;
const infix =
  (sign: string): Row =>
  ([a, b]) =>
    `(${a} ${sign} ${b})`;
const comparison =
  (sign: string): Row =>
  ([a, b]) =>
    `(${a} ${sign} ${b} ? 1.0 : 0.0)`;

/** Pointwise operations; operands are in parentheses where they need them. */
export const C_ROWS: Readonly<Record<string, Row>> = {
  named: ([x]) => x as string,
  neg: ([x]) => `(-${x})`,
  add: infix("+"),
  sub: infix("-"),
  mul: infix("*"),
  div: infix("/"),
  pow: call("pow"),
  square: ([x], once) => {
    const name = once(x as string);
    return `(${name} * ${name})`;
  },
  sqrt: call("sqrt"),
  exp: call("exp"),
  floor: call("floor"),
  log: call("log"),
  log1p: call("log1p"),
  expm1: call("expm1"),
  sin: call("sin"),
  cos: call("cos"),
  tan: call("tan"),
  asin: call("asin"),
  acos: call("acos"),
  atan: call("atan"),
  sinh: call("sinh"),
  cosh: call("cosh"),
  tanh: call("tanh"),
  sigmoid: ([x]) => `(1.0 / (1.0 + exp(-${x})))`,
  softplus: ([x], once) => {
    const name = once(x as string);
    return `(fmax(${name}, 0.0) + log1p(exp(-fabs(${name}))))`;
  },
  relu: ([x]) => `fmax(${x}, 0.0)`,
  erf: call("erf"),
  erfc: call("erfc"),
  abs: call("fabs"),
  sign: ([x], once) => {
    const name = once(x as string);
    return `(double)((${name} > 0.0) - (${name} < 0.0))`;
  },
  max: call("fmax"),
  min: call("fmin"),
  lt: comparison("<"),
  le: comparison("<="),
  gt: comparison(">"),
  ge: comparison(">="),
  eq: comparison("=="),
  ne: comparison("!="),
  where: ([condition, a, b]) => {
    const direct = /^\((.*) \? 1\.0 : 0\.0\)$/.exec(condition as string)?.[1];
    return `(${direct ?? `${condition} != 0.0`} ? ${a} : ${b})`;
  },
};

/** The place of an entry, row by row: `2 * i + j`. */
export function place(shape: readonly number[], indices: readonly string[]): string {
  const steps = strides(shape);
  const terms = indices.flatMap((index, axis) => {
    const step = steps[axis] as number; // as many as axes
    if (index === "0" || shape[axis] === 1) return [];
    if (step === 1) return [index];
    return [`${step} * ${/^\w+$/.test(index) ? index : `(${index})`}`];
  });
  return terms.length === 0 ? "0" : terms.join(" + ");
}

/** The indices of an operand of a pointwise operation, aligned from the right; 0 along axes that are stretched. */
export const aligned = (operand: Node, indices: readonly string[]): string[] =>
  operand.shape.map((size, axis) =>
    size === 1 ? "0" : (indices[axis - operand.shape.length + indices.length] as string),
  );
