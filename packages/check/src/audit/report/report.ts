import { BAD } from "../finding";
import type { Audit, AuditLine } from "../result";
import { english, type Words } from "./words";

export type AuditFormat = "text" | "json" | "markdown" | "html";

export interface ReportOptions {
  /** "text" by default: for a terminal, each offending line with a caret under what is wrong. */
  readonly format?: AuditFormat;
  /** What was audited, for the title. */
  readonly name?: string;
}

/** Whether an audit found something wrong. */
export const isFaulty = ({ lines }: Audit): boolean => lines.some(({ verdict }) => BAD.has(verdict));

/** An audit as a text for a terminal, JSON, Markdown, or a page of HTML. Formulas are inserted as text, never as markup. */
export function auditReport(
  found: Audit,
  document: string,
  { format = "text", name = "" }: ReportOptions = {},
): string {
  if (format === "json") return JSON.stringify(found, null, 2);
  if (format === "markdown") return markdown(found, name, english);
  if (format === "html") return html(found, name, english);
  return text(found, document, english);
}

/** How many lines have each verdict. */
function counts({ lines }: Audit, words: Words): string {
  const count = new Map<string, number>();
  for (const { verdict } of lines)
    count.set(words.verdicts[verdict], (count.get(words.verdicts[verdict]) ?? 0) + 1);
  return lines.length === 0
    ? words.nothing
    : [...count].map(([verdict, number]) => `${number} ${verdict}`).join(", ");
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

/** Each bad claim with its line and a caret; of good lines only how many there are. */
function text(found: Audit, document: string, words: Words): string {
  const rows = document.split("\n").map((row) => row.replace(/[\r\t]/g, " "));
  const parts: string[] = [];
  const { conventions, lint } = notes(found, words);
  if (conventions.length > 0)
    parts.push(`${words.conventions}:`, ...conventions.map((each) => `  ${each}`), "");
  for (const line of found.lines) {
    if (!BAD.has(line.verdict) && line.verdict !== "not checked" && line.verdict !== "undecided") continue;
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
  return parts.join("\n");
}

/** The verdict with its reason; a reason that says "inherits" says it all. */
const headed = ({ because, verdict }: Pick<AuditLine, "because" | "verdict">, words: Words): string =>
  verdict === "inherits" ? because : `${words.verdicts[verdict]}: ${because}`;

const SHOWN = 100;
/** Characters that a terminal shows two columns wide. */
const isWide = (c: string): boolean =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(c);
const width = (part: string): number => [...part].reduce((total, c) => total + (isWide(c) ? 2 : 1), 0);
/** Without what would steer a terminal or turn the direction of writing. */
const harmless = (part: string): string => part.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?");

function marked(rows: readonly string[], line: number, column: number, length: number): string[] {
  const row = rows[line - 1] ?? "";
  const from = Math.max(0, column - 1 - SHOWN / 2);
  const to = Math.min(row.length, Math.max(from + SHOWN, column - 1 + Math.min(length, SHOWN)));
  const shown = harmless(row.slice(from, to));
  const before = harmless(row.slice(from, column - 1));
  const under = harmless(row.slice(column - 1, Math.min(to, column - 1 + length)));
  const lead = from > 0 ? "..." : "";
  return [
    `  ${lead}${shown}${to < row.length ? "..." : ""}`,
    `  ${" ".repeat(lead.length + width(before))}${"^".repeat(Math.max(1, width(under)))}`,
  ];
}

const cell = (part: string): string => harmless(part.replace(/\s+/g, " ")).replace(/[\\|`<>*_[\]]/g, "\\$&");
/** As code, with a fence longer than any inside. */
function code(part: string): string {
  const plain = harmless(part.replace(/\s+/g, " ")).replaceAll("|", "\\|");
  const fence = "`".repeat(1 + Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length)));
  return `${fence}${fence.length > 1 ? ` ${plain} ` : plain}${fence}`;
}

const whyOf = ({ because, claims, variant, where }: AuditLine, words: Words): string => {
  const claim = claims.find(({ place }) => place === where);
  const expected = claim?.expected === undefined ? "" : `; ${words.expected} ${claim.expected}`;
  return `${where === undefined ? "" : `${where.text}: `}${because}${expected}${variant === undefined || because.includes(variant) ? "" : ` (${variant})`}`;
};

function markdown(found: Audit, name: string, words: Words): string {
  const { conventions, lint } = notes(found, words);
  const list = (title: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : [`## ${title}`, "", ...items.map((each) => `- ${cell(each)}`), ""];
  return [
    `# ${words.title}${name === "" ? "" : `: ${cell(name)}`}`,
    "",
    counts(found, words),
    "",
    ...list(words.conventions, conventions),
    `| ${words.line} | ${words.verdict} | ${words.formula} | ${words.because} |`,
    "|---|---|---|---|",
    ...found.lines.map(
      (line) =>
        `| ${line.line} | ${words.verdicts[line.verdict]} | ${code(line.text)} | ${cell(whyOf(line, words))} |`,
    ),
    "",
    ...list(words.lint, lint),
  ].join("\n");
}

const escaped = (part: string): string =>
  harmless(part.replace(/\s+/g, " ")).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}code{overflow-wrap:anywhere}tr.bad td{background:#fdecea}mark{background:#f5b7b1}";

function html(found: Audit, name: string, words: Words): string {
  const { conventions, lint } = notes(found, words);
  const list = (title: string, items: readonly string[]): string =>
    items.length === 0
      ? ""
      : `<h2>${title}</h2><ul>${items.map((each) => `<li>${escaped(each)}</li>`).join("")}</ul>`;
  const title = `${words.title}${name === "" ? "" : `: ${escaped(name)}`}`;
  const rows = found.lines.map(
    (line) =>
      `<tr${BAD.has(line.verdict) ? ' class="bad"' : ""}><td>${line.line}</td><td>${escaped(words.verdicts[line.verdict])}</td><td><code>${formula(line)}</code></td><td>${escaped(whyOf(line, words))}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1><p>${escaped(counts(found, words))}</p>${list(words.conventions, conventions)}<table><thead><tr><th>${words.line}</th><th>${words.verdict}</th><th>${words.formula}</th><th>${words.because}</th></tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table>${list(words.lint, lint)}</body></html>\n`;
}

/** The formula with the part that is wrong marked. */
function formula({ text: whole, where }: AuditLine): string {
  const at = where === undefined ? -1 : whole.indexOf(where.text);
  if (where === undefined || at === -1) return escaped(whole);
  return `${escaped(whole.slice(0, at))}<mark>${escaped(where.text)}</mark>${escaped(whole.slice(at + where.text.length))}`;
}
