import { ChainruleError, Node } from "@chainrule/graph";
import { phrase } from "@chainrule/graph/mathjs";
import type { Compared, Read } from "./claim";
import { readLatex } from "./latex";
import { symbolsOf } from "./names";
import { mathjsSyntax } from "./syntax";
import type { Vocabulary } from "./vocabulary";

/** What a claim is typed in. */
export type SyntaxName = "auto" | "mathjs" | "latex";

/** What has a command or a group in braces is LaTeX; the syntax of mathjs has neither. */
const isLatex = (text: string): boolean => /[\\{]/.test(text);

/**
 * Reads a claim: a node, or a formula or equation in the syntax of mathjs or in LaTeX. Its names are those of the vocabulary.
 * @throws ChainruleError as `expression` and `fromLatex` do, except for shapes that do not fit, which are a finding
 */
export function readClaims(
  given: Node | string,
  truth: Node,
  words: Vocabulary,
  syntax: SyntaxName,
): readonly Compared[] {
  if (given instanceof Node) return [{ claim: { node: given }, truth }];
  if (typeof given !== "string") {
    throw new ChainruleError("OPERAND", "a claim is a formula or a node", {
      where: "check",
      got: typeof given,
    });
  }
  if (syntax === "latex" || (syntax === "auto" && isLatex(given))) return readLatex(given, truth, words);
  try {
    return [{ ...readMathjs(given, words), truth }];
  } catch (error) {
    if (syntax === "mathjs" || !(error instanceof ChainruleError) || error.code === "NAME") throw error;
    return latexInstead(given, truth, words, error);
  }
}

/** What mathjs cannot read may be LaTeX; if it is neither, the first error says more. */
function latexInstead(
  text: string,
  truth: Node,
  words: Vocabulary,
  refusal: ChainruleError,
): readonly Compared[] {
  try {
    return readLatex(text, truth, words);
  } catch (error) {
    throw error instanceof ChainruleError ? refusal : error;
  }
}

/** A formula in the syntax of mathjs. */
export function readMathjs(text: string, words: Vocabulary): Read {
  try {
    const read = phrase(text, symbolsOf(text, words), words.functions);
    return { claim: { node: read.node, text, phrase: read, syntax: mathjsSyntax(words) } };
  } catch (error) {
    if (error instanceof ChainruleError && error.code === "SHAPE") return { misshapen: error, text };
    throw error;
  }
}
