import type { Reason } from "../findings/reason";
import { blank, type DocumentFormat, replacedAt } from "./blocks";
import { comments, looksLikeLatex } from "./latex";
import type { Passage } from "./passage";

/*
 * Comments that an audit obeys: `<!-- chainrule: assume x > 0 -->`, in LaTeX `% chainrule: assume x > 0`. `assume` and `loss` say a
 * formula more; `skip: why` takes the next block out. Others are mistakes of the document.
 */

/** A part of the document of which only a reason is said. */
interface Told {
  readonly start: number;
  readonly end: number;
  readonly because: Reason;
}

/** A document with what its directives say. */
export interface Directed {
  /** The document without directives and what they skip; every character keeps its place. */
  readonly text: string;
  /** What directives say of formulas. */
  readonly passages: readonly Passage[];
  readonly skipped: readonly Told[];
  readonly mistakes: readonly Told[];
}

/** One that code shows is no formula either. */
const COMMENT = /<!--\s*chainrule:[\s\S]*?-->/g;

/** What may stand in a comment. */
const EXPECTED = "assume FORMULA, loss NAME = FORMULA, skip: WHY";

export function directed(document: string, format: DocumentFormat | undefined): Directed {
  const isLatex = format === undefined ? looksLikeLatex(document) : format === "latex";
  const found = directivesIn(document, isLatex);
  const [passages, skipped, mistakes]: [Passage[], Told[], Told[]] = [[], [], []];
  for (const { end, said, start } of found) {
    const [, name = "", rest = ""] = /^(\w+)(?::|(?=\s|$))\s*([\s\S]*)$/.exec(said.text) ?? [];
    const block = name === "skip" && rest !== "" ? blockAfter(document, end) : undefined;
    const at = said.start + said.text.length - rest.length;
    if (block !== undefined) skipped.push({ ...block, because: { kind: "skipped", why: rest } });
    else if ((name === "assume" || name === "loss") && rest !== "")
      passages.push({ text: rest, offset: at, isMath: true, isText: true, isDirective: true });
    else
      mistakes.push({
        start,
        end,
        because: { kind: "unread directive", got: said.text, expected: EXPECTED },
      });
  }
  const shown = [...document.matchAll(COMMENT)].map(({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
  const parts = [...found, ...skipped, ...shown].sort((a, b) => a.start - b.start || b.end - a.end);
  return { text: replacedAt(document, parts, blank), passages, skipped, mistakes };
}

interface Directive {
  readonly start: number;
  readonly end: number;
  readonly said: { readonly text: string; readonly start: number };
}

/** Fenced code and code within a line, which show directives and are none; else a comment, or a line that is one in LaTeX. */
const CODE_OR_COMMENT =
  /^[ \t>]*(`{3,}|~{3,})[^\n]*\n(?:[\s\S]*?\n)??[ \t>]*\1|(`+)(?!`)[^\n]*?[^`]\2(?!`)|<!--(\s*chainrule:\s*)([\s\S]*?)-->|^([ \t]*%[ \t]*chainrule:[ \t]*)([^\n]*)/gm;
const IN_LATEX = /^(%[ \t]*chainrule:[ \t]*)([^\n]*)/;

function directivesIn(document: string, isLatex: boolean): Directive[] {
  if (!document.includes("chainrule:")) return [];
  const directive = (start: number, whole: string, lead: string, said: string): Directive => ({
    start,
    end: start + whole.length,
    said: { text: said.trim(), start: start + whole.indexOf(lead) + lead.length },
  });
  if (isLatex)
    return comments(document).flatMap(({ start, text }) => {
      const [whole, lead, said] = IN_LATEX.exec(text) ?? [];
      return whole === undefined || lead === undefined || said === undefined
        ? []
        : [directive(start, whole, lead, said)];
    });
  return [...document.matchAll(CODE_OR_COMMENT)].flatMap((found) => {
    const { 0: whole, index } = found;
    const lead = found[3] ?? found[5];
    const said = found[4] ?? found[6];
    return lead === undefined || said === undefined ? [] : [directive(index, whole, lead, said)];
  });
}

/** A display, an environment, fenced code, or a paragraph. */
const BLOCK =
  /\$\$[\s\S]*?\$\$[^\n]*|\\\[[\s\S]*?\\\][^\n]*|\\begin\{(\w+\*?)\}[\s\S]*?\\end\{\1\}[^\n]*|(`{3,}|~{3,})[^\n]*\n[\s\S]*?\n[ \t]*\2[^\n]*|\S(?:[\s\S]*?(?=\n[ \t]*\r?\n)|[\s\S]*)/y;

/** The block that follows; undefined at the end of the document. */
function blockAfter(
  document: string,
  from: number,
): { readonly start: number; readonly end: number } | undefined {
  const lead = /\s*/y;
  lead.lastIndex = from;
  const start = from + (lead.exec(document)?.[0].length ?? 0);
  BLOCK.lastIndex = start;
  const block = BLOCK.exec(document)?.[0];
  return block === undefined ? undefined : { start, end: start + block.trimEnd().length };
}
