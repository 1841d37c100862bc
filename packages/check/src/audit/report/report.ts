import { checkChoice, checkOptions, type OptionNames } from "@chainrule/graph";
import {
  codeMarkdown,
  type Markdown,
  type Markup,
  markdown,
  markup,
  type Terminal,
  terminal,
  terminalJson,
  terminalLines,
} from "@chainrule/latex";
import { type AuditVerdict, BAD } from "../finding";
import type { Audit, AuditLine } from "../result";
import { auditSummary } from "./summary";
import { english, type Words } from "./words";

export type AuditFormat = "text" | "json" | "markdown" | "html";

export interface ReportOptions {
  /** "text" by default: for a terminal, each offending line with a caret under what is wrong. */
  readonly format?: AuditFormat;
  /** What was audited, for the title. */
  readonly name?: string;
}

const OPTIONS: OptionNames<ReportOptions> = { format: true, name: true };
const FORMATS: readonly AuditFormat[] = ["text", "json", "markdown", "html"];

/**
 * An audit as a text for a terminal, JSON, Markdown, or a page of HTML. Whatever the document says is shown as text.
 * @throws ChainruleError OPTION
 */
export function auditReport(
  found: Audit,
  document: string,
  options: ReportOptions = {},
): Terminal | Markdown | Markup {
  checkOptions(options, OPTIONS, "auditReport");
  const format = checkChoice(options.format, FORMATS, "auditReport: format");
  const { name = "" } = options;
  if (format === "json") return terminalJson(found);
  if (format === "markdown") return inMarkdown(found, name, english);
  if (format === "html") return inHtml(found, name, english);
  return text(found, document, english);
}

/** How many lines have each verdict. */
function counts(found: Audit, words: Words): string {
  const count = new Map<string, number>();
  for (const { verdict } of found.lines)
    count.set(words.verdicts[verdict], (count.get(words.verdicts[verdict]) ?? 0) + 1);
  if (found.lines.length === 0) return words.nothing;
  const byLine = [...count].map(([verdict, number]) => `${number} ${verdict}`).join(", ");
  return `${words.summary(auditSummary(found))} (${words.lines}: ${byLine})`;
}

const notes = (
  { conventions, lint }: Audit,
  words: Words,
): { readonly conventions: string[]; readonly lint: string[] } => ({
  conventions: conventions.map((each) => words.convention[each.kind](each)),
  lint: lint.map(
    (each) =>
      `${each.line === undefined ? "" : `${words.line.toLowerCase()} ${each.line}: `}${words.untidy[each.kind](each)}`,
  ),
});

/** Verdicts that a reader of the short report is told of, beside what is bad: where something is left open, or asked for. */
const OPEN: ReadonlySet<AuditVerdict> = new Set<AuditVerdict>(["not checked", "undecided", "holds where"]);

/** Each bad or open claim with its line and a caret; of good lines only how many there are. */
function text(found: Audit, document: string, words: Words): Terminal {
  const rows = document.split("\n").map((row) => row.replace(/[\r\t]/g, " "));
  const parts: string[] = [];
  const { conventions, lint } = notes(found, words);
  if (conventions.length > 0)
    parts.push(`${words.conventions}:`, ...conventions.map((each) => `  ${each}`), "");
  for (const line of found.lines) {
    if (!BAD.has(line.verdict) && !OPEN.has(line.verdict)) continue;
    const claims = line.claims.filter(
      ({ verdict }) => verdict !== "given" && (BAD.has(verdict) || verdict === line.verdict),
    );
    if (claims.length === 0)
      parts.push(
        `${line.line}:${line.column} ${headed(line, words)}`,
        ...marked(rows, line.line, line.column, 1),
        "",
      );
    for (const claim of claims) {
      const { expected, place, repair } = claim;
      parts.push(`${place.line}:${place.column} ${headed(claim, words)}`);
      parts.push(...marked(rows, place.line, place.column, place.length));
      if (expected !== undefined) parts.push(`  ${words.expected} ${expected}`);
      if (repair !== undefined) parts.push(`  ${words.repair}: ${repair.text}`);
      parts.push("");
    }
  }
  if (lint.length > 0) parts.push(`${words.lint}:`, ...lint.map((each) => `  ${each}`), "");
  parts.push(counts(found, words));
  return terminalLines(parts.join("\n"));
}

/** The verdict with its reason; a reason that says "inherits" says it all. */
const headed = ({ because, verdict }: Pick<AuditLine, "because" | "verdict">, words: Words): string =>
  verdict === "inherits" ? because : `${words.verdicts[verdict]}: ${because}`;

