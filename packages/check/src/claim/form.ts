import type { Node } from "@chainrule/graph";
import type { FormulaReader, Line } from "@chainrule/graph/read";
import type { Syntax } from "./syntax";
import type { Vocabulary } from "./vocabulary";

/** A notation that claims are typed in. */
export interface Form {
  /** Typed as in a program, not as LaTeX. */
  readonly isCode: boolean;
  /** The equations of a text, or its only formula. @throws ChainruleError */
  readonly lines: (text: string) => readonly Line[];
  /** A reader over the names of a vocabulary, and further ones. */
  readonly reader: (words: Vocabulary, more?: Readonly<Record<string, Node>>) => FormulaReader;
  /** How repairs are written; `typed` is the whole claim. */
  readonly syntax: (words: Vocabulary, typed: string, read: (formula: string) => Node) => Syntax;
}
