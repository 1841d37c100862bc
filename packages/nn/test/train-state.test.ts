/** What stays from step to step and from training to training: memory, batches, and the order of updates. */
import { constant, type Node, named, scalar, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { adam, type LossAt, momentum, train } from "../src/index";
import { close, closeAll, failure } from "./expect";

describe("one training after another", () => {
  const problem = () => {
    const [a, b] = [scalar("a", 0.7), scalar("b", -0.4)];
    return {
      ws: [a, b],
      loss: a.mul(b).tanh().sub(0.6).square().add(a.sub(b).square().mul(0.01)).named("E"),
    };
  };
  const valuesOf = (ws: readonly Node[]) => ws.map(({ value }) => value);

  test.each(["sgd", "momentum", "adam"] as const)("%s goes on where it ended", (optimiser) => {
    const [whole, parts] = [problem(), problem()];
    train(whole.loss, whole.ws, { rate: 0.05, steps: 50, optimiser });
    for (const steps of [1, 20, 29]) train(parts.loss, parts.ws, { rate: 0.05, steps, optimiser });
    expect(valuesOf(parts.ws)).toEqual(valuesOf(whole.ws));
  });

  test("over tensors, with a function that is kept, and another loss of the same parameters", () => {
    const slower = (E: Node, ws: readonly Node[], { rate }: { readonly rate: number | Node<number> }) =>
      momentum(E, ws, { rate, momentum: 0.5 });
    const run = (parts: readonly number[]) => {
      const W = tensor("W", [1, -2]);
      for (const steps of parts) {
        const loss = W.sub([3, 4]).square().sum(); // a new graph each time
        train(loss, [W], { rate: 0.01, steps, optimiser: slower });
      }
      return W.value;
    };
    expect(run([7, 13])).toEqual(run([20]));
  });

  test("starts anew from other values, with another optimiser, or with other parameters", () => {
    const [first, again] = [problem(), problem()];
    train(first.loss, first.ws, { rate: 0.05, steps: 10, optimiser: "adam" });
    train(again.loss, again.ws, { rate: 0.05, steps: 30, optimiser: "adam" });
    again.ws[0]?.set(0.7);
    again.ws[1]?.set(-0.4);
    train(again.loss, again.ws, { rate: 0.05, steps: 10, optimiser: "adam" });
    expect(valuesOf(again.ws)).toEqual(valuesOf(first.ws));

    const [kept, other] = [problem(), problem()];
    train(kept.loss, kept.ws, { rate: 0.05, steps: 1, optimiser: "adam" });
    const [a, b] = kept.ws.map(({ value }) => value) as [number, number];
    other.ws[0]?.set(a);
    other.ws[1]?.set(b);
    train(kept.loss, [...kept.ws].reverse(), { rate: 0.05, steps: 3, optimiser: "adam" });
    train(other.loss, [...other.ws].reverse(), { rate: 0.05, steps: 3, optimiser: "adam" });
    expect(valuesOf(kept.ws)).toEqual(valuesOf(other.ws));
  });

  test("names and functions are the same optimisers", () => {
    const [byName, byFunction] = [problem(), problem()];
    train(byName.loss, byName.ws, { rate: 0.05, steps: 9, optimiser: "adam" });
    train(byFunction.loss, byFunction.ws, { rate: 0.05, steps: 9, optimiser: adam });
    expect(valuesOf(byName.ws)).toEqual(valuesOf(byFunction.ws));
  });
});

describe("what onStep sets", () => {
  test("holds in the update that follows: each update has the batch of its own step", () => {
    const [w, x, y] = [scalar("w", 0.3), scalar("x", 0), scalar("y", 0)];
    const batches = [[1, 2], [-2, 1], [3, 0.5], [0.5, 4]] as const; // biome-ignore format: pairs
    const onStep = ({ step }: LossAt) => {
      const [a, b] = batches[step % batches.length] as readonly [number, number];
      x.set(a);
      y.set(b);
    };
    const loss = w.mul(x).sub(y).square().mul(0.5).named("E");
    train(loss, [w], { rate: 0.05, steps: 4, onStep });
    let v = 0.3;
    for (const [a, b] of batches) v -= 0.05 * (v * a - b) * a;
    close(w.value, v);
  });

  test("of parameters too: what it projects stays projected", () => {
    const w = scalar("w", 5);
    const onStep = () => void w.set(Math.min(w.value, 1));
    train(w.sub(10).square(), [w], { rate: 0.1, steps: 3, onStep });
    expect(w.value).toBe(1);
  });

  test("a batch whose gradient is not finite stops the training", () => {
    const [w, x] = [scalar("w", 1), scalar("x", 1)];
    const onStep = ({ step }: LossAt) => void x.set(step === 2 ? Number.NaN : 1);
    const error = failure(() => train(w.mul(x).square(), [w], { rate: 0.1, steps: 9, onStep }));
    expect([error.code, error.details.where]).toEqual(["NOT_FINITE", "train, step 2: x"]);
    close(w.value, 0.64);
  });
});

describe("updates as written", () => {
  /** E = 1/2 (w_2 h - 1)^2, h = w_1 x at x = 2: dE/dw_1 passes through w_2. */
  const chain = () => {
    const [w1, w2, x] = [scalar("w_1", 0.5), scalar("w_2", -0.25), scalar("x", 2)];
    const h = w1.mul(x).named("h");
    return { ws: [w1, w2] as const, loss: named(w2.mul(h).sub(1).square().mul(0.5), "E") };
  };

  test("with momentum: velocities belong to the gradients that were used", () => {
    const { ws, loss } = chain();
    train(loss, ws, { rate: 0.1, steps: 5, optimiser: "momentum", updates: "as written" });
    let [w1, w2, v1, v2] = [0.5, -0.25, 0, 0];
    for (let step = 0; step < 5; step++) {
      const h = 2 * w1;
      const error = w2 * h - 1;
      v2 = 0.9 * v2 + error * h;
      w2 -= 0.1 * v2;
      v1 = 0.9 * v1 + error * w2 * 2; // the new w_2, with the error from before
      w1 -= 0.1 * v1;
    }
    close(ws[0].value, w1, 1e-13);
    close(ws[1].value, w2, 1e-13);
  });

  test("over tensors with constant inputs: the hidden layer is from before, transposed weights are new", () => {
    const [V, W] = [tensor("V", [[0.5, -0.3]]), tensor("W", [[2], [-1]])];
    const x = constant([[0.4], [-0.7]]);
    const loss = V.matmul(W.transpose().transpose().matmul(x.transpose()).tanh())
      .sub([[1, 0]])
      .square()
      .sum();
    train(loss, [W, V], { rate: 0.1, steps: 1, updates: "as written" });
    const [x1, x2] = [0.4, -0.7];
    const [a1, b1, a2, b2] = [Math.tanh(2 * x1), Math.tanh(-x1), Math.tanh(2 * x2), Math.tanh(-x2)];
    const [e1, e2] = [2 * (0.5 * a1 - 0.3 * b1 - 1), 2 * (0.5 * a2 - 0.3 * b2)];
    const v = [0.5 - 0.1 * (e1 * a1 + e2 * a2), -0.3 - 0.1 * (e1 * b1 + e2 * b2)] as const;
    const w = [
      2 - 0.1 * v[0] * (e1 * (1 - a1 ** 2) * x1 + e2 * (1 - a2 ** 2) * x2),
      -1 - 0.1 * v[1] * (e1 * (1 - b1 ** 2) * x1 + e2 * (1 - b2 ** 2) * x2),
    ];
    closeAll(V.value, v);
    closeAll(W.value, w);
  });

  test("parameters that wait for each other come in the order given", () => {
    const [a, b] = [scalar("a", 1), scalar("b", 2)];
    train(a.mul(b), [a, b], { rate: 0.1, steps: 1, updates: "as written" });
    expect(a.value).toBe(0.8);
    close(b.value, 2 - 0.1 * 0.8);
  });
});
