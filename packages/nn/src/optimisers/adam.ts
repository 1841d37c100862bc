import {
  ChainruleError,
  checkOptions,
  div,
  guarded,
  mul,
  type Node,
  type OptionNames,
  pow,
  scalar,
  shown,
  sub,
  updated,
} from "@chainrule/graph";
import { checkFraction, checkPositive } from "../refuse";
import { averaged } from "./remembered";
import { byRule, OPTIMISER_OPTIONS, type OptimiserOptions } from "./rule";

export interface AdamOptions extends OptimiserOptions {
  /** Decay of the mean of gradients, from 0 to below 1: 0.9 if left out. */
  readonly beta1?: number;
  /** Decay of the mean of their squares: 0.999 if left out. */
  readonly beta2?: number;
  /** Keeps the divisor from 0: 1e-8 if left out. */
  readonly epsilon?: number;
}

export interface AdamWOptions extends AdamOptions {
  /** How much of a weight is taken off in each step, times the rate: 0.01 if left out. */
  readonly weightDecay?: number;
}

const ADAM_OPTIONS: OptionNames<AdamOptions> = {
  ...OPTIMISER_OPTIONS,
  beta1: true,
  beta2: true,
  epsilon: true,
};
const ADAMW_OPTIONS: OptionNames<AdamWOptions> = { ...ADAM_OPTIONS, weightDecay: true };

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1): with g = dE/dw, m^+ := beta1 m + (1 - beta1) g,
 * v^+ := beta2 v + (1 - beta2) g^2, w^+ := w - eta (m^+ / (1 - beta1^t)) / (sqrt(v^+ / (1 - beta2^t)) + epsilon). The new
 * values of all parameters, then those of what it remembers (the number of steps `t`, and `m_w_1`, `v_w_1`).
 * @throws ChainruleError NUMBER, OPTION, NOT_SCALAR, NOT_A_LEAF
 * @example train(E, ws, { rate: 0.01, steps: 100, optimiser: adam })
 */
export const adam = guarded(
  "adam",
  "node nodes options",
  (loss: Node, parameters: readonly Node[], options: AdamOptions): Node[] => {
    checkOptions(options, ADAM_OPTIONS, "adam");
    return moments(loss, parameters, options, "adam", (_, direction) => direction);
  },
);

/**
 * Adam with weight decay beside the gradient (Loshchilov and Hutter 2019): from what `adam` takes off, weightDecay w is taken off
 * too, times the rate.
 * @throws ChainruleError NUMBER, OPTION, NOT_SCALAR, NOT_A_LEAF
 * @example train(E, ws, { rate: 0.01, steps: 100, optimiser: "adamW" })
 */
export const adamW = guarded(
  "adamW",
  "node nodes options",
  (loss: Node, parameters: readonly Node[], options: AdamWOptions): Node[] => {
    checkOptions(options, ADAMW_OPTIONS, "adamW");
    const { weightDecay = 0.01 } = options;
    if (!(Number.isFinite(weightDecay) && weightDecay >= 0)) {
      throw new ChainruleError("NUMBER", "the weight decay is a finite number of at least 0", {
        where: "adamW",
        got: shown(weightDecay),
      });
    }
    return moments(loss, parameters, options, "adamW", (w, direction) => direction.add(mul(weightDecay, w)));
  },
);

/** change: what of a parameter is taken off, times the rate, given the direction that the moments have. */
function moments(
  loss: Node,
  parameters: readonly Node[],
  options: AdamOptions,
  where: string,
  change: (w: Node, direction: Node) => Node,
): Node[] {
  const beta1 = checkFraction(options.beta1 ?? 0.9, "beta1", where);
  const beta2 = checkFraction(options.beta2 ?? 0.999, "beta2", where);
  const epsilon = checkPositive(options.epsilon ?? 1e-8, "epsilon", where);
  const steps = scalar("t", 0);
  const t = updated(steps, steps.add(1));
  return byRule(
    loss,
    parameters,
    options,
    where,
    (w, g, rate) => {
      const m = averaged("m", w, beta1, g);
      const v = averaged("v", w, beta2, g.square());
      const mean = div(m, sub(1, pow(beta1, t)));
      const spread = div(v, sub(1, pow(beta2, t))).sqrt();
      const direction = div(mean, spread.add(epsilon));
      return { next: w.sub(mul(rate, change(w, direction))), remembered: [m, v] };
    },
    [t],
  );
}
