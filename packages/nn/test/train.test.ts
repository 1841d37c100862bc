import {
  compile,
  gradient,
  type Node,
  named,
  scalar,
  type TensorValue,
  tensor,
  updated,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { adam, glorot, type LossAt, mlp, momentum, sgd, squaredError, train } from "../src/index";
import { close, failure, names, refuses } from "./expect";

const parabola = (start: number) => {
  const w = scalar("w", start);
  return { w, loss: w.square().named("E") };
};

describe("sgd", () => {
  test("new values of all parameters from the old ones", () => {
    const [a, b] = [scalar("a", 1), scalar("b", 2)];
    const updates = sgd(a.mul(b).named("E"), [a, b], { rate: 0.1 });
    expect(names(updates)).toEqual(["a^+", "b^+"]);
    expect(updates.map((update) => update.value)).toEqual([1 - 0.2, 2 - 0.1]);
  });

  test("the rate as a symbol", () => {
    const { w, loss } = parabola(1);
    const eta = scalar("eta", 0.25);
    const [update] = sgd(loss, [w], { rate: eta });
    expect(update?.value).toBe(0.5);
    eta.set(0.5);
    expect(update?.value).toBe(0);
    expect(sgd(loss, [w], { rate: scalar("eta") })).toHaveLength(1); // its value comes later
    expect(sgd(loss, [w], eta)).toHaveLength(1); // a rate may stand alone
  });

  test("runs compiled, without train", () => {
    const { w, loss } = parabola(1);
    const program = compile([loss, ...sgd(loss, [w], { rate: 0.25 })], [w]);
    expect(program.run(3, [1])).toEqual([0.0625, 0.125]); // the loss is that before the third update
    expect(w.value).toBe(1);
  });

  test("rates that are none", () => {
    const { w, loss } = parabola(1);
    for (const rate of [0, -0.1, Number.NaN, Number.POSITIVE_INFINITY, undefined, "0.1", null]) {
      refuses(
        "NUMBER",
        () => sgd(loss, [w], { rate: rate as number }),
        "sgd: the learning rate is a finite number above 0",
      );
      refuses("NUMBER", () => train(loss, [w], { rate: rate as number, steps: 1 }));
    }
    refuses("NUMBER", () => sgd(loss, [w], { rate: scalar("eta", 0) }), "sgd: eta: the learning rate");
    refuses("SHAPE", () => sgd(loss, [w], { rate: tensor("eta", [1]) as never }), "got [1]");
    expect(w.value).toBe(1);
  });

  test("parameters and losses that are none", () => {
    const { w, loss } = parabola(1);
    refuses("NOT_A_LEAF", () => sgd(loss, [w.mul(2)], { rate: 1 }));
    refuses("NOT_SCALAR", () => sgd(tensor("t", [1, 2]), [w], { rate: 1 }));
  });
});

describe("train", () => {
  test("sets the parameters to the final values and says how it went", () => {
    const { w, loss } = parabola(1);
    const result = train(loss, [w], { rate: 0.25, steps: 3 });
    expect(result).toEqual({
      steps: 3,
      loss: 0.015625,
      losses: [
        { step: 0, loss: 1 },
        { step: 1, loss: 0.25 },
        { step: 2, loss: 0.0625 },
        { step: 3, loss: 0.015625 },
      ],
      warnings: [],
    });
    expect(w.value).toBe(0.125);
  });

  test("records every n-th loss, the first and the last", () => {
    const steps = (every?: number) => {
      const { w, loss } = parabola(1);
      return train(loss, [w], { rate: 0.1, steps: 1005, ...(every && { every }) }).losses.map(
        ({ step }) => step,
      );
    };
    expect(steps(500)).toEqual([0, 500, 1000, 1005]);
    expect(steps().length).toBeLessThan(104);
  });

  test("onStep sees each state, may bring the next batch, may stop", () => {
    const { w, loss } = parabola(1);
    const seen: (LossAt & { readonly w: number })[] = [];
    const result = train(loss, [w], {
      rate: 0.25,
      steps: 100,
      onStep: (at) => {
        seen.push({ ...at, w: w.value });
        return at.step < 2;
      },
    });
    expect(seen).toEqual([
      { step: 0, loss: 1, w: 1 },
      { step: 1, loss: 0.25, w: 0.5 },
      { step: 2, loss: 0.0625, w: 0.25 },
    ]);
    expect([result.steps, result.loss, w.value]).toEqual([2, 0.0625, 0.25]);
    const x = scalar("x", 1);
    const following = w.sub(x).square();
    train(following, [w], {
      rate: 0.5,
      steps: 2,
      onStep: ({ step }) => void x.set(step === 0 ? 7 : x.value),
    });
    expect(w.value).toBe(7);
  });

  test("parameters over tensors; other symbols keep their values", () => {
    const x = tensor("x", [[1, 2], [3, 4]]); // biome-ignore format: a matrix
    const { parameters, output } = mlp(x, [1], { activation: "identity", weights: glorot(1) });
    const loss = squaredError(output, [[1], [3]], { mean: "samples" });
    const before = (x.value as TensorValue).data;
    expect(train(loss, parameters, { rate: 0.05, steps: 5000 }).loss).toBeLessThan(1e-6);
    expect((x.value as TensorValue).data).toEqual(before);
  });

  test("an exception in onStep leaves the state of that step", () => {
    const { w, loss } = parabola(1);
    const onStep = ({ step }: LossAt) => {
      if (step === 1) throw new Error("stop");
    };
    expect(() => train(loss, [w], { rate: 0.25, steps: 10, onStep })).toThrow("stop");
    expect(w.value).toBe(0.5);
  });

  test("options that are none", () => {
    const { w, loss } = parabola(1);
    for (const steps of [0, -1, 1.5, Number.NaN])
      refuses("OPTION", () => train(loss, [w], { rate: 1, steps }));
    refuses("OPTION", () => train(loss, [], { rate: 1, steps: 1 }), "at least one parameter");
    refuses("OPTION", () => train(loss, [w], { rate: 1, steps: 1, every: 0 }), "the interval of records");
    refuses("UNBOUND", () => train(scalar("v").square(), [scalar("v")], { rate: 1, steps: 1 }));
    refuses(
      "OPERAND",
      () => train(loss, [w], { rate: 1, steps: 1, optimiser: () => [w] }),
      "updated(parameter, next)",
    );
  });
});

describe("a value that is not finite stops the training before it spoils the parameters", () => {
  test("an infinite loss: back to the last weights with a finite one", () => {
    const { w, loss } = parabola(1);
    const error = failure(() => train(loss, [w], { rate: 1e100, steps: 100 }));
    expect(error.code).toBe("NOT_FINITE");
    expect(error.message).toMatch("train, step 2: E: a value is not finite, got Infinity");
    close(w.value, -2e100);
  });

  test("a gradient that has no value: the parameters stay", () => {
    const [w, x] = [scalar("w", 1), scalar("x", 0)];
    const loss = w.mul(x).sqrt().named("out").named("E");
    const error = failure(() => train(loss, [w], { rate: 0.1, steps: 3 }));
    expect(error.message).toMatch(/^train, step 0: /);
    expect(w.value).toBe(1);
  });

  test("the first bad node, by its name", () => {
    const x = scalar("x", 1000);
    const w = scalar("w", 1);
    const net = w.mul(x).named("net");
    const out = named(net.exp().mul(2), "out");
    const where = failure(() => train(out.square().named("E"), [w], { rate: 0.1, steps: 3 })).details.where;
    expect(where).toBe("train, step 0: exp in out");
    x.set(Number.NaN);
    expect(failure(() => train(out, [w], { rate: 0.1, steps: 1 })).message).toMatch(
      "train, step 0: x: a value is not finite, got NaN",
    );
    expect(w.value).toBe(1);
  });

  test("an entry of a tensor", () => {
    const x = tensor("x", [[1, 2], [3, Number.NaN]]); // biome-ignore format: a matrix
    const { parameters, output } = mlp(x, [1], { weights: () => 0 });
    refuses(
      "NOT_FINITE",
      () => train(squaredError(output, [[1], [1]]), parameters, { rate: 1, steps: 1 }),
      "x: a value is not finite, got NaN at [1,1]",
    );
    expect(parameters[0]?.value).toEqual({ shape: [1, 2], data: new Float64Array(2) });
  });

  test("the loss after the last update counts too", () => {
    const { w, loss } = parabola(1);
    refuses("NOT_FINITE", () => train(loss, [w], { rate: 1e200, steps: 1 }), "step 1");
    expect(w.value).toBe(1);
  });
});

describe("optimisers that remember", () => {
  test("momentum, by hand", () => {
    const { w, loss } = parabola(1);
    train(loss, [w], {
      rate: 0.1,
      steps: 3,
      optimiser: (E, ws, { rate }) => momentum(E, ws, { rate, momentum: 0.5 }),
    });
    let [x, v] = [1, 0];
    for (let step = 0; step < 3; step++) {
      v = 0.5 * v + 2 * x;
      x -= 0.1 * v;
    }
    close(w.value, x);
    expect(names(momentum(loss, [w], { rate: 1 }))).toEqual(["w^+", "v_w^+"]);
  });

  test("adam, by hand", () => {
    const { w, loss } = parabola(1);
    train(loss, [w], { rate: 0.1, steps: 3, optimiser: adam });
    let [x, m, v] = [1, 0, 0];
    for (let t = 1; t <= 3; t++) {
      const g = 2 * x;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      x -= (0.1 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
    }
    close(w.value, x, 1e-13);
    const parameters = [scalar("w_5", 1), tensor("W^(1)", [1]), scalar("w_{h1,2}", 1)];
    const sum = parameters.reduce<Node>((total, next) => total.add(next.sum()), scalar("c", 0));
    expect(names(adam(sum, parameters, { rate: 1 })).slice(3)).toEqual([
      "t^+",
      "m_w_5^+",
      "v_w_5^+",
      "m_W^{(1)+}",
      "v_W^{(1)+}",
      "m_{w_h1,2}^+",
      "v_{w_h1,2}^+",
    ]);
  });

  test.each([
    ["momentum", momentum, 0.1],
    ["adam", adam, 0.02],
  ] as const)("%s trains XOR over tensors", (_, optimiser, rate) => {
    const x = tensor("x", [[0, 0], [0, 1], [1, 0], [1, 1]]); // biome-ignore format: a matrix
    const { parameters, output } = mlp(x, [4, 1], { activation: "tanh", weights: glorot(5) });
    const loss = squaredError(output, [[-1], [1], [1], [-1]]);
    expect(train(loss, parameters, { rate, steps: 1000, optimiser }).loss).toBeLessThan(0.05);
  });

  test("refusals", () => {
    const { w, loss } = parabola(1);
    refuses("NUMBER", () => momentum(loss, [w], { rate: 1, momentum: 1 }), "from 0 to below 1, got 1");
    refuses("NUMBER", () => adam(loss, [w], { rate: 1, beta1: -0.1 }));
    refuses("NUMBER", () => adam(loss, [w], { rate: 1, epsilon: 0 }));
    refuses("NUMBER", () => adam(loss, [w], { rate: 0 }), "adam: the learning rate");
  });

  test("one of the user's own", () => {
    const { w, loss } = parabola(2);
    const signDescent = (E: Node, ws: readonly Node[]) =>
      ws.map((p) => updated(p, p.sub(gradient(E, p).sign())));
    train(loss, [w], { rate: 1, steps: 2, optimiser: signDescent });
    expect(w.value).toBe(0);
  });
});

describe("steps that nobody looks at", () => {
  test.each([
    ["sgd", sgd],
    ["momentum", momentum],
    ["adam", adam],
  ] as const)("%s: run in one go, they give what they give one by one", (_, optimiser) => {
    const [w, v] = [scalar("w", 0.7), scalar("v", -0.4)];
    const loss = w.mul(v).tanh().sub(0.6).square().add(w.sub(v).square().mul(0.01)).named("E");
    const options = { rate: 0.05, steps: 157, optimiser, every: 10 } as const;
    const seen: LossAt[] = [];
    const slow = train(loss, [w, v], { ...options, onStep: (at) => void seen.push(at) });
    const [found, other] = [w.value, v.value];
    w.set(0.7);
    v.set(-0.4);
    const fast = train(loss, [w, v], options);
    expect(seen).toHaveLength(158);
    expect(fast.losses).toEqual(slow.losses);
    expect([w.value, v.value]).toEqual([found, other]);
  });

  test("what is not finite is found at its step", () => {
    const outcome = (onStep?: () => void): readonly [string, number] => {
      const w = scalar("w", 1);
      const loss = w.square().square().named("E");
      const options = { rate: 0.6, steps: 500, every: 100, ...(onStep && { onStep }) };
      return [failure(() => train(loss, [w], options)).message, w.value];
    };
    expect(outcome()).toEqual(outcome(() => undefined));
  });
});
