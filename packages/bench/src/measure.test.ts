import { describe, expect, test } from "vitest";
import { ready, round } from "./measure";
import type { Prepared } from "./workload";

/** A clock that only runs take forward, and an implementation whose k-th run takes `ms(k)`. */
function pretend(ms: (k: number) => number, units = 1) {
  let now = 0;
  let runs = 0;
  const prepared: Prepared = {
    units,
    run() {
      now += ms(runs++);
    },
    values: () => [runs],
  };
  return { prepared, clock: () => now, runs: () => runs, wait: (time: number) => (now += time) };
}

describe("ready", () => {
  test("tells preparing from the first run, and warms up", async () => {
    const { prepared, clock, wait, runs } = pretend((k) => (k === 0 ? 50 : 5));
    const { said } = await ready(
      () => {
        wait(7);
        return prepared;
      },
      100,
      clock,
    );
    expect(said).toEqual({ prepareMs: 7, firstMs: 50, units: 1, values: [1] });
    expect(runs()).toBe(1 + 20);
  });
});

describe("round", () => {
  test("gives the median in seconds per unit; one slow run does not count", async () => {
    const { prepared, clock } = pretend((k) => (k === 3 ? 400 : 20), 10);
    const { seconds } = await round(prepared, 600, clock);
    expect(seconds).toBeCloseTo(0.002, 12);
  });

  test("times short runs several at once", async () => {
    const { prepared, clock, runs } = pretend(() => 0.001);
    const { seconds } = await round(prepared, 10, clock);
    expect(seconds).toBeCloseTo(1e-6, 12);
    expect(runs()).toBeGreaterThan(1000);
  });

  test("a run longer than the round is done once", async () => {
    const { prepared, clock, runs } = pretend(() => 5000);
    const { seconds, values } = await round(prepared, 100, clock);
    expect(seconds).toBe(5);
    expect(values).toEqual([1]);
    expect(runs()).toBe(1);
  });

  test("waits for promises", async () => {
    let now = 0;
    const prepared: Prepared = {
      units: 1,
      run: () =>
        Promise.resolve().then(() => {
          now += 8;
        }),
      values: () => [],
    };
    expect((await round(prepared, 40, () => now)).seconds).toBeCloseTo(0.008, 12);
  });
});
