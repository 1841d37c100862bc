import type { Point } from "../scene/scene";
import type { Diagram, Link, Vertex } from "./diagram";
import { ARROW, labelPlaces, type Rooms } from "./labels";
import { type Columns, orderedColumns, type Segment, type Slot } from "./order";
import { type Band, type Box, routesOf } from "./route";
import { type Beside, rowsOf } from "./rows";
import { besideDistance, type Size, type Sizes } from "./size";

/* Places for everything in a diagram: columns by layers, rows by neighbours, ways of links, places of labels. */

/** What is where, in pixels around an origin of no meaning. */
export interface Places {
  readonly boxes: ReadonlyMap<Vertex, Box>;
  /** Two points: a line. Otherwise a chain of cubic Bezier curves. */
  readonly paths: ReadonlyMap<Link, readonly Point[]>;
  /** The centres of what stands on edges; none where there is no room. */
  readonly labels: ReadonlyMap<Link, Point>;
}

/** How far apart things are at least, in pixels. */
export interface Spacing {
  /** Centres of two vertices in a column. */
  readonly pitch: number;
  /** Two columns between which nothing is labelled. */
  readonly gap: number;
  /** `evenly`: rows and columns are so far apart that labels have room; `where they fit`: the others are left out. */
  readonly labels: "evenly" | "where they fit";
}

const NOTHING: Size = { outline: "none", width: 0, height: 0 };

export function placesOf(diagram: Diagram, sizes: Sizes, rooms: Rooms, spacing: Spacing): Places {
  const columns = orderedColumns(diagram);
  const sizeOf = (vertex: Vertex | undefined): Size => (vertex && sizes.get(vertex)) ?? NOTHING;
  const beside = besideOf(diagram, columns);
  const standingBeside = (vertex: Vertex | undefined): readonly Beside[] =>
    (vertex && beside.get(vertex)) ?? [];
  const rows = rowsOf(columns, sizes, beside, pitchOf(columns, rooms, spacing));
  const widthOf = ({ vertex }: Slot): number =>
    Math.max(
      ...[vertex, ...standingBeside(vertex).map((other) => other.vertex)].map(
        (v) => sizeOf(v).span ?? sizeOf(v).width,
      ),
    );
  const bands = bandsOf(
    columns,
    (layer) => gapAfter(columns.segments[layer] ?? [], rows, rooms, spacing),
    widthOf,
  );

  const boxOf = (slot: Slot): Box => {
    const band = bands[slot.layer] ?? { left: 0, right: 0 };
    return { ...sizeOf(slot.vertex), x: (band.left + band.right) / 2, y: rows.get(slot) ?? 0 };
  };
  const routes = routesOf(columns, boxOf, bands);
  const labels = new Map(
    columns.segments.flatMap((between, layer) => {
      const [left, right] = [bands[layer], bands[layer + 1]];
      return left && right ? [...labelPlaces(between, routes.pieces, rooms, left, right)] : [];
    }),
  );
  const boxes = new Map<Vertex, Box>();
  for (const slot of columns.columns.flat()) {
    if (slot.vertex === undefined) continue;
    const host = boxOf(slot);
    boxes.set(slot.vertex, host);
    for (const { vertex, kind, above } of standingBeside(slot.vertex)) {
      const own = sizeOf(vertex);
      const distance = besideDistance(kind, host, own);
      boxes.set(vertex, { ...own, x: host.x, y: host.y + (above ? -distance : distance) });
    }
  }
  const paths = new Map(routes.paths);
  for (const link of diagram.links) {
    const [from, to] = [boxes.get(link.from), boxes.get(link.to)];
    if (link.from.beside && from && to) paths.set(link, upright(from, to));
  }
  return { boxes, paths, labels };
}

/** What stands beside each vertex. Of two losses in a column, the lower has its target below; otherwise they are above. */
function besideOf({ vertices }: Diagram, { columns }: Columns): Map<Vertex, Beside[]> {
  const beside = new Map<Vertex, Beside[]>();
  const hosts = new Set(
    vertices.flatMap((vertex) => (vertex.kind === "target" && vertex.beside ? [vertex.beside] : [])),
  );
  const lower = new Set<Vertex>();
  for (const column of columns) {
    const here = column.flatMap(({ vertex }) => (vertex && hosts.has(vertex) ? [vertex] : []));
    if (here.length === 2 && here[1]) lower.add(here[1]);
  }
  for (const vertex of vertices) {
    const host = vertex.beside;
    if (host === undefined) continue;
    const kind = vertex.kind === "bias" ? "bias" : "target";
    const list = beside.get(host) ?? [];
    list.push({ vertex, kind, above: kind === "target" && !lower.has(host) });
    beside.set(host, list);
  }
  return beside;
}

/** What the labels between two columns need. */
interface LabelNeeds {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  /** Into how many parts the edges divide the distance of two rows, where they do so evenly. */
  readonly parts: number;
}

/** Edges from n sources to m targets are evenly apart at 1/(m + 1) of the way, and at n/(n + 1). */
function labelNeeds(between: readonly Segment[], rooms: Rooms): LabelNeeds {
  const labelled = between.filter((segment) => rooms.has(segment.link));
  const needed = labelled.flatMap(({ link }) => rooms.get(link) ?? []);
  const ends = (end: "from" | "to"): number => new Set(labelled.map((segment) => segment[end])).size;
  return {
    count: labelled.length,
    width: Math.max(0, ...needed.map((room) => room.width)),
    height: Math.max(0, ...needed.map((room) => room.height)),
    parts: Math.min(ends("from"), ends("to"), 5) + 1,
  };
}

/** The distance of rows that leaves room for labels. */
function pitchOf({ segments }: Columns, rooms: Rooms, { pitch: least, labels }: Spacing): number {
  if (labels === "where they fit") return least;
  let pitch = least;
  for (const between of segments) {
    const { count, height, parts } = labelNeeds(between, rooms);
    if (count > 1) pitch = Math.max(pitch, (height + 6) * parts);
  }
  return pitch;
}

/** The columns on the page: as wide as their widest slot, with room for labels and not too steep edges between. */
function bandsOf(
  { columns }: Columns,
  gap: (layer: number) => number,
  widthOf: (slot: Slot) => number,
): Band[] {
  const bands: Band[] = [];
  let left = 0;
  for (const [layer, column] of columns.entries()) {
    const right = left + Math.max(24, ...column.map(widthOf));
    bands.push({ left, right });
    left = right + gap(layer);
  }
  return bands;
}

function gapAfter(
  between: readonly Segment[],
  rows: ReadonlyMap<Slot, number>,
  rooms: Rooms,
  spacing: Spacing,
): number {
  const { count, width, parts } = labelNeeds(between, rooms);
  const radius = 26;
  let gap = spacing.gap;
  if (spacing.labels === "where they fit") {
    if (count > 0) gap = Math.max(gap, width + 2 * ARROW);
  } else if (count > 0) {
    gap = Math.max(2.2 * width + 70, (radius + width / 2 + ARROW) * parts - 2 * radius);
  }
  for (const { from, to, link } of between) {
    const rise = Math.abs((rows.get(from) ?? 0) - (rows.get(to) ?? 0));
    gap = Math.max(gap, rise * (link.to.kind === "unit" ? 0.62 : 0.35));
  }
  return gap;
}

/** A short arrow between a vertex and what stands above or below it. */
function upright(from: Box, to: Box): Point[] {
  const down = Math.sign(to.y - from.y);
  return [
    { x: from.x, y: from.y + down * (from.height / 2 + 1) },
    { x: to.x, y: to.y - down * (to.height / 2 + 2) },
  ];
}
