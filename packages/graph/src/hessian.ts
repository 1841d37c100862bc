import { ChainruleError } from "./errors";
import { gradient } from "./gradient";
import { jacobian } from "./jacobian";
import type { Node, Operand } from "./node";
import { mul } from "./ops/arithmetic";
import { contraction } from "./ops/contract";
import { constantNode, lift } from "./ops/leaf";
import { sameShape, shapeText } from "./shape";

/**
 * The second derivatives of a scalar, as a graph: all of d^2 y / dx_i dz_j, at index i of x and j of z.
 *
 * y: [], x: of whatever shape, z: likewise, x itself if left out -> [...x, ...z].
 * @throws ChainruleError NOT_SCALAR when y has axes
 * @example hessian(E, w) // evaluate it for a matrix of numbers
 */
export const hessian = (y: Node, x: Node, z: Node = x): Node => jacobian(gradient(y, x), z);

/**
 * The product of the Hessian and a tensor, without the Hessian: the gradient of the inner product of the gradient and v
 * (Pearlmutter 1994, "Fast exact multiplication by the Hessian"). It costs a few gradients, whatever the size of x.
 *
 * y: [], x: of whatever shape, v: the shape of x, not differentiated -> the shape of x.
 * @throws ChainruleError NOT_SCALAR when y has axes, SHAPE when v has another shape than x, OPERAND
 * @example hessianVector(E, w, [1, 0, 0])
 */
export function hessianVector(y: Node, x: Node, v: Operand): Node {
  const given = lift(v, "hessianVector", 2);
  const direction = given === x ? mul(constantNode(1), given) : given; // a node of its own, which can be held
  if (!sameShape(direction.shape, x.shape)) {
    throw new ChainruleError("SHAPE", "the direction has another shape than the variable", {
      where: "hessianVector",
      got: shapeText(direction.shape),
      expected: shapeText(x.shape),
    });
  }
  const indices = x.shape.map((_, axis) => axis);
  const along = contraction([gradient(y, x), direction], {
    inputs: [indices, indices],
    output: [],
    sizes: x.shape,
  });
  return gradient(along, x, { holding: [direction] });
}
