import { ChainruleError, Node, shapeText } from "@chainrule/graph";
import { type Phrase, phrase } from "@chainrule/graph/mathjs";
import type { Vocabulary } from "./vocabulary";

/** A claim as it was made: a graph, and, if it was typed, its text with the place of each part. */
export interface Claim {
  readonly node: Node;
  readonly text?: string;
  readonly phrase?: Phrase;
}

/** What reading a claim came to: the claim, or the error of shapes that do not fit. */
export type ReadClaim = { readonly claim: Claim } | { readonly misshapen: ChainruleError };

const NAME = /[\p{L}_$][\p{L}\p{M}\p{Nd}\u2080-\u2089_$]*/gu;

/**
 * Reads a claim: a node, or a formula in the syntax of mathjs whose names are those of the vocabulary.
 * @throws ChainruleError as `expression` does, except for shapes that do not fit, which are a finding
 */
export function readClaim(given: Node | string, words: Vocabulary): ReadClaim {
  if (given instanceof Node) return { claim: { node: given } };
  if (typeof given !== "string") {
    throw new ChainruleError("OPERAND", "a claim is a formula or a node", { where: "check", got: typeof given });
  }
  try {
    const read = phrase(given, symbolsOf(given, words));
    return { claim: { node: read.node, text: given, phrase: read } };
  } catch (error) {
    if (error instanceof ChainruleError && error.code === "SHAPE") return { misshapen: error };
    throw error;
  }
}

/** The nodes for the names of a formula; all names of the vocabulary, so that a refusal can suggest one. */
function symbolsOf(text: string, words: Vocabulary): Record<string, Node> {
  const symbols: Record<string, Node> = Object.create(null) as Record<string, Node>;
  for (const node of words.nodes) symbols[words.spelled(node)] ??= node;
  for (const [typed] of text.matchAll(NAME)) {
    const node = words.find(typed);
    if (node !== undefined) symbols[typed] = node;
  }
  return symbols;
}

/** Why two shapes are not one. */
export function shapeDifference(claim: Node, truth: Node): string {
  const [a, b] = [shapeText(claim.shape), shapeText(truth.shape)];
  const isTransposed = claim.shape.length > 1 && shapeText([...claim.shape].reverse()) === b;
  return `the claim has shape ${a}, the truth ${b}${isTransposed ? ": it is transposed" : ""}`;
}
