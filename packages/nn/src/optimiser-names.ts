import { ChainruleError, shown, unknownName } from "@chainrule/graph";
import type { Optimiser } from "./optimise";
import { adam, adamW } from "./optimisers/adam";
import { momentum, nesterov } from "./optimisers/momentum";
import { rmsProp } from "./optimisers/rms-prop";
import { sgd } from "./optimisers/sgd";

const optimisers = { sgd, momentum, nesterov, rmsProp, adam, adamW } satisfies Readonly<
  Record<string, Optimiser>
>;

/** The optimisers that can be asked for by name, with their usual settings. */
export type OptimiserName = keyof typeof optimisers;

/**
 * The optimiser of a name, or the function itself; `sgd` if nothing is given.
 * @throws ChainruleError OPTION for a name that is none, OPERAND for what is neither name nor function
 */
export function optimiserOf(given: OptimiserName | Optimiser | undefined, where: string): Optimiser {
  return given === undefined ? sgd : namedOptimiser(given, where);
}

/** The same of what must be given. */
export function namedOptimiser(given: OptimiserName | Optimiser, where: string): Optimiser {
  if (typeof given === "function") return given;
  if (typeof given !== "string") {
    throw new ChainruleError("OPERAND", "an optimiser is a name or a function", { where, got: shown(given) });
  }
  if (Object.hasOwn(optimisers, given)) return optimisers[given];
  throw unknownName("no such optimiser", given, Object.keys(optimisers), where);
}

/** Optimisers whose new values are never finite again once they, or what they remember, are not. */
export const keepsWhatIsNotFinite: ReadonlySet<Optimiser> = new Set(Object.values(optimisers));
