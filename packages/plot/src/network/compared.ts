import { type Node, topologicalOrder } from "@chainrule/graph";
import { isSymbol } from "./affine";

/** Operations that compare their operands, whichever stands first. */
const COMPARING: ReadonlySet<string> = new Set([
  "add",
  "sub",
  "xlogy",
  "binaryCrossEntropy",
  "binaryCrossEntropyWithLogits",
]);

/**
 * The symbols that outputs are compared with: one side of a difference, a sum or a cross-entropy whose other side depends on a
 * unit, or a factor beside a unit itself or its logarithm. The factor of a penalty is none of these.
 */
export function comparedIn(roots: readonly Node[], units: ReadonlySet<Node>): ReadonlySet<Node> {
  const order = topologicalOrder(roots);
  const above = new Set<Node>();
  const compared = new Set<Node>();
  for (const node of order) {
    const { inputs, op } = node;
    if (units.has(node) || inputs.some((input) => above.has(input))) above.add(node);
    if (inputs.length !== 2) continue;
    for (const [k, input] of inputs.entries()) {
      const symbol = symbolIn(input);
      const other = inputs[1 - k] as Node; // there are two
      if (symbol === undefined || !above.has(other)) continue;
      if (COMPARING.has(op.name) || (isProduct(op.name) && isOutput(other, units))) compared.add(symbol);
    }
  }
  return compared;
}

const isProduct = (name: string): boolean => name === "mul" || name === "contraction";

/** A symbol, or 1 minus one. */
function symbolIn(node: Node): Node | undefined {
  if (isSymbol(node)) return node;
  const [, subtracted] = node.op.name === "sub" ? node.inputs : [];
  return subtracted !== undefined && isSymbol(subtracted) ? subtracted : undefined;
}

/** A unit, a definition by one alone, or its logarithm. */
function isOutput(node: Node, units: ReadonlySet<Node>): boolean {
  if (units.has(node)) return true;
  const [inner] = node.inputs;
  if (inner === undefined || node.inputs.length > 1) return false;
  return /log/i.test(node.op.name) || (node.op.kind === "naming" && isOutput(inner, units));
}
