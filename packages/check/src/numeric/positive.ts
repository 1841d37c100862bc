import { type Node, topologicalOrder } from "@chainrule/graph";

const POSITIVE: ReadonlySet<string> = new Set(["exp", "sigmoid", "softplus", "cosh", "softmax", "size"]);
const NEVER_NEGATIVE: ReadonlySet<string> = new Set(["square", "abs", "relu", "norm", "step", "erfc"]);
/** Positive if all operands are, and not negative if none is. */
const KEEPS: ReadonlySet<string> = new Set([
  "mul",
  "div",
  "sqrt",
  "named",
  "pow",
  "square",
  "contraction",
  "max",
  "min",
]);

/** The nodes below the roots that are above 0 for all values of the symbols: what cannot be a border of a domain. */
export function positiveNodes(roots: readonly Node[]): ReadonlySet<Node> {
  const positive = new Set<Node>();
  const nonnegative = new Set<Node>();
  for (const node of topologicalOrder(roots)) {
    const { attrs, inputs, op } = node;
    const { value } = attrs;
    const all = (set: ReadonlySet<Node>): boolean => inputs.length > 0 && inputs.every((x) => set.has(x));
    const isSum = op.name === "add" && inputs.some((x) => positive.has(x)) && all(nonnegative);
    const isKept = KEEPS.has(op.name) && all(positive);
    const isAbove = typeof value === "number" ? value > 0 : POSITIVE.has(op.name) || isKept || isSum;
    const keepsSign = (KEEPS.has(op.name) || op.name === "add") && all(nonnegative);
    if (isAbove) positive.add(node);
    if (isAbove || value === 0 || NEVER_NEGATIVE.has(op.name) || keepsSign) nonnegative.add(node);
  }
  return positive;
}
