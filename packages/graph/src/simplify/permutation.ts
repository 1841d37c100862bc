import type { IndexMap } from "../index-map";
import type { Node } from "../node";
import { contraction } from "../ops/contract";

/** The order of axes of a contraction that only reorders them; undefined for any other node. */
export function axisOrder(node: Node): readonly number[] | undefined {
  const map = node.attrs.map;
  if (node.op.name !== "contraction" || map === undefined || node.inputs.length !== 1) return undefined;
  const input = map.inputs[0] as IndexMap["inputs"][number];
  const order = map.output.map((index) => input.indexOf(index));
  const complete =
    order.length === input.length && new Set(order).size === order.length && !order.includes(-1);
  return complete && map.sizes.length === order.length ? order : undefined;
}

/** Two reorderings one after the other are one, and one that changes nothing is none. */
export function mergedPermutation(node: Node): Node | undefined {
  const order = axisOrder(node);
  if (order === undefined) return undefined;
  const x = node.inputs[0] as Node;
  if (order.every((axis, position) => axis === position)) return x;
  const inner = axisOrder(x);
  if (inner === undefined) return undefined;
  const source = x.inputs[0] as Node;
  const merged = order.map((axis) => inner[axis] as number);
  if (merged.every((axis, position) => axis === position)) return source;
  return contraction([source], {
    inputs: [source.shape.map((_, axis) => axis)],
    output: merged,
    sizes: source.shape,
  });
}
