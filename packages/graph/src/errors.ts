/** What went wrong, as a stable word that a program can test for. */
export type ErrorCode =
  | "OPERAND"
  | "SHAPE"
  | "SIZE"
  | "NAME"
  | "NUMBER"
  | "UNBOUND"
  | "NOT_A_LEAF"
  | "NOT_SCALAR"
  | "NO_INTERPRETATION"
  | "NOT_FINITE"
  | "WRONG"
  | "UNKNOWN_SYMBOL"
  | "SYNTAX"
  | "REFUSED"
  | "TOO_DEEP"
  | "TOO_LONG"
  | "OPTION"
  | "FILE"
  | "LIMIT";

/** The parts of an error beyond its one-line message; all of them plain data. */
export interface ErrorDetails {
  /** Where: an operation, a node's name, an argument, a line and column. */
  readonly where?: string;
  /** What was found there, as text. */
  readonly got?: string;
  /** What would have been right. */
  readonly expected?: string;
  /** One sentence on how to mend it. */
  readonly mend?: string;
  /** Position in a typed text, counted from 1. */
  readonly column?: number;
  readonly line?: number;
  /** The typed line with a mark below the place; it ends the message, on lines of its own. */
  readonly excerpt?: string;
}

/**
 * The one error type that chainrule throws on purpose. Its message reads
 * `where: what, got ... (expected ...). How to mend it.`
 */
export class ChainruleError extends Error {
  override readonly name = "ChainruleError";
  readonly code: ErrorCode;
  /** What went wrong, without the details. */
  readonly what: string;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, what: string, details: ErrorDetails = {}) {
    const where = details.where === undefined ? "" : `${details.where}: `;
    const got = details.got === undefined ? "" : `, got ${details.got}`;
    const expected = details.expected === undefined ? "" : ` (expected ${details.expected})`;
    const mend = details.mend === undefined ? "" : `. ${details.mend}`;
    const excerpt = details.excerpt === undefined ? "" : `\n${details.excerpt}`;
    super(`${where}${what}${got}${expected}${mend}${excerpt}`);
    this.code = code;
    this.what = what;
    this.details = details;
  }
}

const LONGEST_SHOWN = 60;

/** A short printable picture of any value, for the "got" part of an error. */
export function shown(value: unknown): string {
  if (typeof value === "string") return clipped(JSON.stringify(value));
  if (typeof value === "bigint") return `${value}n (a BigInt)`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object" && value !== null) {
    const maker: unknown = value.constructor;
    return `an object${typeof maker === "function" && maker.name !== "Object" ? ` of type ${maker.name}` : ""}`;
  }
  return String(value);
}

function clipped(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}
