import type { Node, Operand } from "../../node";
import { checkAxis, type Shape } from "../../shape";
import { guarded } from "../../signature";
import { add, mul } from "../arithmetic";
import { knownSize } from "../axes";
import { broadcastTo } from "../contract";
import { concat, pad, slice } from "../layout";
import { constantNode, lift } from "../leaf";

/*
 * Sums and products of all entries up to each, in steps that double (Hillis and Steele 1986): after the step of width w, every
 * entry is the sum of the last 2 w. It takes n log n additions, and its adjoint is the same from the other end.
 */

const withSize = (shape: Shape, axis: number, size: number): Shape =>
  shape.map((old, k) => (k === axis ? size : old));

function cumulative(
  name: string,
  operand: Operand,
  axis: number,
  joined: (x: Node, earlier: Node) => Node,
  shifted: (x: Node, axis: number, by: number) => Node,
): Node {
  const x = lift(operand, name, 0);
  const along = checkAxis(name, axis, x.shape);
  const size = knownSize(name, x, along);
  let total = x;
  for (let by = 1; by < size; by *= 2) {
    total = joined(total, shifted(slice(total, along, 0, size - by), along, by));
  }
  return total;
}

/** Along an axis (the last by default), the sum of all entries up to each. @throws ChainruleError SHAPE, SIZE */
export const cumsum = guarded(
  "cumsum",
  "operand number?",
  (x: Operand, axis = -1): Node =>
    cumulative("cumsum", x, axis, add, (part, along, by) => pad(part, along, by, 0)),
);

/**
 * Along an axis (the last by default), the product of all entries up to each. Its gradient divides by nothing, so zeros are no
 * trouble. @throws ChainruleError SHAPE, SIZE
 */
export const cumprod = guarded(
  "cumprod",
  "operand number?",
  (x: Operand, axis = -1): Node =>
    cumulative("cumprod", x, axis, mul, (part, along, by) =>
      concat([broadcastTo(constantNode(1), withSize(part.shape, along, by)), part], along),
    ),
);
