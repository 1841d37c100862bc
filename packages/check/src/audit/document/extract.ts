import { ChainruleError } from "@chainrule/graph";
import { type Blocks, blank, type Code, type DocumentFormat, replacedAt } from "./blocks";
import { bracketed } from "./brackets";
import type { TableDeclaration } from "./declarations";
import { withoutMarks } from "./labels";
import { latexBlocks, looksLikeLatex } from "./latex";
import { markdownBlocks } from "./markdown";
import type { Extracted, Passage, TableRow } from "./passage";
import { formulasInProgram, languageNamed } from "./program";
import { formulasInProse } from "./prose";
import { markdownRows, tabularRows } from "./table";
import { unboxed } from "./unboxed";

/** The longest document that is audited, in characters. */
const LONGEST = 2_000_000;

/** @throws ChainruleError OPERAND, TOO_LONG for what is no text, or too long */
export function refuseNoDocument(document: unknown): asserts document is string {
  if (typeof document !== "string")
    throw new ChainruleError("OPERAND", "a document is a text", { where: "audit", got: typeof document });
  if (document.length <= LONGEST) return;
  throw new ChainruleError("TOO_LONG", "the document is too long", {
    where: "audit",
    got: `${document.length} characters`,
    expected: `at most ${LONGEST}`,
  });
}

/** Languages of fenced code that is formulas. */
const FORMULA_CODE = /^(|text|txt|math|latex|tex|katex|plain|formula)$/i;

/**
 * The formulas of a document, in their order: displays, formulas between dollars, fenced formulas, tables, and lines of prose that
 * contain an equation, and what else is told. Nothing is executed and nothing included.
 */
export function extracted(
  document: string,
  format?: DocumentFormat,
  told: readonly Passage[] = [],
): Extracted {
  const text = document.replace(/\r/g, " ").replace(/、/g, ",").replace(FULL_WIDTH, halfWidth);
  const { code, prose, spans, tables } = blocksOf(text, format ?? guessed(text));
  const passages = [...told, ...code.flatMap(formulasInCode), ...spans.flatMap(formulasInSpan)];
  const rows: TableRow[] = [];
  const declarations: TableDeclaration[] = [];
  for (const table of tables) {
    const own = markdownRows(table);
    rows.push(...own.rows);
    passages.push(...own.passages);
    declarations.push(...own.declarations);
  }
  const rest = withoutTabulars(prose, rows, declarations);
  const formulas = bracketed(rest);
  for (const { from, to } of formulas)
    passages.push({ text: rest.slice(from, to), offset: from, isMath: true });
  passages.push(...formulasInProse(replacedAt(rest, formulas)));
  passages.sort((a, b) => a.offset - b.offset);
  return { passages: passages.map(withoutMarks).map(unboxed), rows, declarations };
}

/** Signs, digits and letters as wide as a Chinese character; brackets and sentence marks stay, which belong to the prose. */
const FULL_WIDTH = /[＋－＝＊／＜＞０-９Ａ-Ｚａ-ｚ]/g;
const halfWidth = (sign: string): string => String.fromCharCode(sign.charCodeAt(0) - 0xfee0);

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
  const program = languageNamed(language.trim());
  if (program !== undefined) return formulasInProgram(text, offset, program);
  if (!FORMULA_CODE.test(language.trim())) return [];
  return /\\begin|\\\\/.test(text) ? [{ text, offset, isMath: true }] : formulasInProse(text, offset, true);
}

const formulasInSpan = ({ offset, text }: Code): Passage[] => formulasInProse(text, offset, true);

function withoutTabulars(text: string, rows: TableRow[], declarations: TableDeclaration[]): string {
  return text.replace(TABULAR, (whole: string, name: string, body: string, at: number) => {
    if (name === "array" && !/\\hline/.test(body)) return whole;
    const own = tabularRows(body, at + whole.indexOf(body));
    rows.push(...own.rows);
    declarations.push(...own.declarations);
    return own.rows.length + own.declarations.length === 0 ? whole : blank(whole);
  });
}

const TABULAR =
  /\\begin\{(tabular|longtable|array)\}\s*(?:\[[a-z]\])?\{(?:[^{}]|\{[^{}]*\})*\}([\s\S]*?)\\end\{\1\}/g;
