import { type Node, type Size, sizeText } from "@chainrule/graph";
import { spelledOut } from "./spelled-out";
import type { Vocabulary } from "./vocabulary";

/** How repairs are written, and read again, in the notation that the claim was typed in. */
export interface Syntax {
  /** A quantity by its name. */
  readonly spelled: (node: Node) => string;
  /** A quantity as a formula over names; undefined if it cannot be typed. */
  readonly spelledOut: (node: Node) => string | undefined;
  /** Two factors; what is given can stand in a product. */
  readonly times: (a: string, b: string, entrywise: boolean) => string;
  readonly dividedBy: (above: string, below: string) => string;
  /** A number of entries: a size, or a product of sizes. */
  readonly count: (sizes: readonly Size[]) => string;
  readonly squared: (x: string) => string;
  /** What stands after a matrix to transpose it. */
  readonly transposition: string;
  readonly sumOver: (letter: string, x: string) => string;
  readonly derivative: (of: string, by: string) => string;
  /** Whether a text can stand beside any sign as it is. */
  readonly isAtom: (text: string) => boolean;
  /** What opens and closes a part of its own: nothing outside it stands beside what is inside. */
  readonly opening: string;
  readonly closing: string;
  /** Reads a whole formula. @throws ChainruleError */
  readonly read: (text: string) => Node;
}

/** Text, over the names of a vocabulary. */
export const textSyntax = (words: Vocabulary, read: (text: string) => Node): Syntax => ({
  spelled: words.spelled,
  spelledOut: (node) => spelledOut(node, words),
  times: (a, b, entrywise) => `${a} ${entrywise ? ".*" : "*"} ${b}`,
  dividedBy: (above, below) => `${above} / ${below}`,
  count: (sizes) =>
    sizes.length === 1 ? sizes.map(sizeText).join() : `(${sizes.map(sizeText).join(" * ")})`,
  squared: (x) => `${x}^2`,
  transposition: "^T",
  sumOver: (letter, x) => `Σ_{${letter}} ${x}`,
  derivative: (of, by) => `∂${of}/∂${by}`,
  isAtom: (text) => /^[\w.]+$/.test(text),
  opening: "(",
  closing: ")",
  read,
});
