import { checkChoice, checkOptions, type OptionNames } from "@chainrule/graph";
import { type Markdown, type Markup, type Terminal, terminalJson } from "@chainrule/latex";
import { languageOf } from "../document/language";
import type { LanguageCode } from "../findings/languages/language";
import { LANGUAGE_CODES, LANGUAGES } from "../findings/languages/languages";
import type { Audit } from "../result";
import { htmlReport } from "./html";
import { markdownReport } from "./markdown";
import { textReport } from "./text";

export type AuditFormat = "text" | "json" | "markdown" | "html";

export interface ReportOptions {
  /** "text" by default: for a terminal, each offending line with a caret under what is wrong. */
  readonly format?: AuditFormat;
  /** What was audited, for the title. */
  readonly name?: string;
  /** By default that of the document's prose. */
  readonly language?: LanguageCode;
}

const OPTIONS: OptionNames<ReportOptions> = { format: true, language: true, name: true };
const FORMATS: readonly AuditFormat[] = ["text", "json", "markdown", "html"];

/**
 * An audit as a text for a terminal, JSON, Markdown, or a page of HTML, in the language of the document. Whatever the document says
 * is shown as text.
 * @throws ChainruleError OPTION
 */
export function auditReport(
  found: Audit,
  document: string,
  options: ReportOptions = {},
): Terminal | Markdown | Markup {
  checkOptions(options, OPTIONS, "auditReport");
  const format = checkChoice(options.format, FORMATS, "auditReport: format");
  const code = checkChoice(options.language, LANGUAGE_CODES, "auditReport: language") ?? languageOf(document);
  const { name = "" } = options;
  const language = LANGUAGES[code];
  if (format === "json") return terminalJson(found);
  if (format === "markdown") return markdownReport(found, name, language);
  if (format === "html") return htmlReport(found, name, language);
  return textReport(found, document, language);
}
