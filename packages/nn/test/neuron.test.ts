import { evaluate, scalar, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { type Activation, neuron } from "../src/index";
import { close, names, refuses } from "./expect";

describe("one unit", () => {
  test("weights times inputs, then the bias, then the activation", () => {
    const { net, output, parameters, fixed } = neuron([0.05, 0.1], {
      name: "h1",
      weights: [0.15, 0.2],
      bias: 0.35,
    });
    expect(names([net, output, ...parameters])).toEqual(["net_h1", "out_h1", "w_{h1,1}", "w_{h1,2}", "b_h1"]);
    expect(fixed).toEqual([]);
    close(output.value, 0.5932699921071872);
    const [sum, bias] = net.inputs[0]?.inputs ?? [];
    expect(bias).toBe(parameters[2]);
    expect(sum?.inputs[0]?.inputs).toEqual([
      parameters[0],
      expect.objectContaining({ op: expect.anything() }),
    ]);
  });

  test("nodes stay what they are; only symbols are parameters, each once", () => {
    const [x, w] = [scalar("x"), scalar("w", 2)];
    const { output, parameters, inputs } = neuron([x, x, x], {
      weights: [w, w, w.mul(2)],
      bias: "none",
      activation: "identity",
    });
    expect(parameters).toEqual([w]);
    expect(inputs).toEqual([x, x, x]);
    expect(evaluate(output, { x: 3 })).toBe(24);
  });

  test("a threshold is subtracted; a bias that is fixed is no parameter", () => {
    const unit = neuron([1, 1], {
      weights: [1, 1],
      threshold: 1.5,
      trainBias: false,
      activation: "identity",
    });
    expect(unit.output.value).toBe(0.5);
    expect([names(unit.parameters), names(unit.fixed)]).toEqual([["w_1", "w_2"], ["theta"]]);
    expect(unit.bias).toBeUndefined();
  });

  test("without weights, symbols without values", () => {
    const unit = neuron(2);
    expect(names([...unit.inputs, ...unit.parameters])).toEqual(["x_1", "x_2", "w_1", "w_2", "b"]);
    refuses("UNBOUND", () => unit.output.value, "w_1");
    expect(neuron(2, { weights: [1, 2] }).bias?.value).toBe(0);
  });

  test("names of one's own", () => {
    const unit = neuron(2, {
      names: { input: (k) => `a_${k}`, weight: (k) => `W_${k}1`, bias: "theta_1", net: "s", output: "y" },
    });
    expect(names([...unit.inputs, ...unit.parameters, unit.net, unit.output])).toEqual(
      ["a_1", "a_2", "W_11", "W_21", "theta_1", "s", "y"], // biome-ignore format: one row
    );
  });

  test("results are frozen", () => {
    const unit = neuron(2);
    expect(Object.isFrozen(unit) && Object.isFrozen(unit.weights) && Object.isFrozen(unit.parameters)).toBe(
      true,
    );
  });
});

describe("activations", () => {
  const at = (activation: Activation) => neuron([0.5], { weights: [-2], bias: 0, activation }).output.value;

  test.each([
    ["identity", -1],
    ["sigmoid", 1 / (1 + Math.E)],
    ["tanh", Math.tanh(-1)],
    ["relu", 0],
    ["leakyRelu", -0.01],
    ["elu", Math.expm1(-1)],
    ["softplus", Math.log1p(Math.exp(-1))],
    ["step", 0],
    ["sign", -1],
    ["square", 1],
  ] as const)("%s", (name, expected) => {
    close(at(name), expected);
  });

  test("a function of one's own", () => {
    close(
      at((z) =>
        z
          .mul(2 / 3)
          .tanh()
          .mul(1.7159),
      ),
      1.7159 * Math.tanh(-2 / 3),
    );
  });

  test("what is none", () => {
    refuses(
      "OPTION",
      () => at("sigmod" as "sigmoid"),
      /out: no such activation, got "sigmod" \(expected .*sigmoid/,
    );
    refuses("OPTION", () => at("max" as "relu"));
    refuses("OPTION", () => at("constructor" as "relu"));
    refuses(
      "OPERAND",
      () => at((() => 1) as unknown as Activation),
      "the activation returned no node, got 1",
    );
    refuses("SHAPE", () => at(() => tensor("t", [1, 2])), "got [2] (expected [])");
  });
});

test("refusals", () => {
  refuses(
    "SHAPE",
    () => neuron([1, 2], { weights: [1] }),
    "one weight for each input, got 1 weights (expected 2)",
  );
  refuses("OPTION", () => neuron([]), "at least one input");
  refuses("OPTION", () => neuron(0), "the number of inputs is a whole number >= 1, got 0");
  refuses("OPTION", () => neuron(1.5));
  refuses("OPTION", () => neuron(1, { bias: 1, threshold: 1 }), "exclude each other");
  refuses("OPTION", () => neuron(1, { bias: "all" as "each" }), 'got "all"');
  refuses("SHAPE", () => neuron([tensor("x", [1, 2]) as never]), "got [2] (expected [])");
  refuses("OPERAND", () => neuron(["3" as unknown as number]));
  refuses("OPERAND", () => neuron(1, { weights: [null as unknown as number] }));
  refuses("NAME", () => neuron(1, { name: "x;y" }));
});
