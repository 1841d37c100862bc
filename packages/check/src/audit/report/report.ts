import { checkChoice, checkOptions, type OptionNames } from "@chainrule/graph";
import { type Markdown, type Markup, type Prose, type Terminal, terminalJson } from "@chainrule/latex";
import { languageOf } from "../document/language";
import type { LanguageCode } from "../findings/languages/language";
import { LANGUAGE_CODES, LANGUAGES } from "../findings/languages/languages";
import type { Audit } from "../findings/result";
import { githubReport } from "./github";
import { htmlReport } from "./html";
import { reportOf } from "./json";
import { markdownReport } from "./markdown";
import { texReport } from "./tex";
import { formulasReport, textReport } from "./text";

export type AuditFormat = "text" | "json" | "jsonl" | "markdown" | "html" | "github" | "tex";

export interface ReportOptions {
  /**
   * "text" by default: for a terminal, each offending line with a caret under what is wrong. "json": what `audit.schema.json`
   * describes; "jsonl": the same in one line. "github": annotations of GitHub Actions. "tex": the
   * marks that `chainrule.sty` sets in the margin of a LaTeX document.
   */
  readonly format?: AuditFormat;
  /** What was audited, for the title; for "github" the path of the file. */
  readonly name?: string;
  /** For JSON: the SHA-256 of the text. */
  readonly hash?: string;
  /** By default that of the document's prose; of "tex" English, which every document's fonts have. */
  readonly language?: LanguageCode;
}

const OPTIONS: OptionNames<ReportOptions> = { format: true, hash: true, language: true, name: true };
export const AUDIT_FORMATS: readonly AuditFormat[] = [
  "text",
  "json",
  "jsonl",
  "markdown",
  "html",
  "github",
  "tex",
];

/**
 * An audit as a text for a terminal, JSON, Markdown, or a page of HTML, in the language of the document. Whatever the document says
 * is shown as text.
 * @throws ChainruleError OPTION
 */
export function auditReport(
  found: Audit,
  document: string,
  options: ReportOptions = {},
): Terminal | Markdown | Markup | Prose {
  checkOptions(options, OPTIONS, "auditReport");
  const format = checkChoice(options.format, AUDIT_FORMATS, "auditReport: format");
  const code = checkChoice(options.language, LANGUAGE_CODES, "auditReport: language") ?? languageOf(document);
  const { hash, name = "" } = options;
  const language = LANGUAGES[code];
  if (format === "json" || format === "jsonl") {
    const report = reportOf(found, language, {
      ...(name !== "" && { name }),
      ...(hash !== undefined && { hash }),
    });
    return terminalJson(report, format === "json" ? 2 : 0);
  }
  if (format === "tex") return texReport(found, document, LANGUAGES[options.language ?? "en"]);
  if (format === "github") return githubReport(found, name, language);
  if (format === "markdown") return markdownReport(found, name, language);
  if (format === "html") return htmlReport(found, name, language);
  return textReport(found, document, language);
}

/**
 * What `auditFormulas` found of formulas, for a terminal: the verdict of each claim with its reason, a point at which it fails and
 * what mends it.
 * @throws ChainruleError OPTION
 */
export function formulaReport(
  found: Audit,
  formulas: readonly string[],
  options: Pick<ReportOptions, "language"> = {},
): Terminal {
  checkOptions(options, { language: true }, "formulaReport");
  const code = checkChoice(options.language, LANGUAGE_CODES, "formulaReport: language") ?? "en";
  return formulasReport(found, formulas, LANGUAGES[code]);
}
