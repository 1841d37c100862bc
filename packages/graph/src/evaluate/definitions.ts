import type { Node } from "../node";
import { div, sub } from "../ops/arithmetic";
import { sum } from "../ops/contract";
import { exp, log } from "../ops/elementary";

/** The sum of e^x over the axes of a node, which stay or not. */
const total = (node: Node, powers: Node, keepDims: boolean): Node =>
  sum(powers, node.attrs.axes ?? [], keepDims);

/**
 * Composite operations as they are defined, for numbers that neither overflow nor cancel. What these are lowered to subtracts
 * the largest entry first, which changes nothing but what is rounded. The others are lowered to their definitions.
 */
export const definitions: Readonly<Record<string, (node: Node, x: Node) => Node>> = {
  softmax: (node, x) => {
    const powers = exp(x);
    return div(powers, total(node, powers, true));
  },
  logSoftmax: (node, x) => sub(x, log(total(node, exp(x), true))),
  logSumExp: (node, x) => log(total(node, exp(x), node.shape.length === x.shape.length)),
};
