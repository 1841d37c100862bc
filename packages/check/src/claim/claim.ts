import { type ChainruleError, type Node, shapeText } from "@chainrule/graph";
import type { Phrase, Span, Tree } from "@chainrule/graph/read";
import type { Syntax } from "./syntax";

/** A claim as it was made: a graph, and, if it was typed, its text with the place of each part. */
export interface Claim {
  readonly node: Node;
  readonly text?: string;
  readonly phrase?: Phrase;
  readonly syntax?: Syntax;
  /** Where it stands in the text, and how it is read. */
  readonly side?: Side;
}

/** One side of a typed equation, or a formula alone. */
export interface Side {
  readonly tree: Tree;
  readonly text: string;
  /** Reads a formula in its place, with axes in the order that the truth has. @throws ChainruleError */
  readonly read: (formula: string | Tree) => Node;
  /** The same in every order of its axes that fits, where nothing says which one is meant. @throws ChainruleError */
  readonly readInOrders: (formula: string) => readonly Node[];
  readonly syntax: Syntax;
  /** The letters of the truth's axes, where the left side or the truth's own name says them. */
  readonly letters: readonly string[] | undefined;
  /** Typed as in a program. */
  readonly isCode: boolean;
}

/** What a typed formula stands for: a claim, or shapes or indices that do not fit. */
export type Read =
  | { readonly claim: Claim }
  | { readonly misshapen: ChainruleError; readonly text: string; readonly side?: Side }
  /** An index that is summed over and free, or neither. */
  | { readonly confused: ChainruleError; readonly at: Span; readonly text: string; readonly side: Side };

/** A formula and the truth that it is compared with: a chain of equations makes several claims. */
export type Compared = Read & { readonly truth: Node };

/** Why two shapes are not one. */
export function shapeDifference(claim: Node, truth: Node): string {
  const [a, b] = [shapeText(claim.shape), shapeText(truth.shape)];
  const isTransposed = claim.shape.length > 1 && shapeText([...claim.shape].reverse()) === b;
  return `the claim has shape ${a}, the truth ${b}${isTransposed ? ": it is transposed" : ""}`;
}
