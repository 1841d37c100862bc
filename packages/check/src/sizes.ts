import { type Node, type Size, type Sizes, sizeText, topologicalOrder } from "@chainrule/graph";

/** What is counted begins here: no factor 2, 3 or 4 is then as good as a number of entries. */
const FIRST_COUNT = 5;

/**
 * A number for each symbolic size below the roots, no two alike and none that a shape or the formulas have already, so that
 * transposed factors, slips of an index and forgotten numbers of entries cannot cancel.
 */
export function differentSizes(roots: readonly Node[], first = 2): Sizes {
  const nodes = topologicalOrder(roots);
  const counted = nodes.flatMap(({ attrs }) => (attrs.dim === undefined ? [] : [attrs.dim]));
  const shapes = nodes.flatMap(({ attrs, shape }) => [...shape, ...(attrs.map?.sizes ?? [])]);
  const numbers = [...shapes, ...nodes.map(({ attrs }) => attrs.value)];
  const taken = new Set(numbers.filter((value) => typeof value === "number"));
  const sizes: Record<string, number> = Object.create(null) as Record<string, number>;
  const assign = (size: Size, least: number): void => {
    if (typeof size === "number" || sizes[sizeText(size)] !== undefined) return;
    let next = least;
    while (taken.has(next)) next++;
    taken.add(next);
    sizes[sizeText(size)] = next;
  };
  for (const size of counted) assign(size, Math.max(first, FIRST_COUNT));
  for (const size of shapes) assign(size, first);
  return sizes;
}

/** Other numbers for the same sizes, again no two alike: what holds for one choice of sizes may not hold for all. */
export const otherSizes = (sizes: Sizes): Sizes =>
  Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, size + 1]));
