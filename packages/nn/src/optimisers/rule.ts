import { gradient, type Node, type OptionNames, updated } from "@chainrule/graph";
import { checkRate, type Rate } from "../optimise";
import { type ClippingOptions, clipped } from "./clipping";

/** What every optimiser takes. */
export interface OptimiserOptions extends ClippingOptions {
  readonly rate: Rate;
}

export const OPTIMISER_OPTIONS: OptionNames<OptimiserOptions> = {
  rate: true,
  clipValue: true,
  clipNorm: true,
};

/** What becomes of one parameter. */
export interface Step {
  readonly next: Node;
  /** The new values of what is remembered of it, made by `updated`. */
  readonly remembered?: readonly Node[];
}

/**
 * The new values of all parameters by one rule, then those of what is remembered of all together and of each.
 * @throws ChainruleError NUMBER, NOT_SCALAR, NOT_A_LEAF
 */
export function byRule(
  loss: Node,
  parameters: readonly Node[],
  options: OptimiserOptions,
  where: string,
  rule: (w: Node, gradient: Node, rate: Rate) => Step,
  together: readonly Node[] = [],
): Node[] {
  const rate = checkRate(options.rate, where);
  const gradients = clipped(gradient(loss, parameters), options, where);
  const steps = parameters.map((w, k) => rule(w, gradients[k] as Node, rate)); // one for each
  const next = parameters.map((w, k) => updated(w, (steps[k] as Step).next));
  return [...next, ...together, ...steps.flatMap(({ remembered = [] }) => remembered)];
}
