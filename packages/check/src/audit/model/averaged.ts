import { walk } from "@chainrule/graph/read";
import type { Member, Statement } from "../document/passage";
import { countsIn } from "../notation/example-gradients";
import { isNamedGradient } from "../notation/gradient-names";

import type { Model, Quantity } from "./model";

/*
 * Programs whose loss is a mean over m examples often mean by dZ the gradient of each example's own loss, and put 1/m into the
 * gradients of the parameters only.
 */

/** Whether a formula has the gradient, by its name as in code, of something that the document computes. */
const hasNamedGradient = ({ passage, tree }: Member, model: Model): boolean =>
  [...walk(tree)].some((part) => {
    const by = part.kind === "derivative" && part.by.length === 1 ? part.by[0] : undefined;
    return by !== undefined && isNamedGradient(part, passage) && model.named(by)?.kind === "defined";
  });

/** Whether a chain may mean gradients of single examples, where the loss is a mean. */
export const mayBeOfExamples = (
  { isAveraged, members: [left] }: Statement,
  member: Member,
  loss: Quantity | undefined,
  model: Model,
): boolean =>
  isAveraged !== true &&
  loss?.tree !== undefined &&
  countsIn(loss.tree).length > 0 &&
  [left, member].some((each) => each !== undefined && hasNamedGradient(each, model));
