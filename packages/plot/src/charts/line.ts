import type { Point } from "../scene/scene";
import type { Area } from "./axes";
import type { Scale } from "./scale";

/* Points of a series as lines. */

/** A point of a series, in its own units. */
export type Pair = readonly [x: number, y: number];

/**
 * A series as lines in pixels: the pen is lifted where a number has no place, and where `isCut` says so. Of many points in one
 * column of pixels only the first, lowest, highest and last are kept, which look the same.
 */
export function linesOf(
  pairs: readonly Pair[],
  x: Scale,
  y: Scale,
  isCut: (before: Pair, after: Pair) => boolean = () => false,
): Point[][] {
  const lines: Point[][] = [];
  let line: Point[] = [];
  let before: Pair | undefined;
  for (const pair of pairs) {
    const isThere = x.has(pair[0]) && y.has(pair[1]);
    if ((!isThere || (before !== undefined && isCut(before, pair))) && line.length > 0) {
      lines.push(line);
      line = [];
    }
    if (isThere) line.push({ x: x.at(pair[0]), y: y.at(pair[1]) });
    before = isThere ? pair : undefined;
  }
  if (line.length > 0) lines.push(line);
  return lines.map(thinned);
}

/** More points than this are thinned. */
const MOST = 1500;

function thinned(line: readonly Point[]): Point[] {
  if (line.length <= MOST) return [...line];
  const kept: Point[] = [];
  let column: Point[] = [];
  const end = (): void => {
    const byHeight = [...column].sort((a, b) => a.y - b.y);
    const chosen = new Set([column[0], byHeight[0], byHeight.at(-1), column.at(-1)]);
    kept.push(...column.filter((point) => chosen.has(point)));
    column = [];
  };
  for (const point of line) {
    if (column[0] !== undefined && Math.floor(point.x) !== Math.floor(column[0].x)) end();
    column.push(point);
  }
  end();
  return kept;
}

/** Lines cut off at the upper and lower border of a chart. */
export function clipped(lines: readonly (readonly Point[])[], { height }: Area): Point[][] {
  return lines.flatMap((line) => {
    const pieces: Point[][] = [];
    let piece: Point[] = [];
    const isIn = ({ y }: Point): boolean => y >= 0 && y <= height;
    const crossing = (a: Point, b: Point): Point => {
      const border = isIn(a) ? (b.y < 0 ? 0 : height) : a.y < 0 ? 0 : height;
      return { x: a.x + ((b.x - a.x) * (border - a.y)) / (b.y - a.y), y: border };
    };
    for (const [k, point] of line.entries()) {
      const last = line[k - 1];
      if (last !== undefined && isIn(last) !== isIn(point)) piece.push(crossing(last, point));
      if (isIn(point)) piece.push(point);
      else if (piece.length > 0) {
        pieces.push(piece);
        piece = [];
      }
    }
    return piece.length > 0 ? [...pieces, piece] : pieces;
  });
}
