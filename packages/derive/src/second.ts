import { gradient, jacobian, Node, partialName, topologicalOrder } from "@chainrule/graph";
import { bodyOf, type Definitions, nameOf } from "./definitions";
import { lengthOf } from "./length";
import type { Writer } from "./writer";

/**
 * States the second derivatives of the loss by all pairs of variables. Each is the Jacobian of a gradient, over the names of
 * the forward pass; gradients above stand in it by name where that is shorter, else written out.
 */
export function writeSecond(writer: Writer, variables: readonly Node[]): void {
  variables.forEach((first, k) => {
    for (const second of variables.slice(k)) writePair(writer, first, second);
  });
}

function writePair(writer: Writer, first: Node, second: Node): void {
  const { definitions, held } = writer;
  const { loss } = definitions;
  const symbol = partialName(partialName(nameOf(loss), nameOf(second)), nameOf(first));
  const whole = gradient(loss, first);
  const candidates = [withoutAdjoints(whole), whole].map((from) => {
    const raw = withAllNames(jacobian(from, second), definitions);
    for (const node of topologicalOrder([raw])) if (node.attrs.name !== undefined) held.add(node);
    const simplified = writer.simplified(raw);
    const short = writer.shorter(simplified);
    const known = short === undefined ? simplified : writer.simplified(short.known);
    const plain = short === undefined ? simplified : writer.simplified(short.collapsed);
    return { plain, known, facts: short?.facts ?? [], length: lengthOf(known, held) };
  });
  const best = candidates.reduce((a, b) => (b.length < a.length ? b : a));
  const settled = writer.settled(partialName(nameOf(loss), nameOf(first)));
  const isSettled = best.facts.length === 0;
  const id = writer.write({
    symbol,
    expression: best.plain,
    role: "second",
    because: { kind: "second derivative" },
    from: [settled],
  });
  if (isSettled) return;
  writer.write({
    symbol,
    expression: best.known,
    role: "second",
    because: { kind: "known sums", of: best.facts },
    from: [id],
  });
}

/** The graph with named derivatives written out. */
function withoutAdjoints(root: Node): Node {
  const replaced = new Map<Node, Node>();
  for (const node of topologicalOrder([root])) {
    const inputs = node.inputs.map((input) => replaced.get(input) as Node); // inputs come first in the order
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    const isAdjoint = node.op.kind === "naming" && node.attrs.name?.kind === "partial";
    const rebuilt = isSame ? node : new Node(node.op, inputs, node.attrs, node.shape);
    replaced.set(node, isAdjoint ? (inputs[0] as Node) : rebuilt);
  }
  return replaced.get(root) as Node;
}

/** The graph with every definition's body as its name, and what readers know only written out written so. */
function withAllNames(root: Node, { order }: Definitions): Node {
  const definitions = order.filter((node) => node.op.kind === "naming");
  const replaced = new Map(definitions.map((node) => [bodyOf(node), node]));
  for (const node of definitions) replaced.set(node, node);
  for (const node of topologicalOrder([root], new Set(replaced.keys()))) {
    if (replaced.has(node)) continue;
    const inputs = node.inputs.map((input) => replaced.get(input) ?? input);
    const same = node.attrs.name !== undefined || inputs.every((input, k) => input === node.inputs[k]);
    const { op } = node;
    const written = op.kind === "pointwise" && op.writtenOut ? op.lower?.(inputs) : undefined;
    replaced.set(node, written ?? (same ? node : new Node(op, inputs, node.attrs, node.shape)));
  }
  return replaced.get(root) as Node;
}
