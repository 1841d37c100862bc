import type { Session } from "./session";
import { relativeError } from "./statistics";
import type { Case, Figures, Implementation, Numbers, Workload } from "./workload";

export interface RoundOptions {
  readonly rounds: number;
  /** How long an implementation is timed in a round. */
  readonly budgetMs: number;
}

/** Why an implementation does not take part. */
export interface Skipped {
  readonly skipped: string;
}

/** What one implementation gave. */
export interface Measured {
  readonly name: string;
  /** Seconds per unit, round by round; empty if it did not get that far. */
  readonly seconds: readonly number[];
  readonly figures: Figures;
  /** The largest relative error of all rounds; undefined before it computed anything. */
  readonly error: number | undefined;
  /** What went wrong, or why it did not take part. */
  readonly problem?: string;
}

/** One implementation on its way through the rounds. */
interface Entry {
  readonly implementation: Implementation;
  readonly seconds: number[];
  figures: Figures;
  units: number;
  error: number | undefined;
  problem?: string;
  session?: Session;
}

/**
 * Measures all implementations of one case, each in a process or page of its own that stays: A B C, A B C, ... so that each
 * round meets the machine in one state. Every value that comes back is checked; who is wrong or fails leaves, and says so.
 */
export async function measure(
  workload: Workload,
  size: Case,
  open: (implementation: Implementation) => Session | Skipped | Promise<Session | Skipped>,
  options: RoundOptions,
): Promise<Measured[]> {
  const entries = workload.implementations
    .filter(({ cases }) => cases === undefined || cases.includes(size.label))
    .map(
      (implementation): Entry => ({ implementation, seconds: [], figures: {}, units: 1, error: undefined }),
    );
  const attempt = async (entry: Entry, what: () => Promise<void>): Promise<void> => {
    try {
      await what();
    } catch (error) {
      entry.problem = error instanceof Error ? error.message : String(error);
    }
    if (entry.problem !== undefined) entry.session?.end();
  };
  const check = (entry: Entry, values: Numbers): void => {
    const { expected = workload.expected, tolerance = workload.tolerance } = entry.implementation;
    const right = expected(size, entry.units);
    const error = relativeError(values, right);
    entry.error = Math.max(entry.error ?? 0, error);
    if (!(error <= tolerance)) throw new Error(`wrong: ${shown(values)}, expected ${shown(right)}`);
  };

  for (const entry of entries) {
    await attempt(entry, async () => {
      const session = await open(entry.implementation);
      if ("skipped" in session) throw new Error(`not measured: ${session.skipped}`);
      entry.session = session;
      const { prepareMs, firstMs, units, values } = await entry.session.ready();
      entry.units = units;
      entry.figures = { "prepare ms": prepareMs, "first run ms": firstMs };
      check(entry, values);
    });
  }
  for (let k = 0; k < options.rounds; k++) {
    for (const entry of entries.filter(({ problem }) => problem === undefined)) {
      await attempt(entry, async () => {
        const { seconds, values, figures } = await (entry.session as Session).round(options.budgetMs); // it is ready
        check(entry, values);
        entry.seconds.push(seconds);
        entry.figures = { ...entry.figures, ...figures };
      });
    }
  }
  for (const { session } of entries) session?.end();
  return entries.map(({ implementation, seconds, figures, error, problem }) => ({
    name: implementation.name,
    seconds,
    figures,
    error,
    ...(problem !== undefined && { problem }),
  }));
}

const shown = (values: Numbers): string =>
  values
    .slice(0, 3)
    .map((value) => String(Number(value.toPrecision(7))))
    .join(", ");
