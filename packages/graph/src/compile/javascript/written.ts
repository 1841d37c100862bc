import type { ForeignName } from "../math/arithmetic";
import { ieee } from "../math/ieee";
import { foreign } from "../math/numbers";
import type { Primitive, Recorded, Recording } from "../wasm/recording";

/** Values of a recording as JavaScript: statements, and an expression for each value. */
export interface Written {
  readonly lines: readonly string[];
  readonly results: readonly string[];
}

const { withSign, power2, exponent, significand } = ieee;

/** What written expressions call, by name. */
export const callees = { withSign, power2, exponent, significand, foreign } as const;

/** What is neither a constant nor stands outside. */
type Computed = Exclude<Primitive, "input" | "number" | "own">;

type Row = (a: string, b: string, c: string, name: ForeignName | undefined) => string;

const rows: Readonly<Record<Computed, Row>> = {
  add: (a, b) => `(${a} + ${b})`,
  sub: (a, b) => `(${a} - ${b})`,
  mul: (a, b) => `(${a} * ${b})`,
  div: (a, b) => `(${a} / ${b})`,
  neg: (a) => `(-${a})`,
  min: (a, b) => `Math.min(${a}, ${b})`,
  max: (a, b) => `Math.max(${a}, ${b})`,
  abs: (a) => `Math.abs(${a})`,
  sqrt: (a) => `Math.sqrt(${a})`,
  lt: (a, b) => `(${a} < ${b})`,
  le: (a, b) => `(${a} <= ${b})`,
  eq: (a, b) => `(${a} === ${b})`,
  and: (a, b) => `(${a} && ${b})`,
  select: (condition, yes, no) => `(${condition} ? ${yes} : ${no})`,
  withSign: (a, sign) => `withSign(${a}, ${sign})`,
  power2: (a) => `power2(${a})`,
  exponent: (a) => `exponent(${a})`,
  significand: (a) => `significand(${a})`,
  foreign: (a, b, _, name) => `foreign.${name}(${a}, ${b})`,
  rarely: (condition, a, usual, name) => `(${condition} ? foreign.${name}(${a}, 0) : ${usual})`,
};

/**
 * Writes values of a recording. What is used once stands where it is used, so branches compute it only if taken. `input`
 * is the text of an input: a name.
 */
export function written(
  recording: Recording,
  wanted: readonly Recorded[],
  input: (which: number) => string,
): Written {
  const uses = new Int32Array(recording.primitive.length);
  for (const value of wanted) uses[value] = (uses[value] as number) + 1;
  const count = Math.max(-1, ...wanted) + 1;
  for (let value = count - 1; value >= 0; value--) {
    if (uses[value] === 0) continue;
    for (const operand of recording.operands[value] as readonly Recorded[])
      uses[operand] = (uses[operand] as number) + 1;
  }
  const text: string[] = [];
  const lines: string[] = [];
  for (let value = 0; value < count; value++) {
    if (uses[value] === 0) continue;
    const expression = expressionOf(recording, value, text, input);
    const isKept = (uses[value] as number) > 1 && recording.operands[value]?.length !== 0;
    if (isKept) lines.push(`const t${value} = ${expression};`);
    text[value] = isKept ? `t${value}` : expression;
  }
  return { lines, results: wanted.map((value) => text[value] as string) };
}

function expressionOf(
  { primitive, operands, payload, names }: Recording,
  value: Recorded,
  text: readonly string[],
  input: (which: number) => string,
): string {
  const kind = primitive[value] as Primitive;
  if (kind === "input") return input(payload[value] as number);
  if (kind === "number") return numberText(payload[value] as number);
  if (kind === "own") throw new Error("declared functions are called, not written");
  const [a = "", b = "", c = ""] = (operands[value] as readonly Recorded[]).map((operand) => text[operand]);
  return rows[kind](a, b, c, names[value]);
}

/** A number as JavaScript that reads back as the same bits. */
export function numberText(x: number): string {
  if (Number.isNaN(x)) return "Number.NaN";
  if (!Number.isFinite(x)) return x < 0 ? "Number.NEGATIVE_INFINITY" : "Number.POSITIVE_INFINITY";
  return Object.is(x, -0) ? "(-0)" : x < 0 ? `(${x})` : String(x);
}
