import type { Vertex } from "./diagram";
import type { Columns, Segment, Slot } from "./order";
import { besideDistance, type Sizes } from "./size";

/* Rows: every slot near the mean of its neighbours, in the order of its column, without overlap. */

/** What stands above or below a vertex. */
export interface Beside {
  readonly vertex: Vertex;
  readonly kind: "bias" | "target";
  readonly above: boolean;
}

export type BesideOf = ReadonlyMap<Vertex, readonly Beside[]>;

/** How far a slot and what stands beside it reach from its row. */
interface Extent {
  above: number;
  below: number;
}

/** The empty room between two slots of a column. */
const ROOM = 18;
const BIAS_ROOM = 46;
/** What leads on from nothing follows the others rather than moving them. */
const LIGHT = 1e-4;

/** `pitch` is the least distance of two vertices. */
export function rowsOf(
  { columns, segments }: Columns,
  sizes: Sizes,
  beside: BesideOf,
  pitch: number,
): Map<Slot, number> {
  const own = (slot: Slot): Extent => extentOf(slot, sizes, beside);
  const free = columns.map((column) => column.filter((slot) => slot.vertex?.kind !== "bias"));
  const drawn = segments.map((between) => between.filter(({ link }) => link.from.kind !== "bias"));
  const extents = extentsOf(free, drawn.flat(), own);
  const led = new Set(drawn.flat().map(({ to }) => to));
  const weight = (slot: Slot): number => (led.has(slot) ? 1 : LIGHT);
  const isApart = (slot: Slot): boolean => slot.vertex !== undefined && slot.vertex.kind !== "ellipsis";
  const gap = (a: Slot, b: Slot): number => {
    const room = (extents.get(a)?.below ?? 0) + (extents.get(b)?.above ?? 0) + ROOM;
    return isApart(a) && isApart(b) ? Math.max(pitch, room) : room;
  };

  const rows = new Map<Slot, number>();
  for (const column of free) settle(column, () => 0, weight, gap, rows);
  for (const rightwards of [true, false, true, false, true, false]) {
    const layers = free.map((_, layer) => layer);
    if (!rightwards) layers.reverse();
    for (const layer of layers.slice(1)) {
      const means = neighbourMeans(drawn[rightwards ? layer - 1 : layer] ?? [], rightwards, weight, rows);
      settle(free[layer] ?? [], (slot) => means.get(slot) ?? rows.get(slot) ?? 0, weight, gap, rows);
    }
  }
  putBiases(columns, own, sizes, rows);
  return rows;
}

function neighbourMeans(
  between: readonly Segment[],
  rightwards: boolean,
  weight: (slot: Slot) => number,
  rows: ReadonlyMap<Slot, number>,
): Map<Slot, number> {
  const sums = new Map<Slot, { total: number; weight: number }>();
  for (const { from, to } of between) {
    const [own, other] = rightwards ? [to, from] : [from, to];
    const sum = sums.get(own) ?? { total: 0, weight: 0 };
    const w = weight(other);
    sums.set(own, { total: sum.total + w * (rows.get(other) ?? 0), weight: sum.weight + w });
  }
  return new Map([...sums].map(([slot, sum]) => [slot, sum.total / sum.weight]));
}

/** Where one slot leads to one other only, both take the room of the larger, so that the link can be level. */
function extentsOf(
  columns: readonly (readonly Slot[])[],
  segments: readonly Segment[],
  own: (slot: Slot) => Extent,
): Map<Slot, Extent> {
  const extents = new Map(columns.flat().map((slot) => [slot, own(slot)]));
  const out = new Map<Slot, number>();
  const into = new Map<Slot, number>();
  for (const { from, to } of segments) {
    out.set(from, (out.get(from) ?? 0) + 1);
    into.set(to, (into.get(to) ?? 0) + 1);
  }
  for (const { from, to } of segments) {
    const [a, b] = [extents.get(from), extents.get(to)];
    if (!a || !b || out.get(from) !== 1 || into.get(to) !== 1 || !from.vertex || !to.vertex) continue;
    a.above = Math.max(a.above, b.above);
    a.below = Math.max(a.below, b.below);
    extents.set(to, a);
  }
  return extents;
}

function extentOf({ vertex }: Slot, sizes: Sizes, beside: BesideOf): Extent {
  if (vertex === undefined) return { above: 8, below: 8 };
  const size = sizes.get(vertex);
  if (size === undefined) return { above: 0, below: 0 };
  const extent = { above: size.height / 2 + (size.above ?? 0), below: size.height / 2 };
  for (const { vertex: other, above, kind } of beside.get(vertex) ?? []) {
    const own = sizes.get(other) ?? size;
    extent[above ? "above" : "below"] = besideDistance(kind, size, own) + Math.max(16, own.height / 2);
  }
  return extent;
}

/** Shared biases stand in one row below their columns and those that they lead to. */
function putBiases(
  columns: readonly (readonly Slot[])[],
  own: (slot: Slot) => Extent,
  sizes: Sizes,
  rows: Map<Slot, number>,
): void {
  const aboveOf = ({ vertex }: Slot): number => (vertex && sizes.get(vertex)?.above) ?? 0;
  const isBias = ({ vertex }: Slot): boolean => vertex?.kind === "bias";
  let lowest = 0;
  for (const [layer, column] of columns.entries()) {
    if (!column.some(isBias)) continue;
    for (const slot of [...column, ...(columns[layer + 1] ?? [])]) {
      if (!isBias(slot)) lowest = Math.max(lowest, (rows.get(slot) ?? 0) + own(slot).below);
    }
  }
  for (const column of columns) {
    let row = lowest;
    for (const slot of column.filter(isBias)) {
      row += BIAS_ROOM + aboveOf(slot);
      rows.set(slot, row);
    }
  }
}

/** The rows nearest to the wanted ones (weighted least squares) that keep order and gaps: isotonic regression. */
function settle(
  column: readonly Slot[],
  wanted: (slot: Slot) => number,
  weight: (slot: Slot) => number,
  gap: (a: Slot, b: Slot) => number,
  rows: Map<Slot, number>,
): void {
  interface Pool {
    readonly row: number;
    readonly weight: number;
    readonly count: number;
  }
  const offsets: number[] = [];
  const pools: Pool[] = [];
  for (const [k, slot] of column.entries()) {
    const previous = column[k - 1];
    const offset = previous ? (offsets[k - 1] ?? 0) + gap(previous, slot) : 0;
    offsets.push(offset);
    let pool: Pool = { row: wanted(slot) - offset, weight: weight(slot), count: 1 };
    for (let last = pools.at(-1); last && last.row >= pool.row; last = pools.at(-1)) {
      pools.pop();
      const sum = last.weight + pool.weight;
      const row = (last.row * last.weight + pool.row * pool.weight) / sum;
      pool = { row, weight: sum, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  let k = 0;
  for (const { row, count } of pools) {
    for (let end = k + count; k < end; k++) {
      const slot = column[k];
      if (slot) rows.set(slot, row + (offsets[k] ?? 0));
    }
  }
}
