import { ChainruleError, Node } from "@chainrule/graph";
import { attempt } from "../attempt";
import type { Compared } from "./claim";
import type { Form } from "./form";
import { latexForm } from "./latex";
import { textForm } from "./text";
import { readTyped } from "./typed";
import type { Vocabulary } from "./vocabulary";

/** What a claim is typed in. */
export type SyntaxName = "auto" | "mathjs" | "latex";

/** What has a command or a group in braces is LaTeX. */
const isLatex = (text: string): boolean => /[\\{]/.test(text);

/** o_j - t_j: entries with their letters, and no sign that only programs have. LaTeX reads it just so, and can say what is missing. */
const isIndexed = (text: string): boolean =>
  /_[a-z](?![\p{L}\p{N}_])/u.test(text) && !/[*'@?[\]]|\.[\^/]/.test(text);

/**
 * Reads a claim: a node, or a formula or equation in the syntax of mathjs or in LaTeX. Its names are those of the vocabulary. `read`
 * may change how notations are read.
 * @throws ChainruleError as `expression` and `fromLatex` do, except for shapes that do not fit, which are a finding
 */
export function readClaims(
  given: Node | string,
  truth: Node,
  words: Vocabulary,
  syntax: SyntaxName,
  read: (form: Form) => Form = (form) => form,
): readonly Compared[] {
  const [latex, plain] = [read(latexForm), read(textForm)];
  if (given instanceof Node) return [{ claim: { node: given }, truth }];
  if (typeof given !== "string") {
    throw new ChainruleError("OPERAND", "a claim is a formula or a node", {
      where: "check",
      got: typeof given,
    });
  }
  const isPlain = syntax === "auto" && !isLatex(given);
  if (isPlain && truth.shape.length > 0 && isIndexed(given)) {
    const found = attempt(() => readTyped(given, truth, words, latex));
    if (found !== undefined) return found;
  }
  if (syntax === "latex" || (syntax === "auto" && !isPlain)) return readTyped(given, truth, words, latex);
  try {
    return readTyped(given, truth, words, plain);
  } catch (error) {
    if (syntax === "mathjs" || !(error instanceof ChainruleError) || error.code === "NAME") throw error;
    return latexInstead(() => readTyped(given, truth, words, latex), error);
  }
}

/** What cannot be read as text may be LaTeX; if it is neither, the first error says more. */
function latexInstead(read: () => readonly Compared[], refusal: ChainruleError): readonly Compared[] {
  try {
    return read();
  } catch (error) {
    throw error instanceof ChainruleError ? refusal : error;
  }
}
