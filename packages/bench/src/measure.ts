import type { Figures, Numbers, Prepared } from "./workload";

/** Milliseconds, from any zero. */
export type Clock = () => number;

/** What a process says once it is ready to be timed. */
export interface Ready {
  readonly prepareMs: number;
  readonly firstMs: number;
  readonly units: number;
  readonly values: Numbers;
}

/** What one round gave: seconds per unit, and what the last run computed. */
export interface Sample {
  readonly seconds: number;
  readonly values: Numbers;
  readonly figures: Figures;
}

/** Shorter runs than this are timed several at once, so that reading the clock does not count. */
const SHORTEST_MS = 1;

/** Prepares an implementation, runs it once, and goes on for `warmMs`, so that everything hot is compiled. */
export async function ready(
  prepare: () => Prepared | Promise<Prepared>,
  warmMs: number,
  clock: Clock,
): Promise<{ readonly prepared: Prepared; readonly said: Ready }> {
  const start = clock();
  const prepared = await prepare();
  const prepareMs = clock() - start;
  const firstMs = await time(prepared, 1, clock);
  const values = await prepared.values();
  for (const end = clock() + warmMs; clock() < end; ) await time(prepared, 1, clock);
  return { prepared, said: { prepareMs, firstMs, units: prepared.units, values } };
}

/** One round: an untimed run where it is short, then runs until `budgetMs` have gone, at least one; the median counts. */
export async function round(prepared: Prepared, budgetMs: number, clock: Clock): Promise<Sample> {
  const times: number[] = [];
  let group = 1;
  let ms = await time(prepared, 1, clock);
  if (ms > budgetMs) times.push(ms);
  else {
    while (ms < SHORTEST_MS && group < 2 ** 20) {
      group *= 2;
      ms = await time(prepared, group, clock);
    }
    const end = clock() + budgetMs;
    do times.push((await time(prepared, group, clock)) / group);
    while (clock() < end);
  }
  times.sort((a, b) => a - b);
  const middle = times[times.length >> 1] as number; // there is at least one
  return {
    seconds: middle / 1000 / prepared.units,
    values: await prepared.values(),
    figures: (await prepared.figures?.()) ?? {},
  };
}

/** Milliseconds for `runs` runs. */
async function time(prepared: Prepared, runs: number, clock: Clock): Promise<number> {
  const start = clock();
  for (let k = 0; k < runs; k++) {
    const pending = prepared.run();
    if (pending instanceof Promise) await pending;
  }
  return clock() - start;
}
