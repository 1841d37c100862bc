import { partsOf, type Tree } from "@chainrule/graph/read";

/** Formulas nested deeper than this are not audited, and read in one way only. */
export const DEEPEST = 300;

/** How deep a formula is nested, as far as anybody asks. */
export function depthOf(tree: Tree): number {
  let level: readonly Tree[] = [tree];
  let depth = 0;
  for (; level.length > 0 && depth <= DEEPEST; depth++) level = level.flatMap(partsOf);
  return depth;
}
