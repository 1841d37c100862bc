import { Node, topologicalOrder } from "@chainrule/graph";

/** Operations made of others whose kinks and borders are stated for themselves. */
const STATED: ReadonlySet<string> = new Set(["leakyRelu", "elu", "xlogy", "binaryCrossEntropy"]);

/** What an operation that has kinks, or a domain, is made of, where nothing else says where these are. */
function lowered({ op, shape }: Node, inputs: readonly Node[]): Node | undefined {
  if (op.kind !== "pointwise" || op.forward !== undefined || STATED.has(op.name)) return undefined;
  if (op.kink === undefined && op.domain === undefined) return undefined;
  const body = op.lower?.(inputs);
  return body?.shape.length === shape.length ? body : undefined; // an operand alone may be smaller than what it is part of
}

/**
 * The same graphs in which operations that have kinks, or a domain, by what they are made of are written as that: `clip` as a
 * minimum of a maximum, `logit` as a difference of logarithms. Graphs that hold none of them stay the very same.
 */
export function writtenOut(roots: readonly Node[]): readonly Node[] {
  const written = new Map<Node, Node>();
  let isDone = true;
  for (const node of topologicalOrder(roots)) {
    const inputs = node.inputs.map((input) => written.get(input) as Node); // inputs come first
    const body = lowered(node, inputs);
    if (body !== undefined) isDone = false;
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    written.set(node, body ?? (isSame ? node : new Node(node.op, inputs, node.attrs, node.shape)));
  }
  const found = roots.map((root) => written.get(root) as Node);
  return isDone ? found : writtenOut(found);
}
