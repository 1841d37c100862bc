import { ChainruleError, shown, unknownName } from "@chainrule/graph";
import { adam, momentum } from "./momentum";
import { type Optimiser, sgd } from "./optimise";

const optimisers = { sgd, momentum, adam } satisfies Readonly<Record<string, Optimiser>>;

/** The optimisers that can be asked for by name, with their usual settings. */
export type OptimiserName = keyof typeof optimisers;

/**
 * The optimiser of a name, or the function itself; `sgd` if nothing is given.
 * @throws ChainruleError OPTION for a name that is none, OPERAND for what is neither name nor function
 */
export function optimiserOf(given: OptimiserName | Optimiser | undefined, where: string): Optimiser {
  if (given === undefined) return sgd;
  if (typeof given === "function") return given;
  if (typeof given !== "string") {
    throw new ChainruleError("OPERAND", "an optimiser is a name or a function", { where, got: shown(given) });
  }
  if (Object.hasOwn(optimisers, given)) return optimisers[given];
  throw unknownName("no such optimiser", given, Object.keys(optimisers), where);
}

/** Optimisers whose new values are never finite again once they, or what they remember, are not. */
export const keepsWhatIsNotFinite: ReadonlySet<Optimiser> = new Set(Object.values(optimisers));