const SHOWN = 100;
/** Characters that a terminal shows two columns wide. */
const isWide = (c: string): boolean =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(c);
const width = (part: string): number => [...part].reduce((total, c) => total + (isWide(c) ? 2 : 1), 0);
function marked(rows: readonly string[], line: number, column: number, length: number): string[] {
  const row = rows[line - 1] ?? "";
  const from = Math.max(0, column - 1 - SHOWN / 2);
  const to = Math.min(row.length, Math.max(from + SHOWN, column - 1 + Math.min(length, SHOWN)));
  const shown = terminal.escape(row.slice(from, to));
  const before = terminal.escape(row.slice(from, column - 1));
  const under = terminal.escape(row.slice(column - 1, Math.min(to, column - 1 + length)));
  const lead = from > 0 ? "..." : "";
  return [
    `  ${lead}${shown}${to < row.length ? "..." : ""}`,
    `  ${" ".repeat(lead.length + width(before))}${"^".repeat(Math.max(1, width(under)))}`,
  ];
}

const whyOf = ({ because, claims, variant, where }: AuditLine, words: Words): string => {
  const claim = claims.find(({ place }) => place === where);
  const expected = claim?.expected === undefined ? "" : `; ${words.expected} ${claim.expected}`;
  return `${where === undefined ? "" : `${where.text}: `}${because}${expected}${variant === undefined || because.includes(variant) ? "" : ` (${variant})`}`;
};

function inMarkdown(found: Audit, name: string, words: Words): Markdown {
  const { conventions, lint } = notes(found, words);
  const list = (title: string, items: readonly string[]): Markdown[] =>
    items.length === 0
      ? []
      : [
          markdown`## ${markdown.escape(title)}`,
          markdown``,
          ...items.map((each) => markdown`- ${markdown.escape(each)}`),
          markdown``,
        ];
  const row = (cells: readonly Markdown[]): Markdown => markdown`| ${markdown.join(cells, markdown` | `)} |`;
  const head = [words.line, words.verdict, words.formula, words.because].map(markdown.escape);
  return markdown.join(
    [
      markdown`# ${markdown.escape(name === "" ? words.title : `${words.title}: ${name}`)}`,
      markdown``,
      markdown.escape(counts(found, words)),
      markdown``,
      ...list(words.conventions, conventions),
      row(head),
      markdown`|---|---|---|---|`,
      ...found.lines.map((line) =>
        row([
          markdown`${line.line}`,
          markdown.escape(words.verdicts[line.verdict]),
          codeMarkdown(line.text),
          markdown.escape(whyOf(line, words)),
        ]),
      ),
      markdown``,
      ...list(words.lint, lint),
    ],
    markdown`\n`,
  );
}

const STYLE = markup`body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}code{overflow-wrap:anywhere}tr.bad td{background:#fdecea}mark{background:#f5b7b1}`;

function inHtml(found: Audit, name: string, words: Words): Markup {
  const { conventions, lint } = notes(found, words);
  const list = (title: string, items: readonly string[]): Markup =>
    items.length === 0
      ? markup``
      : markup`<h2>${markup.escape(title)}</h2><ul>${markup.join(items.map((each) => markup`<li>${markup.escape(each)}</li>`))}</ul>`;
  const title = markup.escape(name === "" ? words.title : `${words.title}: ${name}`);
  const head = [words.line, words.verdict, words.formula, words.because].map(
    (each) => markup`<th>${markup.escape(each)}</th>`,
  );
  const rows = found.lines.map(
    (line) =>
      markup`<tr${BAD.has(line.verdict) ? markup` class="bad"` : markup``}><td>${line.line}</td><td>${markup.escape(words.verdicts[line.verdict])}</td><td><code>${formula(line)}</code></td><td>${markup.escape(whyOf(line, words))}</td></tr>`,
  );
  return markup`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1><p>${markup.escape(counts(found, words))}</p>${list(words.conventions, conventions)}<table><thead><tr>${markup.join(head)}</tr></thead><tbody>\n${markup.join(rows, markup`\n`)}\n</tbody></table>${list(words.lint, lint)}</body></html>\n`;
}

/** The formula with the part that is wrong marked. */
function formula({ text: whole, where }: AuditLine): Markup {
  const at = where === undefined ? -1 : whole.indexOf(where.text);
  if (where === undefined || at === -1) return markup.escape(whole);
  const [before, after] = [whole.slice(0, at), whole.slice(at + where.text.length)];
  return markup`${markup.escape(before)}<mark>${markup.escape(where.text)}</mark>${markup.escape(after)}`;
}
