import { ChainruleError, Node } from "@chainrule/graph";
import { type LossAt, train } from "@chainrule/nn";
import { positive } from "./flags";
import type { Network } from "./load";
import { UsageError } from "./usage-error";

/* Training of the network in a module, as the commands do it. */

/** The learning rate that was asked for, or that the module exports. @throws UsageError where there is none */
export function readTrainingRate(command: string, given: string | undefined, { rate }: Network): number {
  if (given !== undefined) return positive("--rate", given, "a learning rate", "a finite number > 0");
  if (typeof rate === "number") return rate;
  const value = rate instanceof Node ? rate.value : undefined;
  if (typeof value === "number") return value;
  throw new UsageError(
    `${command}: which learning rate? (--rate 0.5, or \`export const rate\` in the module)`,
  );
}

/** About how many losses are recorded. */
const RECORDS = 100;

/**
 * Trains by gradient descent, and records the loss; `see` is told of each record as it comes, with all so far.
 * @throws ChainruleError NOT_FINITE, UNBOUND
 */
export function trained(
  { loss, parameters }: Network,
  steps: number,
  rate: number,
  see: (losses: readonly LossAt[]) => void = () => {},
): readonly LossAt[] {
  const every = Math.max(1, Math.ceil(steps / RECORDS));
  const losses: LossAt[] = [];
  let done = 0;
  while (done < steps) {
    const more = Math.min(every, steps - done);
    const start = done;
    const { losses: recorded } = atStep(start, () =>
      train(loss, parameters, { rate, steps: more, every: more }),
    );
    const first = recorded[0];
    const last = recorded.at(-1);
    if (losses.length === 0 && first !== undefined) losses.push(first);
    done += more;
    if (last !== undefined) losses.push({ step: done, loss: last.loss });
    see(losses);
  }
  return losses;
}

/** Steps in messages are counted from the start of the whole training. */
function atStep<T>(start: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ChainruleError) || start === 0) throw error;
    const { where = "" } = error.details;
    throw new ChainruleError(error.code, "a value is not finite", {
      ...error.details,
      where: where.replace(/step (\d+)/, (_, step: string) => `step ${start + Number(step)}`),
    });
  }
}
