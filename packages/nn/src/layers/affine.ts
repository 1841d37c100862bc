import type { Node } from "@chainrule/graph";

/** W x + b over the last axis: W: [m, n], x: [n] -> [m], or [..., n] -> [..., m] as x W^T + b. */
export function affine(x: Node, W: Node, b?: Node): Node {
  const product = x.shape.length === 1 ? W.matmul(x) : x.matmul(W.transpose());
  return b === undefined ? product : product.add(b);
}
