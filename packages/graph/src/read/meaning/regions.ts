import type { Span } from "../refusal";
import type { Tree } from "../tree";
import { partsOf } from "../walk";

/** What encloses its parts, by brackets or a line: nothing beside it can be meant to stand under a sum inside it. */
const ENCLOSING: ReadonlySet<Tree["kind"]> = new Set([
  "fraction",
  "group",
  "root",
  "absolute",
  "norm",
  "applied",
  "power",
  "name", // its exponent
]);

/**
 * For each sum, by the place of its sign, the part of the formula that encloses it: its letter may stand for something else outside,
 * as in e^{v_j} / ∑_j e^{v_j}, and nowhere beside it, as in ∑_j a_j + b_j.
 */
export function enclosingParts(root: Tree): ReadonlyMap<number, Span> {
  const found = new Map<number, Span>();
  const pending: { readonly tree: Tree; readonly part: Span }[] = [{ tree: root, part: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { part, tree } = next;
    if (tree.kind === "over") found.set(tree.head.start, part);
    const isEnclosing = ENCLOSING.has(tree.kind);
    for (const inner of partsOf(tree)) pending.push({ tree: inner, part: isEnclosing ? inner : part });
  }
  return found;
}
