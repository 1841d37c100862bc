import type { Statement } from "../document/passage";
import { BAD, type Finding } from "../findings/finding";
import { printedIn } from "../names/trees";
import { finding } from "./chain";

/** What says that a formula is to become true, at the end of the words before it. */
const WANTED =
  /(?:\b(?:goal|aim|target|objective|wish|wishes|wanted|want|wants|desired?|hope|hopes)\b|目标|目標|希望|若要使|要使|想要|期望|目的)[^.。;；!?！？\n]*$/i;
/** What may say so, or may say what follows from what stands before. */
const EXPECTED = /\b(?:should|must|ought to)\b[^.;!?\n]*$|应[^。；！？\n]*$|應[^。；！？\n]*$/i;
/** So many characters of the words before a formula are looked at. */
const FARTHEST = 80;

/** "The goal is z = 15": a number that a quantity is to have, and does not have yet, is no claim; "z should be 15" may be one. */
export function unlessGoal(
  { members, start }: Statement,
  findings: readonly Finding[],
  document: string,
): Finding[] {
  const [, first] = members;
  const isNumber = members.length === 2 && first !== undefined && printedIn(first.tree) !== undefined;
  const isOff = isNumber && findings.some(({ verdict }) => BAD.has(verdict));
  const before = document.slice(Math.max(0, start - FARTHEST), start);
  if (isOff && WANTED.test(before)) return [finding(first, "given", "goal")];
  return isOff && EXPECTED.test(before) ? [finding(first, "not checked", "goal or claim")] : [...findings];
}
