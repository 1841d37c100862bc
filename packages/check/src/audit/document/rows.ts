import type { Passage } from "./passage";

/* A formula that cannot be read as one: its rows, its clauses, and what stands beside the rows. */

/** A sign by itself is spoken of, not used. */
const SIGN = /^\s*(?:[=≈<>≤≥←]|\\(?:approx|leq?|geq?|leftarrow))\s*$/;

const RELATION = /=|≈|\\approx|<|>|\\[lg]e(?:q|qslant)?(?![A-Za-z])|≤|≥|\\leftarrow|←/;

/** Whether a formula relates something to something, as far as its signs tell. */
export const isClaim = (text: string): boolean =>
  RELATION.test(text) && !RANGE.test(text) && !SIGN.test(text);

/** l = 1, \dots, L: which values a letter has, and no claim. */
const RANGE = /^\s*[A-Za-z]\w*\s*=\s*\d+\s*,.*(?:\\[lc]?dots|\.\.\.|…)[^=]*$/;

/** Rows of these are no equations. */
const WHOLE = /\\(begin|end)\{(?:cases|[pbvBV]?matrix)\*?\}|\\\\\*?(?:\[\d+\w+\])?/g;

/** What a row begins with that goes on where the one before ended, and what a row ends with that does not end there. */
const SPACES = String.raw`(?:[&\s]|\\(?:q?quad|[,;:!])(?![A-Za-z]))*`;
const OPERATOR = String.raw`[+*/]|\\(?:cdot|times|odot|circ|pm)(?![A-Za-z])`;
const GOES_ON = new RegExp(`^${SPACES}(?:${OPERATOR}|(?:-|−)(?![^=]*=))`);
const IS_OPEN = new RegExp(`(?:${OPERATOR}|[-−])${SPACES}$`);

/** The rows of an alignment or an array. What stands in cases or in a matrix stays in its row. */
export function rowsOf({ isMath, offset, text }: Passage): Passage[] {
  const inner = text.replace(
    /\\begin\{array\}\s*\{[^{}]*\}|\\(?:begin|end)\{(?!cases|[pbvBV]?matrix)[a-z]+\*?\}/g,
    (found) => " ".repeat(found.length),
  );
  const rows: Passage[] = [];
  let [from, depth] = [0, 0];
  const add = (to: number): void => {
    const row = inner.slice(from, to);
    if (row.trim() !== "") rows.push({ text: row, offset: offset + from, isMath });
  };
  for (const { 0: found, 1: mark, index } of text.matchAll(WHOLE)) {
    if (mark !== undefined) depth = Math.max(0, depth + (mark === "begin" ? 1 : -1));
    else if (depth === 0) {
      const [next = ""] = inner.slice(index + found.length).split("\\\\", 1);
      if (GOES_ON.test(next) || IS_OPEN.test(inner.slice(from, index))) continue;
      add(index);
      from = index + found.length;
    }
  }
  add(inner.length);
  return rows;
}

/** Conditions side by side, "0 \le t_k, \sum_k t_k = 1": each by itself, if each of them is one. */
export function clausesOf({ isMath, offset, text }: Passage): Passage[] {
  const clauses: Passage[] = [];
  let [from, depth] = [0, 0];
  for (let k = 0; k <= text.length; k++) {
    const c = text[k];
    if (c === "(" || c === "[" || c === "{") depth++;
    if (c === ")" || c === "]" || c === "}") depth--;
    const isMark = c === ":" || c === "：" ? text[k + 1] !== "=" : /[,;，；]/.test(c ?? "");
    if (c !== undefined && (depth > 0 || !isMark || text[k - 1] === "\\")) continue;
    clauses.push({ text: text.slice(from, k), offset: offset + from, isMath });
    from = k + 1;
  }
  return clauses.every((clause) => RELATION.test(clause.text) || /\\in\b|\\forall\b|∈|∀/.test(clause.text))
    ? clauses
    : [];
}

/** What follows `&&` up to the end of a row. */
const BESIDE = /&&((?:(?!\\\\|\\end\{|\n|&).)*)(?=\\\\|\\end\{|\n|$)/g;
const WORDS = /\\(?:text|mathrm|operatorname|quad|qquad)\b(?:\{[^{}]*\})?/g;

/** The conditions that stand beside the rows of an alignment: `&&\text{since }\sum_k t_k = 1`. */
export function besideRows({ isMath, offset, text }: Passage): Passage[] {
  return [...text.matchAll(BESIDE)].flatMap(({ 1: inner = "", index }) => {
    const condition = inner.replace(WORDS, (each) => " ".repeat(each.length));
    if (!RELATION.test(condition)) return [];
    return [{ text: condition, offset: offset + index + 2, isMath }];
  });
}
