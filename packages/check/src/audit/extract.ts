import { ChainruleError } from "@chainrule/graph";
import { withoutMarks } from "./conditions/labels";
import type { Extracted, Passage, TableRow } from "./document";
import { formulasInProse } from "./prose";
import { passagesIn, tableRows, tabularRows } from "./table";

/** The longest document that is audited, in characters. */
const LONGEST = 2_000_000;

const OPENINGS =
  /\$\$|\$|\\\[|\\\(|\\begin\{(equation|align|aligned|gather|eqnarray|multline|displaymath|math|split|alignat)(\*?)\}/g;
const CLOSINGS: Readonly<Record<string, string>> = { $$: "$$", $: "$", "\\[": "\\]", "\\(": "\\)" };
/** Languages of fenced code that is formulas; other code is not looked at. */
const FORMULA_CODE = /^(|text|txt|math|latex|tex|katex|plain|formula)$/i;

/**
 * The formulas of a document in Markdown, LaTeX or plain text, in their order: displays, formulas between dollars, fenced
 * formulas, tables, and lines of prose that contain an equation. Nothing is executed and nothing included.
 * @throws ChainruleError OPERAND, TOO_LONG
 */
export function extracted(document: unknown): Extracted {
  if (typeof document !== "string") {
    throw new ChainruleError("OPERAND", "a document is a text", { where: "audit", got: typeof document });
  }
  if (document.length > LONGEST) {
    throw new ChainruleError("TOO_LONG", "the document is too long", {
      where: "audit",
      got: `${document.length} characters`,
      expected: `at most ${LONGEST}`,
    });
  }
  const text = document.replace(/\r/g, " ").replace(/、/g, ",");
  const passages: Passage[] = [];
  const rows: TableRow[] = [];
  const masked = withoutCode(text, passages);
  const rest = withoutTables(masked, rows, passages);
  const prose = withoutDisplays(rest, passages);
  passages.push(...formulasInProse(prose));
  passages.sort((a, b) => a.offset - b.offset);
  return { passages: passages.map(withoutMarks), rows };
}

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

/** Fenced blocks: those that hold formulas line by line, the rest left out. */
function withoutCode(text: string, passages: Passage[]): string {
  const fence = /^([ \t]*)(```+|~~~+)[ \t]*([^\n`]*)\n([\s\S]*?)(?:^[ \t]*\2[ \t]*$|$(?![\s\S]))/gm;
  return text.replace(
    fence,
    (whole: string, _indent: string, _mark: string, language: string, body: string, at: number) => {
      if (FORMULA_CODE.test(language.trim())) {
        const offset = at + whole.indexOf("\n") + 1;
        if (/\\begin|\\\\/.test(body)) passages.push({ text: body, offset, isMath: true });
        else passages.push(...formulasInProse(body, offset, true));
      }
      return blank(whole);
    },
  );
}

function withoutTables(text: string, rows: TableRow[], passages: Passage[]): string {
  const table = /^(?:[ \t]*\|.*\|[ \t]*(?:\n|$))+/gm;
  const markdown = text.replace(table, (whole: string, at: number) => {
    const own = tableRows(whole, at);
    const taken = new Set(own.flatMap(({ cells }) => cells.map(({ cell }) => cell.offset)));
    rows.push(...own);
    passages.push(...passagesIn(whole, at, (offset) => taken.has(offset)));
    return blank(whole);
  });
  return markdown.replace(TABULAR, (whole: string, name: string, body: string, at: number) => {
    if (name === "array" && !/\\hline/.test(body)) return whole;
    const own = tabularRows(body, at + whole.indexOf(body));
    rows.push(...own);
    return own.length === 0 ? whole : blank(whole);
  });
}

const TABULAR = /\\begin\{(tabular|array)\}\s*(?:\[[a-z]\])?\{[^{}]*\}([\s\S]*?)\\end\{\1\}/g;

/** Takes out everything between mathematical brackets. One that is never closed is prose. */
function withoutDisplays(text: string, passages: Passage[]): string {
  let result = "";
  let from = 0;
  OPENINGS.lastIndex = 0;
  for (let found = OPENINGS.exec(text); found !== null; found = OPENINGS.exec(text)) {
    if (text[found.index - 1] === "\\") continue; // \$ is a dollar
    const [opening, name, star] = found;
    const closing = name === undefined ? (CLOSINGS[opening] as string) : `\\end{${name}${star}}`;
    const start = found.index + (name === undefined ? opening.length : 0);
    const closed = text.indexOf(closing, found.index + opening.length);
    const isInline = opening === "$";
    const lineEnd = text.indexOf("\n\n", start);
    if (closed === -1 || (isInline && lineEnd !== -1 && lineEnd < closed)) continue;
    const end = name === undefined ? closed : closed + closing.length;
    passages.push({ text: text.slice(start, end), offset: start, isMath: true });
    const after = closed + closing.length;
    result += text.slice(from, found.index) + blank(text.slice(found.index, after));
    from = after;
    OPENINGS.lastIndex = after;
  }
  return result + text.slice(from);
}
