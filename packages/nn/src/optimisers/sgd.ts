import { checkOptions, guarded, mul, Node } from "@chainrule/graph";
import type { Rate } from "../optimise";
import { byRule, OPTIMISER_OPTIONS, type OptimiserOptions } from "./rule";

/**
 * Gradient descent: the new value w^+ := w - eta dE/dw of each parameter, in order. All gradients are those at the old
 * values (a simultaneous update). The rate may stand alone or in an object.
 *
 * loss: [], parameters: symbols of any shape -> nodes of the same shapes.
 * @throws ChainruleError NUMBER for a rate that is not finite and above 0, OPTION, NOT_SCALAR, NOT_A_LEAF
 * @example compile([E, ...sgd(E, ws, { rate: 0.5 })], ws).run(10000, ws.map((w) => w.value))
 */
export const sgd = guarded(
  "sgd",
  "node nodes any",
  (loss: Node, parameters: readonly Node[], given: Rate | OptimiserOptions): Node[] => {
    const isRate = typeof given === "number" || given instanceof Node;
    const options = isRate ? { rate: given } : given;
    checkOptions(options, OPTIMISER_OPTIONS, "sgd");
    return byRule(loss, parameters, options ?? {}, "sgd", (w, g, rate) => ({ next: w.sub(mul(rate, g)) }));
  },
);
