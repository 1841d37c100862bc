import { ChainruleError, type ErrorCode, type ErrorDetails } from "../index";

/** A part of a typed text: offsets of its first character and of the one after its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The most characters of a line that an excerpt shows on either side of the place. */
const SHOWN = 40;

type Details = Omit<ErrorDetails, "where" | "line" | "column" | "excerpt">;

/** An error at a place of a typed text; lines and columns count from 1; the line is said where there are several. */
export function refusal(
  code: ErrorCode,
  what: string,
  text: string,
  { start, end }: Span,
  details: Details = {},
): ChainruleError {
  const lineStart = text.slice(0, start).lastIndexOf("\n") + 1;
  const nextBreak = text.indexOf("\n", lineStart);
  const lineEnd = nextBreak === -1 ? text.length : nextBreak;
  const line = text.slice(0, lineStart).split("\n").length;
  const column = start - lineStart + 1;
  const from = Math.max(lineStart, start - SHOWN);
  const to = Math.min(lineEnd, start + SHOWN);
  const marks = "^".repeat(Math.max(1, Math.min(end, to) - start));
  const [before, after] = [from > lineStart ? "..." : "", to < lineEnd ? "..." : ""];
  const excerpt = `  ${before}${text.slice(from, to)}${after}\n  ${" ".repeat(before.length + start - from)}${marks}`;
  return new ChainruleError(code, what, {
    where: text.trimEnd().includes("\n") ? `line ${line}, column ${column}` : `column ${column}`,
    line,
    column,
    ...details,
    excerpt,
  });
}

/** What the graph said about an operation of the formula, with the place of that operation. */
export function located(error: unknown, text: string, at: Span): unknown {
  if (!(error instanceof ChainruleError) || error.details.line !== undefined) return error;
  return refusal(error.code, error.message, text, at);
}
