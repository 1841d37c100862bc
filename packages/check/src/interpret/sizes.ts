import { type Node, sizeText, topologicalOrder } from "@chainrule/graph";
import type { Sizes } from "./interpreted";

/**
 * A number for each symbolic size below the roots, no two alike and none that a shape has already, so that transposed factors
 * and slips of an index cannot cancel.
 */
export function differentSizes(roots: readonly Node[], first = 2): Sizes {
  const shapes = topologicalOrder(roots).flatMap(({ attrs, shape }) => [
    ...shape,
    ...(attrs.dim === undefined ? [] : [attrs.dim]),
    ...(attrs.map?.sizes ?? []),
  ]);
  const taken = new Set(shapes.filter((size) => typeof size === "number"));
  const sizes: Record<string, number> = Object.create(null) as Record<string, number>;
  let next = first;
  for (const size of shapes) {
    if (typeof size === "number" || sizes[sizeText(size)] !== undefined) continue;
    while (taken.has(next)) next++;
    sizes[sizeText(size)] = next++;
  }
  return sizes;
}
