import { type Tree, walk } from "@chainrule/graph/read";
import type { Member, Statement } from "./document/passage";
import { isNamedGradient } from "./gradient-names";
import type { Model, Quantity } from "./model";
import { namedBy } from "./names";

/*
 * Programs whose loss is a mean over m examples often mean by dZ the gradient of each example's own loss, and put 1/m into the
 * gradients of the parameters only.
 */

const COUNT = /^[mMnNB]$/;

/** Whether a formula is divided by a number of examples: (1/m) of a sum. */
function isMean(tree: Tree): boolean {
  const isCount = (part: Tree): boolean => COUNT.test(namedBy(part)?.base ?? "");
  return [...walk(tree)].some(
    (part) =>
      (part.kind === "fraction" && isCount(part.below)) ||
      (part.kind === "product" && part.factors.some((factor) => factor.sign === "/" && isCount(factor.tree))),
  );
}

/** Whether a formula has the gradient, by its name as in code, of something that the document computes. */
const hasNamedGradient = ({ passage, tree }: Member, model: Model): boolean =>
  [...walk(tree)].some((part) => {
    const by = part.kind === "derivative" && part.by.length === 1 ? part.by[0] : undefined;
    return by !== undefined && isNamedGradient(part, passage) && model.named(by)?.kind === "defined";
  });

/** Whether a chain may mean gradients of single examples, where the loss is a mean. */
export const mayBeOfExamples = (
  { members: [left] }: Statement,
  member: Member,
  loss: Quantity | undefined,
  model: Model,
): boolean =>
  loss?.tree !== undefined &&
  isMean(loss.tree) &&
  [left, member].some((each) => each !== undefined && hasNamedGradient(each, model));
