import type { Node } from "@chainrule/graph";
import type { Diagram, Vertex } from "./diagram";
import { readable } from "./elide";
import { ARROW, labelHeight, labelPlaces, labelWidth } from "./labels";
import { type Columns, orderedColumns, type Segment, type Slot } from "./order";
import type { Picture, PictureEdge, PictureNode, Point } from "./picture";
import { type Band, type Box, routesOf } from "./route";
import { type Beside, rowsOf } from "./rows";
import { BESIDE, type Size, sizesOf } from "./size";
import { diagramOf } from "./structure";

/** The empty border, in pixels. */
const MARGIN = 16;
const NOTHING: Size = { outline: "none", width: 0, height: 0 };

/**
 * The picture of everything that a loss depends on, from the graph alone. A definition that is a weighted sum, or an
 * activation of one, is a unit, with its net and its output in one; weights are names on edges. What is no network is
 * drawn as its definitions and symbols, what has no definitions as its operations. What is too large to be read is
 * shown by its ends.
 * @param trained weights rather than inputs, where the graph does not tell
 * @example networkPicture(loss).nodes.filter((node) => node.kind === "unit")
 */
export function networkPicture(loss: Node, trained: readonly Node[] = []): Picture {
  const diagram = readable(diagramOf(loss, trained));
  const columns = orderedColumns(diagram);
  const sizes = sizesOf(diagram);
  const sizeOf = (vertex: Vertex | undefined): Size => (vertex && sizes.get(vertex)) ?? NOTHING;
  const beside = besideOf(diagram, columns);
  const standingBeside = (vertex: Vertex | undefined): readonly Beside[] =>
    (vertex && beside.get(vertex)) ?? [];
  const rows = rowsOf(columns, sizes, beside, pitchOf(columns));
  const widthOf = ({ vertex }: Slot): number =>
    Math.max(...[vertex, ...standingBeside(vertex).map((other) => other.vertex)].map((v) => sizeOf(v).width));
  const bands = bandsOf(columns, rows, widthOf);

  const boxOf = (slot: Slot): Box => {
    const band = bands[slot.layer] ?? { left: 0, right: 0 };
    return { ...sizeOf(slot.vertex), x: (band.left + band.right) / 2, y: rows.get(slot) ?? 0 };
  };
  const { paths, pieces } = routesOf(columns, boxOf, bands);
  const places = new Map(
    columns.segments.flatMap((between, layer) => {
      const [left, right] = [bands[layer], bands[layer + 1]];
      return left && right ? [...labelPlaces(between, pieces, left, right)] : [];
    }),
  );

  const boxes = new Map<Vertex, Box>();
  for (const slot of columns.columns.flat()) {
    if (slot.vertex === undefined) continue;
    const host = boxOf(slot);
    boxes.set(slot.vertex, host);
    for (const { vertex, kind, above } of standingBeside(slot.vertex)) {
      const y = host.y + (above ? -BESIDE[kind] : BESIDE[kind]);
      boxes.set(vertex, { ...sizeOf(vertex), x: host.x, y });
    }
  }
  const drawn = diagram.vertices.flatMap((vertex) => {
    const box = boxes.get(vertex);
    return box ? [{ vertex, box }] : [];
  });
  const ids = new Map(drawn.map(({ vertex }, id) => [vertex, id]));
  const edges = diagram.links.flatMap((link): PictureEdge[] => {
    const [from, to, a, b] = [ids.get(link.from), ids.get(link.to), boxes.get(link.from), boxes.get(link.to)];
    if (from === undefined || to === undefined || !a || !b) return [];
    const path = link.from.beside ? upright(a, b) : (paths.get(link) ?? []);
    const labelAt = places.get(link);
    return [{ from, to, path, ...(link.label && { label: link.label }), ...(labelAt && { labelAt }) }];
  });
  const nodes = drawn.map(({ vertex, box }, id): PictureNode => {
    const { kind, layer, label, function: operation } = vertex;
    return { id, kind, layer, ...box, ...(label && { label }), ...(operation && { function: operation }) };
  });
  const name = loss.attrs.name;
  return { ...inFrame(nodes, edges), ...(name && { of: name }), elided: diagram.elided };
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
function labelNeeds(between: readonly Segment[]): LabelNeeds {
  const labelled = between.flatMap((segment) =>
    segment.link.label ? [{ ...segment, label: segment.link.label }] : [],
  );
  const ends = (end: "from" | "to"): number => new Set(labelled.map((segment) => segment[end])).size;
  return {
    count: labelled.length,
    width: Math.max(0, ...labelled.map(({ label }) => labelWidth(label))),
    height: Math.max(0, ...labelled.map(({ label }) => labelHeight(label))),
    parts: Math.min(ends("from"), ends("to"), 5) + 1,
  };
}

/** The distance of rows that leaves room for labels. */
function pitchOf({ columns, segments }: Columns): number {
  const units = columns.flat().some(({ vertex }) => vertex?.kind === "unit" && vertex.scalar);
  let pitch = units ? 88 : 58;
  for (const between of segments) {
    const { count, height, parts } = labelNeeds(between);
    if (count > 1) pitch = Math.max(pitch, (height + 6) * parts);
  }
  return pitch;
}

/** The columns on the page: as wide as their widest slot, with room for labels and not too steep edges between. */
function bandsOf(
  { columns, segments }: Columns,
  rows: ReadonlyMap<Slot, number>,
  widthOf: (slot: Slot) => number,
): Band[] {
  const bands: Band[] = [];
  let left = 0;
  for (const [layer, column] of columns.entries()) {
    const right = left + Math.max(24, ...column.map(widthOf));
    bands.push({ left, right });
    left = right + gapAfter(segments[layer] ?? [], rows);
  }
  return bands;
}

function gapAfter(between: readonly Segment[], rows: ReadonlyMap<Slot, number>): number {
  const { count, width, parts } = labelNeeds(between);
  const radius = 26;
  let gap = count === 0 ? 56 : Math.max(2.2 * width + 70, (radius + width / 2 + ARROW) * parts - 2 * radius);
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

/** Moves everything so that the picture begins at 0, with a margin; coordinates are rounded to hundredths. */
function inFrame(
  nodes: readonly PictureNode[],
  edges: readonly PictureEdge[],
): Pick<Picture, "width" | "height" | "nodes" | "edges"> {
  const points = [
    ...nodes.flatMap(({ x, y, width, height }) => [
      { x: x - width / 2, y: y - height / 2 },
      { x: x + width / 2, y: y + height / 2 },
    ]),
    ...edges.flatMap(({ path }) => path),
  ];
  const least = (axis: "x" | "y"): number =>
    points.reduce((value, point) => Math.min(value, point[axis]), Number.POSITIVE_INFINITY);
  const most = (axis: "x" | "y"): number =>
    points.reduce((value, point) => Math.max(value, point[axis]), Number.NEGATIVE_INFINITY);
  const origin = { x: least("x") - MARGIN, y: least("y") - MARGIN };
  const round = (value: number): number => Math.round(value * 100) / 100;
  const moved = <P extends Point>(point: P): P => ({
    ...point,
    x: round(point.x - origin.x),
    y: round(point.y - origin.y),
  });
  return {
    width: Math.ceil(most("x") - origin.x + MARGIN),
    height: Math.ceil(most("y") - origin.y + MARGIN),
    nodes: nodes.map((node) => ({ ...moved(node), width: round(node.width), height: round(node.height) })),
    edges: edges.map((edge) => ({
      ...edge,
      path: edge.path.map(moved),
      ...(edge.labelAt && { labelAt: moved(edge.labelAt) }),
    })),
  };
}
