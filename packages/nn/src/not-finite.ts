import { ChainruleError, evaluate, type Node, topologicalOrder, type Value } from "@chainrule/graph";
import { labelOf } from "./refuse";

export const allFinite = (value: Value): boolean =>
  typeof value === "number" ? Number.isFinite(value) : value.data.every(Number.isFinite);

/** The error of a training: goes down from the first root that is not finite, along what is not finite, to where it begins. */
export function notFinite(
  roots: readonly Node[],
  bindings: ReadonlyMap<Node, unknown>,
  step: number,
  training = "train",
): ChainruleError {
  const order = topologicalOrder(roots);
  const results = evaluate(order, bindings);
  const values = new Map(order.map((node, k) => [node, results[k] as Value])); // one value for each
  const isBad = (node: Node): boolean => !allFinite(values.get(node) as Value);
  let node = roots.find(isBad) as Node; // the caller has found one
  let definition = node;
  for (let below: Node | undefined = node; below !== undefined; below = node.inputs.find(isBad)) {
    node = below;
    if (node.name !== undefined) definition = node;
  }
  const place = node === definition || definition.inputs[0] === node ? "" : `${node.op.name} in `;
  return new ChainruleError("NOT_FINITE", "a value is not finite", {
    where: `${training}, step ${step}: ${place}${labelOf(definition)}`,
    got: firstBad(values.get(node) as Value),
    mend: "The parameters keep the last values at which all was finite; a smaller rate may help",
  });
}

function firstBad(value: Value): string {
  if (typeof value === "number") return String(value);
  let flat = value.data.findIndex((entry) => !Number.isFinite(entry));
  const entry = value.data[flat];
  const index: number[] = [];
  for (let axis = value.shape.length - 1; axis >= 0; axis--) {
    const size = value.shape[axis] as number;
    index.unshift(flat % size);
    flat = Math.floor(flat / size);
  }
  return `${entry} at [${index.join(",")}]`;
}
