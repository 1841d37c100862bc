import { ChainruleError, type ErrorCode, type ErrorDetails } from "../errors";

/** An error at a place in a typed formula; columns count from 1. */
export function refusal(
  code: ErrorCode,
  what: string,
  column: number,
  details: Omit<ErrorDetails, "where" | "column"> = {},
): ChainruleError {
  return new ChainruleError(code, what, { where: `column ${column}`, column, ...details });
}

/** What the graph said about an operation of the formula, with the column of that operation. */
export function located(error: unknown, column: () => number): unknown {
  if (!(error instanceof ChainruleError) || error.details.column !== undefined) return error;
  return new ChainruleError(error.code, error.message, { where: `column ${column()}`, column: column() });
}
