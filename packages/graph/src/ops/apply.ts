import type { IndexMap } from "../index-map";
import type { Pointwise } from "../node";
import { NO_ATTRIBUTES, Node } from "../node";
import { again, againOf, noted } from "../repetition";
import { broadcastShape, SCALAR, type Shape } from "../shape";

/** A pointwise operation on nodes; shapes broadcast. @throws ChainruleError SHAPE */
export function apply(op: Pointwise, inputs: readonly Node[]): Node {
  return againOf(op, inputs) ?? noted(new Node(op, inputs, NO_ATTRIBUTES, pointwiseShape(op, inputs)));
}

/** The same for one operand, whose shape stays. */
export function applyUnary(op: Pointwise, x: Node): Node {
  return again(op, x, undefined) ?? noted(new Node(op, undefined, NO_ATTRIBUTES, x.shape, x, undefined));
}

/** The same for two operands. @throws ChainruleError SHAPE */
export function applyBinary(op: Pointwise, a: Node, b: Node): Node {
  const known = again(op, a, b);
  if (known !== undefined) return known;
  const isScalar = a.shape.length === 0 && b.shape.length === 0;
  const shape = isScalar ? SCALAR : broadcastShape(op.name, [a.shape, b.shape]);
  return noted(new Node(op, undefined, NO_ATTRIBUTES, shape, a, b));
}

function pointwiseShape(op: Pointwise, inputs: readonly Node[]): Shape {
  let allScalar = true;
  for (const input of inputs) if (input.shape.length > 0) allScalar = false;
  if (allScalar) return SCALAR;
  return broadcastShape(
    op.name,
    inputs.map((input) => input.shape),
  );
}

/** The index map of a pointwise operation: axes aligned from the right, none summed. */
export function pointwiseMap(inputs: readonly Node[], shape: Shape): IndexMap {
  return {
    inputs: inputs.map((input) => {
      const offset = shape.length - input.shape.length;
      return input.shape.map((size, axis) =>
        size === 1 && shape[axis + offset] !== 1 ? null : axis + offset,
      );
    }),
    output: shape.map((_, axis) => axis),
    sizes: shape,
  };
}
