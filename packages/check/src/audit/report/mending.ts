import { checkChoice, checkOptions, type OptionNames } from "@chainrule/graph";
import { type Terminal, terminal } from "@chainrule/latex";
import { languageOf } from "../document/language";
import type { LanguageCode } from "../findings/languages/language";
import { LANGUAGE_CODES, LANGUAGES } from "../findings/languages/languages";
import { said } from "../findings/say";
import type { MendedDocument } from "../mending";
import { counts, word } from "./phrases";

export interface MendingOptions {
  /** By default that of the document's prose. */
  readonly language?: LanguageCode;
}

const OPTIONS: OptionNames<MendingOptions> = { language: true };

/**
 * What was mended in a document, what was not and why, and what the document comes to now; for a terminal.
 * @throws ChainruleError OPTION
 */
export function mendingReport(found: MendedDocument, options: MendingOptions = {}): Terminal {
  checkOptions(options, OPTIONS, "mendingReport");
  const code = checkChoice(options.language, LANGUAGE_CODES, "mendingReport: language");
  const language = LANGUAGES[code ?? languageOf(found.text)];
  const row = (text: string): Terminal => terminal.escape(text);
  const mended = found.mended.flatMap(({ after, before, column, line }) => [
    row(`${line}:${column} ${word("mended", language)}`),
    row(`  - ${before}`),
    row(`  + ${after}`),
    terminal``,
  ]);
  const left = found.left.flatMap(({ because, column, line, text }) => [
    row(`${line}:${column} ${word("left", language, { because: said(because, language) })}`),
    row(`  ${text}`),
    terminal``,
  ]);
  return terminal.join([...mended, ...left, row(counts(found.audit, language))], terminal`\n`);
}
