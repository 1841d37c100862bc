import type { Value } from "@chainrule/graph";
import type { Epoch } from "./history";

/** The epoch at which what is watched was best, and the values of the parameters then. */
export interface Best {
  readonly epoch: number;
  readonly watched: number;
  readonly values: readonly Value[];
}

/** What early stopping watches: the loss of the validation, or without one the loss. */
const watchedOf = ({ loss, measures }: Epoch): number => measures["validation loss"] ?? loss;

/** The better of the best so far and an epoch; what is not a number is never better. */
export function better(
  best: Best | undefined,
  at: Epoch,
  values: readonly Value[],
  least: number,
): Best | undefined {
  const watched = watchedOf(at);
  const isBetter = best === undefined ? !Number.isNaN(watched) : watched < best.watched - least;
  return isBetter ? { epoch: at.epoch, watched, values } : best;
}
