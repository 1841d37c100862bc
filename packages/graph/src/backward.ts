import { ChainruleError } from "./errors";
import { evaluateAll } from "./evaluate/reference";
import { adjointsOfAll } from "./gradient";
import type { Node, Value } from "./node";
import { nodeLabel } from "./ops/leaf";
import { entryCount, isConcrete, type Shape } from "./shape";
import { copyValue, valueShape } from "./value";

/** Evaluates the gradient graph of a scalar and leaves a number or tensor in every node below it. */
export function backward(y: Node): void {
  const adjoints = adjointsOfAll(y);
  const values = evaluateAll([y, ...adjoints.values()]);
  for (const [node, adjoint] of adjoints) {
    node.adjoint = spread(values.get(adjoint) as Value, valueShape(values.get(node) as Value));
  }
}

/** What `backward()` left, or zeros. */
export function gradOf(node: Node): Value {
  if (node.adjoint !== undefined) return copyValue(node.adjoint);
  const value = node.attrs.cell?.value;
  return zeros(value === undefined ? node.shape : valueShape(value), node);
}

function zeros(shape: Shape, node: Node): Value {
  if (!isConcrete(shape)) {
    throw new ChainruleError("UNBOUND", "the shape of this gradient is not known yet", {
      where: nodeLabel(node),
      mend: "Give the symbols values and call backward()",
    });
  }
  return shape.length === 0 ? 0 : { shape, data: new Float64Array(entryCount(shape)) };
}

function spread(value: Value, shape: readonly number[]): Value {
  if (typeof value !== "number" || shape.length === 0) return value;
  return { shape, data: new Float64Array(entryCount(shape)).fill(value) };
}
