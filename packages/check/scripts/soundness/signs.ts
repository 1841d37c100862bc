import type { Tree } from "./tree";

/** What is known of a leaf: where its values are. */
export type Range = "any" | "positive" | "unit";
export type Ranges = Readonly<Record<string, Range>>;

const POSITIVE = new Set(["exp", "sigmoid", "softplus", "cosh"]);
const NOT_NEGATIVE = new Set(["square", "abs", "relu", "sqrt", "step"]);
const BOUNDED_BY_ONE = new Set(["sin", "cos", "tanh", "erf", "sigmoid", "sign", "step"]);

const decimals = ({ op, value }: Tree): number | undefined => (op === "number" ? Number(value) : undefined);

/** Whether a formula is above 0 at every point, as can be seen from how it is built. */
export function isPositive(tree: Tree, ranges: Ranges): boolean {
  const { args, name = "", op } = tree;
  const [a, b] = args;
  if (op === "number") return Number(tree.value) > 0;
  if (op === "leaf") return ranges[name] === "positive" || ranges[name] === "unit";
  if (POSITIVE.has(op)) return true;
  if (a === undefined) return false;
  if (op === "sqrt" || op === "square") return isPositive(a, ranges);
  if (b === undefined) return false;
  const both = isPositive(a, ranges) && isPositive(b, ranges);
  if (op === "mul" || op === "div") return both;
  if (op === "max") return isPositive(a, ranges) || isPositive(b, ranges);
  if (op === "min") return both;
  if (op === "pow") return isPositive(a, ranges);
  if (op === "sub") return decimals(a) === 1 && b.op === "leaf" && ranges[b.name ?? ""] === "unit";
  if (op !== "add") return false;
  if (both || (isPositive(a, ranges) && isNotNegative(b, ranges))) return true;
  if (isNotNegative(a, ranges) && isPositive(b, ranges)) return true;
  return (decimals(a) ?? 0) > 1 && BOUNDED_BY_ONE.has(b.op);
}

/** Whether a formula is at least 0 at every point. */
export function isNotNegative(tree: Tree, ranges: Ranges): boolean {
  const { args, op } = tree;
  const [a, b] = args;
  if (isPositive(tree, ranges) || NOT_NEGATIVE.has(op)) return true;
  if (op === "number") return Number(tree.value) >= 0;
  if (a === undefined || b === undefined) return false;
  const both = isNotNegative(a, ranges) && isNotNegative(b, ranges);
  if (op === "mul" || op === "add") return both;
  if (op === "max") return isNotNegative(a, ranges) || isNotNegative(b, ranges);
  return false;
}

/** Whether a formula is between -1 and 1 at every point. */
export const isSmall = ({ op }: Tree): boolean => BOUNDED_BY_ONE.has(op);
