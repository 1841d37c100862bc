import type { Passage } from "./passage";
import { formulasInProse } from "./prose";

/* Programs whose assignments are formulas: those of numpy and of languages for matrices. */

/** What an audit knows of a language. */
export interface ProgramLanguage {
  /** What begins a remark. */
  readonly remark: string;
  /** `*` goes entry by entry. */
  readonly isEntrywise: boolean;
}

const LANGUAGES: readonly (readonly [names: RegExp, language: ProgramLanguage])[] = [
  [/^(?:python\d?|py|ipython|numpy|pytorch)$/i, { remark: "#", isEntrywise: true }],
  [/^(?:julia|jl)$/i, { remark: "#", isEntrywise: false }],
  [/^(?:matlab|octave)$/i, { remark: "%", isEntrywise: false }],
];

/** A language by its name; undefined for one that is not read. */
export const languageNamed = (name: string): ProgramLanguage | undefined =>
  LANGUAGES.find(([names]) => names.test(name))?.[1];

/**
 * The assignments of a program and the equations in its remarks, line by line. An assignment that is no formula is reported as one
 * that could not be read: `W[0] = 3`. What else a program does is no formula.
 */
export function formulasInProgram(
  text: string,
  offset: number,
  { isEntrywise, remark }: ProgramLanguage,
): Passage[] {
  const passages: Passage[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    const at = remarkAt(line, remark);
    const code = line.slice(0, at);
    const lead = code.length - code.trimStart().length;
    if (ASSIGNMENT.test(code)) {
      const place = offset + index + lead;
      const kind = {
        isMath: true,
        isText: true,
        isProgram: true,
        ...(isEntrywise && { isEntrywise }),
      } as const;
      passages.push(...assignmentsIn(code.trim()).map((own) => ({ text: own, offset: place, ...kind })));
    }
    if (at < line.length) passages.push(...formulasInProse(line.slice(at + 1), offset + index + at + 1));
  }
  return passages;
}

const ASSIGNMENT =
  /^\s*(?!(?:if|for|while|return|print|def|class|import|from|assert|with|elif|else|function|end)\b)[\p{L}_][^=()<>!]*=(?!=)/u;

/** `a, b = 1, 2` as `a = 1` and `b = 2`, each at its place; any other line as it is. */
function assignmentsIn(code: string): string[] {
  const sign = code.indexOf("=");
  const [names, values] = [piecesIn(code, 0, sign), piecesIn(code, sign + 1, code.length)];
  if (names.length < 2 || names.length !== values.length) return [code];
  return names.map(([from, to], k) => {
    const [start, end] = values[k] as readonly [number, number]; // as many
    const [name, value] = [code.slice(from, to), code.slice(start, end)];
    const before = " ".repeat(from);
    return `${before}${name}${" ".repeat(sign - to)}=${" ".repeat(start - sign - 1)}${value}`;
  });
}

/** The places between the commas of a part that stand in no bracket. */
function piecesIn(code: string, start: number, end: number): (readonly [number, number])[] {
  const pieces: (readonly [number, number])[] = [];
  let [from, depth] = [start, 0];
  for (let k = start; k <= end; k++) {
    const c = k === end ? "," : (code[k] as string);
    if (/[([{]/.test(c)) depth++;
    if (/[)\]}]/.test(c)) depth--;
    if (c !== "," || (depth > 0 && k < end)) continue;
    pieces.push([from, k]);
    from = k + 1;
  }
  return pieces;
}

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
