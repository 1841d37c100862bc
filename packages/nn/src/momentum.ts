import {
  add,
  checkOptions,
  div,
  gradient,
  guarded,
  mul,
  type Node,
  nameText,
  type OptionNames,
  pow,
  scalar,
  sub,
  tensor,
  updated,
} from "@chainrule/graph";
import { checkRate, type Rate } from "./optimise";
import { checkFraction, checkPositive, labelOf } from "./refuse";

/*
 * Optimisers that remember. Their memory is symbols, 0 at first, updated like the parameters: list them as inputs of
 * compile too, or let `train` do it.
 */

export interface MomentumOptions {
  readonly rate: Rate;
  /** How much of the last velocity stays, from 0 to below 1: 0.9 if left out. */
  readonly momentum?: number;
}

const MOMENTUM_OPTIONS: OptionNames<MomentumOptions> = { rate: true, momentum: true };

/**
 * Gradient descent with momentum (Polyak 1964): v^+ := momentum v + dE/dw, w^+ := w - eta v^+. The new values of all
 * parameters, then those of all velocities (`v_w_1` for `w_1`).
 * @throws ChainruleError NUMBER, NOT_SCALAR, NOT_A_LEAF
 * @example train(E, ws, { rate: 0.1, steps: 100, optimiser: momentum })
 */
export const momentum = guarded(
  "momentum",
  "node nodes options",
  (loss: Node, parameters: readonly Node[], options: MomentumOptions): Node[] => {
    checkOptions(options, MOMENTUM_OPTIONS, "momentum");
    const rate = checkRate(options.rate, "momentum");
    const kept = checkFraction(options.momentum ?? 0.9, "the momentum", "momentum");
    const gradients = gradient(loss, parameters);
    const velocities = parameters.map((w) => memory("v", w));
    const next = velocities.map((v, k) => updated(v, add(mul(kept, v), gradients[k] as Node))); // one for each
    return [...parameters.map((w, k) => updated(w, sub(w, mul(rate, next[k] as Node)))), ...next];
  },
);

export interface AdamOptions {
  readonly rate: Rate;
  /** Decay of the mean of gradients, from 0 to below 1: 0.9 if left out. */
  readonly beta1?: number;
  /** Decay of the mean of their squares: 0.999 if left out. */
  readonly beta2?: number;
  /** Keeps the divisor from 0: 1e-8 if left out. */
  readonly epsilon?: number;
}

const ADAM_OPTIONS: OptionNames<AdamOptions> = { rate: true, beta1: true, beta2: true, epsilon: true };

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1): with g = dE/dw, m^+ := beta1 m + (1 - beta1) g,
 * v^+ := beta2 v + (1 - beta2) g^2, w^+ := w - eta (m^+ / (1 - beta1^t)) / (sqrt(v^+ / (1 - beta2^t)) + epsilon). The new
 * values of all parameters, then those of what it remembers (`m_w_1`, `v_w_1` and the number of steps `t`).
 * @throws ChainruleError NUMBER, NOT_SCALAR, NOT_A_LEAF
 * @example train(E, ws, { rate: 0.01, steps: 100, optimiser: adam })
 */
export const adam = guarded(
  "adam",
  "node nodes options",
  (loss: Node, parameters: readonly Node[], options: AdamOptions): Node[] => {
    checkOptions(options, ADAM_OPTIONS, "adam");
    const rate = checkRate(options.rate, "adam");
    const beta1 = checkFraction(options.beta1 ?? 0.9, "beta1", "adam");
    const beta2 = checkFraction(options.beta2 ?? 0.999, "beta2", "adam");
    const epsilon = checkPositive(options.epsilon ?? 1e-8, "epsilon", "adam");
    const steps = scalar("t", 0);
    const t = updated(steps, steps.add(1));
    const gradients = gradient(loss, parameters);
    const remembered: Node[] = [t];
    const next = parameters.map((w, k) => {
      const g = gradients[k] as Node; // one for each
      const m = averaged("m", w, beta1, g);
      const v = averaged("v", w, beta2, g.square());
      remembered.push(m, v);
      const mean = div(m, sub(1, pow(beta1, t)));
      const spread = div(v, sub(1, pow(beta2, t))).sqrt();
      return updated(w, sub(w, mul(rate, div(mean, spread.add(epsilon)))));
    });
    return [...next, ...remembered];
  },
);

function averaged(base: string, w: Node, decay: number, entry: Node): Node {
  const old = memory(base, w);
  return updated(old, add(mul(decay, old), mul(1 - decay, entry)));
}

/** A symbol of a parameter's shape that starts at 0. */
function memory(base: string, parameter: Node): Node {
  const name = parameter.name;
  const text =
    name?.kind === "symbol"
      ? nameText({
          kind: "symbol",
          base,
          sub: name.sub === "" ? name.base : `${name.base}_${name.sub}`,
          sup: name.sup,
        })
      : `${base}_${labelOf(parameter)}`;
  const value = parameter.attrs.cell?.value;
  if (parameter.shape.length === 0) return scalar(text, 0);
  if (typeof value !== "object") return tensor(text, { shape: parameter.shape });
  return tensor(text, { shape: value.shape, data: new Float64Array(value.data.length) });
}
