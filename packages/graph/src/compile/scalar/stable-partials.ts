import type { Node } from "../../node";
import { sub } from "../../ops/arithmetic";
import { oneMinusSquare } from "../../ops/elementary";
import { constantNode } from "../../ops/leaf";
import { stableForm } from "../../stable";

const ONE = constantNode(1);

/** Operations whose partials have differences from 1 in them, which may have a stable form with the operand. */
const WITH_DIFFERENCES: ReadonlySet<string> = new Set(["asin", "acos", "binaryCrossEntropy"]);
export const hasDifference = (name: string): boolean => WITH_DIFFERENCES.has(name);

/**
 * Whether the partials of a node, as graphs of its own operands, are computed by stable forms that the declared rule, which is
 * read once for all nodes, does not know. Only of operations that have differences.
 */
export function hasStablePartials({ op, first, second }: Node): boolean {
  if (op.name !== "binaryCrossEntropy") {
    return stableForm(oneMinusSquare(first as Node))?.kernel === "oneMinusTanhSquared";
  }
  const complements = [first, second].map((operand) => stableForm(sub(ONE, operand as Node))?.kernel);
  return complements[1] !== undefined || complements[0] === "oneMinusSquare"; // of sigmoids there is a limit form
}
