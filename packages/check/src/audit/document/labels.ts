import type { Passage, Statement } from "./passage";

const NUMBER = String.raw`\d{1,3}(?:[-–.]\d{1,3})*`;
const DASHED = String.raw`\d{1,3}(?:[-–.]\d{1,3})+`;
const RELATION = /=|≈|<|>|\\[lg](?:e|eq|eqslant|t)\b|≤|≥|\\ne|≠/;
const INEQUALITY = /<|>|\\[lg](?:e|eq|eqslant|t)\b|≤|≥|≠|\\neq?\b/;
/** Arrows and words between two statements in one formula. */
const ARROW =
  /\\(?:Rightarrow|Longrightarrow|implies|therefore|Leftrightarrow|Longleftrightarrow|iff)(?![A-Za-z])|[⇒⟹∴⇔]/g;

/** An arrow that may say what something tends to: between two equations it stands for "then". */
const TO = /\\(?:long)?rightarrow(?![A-Za-z])|\\to(?![A-Za-z])|→|->/g;

const comma = (arrow: string): string => ",".padEnd(arrow.length);

const toComma = (arrow: string, at: number, text: string): string => {
  const [before, after] = [text.slice(0, at), text.slice(at + arrow.length)].map((each) =>
    each.split(/\\\\|\n/),
  );
  const isThen = RELATION.test(before?.at(-1) ?? "") && RELATION.test(after?.[0] ?? "");
  return isThen ? comma(arrow) : arrow;
};

const blank = (text: string): string => " ".repeat(text.length);

/**
 * A formula without the number that is printed after it, as in `W_2 > \theta \quad (4-2)`, and with a comma for each arrow
 * between two statements. Every character keeps its place.
 */
export function withoutMarks(passage: Passage): Passage {
  if (!RELATION.test(passage.text)) return passage;
  const text = systemsOf(passage.text)
    .split(/(\\\\(?:\[[^\]]*\])?|\n)/)
    .map((row, k) => (k % 2 === 1 ? row : withoutNumber(row)))
    .join("");
  const isChoice = /\\begin\{cases\}/.test(text);
  return {
    ...passage,
    text: isChoice ? text : text.replace(ARROW, comma).replace(TO, toComma),
  };
}

/** The number at the end of a row. Every run of spaces or dots before it is looked at from its first character only. */
const AT_END = new RegExp(
  `(?:(?<!\\s)\\s+|\\\\q?quad|(?<!…)…+|(?<!\\.)\\.{3,}|(?<!·)·{3,})+[（(]\\s*(${NUMBER})\\s*[)）]\\s*$`,
);

/** The number of a row: after a space, and with a dash in it or after an inequality. */
function withoutNumber(row: string): string {
  const found = AT_END.exec(row);
  if (found === null || !RELATION.test(row.slice(0, found.index))) return row;
  const isNumber =
    new RegExp(`^${DASHED}$`).test(found[1] as string) || /\\q?quad|…|\.{3}|·{3}/.test(found[0]);
  const relation = row.slice(0, found.index);
  if (!isNumber && !(INEQUALITY.test(relation) && /[\w}\])]\s*$|θ$/.test(relation))) return row;
  return row.slice(0, found.index) + blank(found[0]);
}

/** Conditions under one brace, `\left\{ \begin{aligned} ... \end{aligned} \right.`, are lines of their own. */
function systemsOf(text: string): string {
  return text
    .replace(/\\left\s*\\\{(?=\s*\\begin\{(?:aligned|array|matrix|split|gathered)\})/g, blank)
    .replace(
      /(\\end\{(?:aligned|array|matrix|split|gathered)\}\s*)(\\right\s*\.)/g,
      (_, end: string, right: string) => end + blank(right),
    )
    .replace(/^([\s{]*)\\begin\{cases\}([\s\S]*?)\\end\{cases\}/, (whole, lead: string, body: string) =>
      body.split("\\\\").every((row) => INEQUALITY.test(row) || row.trim() === "") && !/,\s*&/.test(body)
        ? `${lead}\\begin{split}${body}\\end{split}`
        : whole,
    );
}

/** The number or label of each statement: its tag, or the number that is printed beside it. */
export function labelsOf(statements: readonly Statement[], document: string): (string | undefined)[] {
  return statements.map(({ end, label, start, tag }, k) => {
    if (tag !== undefined) return tag;
    const limit = statements[k + 1]?.start ?? document.length;
    const after = document.slice(end, Math.min(limit, end + 80)).split("\n")[0] as string;
    const own = document.slice(start, end);
    const inside = new RegExp(`[（(]\\s*(${NUMBER})\\s*[)）]\\s*$`).exec(own);
    if (inside !== null && withoutNumber(own) !== own) return normal(inside[1] as string);
    const beside = new RegExp(
      `^(?:\\s|\\||\\$|\\\\q?quad|…|\\.{3,}|·{3,}|,|，|\\\\[\\])])*[（(]\\s*(${NUMBER})\\s*[)）]\\s*(?=$|[,，.。;；|]|\\\\\\\\|\\$)`,
    ).exec(after);
    if (beside !== null) return normal(beside[1] as string);
    const lineStart = document.lastIndexOf("\n", start - 1) + 1;
    const lead = document.slice(lineStart, start);
    const first = new RegExp(`^\\s*(?:[-*+]\\s+)?[（(]\\s*(${NUMBER})\\s*[)）][\\s$:：]*$`).exec(lead);
    return first === null ? label : normal(first[1] as string);
  });
}

const normal = (number: string): string => number.replace(/–/g, "-");
