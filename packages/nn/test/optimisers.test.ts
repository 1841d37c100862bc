/** Optimisers, clipping and schedules beside PyTorch's (`scripts/torch-values.py`): ten steps each. */
import { readFileSync } from "node:fs";
import { compile, constant, mul, type Node, scalar, tensor, updated, type Value } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import {
  adam,
  adamW,
  batchNorm,
  cosineDecay,
  exponentialDecay,
  momentum,
  nesterov,
  type Optimiser,
  rmsProp,
  type Schedule,
  sgd,
  squaredError,
  stepDecay,
  train,
  warmUp,
  withUpdates,
} from "../src/index";
import { near } from "./differences";
import { close, names, refuses } from "./expect";
import { wave } from "./layer-cases";

interface Case {
  readonly path: readonly (readonly number[])[];
  readonly rates: readonly number[];
}

const { optimisers } = JSON.parse(readFileSync(new URL("fixtures/torch.json", import.meta.url), "utf8")) as {
  readonly optimisers: Readonly<Record<string, Case>>;
};

/** Numbers to three decimals, as in the script. */
const rounded = (shape: readonly number[], phase: number) => ({
  shape,
  data: wave(shape, phase).data.map((entry) => Number(entry.toFixed(3))),
});

/** E = |A w - t|^2 / 2 + sum of w^4 / 4. */
function problem(): { readonly w: Node; readonly E: Node<number> } {
  const w = tensor("w", rounded([2], 0.5));
  const difference = constant(rounded([3, 2], 1))
    .matmul(w)
    .sub(constant(rounded([3], 2)));
  return { w, E: mul(0.5, difference.square().sum()).add(w.square().square().sum().div(4)) };
}

const entriesOf = (value: Value): number[] => (typeof value === "number" ? [value] : [...value.data]);

/** The parameter after each of ten steps. */
function path(optimiser: Optimiser, rate: number | Schedule = 0.1): number[][] {
  const { w, E } = problem();
  const values: number[][] = [];
  train(E, [w], { rate, steps: 10, optimiser, onStep: () => values.push(entriesOf(w.value)) > 0 });
  return values.slice(1);
}

const rules: Readonly<Record<string, Optimiser>> = {
  sgd,
  momentum,
  nesterov,
  rmsProp: (E, ws, { rate }) => rmsProp(E, ws, { rate, rho: 0.99 }),
  adam,
  adamW,
  clipValue: (E, ws, { rate }) => sgd(E, ws, { rate, clipValue: 0.2 }),
  clipNorm: (E, ws, { rate }) => sgd(E, ws, { rate, clipNorm: 0.2 }),
};

const schedules: Readonly<Record<string, Schedule>> = {
  stepDecay: stepDecay({ rate: 0.1, gamma: 0.5, at: [3, 6, 9] }),
  "stepDecay, at": stepDecay({ rate: 0.1, at: [2, 5] }),
  exponentialDecay: exponentialDecay({ rate: 0.1, gamma: 0.9 }),
  cosineDecay: cosineDecay({ rate: 0.1, steps: 10, minimum: 0.01 }),
  warmUp: warmUp({ steps: 4, rate: exponentialDecay({ rate: 0.1, gamma: 0.9 }) }),
};

test("every case has a rule or a schedule", () => {
  expect([...Object.keys(rules), ...Object.keys(schedules)]).toEqual(Object.keys(optimisers));
});

test.each(Object.entries(rules))("%s", (name, rule) => {
  // PyTorch adds 1e-6 to a norm before it divides by it
  near(path(rule).flat(), (optimisers[name] as Case).path.flat(), name === "clipNorm" ? 1e-5 : 1e-12);
});

test.each(Object.entries(schedules))("%s", (name, schedule) => {
  const { path: steps, rates } = optimisers[name] as Case;
  const t = scalar("t", 0);
  const rate = schedule(t);
  near(
    rates.map((_, k) => t.set(k) && rate.value),
    rates,
    1e-13,
  );
  near(path(sgd, schedule).flat(), steps.flat(), 1e-12);
});

describe("schedules", () => {
  test("stay where they end", () => {
    const at = (schedule: Schedule, k: number): number => schedule(scalar("t", k)).value;
    close(at(cosineDecay({ rate: 0.1, steps: 10, minimum: 0.01 }), 25), 0.01);
    expect(at(warmUp({ steps: 4, rate: 0.5 }), 0)).toBe(0.125);
    expect(at(warmUp({ steps: 4, rate: 0.5 }), 100)).toBe(0.5);
  });

  test("one training after another is one schedule", () => {
    const [whole, parts] = [problem(), problem()];
    const rate = exponentialDecay({ rate: 0.1, gamma: 0.5 });
    train(whole.E, [whole.w], { rate, steps: 10 });
    for (const steps of [4, 6]) train(parts.E, [parts.w], { rate, steps });
    expect(parts.w.value).toEqual(whole.w.value);
  });
});

