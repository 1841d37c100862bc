import { type Terminal, terminal, terminalLines } from "@chainrule/latex";
import { type AuditVerdict, BAD } from "../findings/finding";
import type { Language } from "../findings/languages/language";
import type { Audit, AuditClaim } from "../findings/result";
import { said } from "../findings/say";
import { conventionText, counterexampleText, counts, headed, noteAtLine, word } from "./phrases";

/** Verdicts that a reader of the short report is told of, beside what is bad: where something is left open, or asked for. */
const OPEN: ReadonlySet<AuditVerdict> = new Set<AuditVerdict>(["not checked", "undecided", "holds where"]);

/** For a terminal: each bad or open claim with its line and a caret; of good lines only how many there are. */
export function textReport(found: Audit, document: string, language: Language): Terminal {
  const rows = document.split("\n").map((row) => row.replace(/[\r\t]/g, " "));
  const parts: string[] = [];
  const section = (title: "conventions" | "notes", items: readonly string[]): void => {
    if (items.length === 0) return;
    parts.push(word("heading", language, { title: word(title, language) }));
    parts.push(...items.map((each) => `  ${each}`), "");
  };
  section(
    "conventions",
    found.conventions.map((each) => conventionText(each, language)),
  );
  for (const line of found.lines) {
    if (!BAD.has(line.verdict) && !OPEN.has(line.verdict)) continue;
    const claims = line.claims.filter(
      ({ verdict }) => verdict !== "given" && (BAD.has(verdict) || verdict === line.verdict),
    );
    for (const claim of claims)
      parts.push(
        `${claim.place.line}:${claim.place.column} ${headed(claim, language)}`,
        ...detailed(claim, rows, language),
        "",
      );
  }
  section(
    "notes",
    found.lint.map((each) => noteAtLine(each, language)),
  );
  parts.push(counts(found, language));
  return terminalLines(parts.join("\n"));
}

/** Where a claim stands, what should stand there, and what mends it. */
function detailed(
  { expected, place, repair }: AuditClaim,
  rows: readonly string[],
  language: Language,
): string[] {
  return [
    ...marked(rows, place.line, place.column, place.length),
    ...(expected === undefined ? [] : [`  ${word("expected", language, { expected })}`]),
    ...(repair === undefined ? [] : [`  ${word("repair", language, { text: repair.text })}`]),
  ];
}

/** Of formulas without a document: every claim, with a point at which it fails. */
export function formulasReport(found: Audit, formulas: readonly string[], language: Language): Terminal {
  const parts = found.lines
    .flatMap(({ claims }) => claims)
    .filter(({ verdict }) => verdict !== "given" && verdict !== "definition")
    .flatMap((claim) => {
      const known = claim.counterexample && counterexampleText(claim.counterexample, language);
      return [
        headed(claim, language),
        ...detailed(claim, formulas, language),
        ...(known === undefined ? [] : [`  ${known}`]),
      ];
    });
  return terminalLines(
    (parts.length === 0 ? [said({ kind: "nothing claimed" }, language)] : parts).join("\n"),
  );
}

const SHOWN = 100;
/** Characters that a terminal shows two columns wide. */
const isWide = (c: string): boolean =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(c);
const width = (part: string): number => [...part].reduce((total, c) => total + (isWide(c) ? 2 : 1), 0);

/** A line of the document with a mark below a part of it. */
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
