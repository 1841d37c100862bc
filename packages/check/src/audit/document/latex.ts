import { type Blocks, blank } from "./blocks";

/** Verbatim text, comments and drawings of LaTeX, whichever begins first. A backslash keeps what follows it from being a sign. */
const APART =
  /\\(?:verb\*?([^\sA-Za-z*])[^\n]*?\1|begin\{(verbatim\*?|lstlisting|minted|Verbatim|comment|tikzpicture)\}[\s\S]*?(?:\\end\{\2\}|$)|[\s\S])|%[^\n]*/g;

/** The blocks of a document in LaTeX: running text without comments, verbatim text and drawings. */
export function latexBlocks(text: string): Blocks {
  const prose = text.replace(APART, (whole: string) =>
    whole.startsWith("%") || whole.length > 2 ? blank(whole) : whole,
  );
  return { prose, code: [], spans: [], tables: [] };
}

/** The comments of a document in LaTeX, each to the end of its line. */
export const comments = (text: string): { readonly start: number; readonly text: string }[] =>
  [...text.matchAll(APART)].flatMap(({ 0: whole, index }) =>
    whole.startsWith("%") ? [{ start: index, text: whole }] : [],
  );

/** What only a document in LaTeX has. */
const COMMANDS =
  /^[^%\n]*\\(?:documentclass|usepackage|begin\{document\}|(?:sub)*section\*?\{|newcommand|maketitle|label\{(?:eq|sec|fig)|item\b)/m;

/** Whether a text is LaTeX by what it has. */
export const looksLikeLatex = (text: string): boolean =>
  COMMANDS.test(text) && !/^\s*```|^#{1,6} /m.test(text);
