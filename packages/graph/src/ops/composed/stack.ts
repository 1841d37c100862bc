import { ChainruleError } from "../../errors";
import type { Node, Operand } from "../../node";
import { checkAxis } from "../../shape";
import { guarded } from "../../signature";
import { concat, reshape } from "../layout";
import { lift } from "../leaf";

/**
 * Tensors of one shape beside one another, along an axis more (the first by default): k of [m, n] -> [k, m, n].
 * @throws ChainruleError OPERAND, SHAPE, SIZE
 */
export const stack = guarded("stack", "list number?", (parts: readonly Operand[], axis = 0): Node => {
  const nodes = parts.map((part, k) => lift(part, "stack", k));
  const [first] = nodes;
  if (first === undefined) throw new ChainruleError("OPERAND", "nothing to stack", { where: "stack" });
  const along = checkAxis("stack", axis, [...first.shape, 1]);
  const widened = nodes.map((node) =>
    reshape(node, [...node.shape.slice(0, along), 1, ...node.shape.slice(along)] as number[]),
  );
  return concat(widened, along);
});
