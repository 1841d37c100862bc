import { ChainruleError, entryCount, type Node, shapeText } from "@chainrule/graph";
import type { Listing } from "./listing";

/* Which nodes of a listing have a place in memory of their own, and which are computed where they are used. */

/** The sizes of a node, all of them numbers. @throws ChainruleError SIZE */
export function sizesOf({ shape, op }: Node): readonly number[] {
  return shape.map((size) => {
    if (typeof size === "number") return size;
    throw new ChainruleError("SIZE", "code in C has sizes that are numbers", {
      where: "toC",
      got: `${op.name} of shape ${shapeText(shape)}`,
      mend: "Give the symbols shapes of numbers",
    });
  });
}

export const countOf = (node: Node): number => entryCount(sizesOf(node));

/** Whether a node sums over an index, or seeks an extremum. */
export function isReduction({ op, attrs: { map } }: Node): boolean {
  if (op.name === "maxOver" || op.name === "minOver") return true;
  return (
    op.name === "contraction" &&
    map !== undefined &&
    map.sizes.some((size, index) => size !== 1 && !map.output.includes(index))
  );
}

/**
 * Whether a sum runs over an index that is not the last axis of a factor while that last axis is one of the result's: then the
 * sum is added up in memory, row by row.
 */
export function isAddedUp(node: Node): boolean {
  const { map } = node.attrs;
  if (node.op.name !== "contraction" || map === undefined || !isReduction(node) || map.output.length === 0)
    return false;
  if (new Set(map.output).size < map.output.length) return false;
  const wide = map.inputs.filter((indices) => indices.length > 1);
  return wide.length > 0 && wide.every((indices) => map.output.at(-1) === indices.at(-1));
}

/** The nodes that are stored: definitions, what is used again, and what would be computed more than once elsewhere. */
export function storedNodes({ forward, backward, loss, uses }: Listing): ReadonlySet<Node> {
  const stored = new Set<Node>([loss]);
  const early = new Set(forward);
  for (const node of [...forward, ...backward]) {
    if (node.attrs.name !== undefined || uses(node) > 1) stored.add(node);
    for (const [k, input] of node.inputs.entries()) {
      if (input.op.kind === "leaf") continue;
      const isSaved = early.has(input) && !early.has(node);
      const isPart = isAddedUp(input) && node.op.kind !== "naming";
      if (isSaved || isPart || isComputedAgain(node, k, input)) stored.add(input);
    }
  }
  return stored;
}

/** Whether an operand that is written where it is used would be computed several times, or outside of its range. */
function isComputedAgain(node: Node, k: number, input: Node): boolean {
  const { op, attrs } = node;
  if (["concat", "pad", "reshape"].includes(op.name)) return true;
  if (op.name === "slice") return false;
  if (attrs.map === undefined) return countOf(input) !== countOf(node);
  const all = attrs.map.sizes as readonly number[]; // sizesOf refuses others
  const own = new Set(attrs.map.inputs[k] ?? []);
  const isDiagonal = new Set(attrs.map.output).size < attrs.map.output.length;
  return isDiagonal || all.some((size, index) => size !== 1 && !own.has(index));
}
