import { ChainruleError } from "./errors";
import { gradient } from "./gradient";
import { parseName } from "./name";
import { Node, type Operand } from "./node";
import { mul } from "./ops/arithmetic";
import { sum } from "./ops/contract";
import { lift, nodeLabel, symbolOperation } from "./ops/leaf";
import { sameShape, shapeText } from "./shape";

/**
 * The product of a vector and the Jacobian, u dy/dx, without the Jacobian: one reverse sweep.
 *
 * y: any shape, x: any shape, u: the shape of y -> the shape of x.
 * @throws ChainruleError SHAPE when u has another shape than y, OPERAND
 * @example vjp(W.matmul(x).tanh(), x, [1, 0, 0])
 */
export function vjp(y: Node, x: Node, u: Operand): Node {
  return gradient(weighted(y, lift(u, "vjp", 2), "vjp"), x);
}

/**
 * The product of the Jacobian and a vector, dy/dx v: the derivative of y as x moves in the direction v. A product u dy/dx
 * is linear in u, and its derivative by u in the direction of v is what is sought; so the cost is a few times that of y,
 * however many entries x has.
 *
 * y: any shape, x: any shape, v: the shape of x -> the shape of y.
 * @throws ChainruleError SHAPE when v has another shape than x, OPERAND
 * @example jvp(W.matmul(x).tanh(), x, [1, 0])
 */
export function jvp(y: Node, x: Node, v: Operand): Node {
  const direction = lift(v, "jvp", 2);
  const u = new Node(symbolOperation, [], { name: parseName("u"), cell: { value: undefined } }, y.shape);
  const back = gradient(weighted(y, u, "jvp"), x);
  return gradient(weighted(back, direction, "jvp"), u);
}

/** The sum of all entries, each times its weight. */
function weighted(y: Node, weights: Node, where: string): Node {
  if (!sameShape(y.shape, weights.shape)) {
    throw new ChainruleError("SHAPE", "a direction has the shape of what it multiplies", {
      where: `${where}: ${nodeLabel(weights)}`,
      got: shapeText(weights.shape),
      expected: shapeText(y.shape),
    });
  }
  const product = mul(y, weights);
  return sum(
    product,
    product.shape.map((_, axis) => axis),
    false,
  );
}
