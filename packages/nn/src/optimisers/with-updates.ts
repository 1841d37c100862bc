import type { Node } from "@chainrule/graph";
import type { Optimiser } from "../optimise";
import { namedOptimiser, type OptimiserName } from "../optimiser-names";

/**
 * An optimiser that has other new values computed along: the running statistics of batch normalisation, for example. Keep the
 * function if the training is to go on later.
 * @throws ChainruleError OPTION for a name that is none, OPERAND
 * @example train(E, model.parameters, { rate: 0.1, steps: 100, optimiser: withUpdates("adam", model.updates ?? []) })
 */
export function withUpdates(optimiser: OptimiserName | Optimiser, updates: readonly Node[]): Optimiser {
  const own = namedOptimiser(optimiser, "withUpdates");
  return (loss, parameters, options) => [...own(loss, parameters, options), ...updates];
}
