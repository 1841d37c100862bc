import { bare, mapTree, type Tree } from "@chainrule/graph/read";
import type { Model } from "./model";

/** A formula with names and calls of columns that stand side by side multiplied entry by entry; itself if there are none. */
export function withEntrywise(tree: Tree, model: Model): Tree {
  let changed = false;
  const isColumn = (part: Tree): boolean => {
    try {
      return model.read(part, "").node.shape.length === 1 && bare(part).kind !== "transpose";
    } catch {
      return false; // what cannot be read alone is no column
    }
  };
  const result = mapTree(tree, (part) => {
    const isPlain = part.kind === "product" && part.factors.every(({ sign }) => sign === "" || sign === "*");
    if (part.kind !== "product" || !isPlain || part.factors.length < 2) return undefined;
    const factors = part.factors.map(({ tree: factor }) => factor);
    if (!factors.every(isColumn)) return undefined;
    changed = true;
    return { kind: "entrywise", factors, start: part.start, end: part.end };
  });
  return changed ? result : tree;
}
