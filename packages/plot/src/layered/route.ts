import type { Point } from "../scene/scene";
import type { Link } from "./diagram";
import type { Columns, Segment, Slot } from "./order";
import type { Outline } from "./picture";
import { PORT } from "./size";

/* The ways of links: lines between circles in neighbouring columns, otherwise curves that are level where they pass nodes. */

export interface Box {
  readonly outline: Outline;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The left and right edge of a column. */
export interface Band {
  readonly left: number;
  readonly right: number;
}

/** A line (two points) or a cubic Bezier curve (four). */
export type Piece = readonly Point[];

export interface Routes {
  readonly paths: ReadonlyMap<Link, readonly Point[]>;
  /** What each segment is between its two columns. */
  readonly pieces: ReadonlyMap<Segment, Piece>;
}

/** The room between the end of an edge and a node. */
const CLEARANCE = 2;

export function routesOf({ segments }: Columns, boxOf: (slot: Slot) => Box, bands: readonly Band[]): Routes {
  const paths = new Map<Link, readonly Point[]>();
  const pieces = new Map<Segment, Piece>();
  const chains = new Map<Link, Segment[]>();
  for (const segment of segments.flat()) {
    const chain = chains.get(segment.link);
    if (chain) chain.push(segment);
    else chains.set(segment.link, [segment]);
  }
  const ports = portsOf(segments.flat(), boxOf);
  for (const [link, chain] of chains) {
    const path: Point[] = [];
    for (const segment of chain) {
      const piece = pieceOf(segment, chain.length === 1, boxOf, bands, ports.get(segment) ?? 0);
      pieces.set(segment, piece);
      const [start, ...rest] = piece;
      const last = path.at(-1);
      if (start && last) path.push(...level(last, start));
      else if (start) path.push(start);
      path.push(...rest);
    }
    paths.set(link, path);
  }
  return { paths, pieces };
}

function pieceOf(
  { from, to }: Segment,
  alone: boolean,
  boxOf: (slot: Slot) => Box,
  bands: readonly Band[],
  port: number,
): Piece {
  const [a, b] = [boxOf(from), boxOf(to)];
  const [bandA, bandB] = [bands[from.layer], bands[to.layer]];
  if (alone && a.outline === "circle" && b.outline === "circle") return [rim(a, b), rim(b, a)];
  const start: Point = { x: bandA?.right ?? a.x, y: a.y };
  const end: Point = { x: bandB?.left ?? b.x, y: b.y + port };
  const reach = (end.x - start.x) * 0.5;
  const first = from.vertex ? leaving(a, end, 1) : start;
  const last = to.vertex ? leaving({ ...b, y: b.y + port }, start, -1) : end;
  return [
    first,
    from.vertex && a.outline === "circle" ? towards(a, first, reach) : { x: start.x + reach, y: start.y },
    to.vertex && b.outline === "circle" ? towards(b, last, reach) : { x: end.x - reach, y: end.y },
    last,
  ];
}

/** A level stretch as a curve, so that a path is curves throughout. */
function level(from: Point, to: Point): Point[] {
  const third = (to.x - from.x) / 3;
  return [{ x: from.x + third, y: from.y }, { x: to.x - third, y: to.y }, to];
}

/** The point of a circle nearest to another circle. */
function rim(circle: Box, other: Point): Point {
  const [dx, dy] = [other.x - circle.x, other.y - circle.y];
  const scale = (circle.width / 2 + CLEARANCE) / Math.hypot(dx, dy);
  return { x: circle.x + dx * scale, y: circle.y + dy * scale };
}

/** Where a curve touches a node: the middle of a box's side, a point of a circle turned half way to the other end. */
function leaving(box: Box, other: Point, side: 1 | -1): Point {
  if (box.outline !== "circle") return { x: box.x + side * (box.width / 2 + CLEARANCE), y: box.y };
  return rim(box, { x: other.x, y: box.y + (other.y - box.y) * 0.75 });
}

/** The control point straight out of a circle. */
function towards(circle: Box, start: Point, reach: number): Point {
  const [dx, dy] = [start.x - circle.x, start.y - circle.y];
  const scale = reach / Math.hypot(dx, dy);
  return { x: start.x + dx * scale, y: start.y + dy * scale };
}

/** Arrows into the same box end one below the other. */
function portsOf(segments: readonly Segment[], boxOf: (slot: Slot) => Box): Map<Segment, number> {
  const into = new Map<Slot, Segment[]>();
  for (const segment of segments) {
    const list = into.get(segment.to);
    if (segment.to.vertex === undefined || boxOf(segment.to).outline === "circle") continue;
    if (list) list.push(segment);
    else into.set(segment.to, [segment]);
  }
  const ports = new Map<Segment, number>();
  for (const [slot, list] of into) {
    const step = Math.min(PORT, (boxOf(slot).height - 14) / Math.max(1, list.length - 1));
    const sorted = [...list].sort((a, b) => boxOf(a.from).y - boxOf(b.from).y);
    for (const [k, segment] of sorted.entries()) ports.set(segment, (k - (list.length - 1) / 2) * step);
  }
  return ports;
}

/** The point of a piece at a given x. Pieces run from left to right. */
export function pointAt(piece: Piece, x: number): Point {
  const [p0, p1, p2, p3] = piece;
  if (!p0 || !p1) return { x, y: 0 };
  if (!p2 || !p3) return { x, y: p0.y + ((p1.y - p0.y) * (x - p0.x)) / (p1.x - p0.x) };
  const along = (t: number, axis: "x" | "y"): number =>
    (1 - t) ** 3 * p0[axis] +
    3 * (1 - t) ** 2 * t * p1[axis] +
    3 * (1 - t) * t ** 2 * p2[axis] +
    t ** 3 * p3[axis];
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 30; turn++) {
    const middle = (low + high) / 2;
    if (along(middle, "x") < x) low = middle;
    else high = middle;
  }
  return { x, y: along(low, "y") };
}
