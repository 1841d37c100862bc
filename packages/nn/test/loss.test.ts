import { gradient, scalar, softmax, type TensorValue, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { crossEntropy, mlp, squaredError, targets } from "../src/index";
import { close, closeAll, failure, find, names, refuses } from "./expect";

describe("targets", () => {
  test("are named after the outputs", () => {
    const { outputs } = mlp(1, [2, 2]);
    expect(names(targets(outputs, [0, 1]))).toEqual(["target_o1", "target_o2"]);
    expect(names(targets([scalar("yhat_1"), scalar("yhat_2")], [0, 1]))).toEqual(["target_1", "target_2"]);
    expect(names(targets([scalar("out")], [0]))).toEqual(["target"]);
    expect(names(targets([scalar("a"), scalar("b").mul(2)], [0, 1]))).toEqual(["target_1", "target_2"]);
    expect(names(targets([scalar("a_h1^(2)")], [0]))).toEqual(["target_h1^(2)"]);
    expect(names(targets(outputs, [0, 1], (k) => `t_${k}`))).toEqual(["t_1", "t_2"]);
  });

  test("nodes are used as they are", () => {
    const t = scalar("t");
    expect(targets([scalar("out_o1")], [t])).toEqual([t]);
  });

  test("refusals", () => {
    const { outputs } = mlp(1, [2]);
    refuses(
      "SHAPE",
      () => targets(outputs, [1]),
      "one target for each output, got an array of 1 (expected 2)",
    );
    refuses("NUMBER", () => targets(outputs, [1, Number.NaN]), "target_o2: not a finite number, got NaN");
    refuses("SHAPE", () => targets([scalar("o")], [tensor("t", [1]) as never]));
    refuses("OPTION", () => squaredError([], []));
    refuses(
      "OPERAND",
      () => squaredError([0.5] as never, [1]),
      "outputs are nodes, or one node, got an array of 1",
    );
    refuses("OPERAND", () => squaredError(undefined as never, [1]));
    refuses("OPERAND", () => crossEntropy([2, 1, 0.1] as never, 0));
    refuses("SHAPE", () => squaredError([tensor("a", [1]), scalar("b")] as never, [1, 2]), "loss: a");
  });
});

describe("squared error", () => {
  const outputs = [scalar("out_o1", 0.75), scalar("out_o2", 0.5)];

  test("terms and total; the half, the order, the mean", () => {
    const E = squaredError(outputs, [0.25, 1]);
    expect(find(E, "E_o1").value).toBe(0.125);
    expect(find(E, "E_o2").value).toBe(0.125);
    expect(names([E])).toEqual(["E"]);
    expect(E.value).toBe(0.25);
    expect(squaredError(outputs, [0.25, 1], { half: false }).value).toBe(0.5);
    expect(squaredError(outputs, [0.25, 1], { mean: "entries" }).value).toBe(0.125);
    expect(squaredError(outputs, [0.25, 1], { mean: "samples" }).value).toBe(0.25);
    const orders = (["target - output", "output - target"] as const).map((difference) => {
      const error = find(squaredError(outputs, [0.25, 1], { difference }), "E_o1");
      return names(error.inputs[0]?.inputs[1]?.inputs[0]?.inputs ?? []);
    });
    expect(orders).toEqual([
      ["target_o1", "out_o1"],
      ["out_o1", "target_o1"],
    ]);
  });

  test("names", () => {
    const E = squaredError(outputs, [0, 0], {
      names: { total: "L", term: (k) => `e_${k}`, target: (k) => `y_${k}` },
    });
    expect(names([E, find(E, "e_2"), find(E, "y_1")])).toEqual(["L", "e_2", "y_1"]);
  });

  test("a single output has no term of its own", () => {
    for (const E of [squaredError(scalar("out", 1), 0), squaredError([scalar("out", 1)], [0])]) {
      expect(E.value).toBe(0.5);
      expect(names(E.inputs)).toEqual([""]);
    }
    const t = scalar("t", 3);
    expect(squaredError(scalar("out", 1), t).value).toBe(2);
  });

  test("a tensor and its targets have one shape: nothing is broadcast", () => {
    const column = tensor("a", [[1], [2], [3]]);
    expect(squaredError(column, [[0], [0], [0]]).value).toBe(7);
    refuses(
      "SHAPE",
      () => squaredError(column, [0, 0, 0]),
      "y: targets have another shape than the outputs, got [3] (expected [3,1])",
    );
    refuses("SHAPE", () => squaredError(column, 0), /y/);
    refuses(
      "NUMBER",
      () => squaredError(column, [[0], [0], [Number.NaN]]),
      "y[2][0]: not a finite number, got NaN",
    );
    refuses("NUMBER", () => squaredError(tensor("a", [1, 2]), [0, Number.POSITIVE_INFINITY]), "y[1]");
    refuses(
      "OPTION",
      () => squaredError(column, column, { mean: "rows" as never }),
      '"samples" or "entries"',
    );
    refuses("OPTION", () => squaredError(column, column, { difference: "a - b" as never }));
  });
});

describe("cross-entropy", () => {
  const z = [2, 1, 0.1];
  const p = z.map((entry) => Math.exp(entry) / z.reduce((sum, next) => sum + Math.exp(next), 0)) as [
    number,
    number,
    number,
  ];
  const logits = tensor("z", z);

  test("of logits, with a class or its one-hot vector", () => {
    close(crossEntropy(logits, 0).value, -Math.log(p[0]));
    close(crossEntropy(logits, [0, 0, 1]).value, -Math.log(p[2]));
    close(crossEntropy(logits, 0).value, 0.4170300162778335);
    close(
      crossEntropy(logits, [0.2, 0.3, 0.5]).value,
      -0.2 * Math.log(p[0]) - 0.3 * Math.log(p[1]) - 0.5 * Math.log(p[2]),
    );
  });

  test("its gradient is softmax - target", () => {
    closeAll(gradient(crossEntropy(logits, 1), logits).value, [p[0], p[1] - 1, p[2]]);
  });

  test("of a batch: sum, or mean over samples", () => {
    const batch = tensor("z", [z, [0, 0, 0]]);
    const sum = -Math.log(p[2]) + Math.log(3);
    close(crossEntropy(batch, [2, 0]).value, sum);
    close(crossEntropy(batch, [[0, 0, 1], [1, 0, 0]]).value, sum); // biome-ignore format: a matrix
    close(crossEntropy(batch, [2, 0], { mean: "samples" }).value, sum / 2);
  });

  test("of probabilities, 0 ln 0 being 0", () => {
    close(crossEntropy(softmax(logits), 1, { from: "probabilities" }).value, -Math.log(p[1]));
    expect(crossEntropy(tensor("p", [0, 1]), 1, { from: "probabilities" }).value).toBeCloseTo(0, 15);
    expect(crossEntropy(tensor("p", [0, 1]), 0, { from: "probabilities" }).value).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  test("logits far apart", () => {
    expect(crossEntropy(tensor("z", [1e5, -1e5]), 1).value).toBe(2e5);
    expect(crossEntropy(tensor("z", [1e300, -1e300]), 0).value).toBeCloseTo(0, 15);
  });

  test("over a list of scalars the same, written out", () => {
    const list = z.map((entry, k) => scalar(`z_${k + 1}`, entry));
    const E = crossEntropy(list, 2);
    close(E.value, -Math.log(p[2]));
    expect(names([find(E, "target_3")])).toEqual(["target_3"]);
    gradient(E, list).forEach((partial, k) => {
      close(partial.value, (p[k] as number) - (k === 2 ? 1 : 0), 1e-13);
    });
    const chances = p.map((entry, k) => scalar(`p_${k + 1}`, entry));
    close(crossEntropy(chances, [0, 1, 0], { from: "probabilities" }).value, -Math.log(p[1]));
  });

  test("binary: a scalar, a list, a tensor", () => {
    const [s, t] = [1 / (1 + Math.exp(-2)), 1 / (1 + Math.exp(-1))];
    close(crossEntropy(scalar("z", 2), 1).value, -Math.log(s), 1e-13);
    close(crossEntropy(scalar("p", 0.25), 0, { from: "probabilities" }).value, -Math.log(0.75));
    const E = crossEntropy([scalar("z_o1", 2), scalar("z_o2", 1)], [1, 0], { binary: true });
    close(E.value, -Math.log(s) - Math.log(1 - t), 1e-13);
    close(find(E, "E_o2").value, -Math.log(1 - t), 1e-13);
    const both = tensor("z", [[2], [1]]);
    close(crossEntropy(both, [[1], [0]], { binary: true }).value, -Math.log(s) - Math.log(1 - t), 1e-13);
    close(
      crossEntropy(both, [[1], [0]], { binary: true, mean: "entries" }).value,
      (-Math.log(s) - Math.log(1 - t)) / 2,
      1e-13,
    );
    closeAll(gradient(crossEntropy(both, [[1], [0]], { binary: true }), both).value, [s - 1, t], 1e-13);
  });

  test("refusals", () => {
    refuses("NUMBER", () => crossEntropy(logits, 3), "y: no such class, got 3 (expected 0 to 2)");
    refuses("NUMBER", () => crossEntropy(logits, -1));
    refuses("NUMBER", () => crossEntropy(tensor("z", [z, z]), [0, 1.5]), "y[1]: no such class, got 1.5");
    refuses("NUMBER", () => crossEntropy(logits, [1, 1, 0]), "a sum of 2");
    refuses("NUMBER", () => crossEntropy(logits, [2, -1, 0]), "a target is a probability, got 2");
    refuses("NUMBER", () => crossEntropy(scalar("z"), 2), "0 to 1");
    refuses("SHAPE", () => crossEntropy(logits, [0, 1]), "got [2] (expected [3])");
    refuses("OPTION", () => crossEntropy(logits, 0, { mean: "entries" }), "classes are not averaged over");
    refuses("OPTION", () => crossEntropy(logits, 0, { from: "scores" as never }));
    refuses("SHAPE", () => crossEntropy([scalar("a"), scalar("b")], [1]));
    expect(failure(() => crossEntropy(logits, 7)).details.expected).toBe("0 to 2");
  });
});

test("a target that is a node gets its value later", () => {
  const y = tensor("y", { shape: [3] });
  const E = crossEntropy(tensor("z", [2, 1, 0.1]), y);
  y.set([1, 0, 0]);
  close(E.value, 0.4170300162778335);
  expect((y.value as TensorValue).shape).toEqual([3]);
});
