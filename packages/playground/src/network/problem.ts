import { ChainruleError } from "@chainrule/graph";

/** What is wrong with a text, and where; offsets are counted from 0. */
export interface Problem {
  readonly from: number;
  readonly to: number;
  /** In English, as all errors of the packages. */
  readonly message: string;
}

/** Why a text could not be read, with the part that it is about. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** A part of a text, with where it begins. */
export interface Piece {
  readonly text: string;
  readonly from: number;
}

export const problemAt = ({ from, text }: Piece, message: string): SourceError =>
  new SourceError({ from, to: from + Math.max(1, text.length), message });

/** Runs what reads a piece; where the reader says a column, the problem is there, else it is the whole piece. */
export function within<T>(piece: Piece, read: (text: string) => T): T {
  try {
    return read(piece.text);
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    throw new SourceError(problemIn(piece, error));
  }
}

function problemIn(piece: Piece, error: ChainruleError): Problem {
  const { column, got, expected, mend } = error.details;
  const hint = mend ?? (expected === undefined ? undefined : `Expected: ${expected}`); // what mends it says what is expected
  const found = got === undefined ? error.what : `${error.what}, got ${got}`;
  const message = hint === undefined ? found : `${found}. ${hint}`;
  if (column === undefined || column > piece.text.length + 1)
    return { from: piece.from, to: piece.from + Math.max(1, piece.text.length), message };
  const from = piece.from + column - 1;
  const word = /^[\p{L}\p{N}_']+|^./u.exec(piece.text.slice(column - 1))?.[0] ?? " ";
  return { from, to: from + word.length, message };
}

/** The lines of a text without comments and spaces around; `;` separates what could be lines. */
export function statementsIn(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const line of text.split("\n")) {
    let at = from;
    for (const part of line.replace(/(?:#|\/\/).*$/, "").split(";")) {
      const trimmed = part.trim();
      if (trimmed !== "") pieces.push({ text: trimmed, from: at + part.indexOf(trimmed) });
      at += part.length + 1;
    }
    from += line.length + 1;
  }
  return pieces;
}

/** A piece cut at a separator. */
export function cut(piece: Piece, separator: RegExp): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const part of piece.text.split(separator)) {
    const start = piece.text.indexOf(part, at);
    const trimmed = part.trim();
    pieces.push({ text: trimmed, from: piece.from + start + (trimmed === "" ? 0 : part.indexOf(trimmed)) });
    at = start + part.length;
  }
  return pieces;
}
