import { ChainruleError } from "@chainrule/graph";
import { blank, replacedAt } from "../audit/document/blocks";

/* How a rubric says what a step is worth: `[2 points]` or `（2 分）` behind it, or a comment before it. */

/** Points that are given, and where. */
export interface Mark {
  readonly points: number;
  readonly start: number;
  readonly end: number;
  /** A comment stands before its step, other marks behind it. */
  readonly isBefore: boolean;
}

/** `<!-- chainrule: points 2 -->`, and in LaTeX `% chainrule: points 2`. */
const COMMENTS = [
  /<!--\s*chainrule:\s*points\b:?([^>]*?)-->/g,
  /^[ \t]*%[ \t]*chainrule:[ \t]*points\b:?([^\n]*)/gm,
] as const;
const BEHIND = /[[(（【]\s*(\d+(?:\.\d+)?)\s*(?:points?|pts?\.?|marks?|分|點|点)\s*[\])）】]/giu;

const MOST_POINTS = 1000;

/**
 * The marks of a rubric, in their order, and the rubric without them; every other character keeps its place.
 * @throws ChainruleError NUMBER for points that are no number above 0
 */
export function marksIn(rubric: string): { readonly text: string; readonly marks: readonly Mark[] } {
  const marks = [
    ...COMMENTS.flatMap((pattern) =>
      [...rubric.matchAll(pattern)].map((found) => markOf(found, rubric, true)),
    ),
    ...[...rubric.matchAll(BEHIND)].map((found) => markOf(found, rubric, false)),
  ].sort((a, b) => a.start - b.start);
  return { text: replacedAt(rubric, marks, blank), marks };
}

function markOf({ 0: whole, 1: said = "", index }: RegExpExecArray, rubric: string, isBefore: boolean): Mark {
  const points = /^\s*\d+(?:\.\d+)?\s*$/.test(said) ? Number(said) : Number.NaN;
  if (points > 0 && points <= MOST_POINTS)
    return { points, start: index, end: index + whole.length, isBefore };
  throw new ChainruleError("NUMBER", "this is no number of points", {
    where: `rubric, line ${rubric.slice(0, index).split("\n").length}`,
    got: said.trim(),
    expected: `a number above 0 and up to ${MOST_POINTS}, as in <!-- chainrule: points 2 --> or [2 points]`,
  });
}
