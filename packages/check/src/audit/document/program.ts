import type { Passage } from "./passage";
import { formulasInProse } from "./prose";

/* Programs whose assignments are formulas: those of numpy and of languages for matrices. */

const REMARKS: readonly (readonly [languages: RegExp, sign: string])[] = [
  [/^(?:python\d?|py|ipython|numpy|pytorch|julia|jl)$/i, "#"],
  [/^(?:matlab|octave)$/i, "%"],
];

/** What begins a remark in a language; undefined for languages that are not read. */
export const remarkSign = (language: string): string | undefined =>
  REMARKS.find(([languages]) => languages.test(language))?.[1];

/**
 * The assignments of a program and the equations in its remarks, line by line. An assignment that is no formula is reported as one
 * that could not be read: `x += 1`, `W[0] = 3`. What else a program does is no formula.
 */
export function formulasInProgram(text: string, offset: number, remarkSign: string): Passage[] {
  const passages: Passage[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    const at = remarkAt(line, remarkSign);
    const code = line.slice(0, at);
    const lead = code.length - code.trimStart().length;
    if (ASSIGNMENT.test(code)) {
      const place = offset + index + lead;
      passages.push({ text: code.trim(), offset: place, isMath: true, isText: true, isProgram: true });
    }
    if (at < line.length) passages.push(...formulasInProse(line.slice(at + 1), offset + index + at + 1));
  }
  return passages;
}

const ASSIGNMENT =
  /^\s*(?!(?:if|for|while|return|print|def|class|import|from|assert|with|elif|else|function|end)\b)[\p{L}_][^=()<>!]*=(?!=)/u;

/** Where the remark of a line begins, outside of quotes; the length of the line where it has none. */
function remarkAt(line: string, sign: string): number {
  let quote = "";
  for (let k = 0; k < line.length; k++) {
    const c = line[k] as string;
    const isQuote = c === '"' || (c === "'" && !/[\p{L}\p{N}_)\]}'.]/u.test(line[k - 1] ?? "")); // A' is a transpose
    if (quote === "" && c === sign) return k;
    if (quote === c) quote = "";
    else if (quote === "" && isQuote) quote = c;
  }
  return line.length;
}
