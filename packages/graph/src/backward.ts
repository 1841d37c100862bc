import { roundsAsOne } from "./closed-form";
import { isLarge, presentValues } from "./compile/once";
import { scalarBackward } from "./compile/scalar/define-by-run";
import { ChainruleError } from "./errors";
import { evaluateAll } from "./evaluate/reference";
import { adjointsOfAll } from "./gradient";
import type { Node, Value } from "./node";
import { expand } from "./ops/contract";
import { nodeLabel } from "./ops/leaf";
import { topologicalOrder } from "./order";
import { isConcrete, type Shape } from "./shape";
import { copyValue, room, valueShape } from "./value";

/** Leaves the gradient of a scalar, a number or tensor, in every node below it. @throws ChainruleError NOT_SCALAR, UNBOUND */
export function backward(y: Node): void {
  if (scalarBackward(y)) return;
  const nodes = topologicalOrder([y]);
  const adjoints = adjointsOf(y, nodes);
  if (isLarge([...nodes, ...adjoints]) && nodes.every(({ shape }) => isConcrete(shape))) {
    const values = presentValues(adjoints);
    nodes.forEach((node, k) => {
      node.adjoint = spread(values[k] as Value, node.shape as readonly number[]); // all are concrete
    });
    return;
  }
  const valueAt = evaluateAll([y, ...adjoints]);
  nodes.forEach((node, k) => {
    node.adjoint = spread(valueAt(adjoints[k] as Node), valueShape(valueAt(node)));
  });
}

/**
 * Of all nodes, in their shapes or as one number; of symbols to the bit as `gradient` has them, which goes past the inside of a
 * closed form.
 */
function adjointsOf(y: Node, nodes: readonly Node[]): readonly Node[] {
  const found = (of: readonly Node[]): Node[] =>
    adjointsOfAll(y, of).map((adjoint, k) =>
      adjoint.shape.length === 0 ? adjoint : expand(adjoint, (of[k] as Node).shape),
    );
  const adjoints = found(nodes);
  if (!nodes.some(roundsAsOne)) return adjoints;
  const symbols = nodes.filter(({ attrs }) => attrs.cell !== undefined);
  const own = new Map(found(symbols).map((adjoint, k) => [symbols[k] as Node, adjoint]));
  return nodes.map((node, k) => own.get(node) ?? (adjoints[k] as Node));
}

/** What `backward()` left, or zeros. */
export function gradOf(node: Node): Value {
  const { adjoint } = node;
  if (typeof adjoint === "object" && "adjoints" in adjoint) return adjoint.at(node.place);
  if (adjoint !== undefined) return copyValue(adjoint);
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
  return shape.length === 0 ? 0 : { shape, data: room(shape, nodeLabel(node)) };
}

function spread(value: Value, shape: readonly number[]): Value {
  if (typeof value !== "number" || shape.length === 0) return value;
  return { shape, data: room(shape, "backward").fill(value) };
}
