import { ChainruleError } from "@chainrule/graph";
import { withoutMarks } from "../conditions/labels";
import { type Blocks, blanked, type Code, type DocumentFormat } from "./blocks";
import { latexBlocks, looksLikeLatex } from "./latex";
import { markdownBlocks } from "./markdown";
import type { Extracted, Passage, TableRow } from "./passage";
import { formulasInProse } from "./prose";
import { markdownRows, tabularRows } from "./table";

/** The longest document that is audited, in characters. */
const LONGEST = 2_000_000;

const OPENINGS =
  /\$\$|\$|\\\[|\\\(|\\begin\{(equation|align|aligned|gather|eqnarray|multline|displaymath|math|split|alignat)(\*?)\}/g;
const CLOSINGS: Readonly<Record<string, string>> = { $$: "$$", $: "$", "\\[": "\\]", "\\(": "\\)" };
/** Languages of fenced code that is formulas. */
const FORMULA_CODE = /^(|text|txt|math|latex|tex|katex|plain|formula)$/i;

const PROGRAM = /^(python\d?|py|ipython|numpy|pytorch|julia|matlab|octave)$/i;

/**
 * The formulas of a document, in their order: displays, formulas between dollars, fenced formulas, tables, and lines of prose that
 * contain an equation. Nothing is executed and nothing included.
 * @throws ChainruleError OPERAND, TOO_LONG
 */
export function extracted(document: unknown, format?: DocumentFormat): Extracted {
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
  const { code, prose, spans, tables } = blocksOf(text, format ?? guessed(text));
  const passages = [...code.flatMap(formulasInCode), ...spans.flatMap(formulasInSpan)];
  const rows: TableRow[] = [];
  for (const table of tables) {
    const own = markdownRows(table);
    rows.push(...own.rows);
    passages.push(...own.passages);
  }
  const rest = withoutDisplays(withoutTabulars(prose, rows), passages);
  passages.push(...formulasInProse(rest));
  passages.sort((a, b) => a.offset - b.offset);
  return { passages: passages.map(withoutMarks), rows };
}

const guessed = (text: string): DocumentFormat => (looksLikeLatex(text) ? "latex" : "markdown");

function blocksOf(text: string, format: DocumentFormat): Blocks {
  switch (format) {
    case "markdown":
      return markdownBlocks(text);
    case "latex":
      return latexBlocks(text);
    case "text":
      return { prose: text, code: [], spans: [], tables: [] };
  }
}

/** Code in a language of formulas, read as a display or line by line. */
function formulasInCode({ language, offset, text }: Code): Passage[] {
  if (PROGRAM.test(language.trim())) return formulasInProgram(text, offset);
  if (!FORMULA_CODE.test(language.trim())) return [];
  return /\\begin|\\\\/.test(text) ? [{ text, offset, isMath: true }] : formulasInProse(text, offset, true);
}

/** The assignments of a program and the equations in its remarks, line by line; what else it does is no formula. */
function formulasInProgram(text: string, offset: number): Passage[] {
  const passages: Passage[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    const [, code = "", remark = ""] = /^((?:[^#"'%]|'(?![^']*'))*)(?:[#%](.*))?$/.exec(line) ?? [];
    const lead = code.length - code.trimStart().length;
    if (ASSIGNMENT.test(code))
      passages.push({
        text: code.trim(),
        offset: offset + index + lead,
        isMath: true,
        isText: true,
        isProgram: true,
      });
    if (remark !== "") passages.push(...formulasInProse(remark, offset + index + code.length + 1));
  }
  return passages;
}

const ASSIGNMENT =
  /^\s*(?!(?:if|for|while|return|print|def|class|import|from|assert|with|elif|else)\b)[\p{L}_][\p{L}\p{N}_.]*\s*=(?!=)/u;

const formulasInSpan = ({ offset, text }: Code): Passage[] => formulasInProse(text, offset, true);

function withoutTabulars(text: string, rows: TableRow[]): string {
  return text.replace(TABULAR, (whole: string, name: string, body: string, at: number) => {
    if (name === "array" && !/\\hline/.test(body)) return whole;
    const own = tabularRows(body, at + whole.indexOf(body));
    rows.push(...own);
    return own.length === 0 ? whole : blanked(whole, 0, whole.length);
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
    const closed = opening === "$" ? closingDollar(text, start) : text.indexOf(closing, start);
    if (closed === -1) continue;
    const end = name === undefined ? closed : closed + closing.length;
    passages.push({ text: text.slice(start, end), offset: start, isMath: true });
    const after = closed + closing.length;
    result += text.slice(from, found.index) + blanked(text.slice(found.index, after), 0, after - found.index);
    from = after;
    OPENINGS.lastIndex = after;
  }
  return result + text.slice(from);
}

/**
 * The dollar that closes a formula which begins here, or -1 for a dollar that is money: as in Pandoc, no space stands inside the
 * dollars, and no digit after the second. Spaces are allowed where both have one.
 */
function closingDollar(text: string, start: number): number {
  const end = text.indexOf("\n\n", start);
  let at = text.indexOf("$", start);
  while (at !== -1 && text[at - 1] === "\\") at = text.indexOf("$", at + 1);
  if (at === -1 || (end !== -1 && end < at)) return -1;
  const [opens, closes] = [/\s/.test(text[start] ?? ""), /\s/.test(text[at - 1] ?? "")];
  return opens === closes && !/\d/.test(text[at + 1] ?? "") ? at : -1;
}
