import { checkChoice } from "@chainrule/graph";
import type { LanguageCode } from "./languages/language";
import { LANGUAGE_CODES, LANGUAGES } from "./languages/languages";
import type { Reason } from "./reason";
import { said } from "./say";

/**
 * Why a claim of an audit has its verdict, as a sentence without its full stop.
 * @throws ChainruleError OPTION for a language that there is not
 * @example findingText(audit("$x = 2$, $y = x^2 = 5$").lines[1].finding, "zh-Hans") // "正确的值是 4，不是 5"
 */
export function findingText(finding: Reason, language: LanguageCode = "en"): string {
  const code = checkChoice(language, LANGUAGE_CODES, "findingText: language") ?? "en";
  return said(finding, LANGUAGES[code]);
}