describe("clipping", () => {
  const [a, b] = [scalar("a", 3), scalar("b", -4)];
  const E = a.square().add(b.square()).div(2); // gradients 3 and -4
  const after = (options: object): Value[] =>
    sgd(E, [a, b], { rate: 1, ...options }).map(({ value }) => value);

  test("by the norm of all gradients, exactly; not where it is smaller", () => {
    expect(after({ clipNorm: 2.5 })).toEqual([1.5, -2]);
    expect(after({ clipNorm: 5 })).toEqual([0, 0]);
    expect(after({ clipValue: 3.5 })).toEqual([0, -0.5]);
    expect(after({ clipValue: 3, clipNorm: Math.sqrt(18) / 3 })).toEqual([2, -3]);
  });
});

test("what is remembered: names and order", () => {
  const w = scalar("w_1", 1);
  const E = w.square();
  expect(names(nesterov(E, [w], { rate: 1 }))).toEqual(["w_1^+", "v_w_1^+"]);
  expect(names(rmsProp(E, [w], { rate: 1 }))).toEqual(["w_1^+", "v_w_1^+"]);
  expect(names(adamW(E, [w], { rate: 1 }))).toEqual(["w_1^+", "t^+", "m_w_1^+", "v_w_1^+"]);
});

test("running statistics are trained along", () => {
  const x = tensor("x", [
    [1, 10],
    [3, 30],
  ]);
  const layer = batchNorm(x, { momentum: 0.5 });
  const E = squaredError(layer.output, [
    [0, 0],
    [1, 1],
  ]);
  train(E, layer.parameters, { rate: 0.1, steps: 1, optimiser: withUpdates("adam", layer.updates ?? []) });
  expect(layer.fixed.map(({ value }) => entriesOf(value))).toEqual([
    [1, 10],
    [1.5, 100.5],
  ]);
});

test("an update rule runs compiled", () => {
  const w = scalar("w", 1);
  const proposed = nesterov(w.square(), [w], { rate: 0.1, momentum: 0.5 });
  const symbols = proposed.map(({ attrs }) => attrs.replaces as Node);
  const [next] = compile(proposed, symbols).run(2, [1, 0]);
  // v = 2, w = 1 - 0.1 (2 + 1); then v = 1 + 1.4, w = 0.7 - 0.1 (1.4 + 1.2)
  close(next, 0.44);
});

test.each<[Parameters<typeof refuses>[0], () => unknown, RegExp]>([
  [
    "OPTION",
    () =>
      train(scalar("w", 1).square(), [scalar("w", 1)], { rate: 1, steps: 1, optimiser: "rmsprop" as never }),
    /Did you mean rmsProp/,
  ],
  [
    "OPTION",
    () => adamW(scalar("w").square(), [], { rate: 1, decay: 1 } as never),
    /Did you mean weightDecay/,
  ],
  ["NUMBER", () => sgd(scalar("w").square(), [], { rate: 1, clipNorm: 0 }), /clipNorm/],
  ["NUMBER", () => adamW(scalar("w").square(), [], { rate: 1, weightDecay: -1 }), /at least 0/],
  ["NUMBER", () => rmsProp(scalar("w").square(), [], { rate: 1, rho: 1 }), /rho/],
  ["OPTION", () => exponentialDecay({ rate: 1, gama: 0.9 } as never), /Did you mean gamma/],
  ["NUMBER", () => exponentialDecay({ rate: 1, gamma: 0 }), /gamma/],
  ["NUMBER", () => cosineDecay({ rate: 1, steps: 10, minimum: 2 }), /from 0 to the rate/],
  ["OPTION", () => cosineDecay({ rate: 1, steps: 0 }), /number of steps/],
  ["OPTION", () => stepDecay({ rate: 1, at: [0] }), /stepDecay: at/],
  ["NUMBER", () => warmUp({ steps: 1, rate: "adam" as never }), /warmUp: the learning rate/],
  [
    "OPERAND",
    () => train(scalar("w", 1).square(), [scalar("w", 1)], { rate: (() => 1) as never, steps: 1 }),
    /a schedule returns a node/,
  ],
])("refused: %s %#", (code, run, text) => {
  refuses(code, run, text);
});

test("updates need not be of parameters of the loss", () => {
  const [w, count] = [scalar("w", 1), scalar("c", 0)];
  train(w.square(), [w], {
    rate: 0.1,
    steps: 3,
    optimiser: withUpdates("sgd", [updated(count, count.add(1))]),
  });
  expect(count.value).toBe(3);
});
