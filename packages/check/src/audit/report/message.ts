import { checkChoice } from "@chainrule/graph";
import type { Language, LanguageCode } from "../findings/languages/language";
import { LANGUAGE_CODES, LANGUAGES } from "../findings/languages/languages";
import type { AuditClaim } from "../findings/result";
import { counterexampleText, headed, word } from "./phrases";

/**
 * What is said of one claim, for an editor or a log: the verdict with its reason, a point at which the claim fails, what should
 * stand there, and what mends it, a line each, where they are known.
 * @throws ChainruleError OPTION for a language that there is not
 * @example claimText(audit("$x = 2$, $y = x^2 = 5$").lines[1].claims[0]) // "definition: ..."
 */
export function claimText(claim: AuditClaim, language: LanguageCode = "en"): string {
  const code = checkChoice(language, LANGUAGE_CODES, "claimText: language") ?? "en";
  return messageOf(claim, LANGUAGES[code]);
}

export function messageOf(claim: AuditClaim, language: Language): string {
  const { counterexample, expected, repair } = claim;
  const point = counterexample && counterexampleText(counterexample, language);
  return [
    headed(claim, language),
    ...(point === undefined ? [] : [point]),
    ...(expected === undefined ? [] : [word("expected", language, { expected })]),
    ...(repair === undefined ? [] : [word("repair", language, { text: repair.text })]),
  ].join("\n");
}
