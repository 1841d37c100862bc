import type { Diagram, Link, Vertex } from "./diagram";

/*
 * The order of each column, by the method of Sugiyama, Tagawa and Toda (1981): a link over several columns takes a slot
 * in each of them, and columns are sorted by the mean position of their neighbours as long as fewer links cross.
 */

/** A place in a column: a vertex, or where a link passes through. */
export interface Slot {
  readonly vertex?: Vertex;
  readonly layer: number;
}

/** The part of a link between two neighbouring columns. */
export interface Segment {
  readonly from: Slot;
  readonly to: Slot;
  readonly link: Link;
}

export interface Columns {
  /** Top to bottom. */
  readonly columns: readonly (readonly Slot[])[];
  /** By the column they start from. */
  readonly segments: readonly (readonly Segment[])[];
}

const SWEEPS = 12;

/** Shared biases stand last in their columns; what stands beside a vertex has no slot. */
export function orderedColumns({ vertices, links }: Diagram): Columns {
  const depth = vertices.reduce((most, { layer }) => Math.max(most, layer + 1), 0);
  const columns: Slot[][] = Array.from({ length: depth }, () => []);
  const segments: Segment[][] = Array.from({ length: depth }, () => []);
  const slotOf = new Map<Vertex, Slot>();
  const passing = new Map<Vertex, Link[]>();
  for (const link of links) {
    if (link.from.beside || link.to.layer - link.from.layer < 2) continue;
    const list = passing.get(link.from);
    if (list) list.push(link);
    else passing.set(link.from, [link]);
  }
  const through = new Map<Link, Slot[]>();
  for (const vertex of vertices) {
    if (vertex.beside || vertex.kind === "bias") continue;
    const slot = { vertex, layer: vertex.layer };
    slotOf.set(vertex, slot);
    columns[vertex.layer]?.push(slot);
    for (const link of passing.get(vertex) ?? []) {
      const slots: Slot[] = [];
      for (let layer = vertex.layer + 1; layer < link.to.layer; layer++) {
        const between = { layer };
        slots.push(between);
        columns[layer]?.push(between);
      }
      through.set(link, slots);
    }
  }
  const biases = vertices.filter((vertex) => vertex.kind === "bias" && !vertex.beside);
  const free: Segment[][] = segments.map(() => []);
  for (const vertex of biases) slotOf.set(vertex, { vertex, layer: vertex.layer });
  for (const link of links) {
    const [start, end] = [slotOf.get(link.from), slotOf.get(link.to)];
    if (start === undefined || end === undefined) continue;
    const chain = [start, ...(through.get(link) ?? []), end];
    for (const [k, to] of chain.slice(1).entries()) {
      const from = chain[k] as Slot;
      segments[from.layer]?.push({ from, to, link });
      if (link.from.kind !== "bias") free[from.layer]?.push({ from, to, link });
    }
  }
  const sorted = withFewerCrossings(columns, free);
  for (const vertex of biases) sorted[vertex.layer]?.push(slotOf.get(vertex) as Slot);
  return { columns: sorted, segments };
}

function withFewerCrossings(
  columns: readonly (readonly Slot[])[],
  segments: readonly (readonly Segment[])[],
): Slot[][] {
  let best = columns.map((column) => [...column]);
  let fewest = crossings(best, segments);
  let current = best;
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    current = swept(current, segments, sweep % 2 === 0);
    const count = crossings(current, segments);
    if (count < fewest) {
      best = current;
      fewest = count;
    }
  }
  return best.map((column) => [...column]);
}

/** Sorts every column but the first (or, leftwards, the last) by the mean position of its neighbours before it. */
function swept(
  columns: readonly (readonly Slot[])[],
  segments: readonly (readonly Segment[])[],
  rightwards: boolean,
): Slot[][] {
  const result = columns.map((column) => [...column]);
  const layers = result.map((_, layer) => layer);
  if (!rightwards) layers.reverse();
  for (const layer of layers.slice(1)) {
    const near = positions(result[rightwards ? layer - 1 : layer + 1] ?? []);
    const sums = new Map<Slot, { total: number; count: number }>();
    for (const { from, to } of segments[rightwards ? layer - 1 : layer] ?? []) {
      const [own, other] = rightwards ? [to, from] : [from, to];
      const sum = sums.get(own) ?? { total: 0, count: 0 };
      sums.set(own, { total: sum.total + (near.get(other) ?? 0), count: sum.count + 1 });
    }
    const column = result[layer] ?? [];
    const mean = (slot: Slot): number | undefined => {
      const sum = sums.get(slot);
      return sum && sum.total / sum.count;
    };
    // What has no neighbour stays where it is; the others are sorted around it.
    const moving = column.filter((slot) => mean(slot) !== undefined);
    const order = [...moving].sort((a, b) => (mean(a) ?? 0) - (mean(b) ?? 0));
    result[layer] = column.map((slot) => (mean(slot) === undefined ? slot : (order.shift() as Slot)));
  }
  return result;
}

const positions = (column: readonly Slot[]): Map<Slot, number> => new Map(column.map((slot, k) => [slot, k]));

/** How many pairs of segments cross: inversions, counted with the tree of Fenwick (1994). */
function crossings(columns: readonly (readonly Slot[])[], segments: readonly (readonly Segment[])[]): number {
  let count = 0;
  for (const [layer, between] of segments.entries()) {
    const left = positions(columns[layer] ?? []);
    const right = positions(columns[layer + 1] ?? []);
    const ends = between
      .map(({ from, to }) => [left.get(from) ?? 0, right.get(to) ?? 0] as const)
      .sort(([a, b], [c, d]) => a - c || b - d);
    const tree = new Uint32Array(right.size + 1);
    for (const [k, [, end]] of ends.entries()) {
      let notBelow = 0; // those met so far that end at or above
      for (let i = end + 1; i > 0; i -= i & -i) notBelow += tree[i] ?? 0;
      count += k - notBelow;
      for (let i = end + 1; i < tree.length; i += i & -i) tree[i] = (tree[i] ?? 0) + 1;
    }
  }
  return count;
}
