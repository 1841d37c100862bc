/** What the text around formulas says: sections, paragraphs, rows of inputs, labels of equations, words of reasoning. */
import type { Positions } from "./passage";

/** Inputs that a text gives as a row: (0, 1), with the output after an arrow, if there is one. */
export interface Tuple {
  readonly offset: number;
  readonly values: readonly number[];
  readonly output?: number;
}

const HEADING = /^[ \t]*(?:#{1,6}[ \t]|\\(?:sub)*section\*?\{|\*\*[^*\n]+\*\*:?[ \t]*$)/gm;
const TUPLE =
  /(?<![\w^_}])(?<!(?:[=≈∈]|\\in|\bin|区间|區間)[ \t]{0,3})[(（]\s*(-?[01](?:\s*[,，]\s*-?[01]){1,7})\s*[)）](?:\s*\$?\s*(?:->|→|⇒|↦|=>|\\(?:to|mapsto|rightarrow|Rightarrow)\b)\s*\$?\s*(-?[01])(?![\d.]))?/g;

/** The document as text: where its sections and paragraphs begin. */
export class Places {
  readonly #text: string;
  readonly #positions: Positions;
  readonly #sections: readonly number[];
  readonly #paragraphs: readonly number[];
  readonly tuples: readonly Tuple[];

  constructor(text: string, positions: Positions) {
    this.#text = text;
    this.#positions = positions;
    this.#sections = [...text.matchAll(HEADING)].map(({ index }) => index);
    this.#paragraphs = [...text.matchAll(/\n[ \t]*\r?\n/g)].map(({ index }) => index);
    this.tuples = [...text.matchAll(TUPLE)].map(({ 1: values = "", 2: output, index }) => ({
      offset: index,
      values: values.split(/[,，]/).map(Number),
      ...(output !== undefined && { output: Number(output) }),
    }));
  }

  section(offset: number): number {
    return before(this.#sections, offset);
  }

  isSameParagraph(a: number, b: number): boolean {
    return before(this.#paragraphs, a) === before(this.#paragraphs, b);
  }

  isSameLine(a: number, b: number): boolean {
    return this.#positions.line(a) === this.#positions.line(b);
  }

  line(offset: number): number {
    return this.#positions.line(offset);
  }

  /** What stands between two formulas, at most so many characters of it, without what marks mathematics. */
  between(from: number, to: number): string {
    return this.#text.slice(Math.max(from, to - LONGEST), to).replace(/\\(?:text|quad|qquad)\b|[{}$]/g, " ");
  }

  /** The text from an offset to the end of its section. */
  rest(offset: number): string {
    const end = this.#sections.find((each) => each > offset) ?? this.#text.length;
    return this.#text.slice(offset, Math.min(end, offset + LONGEST));
  }
}

const LONGEST = 600;

function before(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Words that announce what follows from conditions taken together. */
const TOGETHER =
  /\b(?:from|by|adding|add|added|summing|sum|combin\w+|together|subtract\w*|both|these)\b|由|从|從|相加|相减|相減|两式|兩式|联立|聯立|结合|結合|综合|綜合/i;
/** Words before what is concluded. */
const SO =
  /\b(?:so|thus|hence|therefore|then|gives?|giving|yields?|implies|means|outputs?|follows?|get|obtain|is)\b|因此|所以|于是|於是|故|则|則|得|即|从而|從而|输出|輸出|⇒|→|∴|\\(?:Rightarrow|implies|therefore|Longrightarrow|rightarrow|to)\b/i;
/** Words of what is wished or assumed, not concluded. */
const SUPPOSED =
  /\b(?:if|when|whenever|where|suppose|assume|assuming|should|must|want|wanted|require[sd]?|needs?|target|desired|expected|unless|class)\b|如果|若|假设|假設|假如|当|當|应|應|必须|必須|要求|需要|期望|目标|目標/i;
const IMPOSSIBLE =
  /contradict|impossible|inconsistent|cannot (?:all|both) hold|no (?:solution|such)|矛盾|不可能|无解|無解|不存在/i;

export const isTogether = (text: string): boolean => TOGETHER.test(text);
export const isConcluded = (text: string): boolean => SO.test(text) && !SUPPOSED.test(lastSentence(text));
export const isSupposed = (text: string): boolean => SUPPOSED.test(lastSentence(text));
export const saysImpossible = (text: string): boolean => IMPOSSIBLE.test(text);

/** What stands after the last full stop, colon included. */
export const lastSentence = (text: string): string =>
  text.split(/[.。!！?？;；](?=\s|$)|\n\s*\n/).at(-1) ?? "";

/** The numbers of equations that a text cites: (4-2), (4), \eqref{...}. */
export function citedIn(text: string): string[] {
  return [...text.matchAll(/[（(]\s*(\d{1,3}(?:[-–.]\d{1,3})*)\s*[)）]|\\(?:eq)?ref\{([^{}]{1,80})\}/g)].map(
    ([, number, label]) => (number ?? label ?? "").replace(/–/g, "-"),
  );
}
