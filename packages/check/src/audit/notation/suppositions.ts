import { walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { namesIn } from "../names/letters";
import { keyOf } from "../names/names";
import { printedIn } from "../names/trees";

/*
 * "If y s < 1: ∂L/∂w = -y x." A comparison after such a word is no claim: the formulas of its sentence are judged where it holds.
 */

const COMPARISONS: ReadonlySet<string> = new Set(["<", ">", "≤", "≥"]);
/** Words that split cases, and such as may also say what holds for a whole document: "where x > 0", "for σ > 0". */
const SPLITTING = String.raw`(?:\b(?:if|when|whenever|otherwise|case)\b|若|如果|当|當)`;
const GENERAL = String.raw`(?:\b(?:for|where|provided|suppose|assume|while|with)\b|对于|對於|假设|假設|在)`;
const SUPPOSING = `(?:${SPLITTING}|${GENERAL})`;
/** The words before a formula end with one that supposes it. */
const OPENS = new RegExp(String.raw`${SUPPOSING}[\s$,，:：(（{\\]*(?:text|mathrm)?[\s$}]*$`, "i");
/** Nothing but such a word stands between a formula and the comparison after it. */
const FOLLOWS = new RegExp(
  String.raw`^[ \t$,，;；(（{}&\\]*(?:q?quad|text|mathrm|[ \t{}\\])*${SUPPOSING}[ \t$}{]*$`,
  "i",
);
const IS_GENERAL = new RegExp(String.raw`${GENERAL}[\s$,，:：(（{\\]*(?:text|mathrm)?[\s$}]*$`, "i");
const SENTENCE_ENDS = /[.。!！](?:\s|$)|\n\s*\n|\n\s*(?:[-*+]|\d+[.)])\s/;

/** A display that the words before it lead to: "then", and an empty line. */
const LEADS_ON = /^[^.。!！\n]*\n\s*\n\s*(?:\$\$|\\\[|\\begin\{[a-z]+\*?\})[\s&]*$/;

/** One display after another, without a word or a full stop between them. */
const GOES_ON = /^[\s,，;；]*(?:\$\$|\\\])\s*\n\s*\n\s*(?:\$\$|\\\[)\s*$/;

/** a < b, or a < b < c. */
const isComparison = ({ members }: Statement): boolean =>
  members.length > 1 && members.slice(1).every(({ sign }) => COMPARISONS.has(sign ?? ""));

/** "Setting ∂L/∂w = 0": what is solved, and no claim. */
const SETS =
  /(?:\b(?:set|sets|setting|put|putting|let|letting|solve|solving|equate|equating)\b[^.。\n]{0,40}|[令设設解][^。\n]{0,12})$/i;

const isSetToZero = ({ members: [left, right, ...others] }: Statement): boolean =>
  left !== undefined &&
  right !== undefined &&
  others.length === 0 &&
  [...walk(left.tree)].some(({ kind }) => kind === "derivative") &&
  printedIn(right.tree)?.value === 0;

/** The names that a comparison is about. */
const namesOf = ({ members }: Statement): string =>
  [...new Set(members.flatMap(({ tree }) => namesIn(tree).map(keyOf)))].sort().join();

/** Statements with the comparisons that their sentences suppose; these stay as what is given. */
export function withSuppositions(statements: readonly Statement[], document: string): Statement[] {
  const result = [...statements];
  const suppose = (k: number, supposed: Statement): void => {
    const own = result[k];
    if (own !== undefined) result[k] = { ...own, supposed: [...(own.supposed ?? []), supposed] };
  };
  const texts = new Map<string, Set<string>>();
  for (const statement of statements.filter(isComparison)) {
    const own = texts.get(namesOf(statement)) ?? new Set();
    texts.set(namesOf(statement), own.add(document.slice(statement.start, statement.end)));
  }
  for (const [k, statement] of statements.entries()) {
    if (isSetToZero(statement) && SETS.test(document.slice(statements[k - 1]?.end ?? 0, statement.start)))
      result[k] = { ...statement, isCondition: true };
    if (!isComparison(statement)) continue;
    const isSplit = (texts.get(namesOf(statement))?.size ?? 0) > 1; // other cases of the same names
    const before = statements[k - 1];
    const lead = document.slice(before?.end ?? 0, statement.start);
    if (!OPENS.test(lead) || (IS_GENERAL.test(lead) && !isSplit)) continue; // it holds for all of the document
    result[k] = { ...statement, isCondition: true, isSupposition: true };
    if (before !== undefined && FOLLOWS.test(lead)) {
      suppose(k - 1, statement);
      continue;
    }
    for (let next = k + 1, end = statement.end; next < statements.length; next++) {
      const other = statements[next] as Statement;
      const between = document.slice(end, other.start);
      const isLedOn = (next === k + 1 ? LEADS_ON : GOES_ON).test(between);
      const isEnd = SENTENCE_ENDS.test(between) && !isLedOn;
      if (isEnd || isComparison(other)) break;
      suppose(next, statement);
      end = other.end;
    }
  }
  return result;
}
