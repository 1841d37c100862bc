import type { Point } from "../scene/scene";
import type { Link } from "./diagram";
import type { Segment } from "./order";
import { type Band, type Piece, pointAt } from "./route";

/* Where the weights stand: on their edges, beside no other edge and on no other label. */

/** How near a label's middle, and its ends, may be to an edge that it does not belong to. Those of biases are lighter. */
const NEAREST = { middle: 10.5, end: 4.5, bias: 3 } as const;
/** The room for an arrow head between a label and a node. */
export const ARROW = 16;
/** More room than this, relative to what is needed, is no better. */
const ENOUGH = 2;
/** With more labels than this, none may be close to an edge of another. */
const MANY = 12;
const STEPS = 48;

/** The room that a label needs for itself. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Links that are labelled. */
export type Rooms = ReadonlyMap<Link, Room>;

interface Labelled extends Room {
  readonly link: Link;
  readonly curve: Curve;
}

/** An edge between two columns. */
interface Curve {
  readonly at: (x: number) => number;
  readonly ofBias: boolean;
}

/**
 * The centres of the labels between two columns. All of them stand at one x if there is room for that, at several
 * otherwise; where there is none, no label gets a place.
 */
export function labelPlaces(
  segments: readonly Segment[],
  pieces: ReadonlyMap<Segment, Piece>,
  rooms: Rooms,
  left: Band,
  right: Band,
): Map<Link, Point> {
  if (!segments.some(({ link, to }) => rooms.has(link) && to.vertex === link.to)) return new Map();
  const labelled: Labelled[] = [];
  const edges: Curve[] = [];
  for (const segment of segments) {
    const piece = pieces.get(segment);
    if (piece === undefined) continue;
    const at = sampled(piece, left.right, right.left);
    const curve: Curve = { at, ofBias: segment.link.from.kind === "bias" };
    edges.push(curve);
    const { link } = segment;
    // The label of a long link stands where it arrives.
    const room = rooms.get(link);
    if (room === undefined || segment.to.vertex !== link.to) continue;
    labelled.push({ link, curve, ...room });
  }
  const widest = Math.max(...labelled.map(({ width }) => width));
  const low = left.right + widest / 2 + 4;
  const high = right.left - widest / 2 - ARROW;
  const grid = Array.from({ length: STEPS + 1 }, (_, k) => low + ((high - low) * k) / STEPS);
  return inOneColumn(labelled, edges, grid) ?? staggered(labelled, edges, grid) ?? new Map();
}

/** The height of an edge at any x, from its heights at equal steps. */
function sampled(piece: Piece, from: number, to: number): Curve["at"] {
  const step = (to - from) / STEPS;
  const heights = Array.from({ length: STEPS + 1 }, (_, k) => pointAt(piece, from + k * step).y);
  return (x) => {
    const position = Math.min(STEPS, Math.max(0, (x - from) / step));
    const k = Math.min(STEPS - 1, Math.floor(position));
    const [a, b] = [heights[k] ?? 0, heights[k + 1] ?? 0];
    return a + (b - a) * (position - k);
  };
}

/** How much room a label has at x beside the edges that are not its own; 1 is just enough. */
function roomBesideEdges({ curve, width }: Labelled, edges: readonly Curve[], x: number): number {
  const y = curve.at(x);
  let room = ENOUGH;
  for (const edge of edges) {
    if (edge === curve) continue;
    room = Math.min(room, Math.abs(edge.at(x) - y) / (edge.ofBias ? NEAREST.bias : NEAREST.middle));
    if (edge.ofBias) continue;
    for (const end of [x - width / 2, x + width / 2]) {
      room = Math.min(room, Math.abs(edge.at(end) - y) / NEAREST.end);
    }
  }
  return room;
}

function inOneColumn(
  labelled: readonly Labelled[],
  edges: readonly Curve[],
  grid: readonly number[],
): Map<Link, Point> | undefined {
  const middle = ((grid[0] ?? 0) + (grid.at(-1) ?? 0)) / 2;
  let best = { x: middle, room: 0 };
  for (const x of grid) {
    const marks = labelled.map(({ curve, height }) => ({ y: curve.at(x), height })).sort((a, b) => a.y - b.y);
    let room = ENOUGH;
    for (const [k, mark] of marks.entries()) {
      const next = marks[k + 1];
      if (next) room = Math.min(room, (2 * (next.y - mark.y)) / (mark.height + next.height));
    }
    for (const label of labelled) {
      if (room < best.room) break;
      room = Math.min(room, roomBesideEdges(label, edges, x));
    }
    const better = room > best.room + 0.01;
    const asGood = room > best.room - 0.01 && Math.abs(x - middle) < Math.abs(best.x - middle);
    if (better || asGood) best = { x, room };
  }
  if (best.room < 1) return undefined;
  return new Map(labelled.map(({ link, curve }) => [link, { x: best.x, y: curve.at(best.x) }]));
}

/** Each label where it has most room beside those placed before it; undefined if one has none. */
function staggered(
  labelled: readonly Labelled[],
  edges: readonly Curve[],
  grid: readonly number[],
): Map<Link, Point> | undefined {
  const least = labelled.length > MANY ? 0.75 : 0.3;
  const placed: (Point & { readonly label: Labelled })[] = [];
  for (const label of labelled) {
    let best: { readonly x: number; readonly y: number; readonly room: number } | undefined;
    for (const x of grid) {
      const y = label.curve.at(x);
      const overlaps = placed.some(
        (other) =>
          Math.abs(other.x - x) < (other.label.width + label.width) / 2 &&
          Math.abs(other.y - y) < (other.label.height + label.height) / 2,
      );
      if (overlaps) continue;
      const room = roomBesideEdges(label, edges, x);
      if (best === undefined || room > best.room + 0.01) best = { x, y, room };
    }
    if (best === undefined || best.room < least) return undefined;
    placed.push({ x: best.x, y: best.y, label });
  }
  return new Map(placed.map(({ x, y, label }) => [label.link, { x, y }]));
}
