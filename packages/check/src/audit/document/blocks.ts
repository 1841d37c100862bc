import type { Cell } from "./table-entries";

/** A run of code: formulas, or a program. */
export interface Code {
  readonly text: string;
  readonly offset: number;
  readonly language: string;
}

/** A table of a document in Markdown: the cells of each line, head first. */
export interface TableBlock {
  readonly lines: readonly { readonly line: Cell; readonly cells: readonly Cell[] }[];
}

/** What a document is made of, before anybody looks for formulas. */
export interface Blocks {
  /** The document with everything blanked that is no running text; every character keeps its place. */
  readonly prose: string;
  /** Blocks of code, and code within a line that is an equation. */
  readonly code: readonly Code[];
  readonly spans: readonly Code[];
  readonly tables: readonly TableBlock[];
}

/** What a document is written in. */
export type DocumentFormat = "markdown" | "latex" | "text";

/** Spaces for all of it but line breaks. */
export const blank = (text: string): string => text.replace(/[^\n]/g, " ");

/** The text with parts of it, in order, made something else of the same length. */
export function replacedAt(
  text: string,
  parts: readonly { readonly start: number; readonly end: number }[],
  replaced: (part: string) => string = blank,
): string {
  let [result, at] = ["", 0];
  for (const { end, start } of parts) {
    if (start < at) continue; // a part of one that was replaced
    result += text.slice(at, start) + replaced(text.slice(start, end));
    at = end;
  }
  return result + text.slice(at);
}
