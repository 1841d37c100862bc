import type { Node, TensorValue } from "@chainrule/graph";

/* Expressions of Python, and what differs between its array libraries. */

/** An expression, and how tightly its outermost operator binds. */
export interface Expression {
  readonly text: string;
  readonly binds: number;
  /** It is a Python number, which some functions do not take. */
  readonly isNumber?: true;
  /** Of a comparison: as a condition, without being made a number. */
  readonly condition?: string;
}

export const BINDS = { compare: 0, sum: 1, product: 2, sign: 3, power: 4, atom: 5 } as const;

/** What differs between the libraries. */
export interface Dialect {
  /** The target's name in errors. */
  readonly name: string;
  /** Functions of entries, by operation. */
  readonly functions: Readonly<Record<string, string>>;
  /** Whether functions refuse Python numbers. */
  readonly takesArrays: boolean;
  /** Other operations by name, as they are. */
  readonly others?: Readonly<Record<string, (node: Node, x: readonly Expression[]) => string>>;
  readonly array: (numbers: string, like: string) => string;
  /** 1 where a condition holds, else 0. */
  readonly truth: (condition: string, like: string) => string;
  readonly reduce: (
    f: "sum" | "max" | "min",
    x: Expression,
    axes: readonly number[] | undefined,
    keeps: boolean,
  ) => string;
  readonly permute: (x: Expression, axes: readonly number[]) => string;
  readonly module: string;
  readonly eye: (size: string, like: string) => string;
  readonly concat: (parts: readonly string[], axis: number) => string;
  readonly pad: (x: string, rank: number, axis: number, before: number, after: number) => string;
}

export const atom = (text: string): Expression => ({ text, binds: BINDS.atom });

/** The expression, in parentheses unless it binds at least so tightly. */
export const within = ({ text, binds }: Expression, least: number): string =>
  binds < least ? `(${text})` : text;

/** The arguments of a tuple: `(3,)`, `(3, 4)`. */
export const tuple = (items: readonly (string | number)[]): string =>
  items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;

/** Several values as a function returns them: `a, b`. */
export const returned = (items: readonly string[]): string =>
  items.length === 1 ? `(${items[0]},)` : items.join(", ");

/** A number of Python. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : '-float("inf")';
  const text = Object.is(value, -0) ? "-0.0" : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Nested lists of the entries of a tensor. */
export function listText({ shape, data }: TensorValue): string {
  let parts = Array.from(data, numberText);
  for (const size of [...shape].reverse()) {
    const rows: string[] = [];
    for (let k = 0; k < parts.length; k += size) rows.push(`[${parts.slice(k, k + size).join(", ")}]`);
    parts = size === 0 ? ["[]"] : rows;
  }
  return parts[0] ?? "[]";
}
