import type { Node } from "../../node";
import { entryCount, isConcrete } from "../../shape";

/** Entries that the reference visits for a node; sizes that are not known count as 16. */
export function entriesOf({ attrs, shape }: Node): number {
  const sizes = attrs.map?.sizes ?? shape;
  return isConcrete(sizes)
    ? entryCount(sizes)
    : entryCount(sizes.map((size) => (typeof size === "number" ? size : 16)));
}
