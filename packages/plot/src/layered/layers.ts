/** What leads into each thing, or out of it. */
export type Neighbours<T> = ReadonlyMap<T, readonly T[]>;

/**
 * The column of each thing, by the longest path that leads to it; what depends on nothing stands just before its first
 * consumer. `order` has each after those that lead to it.
 */
export function layersOf<T>(order: readonly T[], into: Neighbours<T>, outOf: Neighbours<T>): Map<T, number> {
  const layers = new Map<T, number>();
  for (const node of order) {
    let layer = 0;
    for (const from of into.get(node) ?? []) layer = Math.max(layer, (layers.get(from) ?? -1) + 1);
    layers.set(node, layer);
  }
  for (const node of order) {
    if ((into.get(node)?.length ?? 0) > 0) continue;
    let first = Number.POSITIVE_INFINITY;
    for (const to of outOf.get(node) ?? []) first = Math.min(first, layers.get(to) ?? 0);
    layers.set(node, Number.isFinite(first) ? Math.max(0, first - 1) : 0);
  }
  return layers;
}
