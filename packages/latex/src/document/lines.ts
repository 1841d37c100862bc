import { members, type Piece } from "../piece";
import { type Tex, tex } from "../safe/tex";
import { widthOf } from "./width";

/** What fits beside a left side and a reason, in letters. */
const LONGEST_LINE = 50;

/** An expression as lines: broken before summands, and where one of these is too wide by itself, before its factors. */
export function linesOf(piece: Piece): Tex[] {
  if (widthOf(piece.latex) <= LONGEST_LINE) return [piece.latex];
  const parts = members(piece.summands ?? piece).flatMap(({ sign, piece: summand }) => {
    if (summand.factors === undefined || widthOf(summand.latex) <= LONGEST_LINE)
      return [tex`${sign}${summand.latex}`];
    return members(summand.factors).map(
      (factor, k) => tex`${k === 0 ? sign : factor.sign}${factor.piece.latex}`,
    );
  });
  const lines: Tex[] = [];
  let width = 0;
  for (const part of parts) {
    const own = widthOf(part);
    if (lines.length === 0 || width + own > LONGEST_LINE) {
      lines.push(part);
      width = own;
    } else {
      lines.push(tex`${lines.pop() ?? tex``} ${part}`);
      width += own;
    }
  }
  return lines;
}
