import { ChainruleError } from "@chainrule/graph";
import { type Markup, markupOfPackage, visible } from "@chainrule/graph/written";
import katex from "katex";
import type { Tex } from "./tex";

/** More macros than any formula needs that a person reads; what goes beyond is a macro that calls itself. */
const MOST_MACROS = 100_000;

/**
 * A formula as KaTeX sets it. Strict: whatever it does not take without a warning is refused; nothing in a formula is trusted.
 * @throws ChainruleError SYNTAX where KaTeX cannot set it
 */
export function formulaMarkup(formula: Tex, displayMode: boolean): Markup {
  try {
    return markupOfPackage(
      katex.renderToString(formula, {
        displayMode,
        strict: "error",
        throwOnError: true,
        trust: false,
        output: "htmlAndMathml",
        maxExpand: MOST_MACROS,
      }),
    );
  } catch (error) {
    throw new ChainruleError("SYNTAX", "KaTeX cannot set this formula", {
      where: "renderDocument: html",
      got: visible(formula.slice(0, 200)),
      mend: error instanceof Error ? visible(error.message.slice(0, 300)) : "",
    });
  }
}
