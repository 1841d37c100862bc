import { add, checkOptions, guarded, mul, type Node, type OptionNames, updated } from "@chainrule/graph";
import { checkFraction } from "../refuse";
import { remembered } from "./remembered";
import { byRule, OPTIMISER_OPTIONS, type OptimiserOptions } from "./rule";

export interface MomentumOptions extends OptimiserOptions {
  /** How much of the last velocity stays, from 0 to below 1: 0.9 if left out. */
  readonly momentum?: number;
}

const OPTIONS: OptionNames<MomentumOptions> = { ...OPTIMISER_OPTIONS, momentum: true };

/**
 * Gradient descent with momentum (Polyak 1964): v^+ := momentum v + dE/dw, w^+ := w - eta v^+. The new values of all
 * parameters, then those of all velocities (`v_w_1` for `w_1`).
 * @throws ChainruleError NUMBER, OPTION, NOT_SCALAR, NOT_A_LEAF
 * @example train(E, ws, { rate: 0.1, steps: 100, optimiser: momentum })
 */
export const momentum = guarded(
  "momentum",
  "node nodes options",
  (loss: Node, parameters: readonly Node[], options: MomentumOptions): Node[] => {
    const kept = keptOf(options, "momentum");
    return byRule(loss, parameters, options, "momentum", (w, g, rate) => {
      const v = velocity(w, g, kept);
      return { next: w.sub(mul(rate, v)), remembered: [v] };
    });
  },
);

/**
 * Nesterov's momentum (Sutskever et al. 2013, in the form of PyTorch and Keras): v^+ := momentum v + dE/dw,
 * w^+ := w - eta (dE/dw + momentum v^+). The new values of all parameters, then those of all velocities (`v_w_1` for `w_1`).
 * @throws ChainruleError NUMBER, OPTION, NOT_SCALAR, NOT_A_LEAF
 * @example train(E, ws, { rate: 0.1, steps: 100, optimiser: "nesterov" })
 */
export const nesterov = guarded(
  "nesterov",
  "node nodes options",
  (loss: Node, parameters: readonly Node[], options: MomentumOptions): Node[] => {
    const kept = keptOf(options, "nesterov");
    return byRule(loss, parameters, options, "nesterov", (w, g, rate) => {
      const v = velocity(w, g, kept);
      return { next: w.sub(mul(rate, add(g, mul(kept, v)))), remembered: [v] };
    });
  },
);

function keptOf(options: MomentumOptions, where: string): number {
  checkOptions(options, OPTIONS, where);
  return checkFraction(options.momentum ?? 0.9, "the momentum", where);
}

function velocity(w: Node, g: Node, kept: number): Node {
  const v = remembered("v", w);
  return updated(v, add(mul(kept, v), g));
}
