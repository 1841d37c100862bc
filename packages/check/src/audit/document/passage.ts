import type { RelationSign, Tree } from "@chainrule/graph/read";
import type { TableDeclaration } from "./declarations";

/** A formula found in a document. Its text has the length of the passage it was cut from, so that offsets agree. */
export interface Passage {
  readonly text: string;
  /** Where it begins in the document. */
  readonly offset: number;
  /** Set as mathematics or as code: what cannot be read there is reported; a line of prose that is no formula is not. */
  readonly isMath: boolean;
  /** Typed without LaTeX: as in a program, or with the signs of Unicode. */
  readonly isText?: boolean;
  /** A line of a program. */
  readonly isProgram?: true;
  /** A line of a program in a language whose `*` goes entry by entry. */
  readonly isEntrywise?: true;
  /** What a comment says that the audit obeys. */
  readonly isDirective?: true;
}

/** What a cell of a table says: its head, or the formula beside it, is equal to it; or has it as its derivative by a name. */
export interface TableCell {
  readonly header: Passage;
  readonly cell: Passage;
  readonly derivative?: { readonly by?: string };
}

/** A row of a table: the formulas of its columns, and what stands in this row. */
export interface TableRow {
  readonly offset: number;
  readonly length: number;
  readonly cells: readonly TableCell[];
  /** One of several rows under the same head: each is a case of its own. Else its cells are plain equations. */
  readonly isCase: boolean;
  /** After how many updates of a training the row says that it holds. */
  readonly updates?: number;
}

export interface Extracted {
  readonly passages: readonly Passage[];
  readonly rows: readonly TableRow[];
  readonly declarations: readonly TableDeclaration[];
}

/** Lines and columns of offsets, both counted from 1, in a text or from a place in it on. */
export class Positions {
  readonly #text: string;
  readonly #starts: number[];

  constructor(text: string, begin = 0) {
    this.#text = text;
    this.#starts = [begin];
    for (let at = text.indexOf("\n", begin); at !== -1; at = text.indexOf("\n", at + 1))
      this.#starts.push(at + 1);
  }

  line(offset: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  column(offset: number): number {
    return offset - (this.#starts[this.line(offset) - 1] as number) + 1;
  }

  /** The line as it stands in the document. */
  textOf(line: number): string {
    const from = this.#starts[line - 1] as number;
    const to = this.#starts[line] ?? this.#text.length + 1;
    return this.#text.slice(from, to - 1).replace(/\r$/, "");
  }
}

/** One side of a chain, with the sign before it. */
export interface Member {
  readonly sign: RelationSign | undefined;
  /** Names are in their plain form. */
  readonly tree: Tree;
  readonly passage: Passage;
  /** The formula for any layer, sample or entry, of which `tree` is the one for some numbers, and what puts these in. */
  readonly general?: { readonly tree: Tree; readonly put: (tree: Tree) => Tree };
}

/** An equation or a chain of them. */
export interface Statement {
  readonly members: readonly Member[];
  /** Offsets in the document. */
  readonly start: number;
  readonly end: number;
  readonly tag?: string;
  readonly label?: string;
  /** After how many updates the words of the line say that this holds. */
  readonly updates?: number;
  /** The heading that it stands under, or the row of a table, says after how many updates it holds. */
  readonly isOfStage?: true;
  /** What the words around it say of its indices, i ≠ k: it holds for these entries only. */
  readonly condition?: string;
  /** The comparisons that its sentence supposes: it holds where they do. */
  readonly supposed?: readonly Statement[];
  /** It says when others hold, and nothing by itself: i = k. */
  readonly isCondition?: true;
  /** A condition that holds for what its sentence says only. */
  readonly isSupposition?: true;
  /** By dZ it means the gradient of each example's own loss, and 1/m stands in the gradients of parameters. */
  readonly isAveraged?: true;
  /** A definition of the document for another layer or sample than the one it is judged for. */
  readonly isRepeated?: boolean;
  /** One entry that a statement about a general one is judged for: which, and whether it stands in the place of what was typed. */
  readonly instance?: { readonly of: string; readonly isFirst: boolean };
}
