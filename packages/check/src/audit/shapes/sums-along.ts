import { mapTree, type Tree } from "@chainrule/graph/read";
import { nameTree } from "../names/trees";

/** A formula with sums that do not say over what as sums along one axis: \sum dZ over the columns. Itself where it has none. */
export function withSumsAlong(tree: Tree, axis: 0 | 1): Tree {
  let changed = false;
  const change = (part: Tree): Tree | undefined => {
    const body = summedIn(part);
    if (body === undefined) return undefined;
    changed = true;
    const { end, start } = part;
    const head = nameTree({ base: "sum", primes: 0, upright: true }, { start, end: body.start });
    const options = { axis, keepDims: true, start, end };
    return { kind: "applied", head, bracket: "(", arguments: [mapTree(body, change)], options, start, end };
  };
  const along = mapTree(tree, change);
  return changed ? along : tree;
}

/** What a sum without a letter, or a call of sum without an axis, adds up. */
function summedIn(part: Tree): Tree | undefined {
  if (part.kind === "over" && part.sign === "sum" && part.letters.length === 0 && part.to === undefined)
    return part.body;
  const isCall = part.kind === "applied" && part.head.name.base === "sum" && part.options === undefined;
  return isCall && part.arguments.length === 1 ? part.arguments[0] : undefined;
}
