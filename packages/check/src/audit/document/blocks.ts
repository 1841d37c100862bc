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

/** The text with a part of it blanked; line breaks stay. */
export const blanked = (text: string, from: number, to: number): string =>
  text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, " ") + text.slice(to);
