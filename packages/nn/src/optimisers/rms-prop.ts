import { checkOptions, div, guarded, mul, type Node, type OptionNames } from "@chainrule/graph";
import { checkFraction, checkPositive } from "../refuse";
import { averaged } from "./remembered";
import { byRule, OPTIMISER_OPTIONS, type OptimiserOptions } from "./rule";

export interface RmsPropOptions extends OptimiserOptions {
  /** Decay of the mean of squared gradients, from 0 to below 1: 0.9 if left out (PyTorch's `alpha` is 0.99). */
  readonly rho?: number;
  /** Keeps the divisor from 0: 1e-8 if left out. */
  readonly epsilon?: number;
}

const OPTIONS: OptionNames<RmsPropOptions> = { ...OPTIMISER_OPTIONS, rho: true, epsilon: true };

/**
 * RMSProp (Hinton 2012): with g = dE/dw, v^+ := rho v + (1 - rho) g^2, w^+ := w - eta g / (sqrt(v^+) + epsilon). The new values
 * of all parameters, then those of all means (`v_w_1` for `w_1`).
 * @throws ChainruleError NUMBER, OPTION, NOT_SCALAR, NOT_A_LEAF
 * @example train(E, ws, { rate: 0.01, steps: 100, optimiser: "rmsProp" })
 */
export const rmsProp = guarded(
  "rmsProp",
  "node nodes options",
  (loss: Node, parameters: readonly Node[], options: RmsPropOptions): Node[] => {
    checkOptions(options, OPTIONS, "rmsProp");
    const rho = checkFraction(options.rho ?? 0.9, "rho", "rmsProp");
    const epsilon = checkPositive(options.epsilon ?? 1e-8, "epsilon", "rmsProp");
    return byRule(loss, parameters, options, "rmsProp", (w, g, rate) => {
      const v = averaged("v", w, rho, g.square());
      return { next: w.sub(mul(rate, div(g, v.sqrt().add(epsilon)))), remembered: [v] };
    });
  },
);
