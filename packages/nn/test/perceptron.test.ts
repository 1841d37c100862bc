/** The gates of document 000, D to F. */
import { diagnose, gradient, scalar } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { perceptron, squaredError, train, truthTable } from "../src/index";
import { names, refuses } from "./expect";

describe("the AND gate", () => {
  const and = perceptron(
    ["X_1", "X_2"].map((name) => scalar(name)),
    { weights: [1, 1], threshold: 1.5 },
  );

  test("net inputs and outputs on every row", () => {
    expect(truthTable([and.net, and.output], and.inputs)).toEqual([
      { inputs: [0, 0], outputs: [-1.5, 0] },
      { inputs: [0, 1], outputs: [-0.5, 0] },
      { inputs: [1, 0], outputs: [-0.5, 0] },
      { inputs: [1, 1], outputs: [0.5, 1] },
    ]);
  });

  test("its parts", () => {
    expect(names([...and.parameters, and.net, and.output])).toEqual(["w_1", "w_2", "theta", "net", "out"]);
    expect(and.bias).toBeUndefined();
  });

  test("the step is 1 at exactly 0", () => {
    const edge = perceptron([0.5, 1], { weights: [1, 1], threshold: 1.5 });
    expect([edge.net.value, edge.output.value]).toEqual([0, 1]);
  });
});

test("XOR with one hidden unit, the output also seeing the inputs", () => {
  const x = [scalar("X_1"), scalar("X_2")];
  const hidden = perceptron(x, { name: "h", weights: [1, 1], threshold: 1.5 });
  const output = perceptron([...x, hidden.output], { name: "y", weights: [1, 1, -2], threshold: 0.5 });
  expect(truthTable([hidden.net, hidden.output, output.net, output.output], x)).toEqual([
    { inputs: [0, 0], outputs: [-1.5, 0, -0.5, 0] },
    { inputs: [0, 1], outputs: [-0.5, 0, 0.5, 1] },
    { inputs: [1, 0], outputs: [-0.5, 0, 0.5, 1] },
    { inputs: [1, 1], outputs: [0.5, 1, -0.5, 0] },
  ]);
  expect(names([...hidden.parameters, ...output.parameters])).toEqual([
    "w_{h,1}",
    "w_{h,2}",
    "theta_h",
    "w_{y,1}",
    "w_{y,2}",
    "w_{y,3}",
    "theta_y",
  ]);
});

test("no single unit on a grid of weights and thresholds is XOR", () => {
  const grid = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2];
  const unit = perceptron(2);
  const [w1, w2] = unit.weights;
  let right = 0;
  for (const a of grid) {
    for (const b of grid) {
      for (const theta of grid) {
        w1?.set(a);
        w2?.set(b);
        unit.threshold?.set(theta);
        const column = truthTable(unit.output, unit.inputs).map(({ outputs }) => outputs[0]);
        if (column.join() === "0,1,1,0") right++;
      }
    }
  }
  expect(right).toBe(0);
});

test("no rule derived through a step trains it, and training says so", () => {
  const and = perceptron([1, 1], { weights: [0, 0], threshold: 1 });
  const loss = squaredError(and.output, 1);
  expect(gradient(loss, and.parameters).map((partial) => partial.value)).toEqual([0, 0, 0]);
  const result = train(loss, and.parameters, { rate: 0.1, steps: 5 });
  expect(and.weights.map((w) => w.value)).toEqual([0, 0]);
  expect(result.warnings.map(({ code, where }) => [code, where])).toEqual([["UNTRAINABLE", "out"]]);
  expect(diagnose([loss]).some(({ code }) => code === "UNTRAINABLE")).toBe(true);
});

test("without weights: symbols alone, weights and threshold to be set", () => {
  const unit = perceptron(2, { name: "h1" });
  expect(names([...unit.inputs, ...unit.parameters])).toEqual([
    "x_1",
    "x_2",
    "w_{h1,1}",
    "w_{h1,2}",
    "theta_h1",
  ]);
  refuses("UNBOUND", () => truthTable(unit.output, unit.inputs), "w_{h1,1}");
});

test("a truth table has an end", () => {
  const unit = perceptron(17, { weights: () => 1, threshold: 3 });
  refuses("OPTION", () => truthTable(unit.output, unit.inputs), "at most 16 inputs, got 17");
});
