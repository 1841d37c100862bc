import { ChainruleError, Node, shapeText } from "@chainrule/graph";
import { checkPositive, labelOf } from "./refuse";

/** A learning rate: a number, or a scalar node such as the symbol eta, so that the rule shows it. */
export type Rate = number | Node<number>;

/** Makes the new values of parameters (and of what it remembers), as nodes that `compile(...).run` and `train` feed back. */
export type Optimiser = (loss: Node, parameters: readonly Node[], options: { readonly rate: Rate }) => Node[];

/** @throws ChainruleError NUMBER, SHAPE */
export function checkRate(rate: unknown, where: string): Rate {
  if (!(rate instanceof Node)) return checkPositive(rate, "the learning rate", where);
  if (rate.shape.length > 0) {
    throw new ChainruleError("SHAPE", "the learning rate is a scalar", {
      where: `${where}: ${labelOf(rate)}`,
      got: shapeText(rate.shape),
    });
  }
  const value = rate.attrs.value ?? rate.attrs.cell?.value;
  if (value !== undefined) checkPositive(value, "the learning rate", `${where}: ${labelOf(rate)}`);
  return rate as Node<number>; // no axes: its value is a number
}
