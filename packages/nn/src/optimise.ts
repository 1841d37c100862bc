import {
  ChainruleError,
  checkOptions,
  gradient,
  guarded,
  mul,
  Node,
  shapeText,
  updated,
} from "@chainrule/graph";
import { checkPositive, labelOf } from "./refuse";

/** A learning rate: a number, or a scalar node such as the symbol eta, so that the rule shows it. */
export type Rate = number | Node<number>;

/** Makes the new values of parameters (and of what it remembers), as nodes that `compile(...).run` and `train` feed back. */
export type Optimiser = (loss: Node, parameters: readonly Node[], options: { readonly rate: Rate }) => Node[];

/**
 * Gradient descent: the new value w^+ := w - eta dE/dw of each parameter, in order. All gradients are those at the old
 * values (a simultaneous update). The rate may stand alone or in an object.
 *
 * loss: [], parameters: symbols of any shape -> nodes of the same shapes.
 * @throws ChainruleError NUMBER for a rate that is not finite and above 0, NOT_SCALAR, NOT_A_LEAF
 * @example compile([E, ...sgd(E, ws, { rate: 0.5 })], ws).run(10000, ws.map((w) => w.value))
 */
export const sgd = guarded(
  "sgd",
  "node nodes any",
  (loss: Node, parameters: readonly Node[], options: Rate | { readonly rate: Rate }): Node[] => {
    const isRate = typeof options === "number" || options instanceof Node;
    if (!isRate) checkOptions<{ readonly rate: Rate }>(options, { rate: true }, "sgd");
    const rate = checkRate(isRate ? options : options?.rate, "sgd");
    const gradients = gradient(loss, parameters);
    return parameters.map((w, k) => updated(w, w.sub(mul(rate, gradients[k] as Node)))); // one gradient for each
  },
);

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
