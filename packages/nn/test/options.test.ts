/** Nothing that was asked for is passed over in silence: options, activations, losses from logits. */
import { Node, named, scalar, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import {
  adam,
  crossEntropy,
  dense,
  glorot,
  mlp,
  momentum,
  neuron,
  perceptron,
  sgd,
  squaredError,
  train,
} from "../src/index";
import { failure, refuses } from "./expect";

const w = scalar("w", 0.5);
const loss = w.square().named("E");
const x = tensor("x", [0.3, -0.2]);

const unknown: readonly (readonly [string, (options: never) => unknown, object, RegExp])[] = [
  ["neuron", (o) => neuron(2, o), { activaton: "tanh" }, /neuron: .*"activaton".*mean activation\?/],
  ["neuron's names", (o) => neuron(2, { names: o }), { wieght: () => "w" }, /names: .*mean weight\?/],
  ["perceptron", (o) => perceptron(2, o), { bias: 1 }, /perceptron: no such option, got "bias"/],
  ["perceptron", (o) => perceptron(2, o), { treshold: 1 }, /mean threshold\?/],
  ["dense over scalars", (o) => dense(2, o), { units: 2, activaton: "relu" }, /dense: .*activation\?/],
  ["dense over a tensor", (o) => dense(x, o), { units: 2, firstWeight: 3 }, /"firstWeight"/],
  ["a layer", (o) => mlp(2, [o]), { unit: 2 }, /mlp, layer 1: .*mean units\?/],
  ["a layer over a tensor", (o) => mlp(x, [2, o]), { units: 1, acitvation: "tanh" }, /mlp, layer 2: /],
  ["all layers", (o) => mlp(2, [1], o), { activaton: "tanh" }, /mlp: .*mean activation\?/],
  ["all layers", (o) => mlp(x, [1], o), { units: 2 }, /no such option, got "units"/],
  ["all layers' names", (o) => mlp(x, [1], { names: o }), { sharedBias: () => "b" }, /names: /],
  ["squaredError", (o) => squaredError(w, 1, o), { hafl: false }, /squaredError: .*mean half\?/],
  ["squaredError's names", (o) => squaredError(w, 1, { names: o }), { totall: "L" }, /mean total\?/],
  ["crossEntropy", (o) => crossEntropy(x, 1, o), { form: "logits" }, /crossEntropy: .*mean from\?/],
  ["sgd", (o) => sgd(loss, [w], o), { rat: 0.1, rate: 0.1 }, /sgd: .*mean rate\?/],
  ["momentum", (o) => momentum(loss, [w], o), { rate: 0.1, nesterov: true }, /momentum: .*"nesterov"/],
  ["adam", (o) => adam(loss, [w], o), { rate: 0.1, beta: 0.9 }, /mean beta1 or beta2\?/],
  ["train", (o) => train(loss, [w], o), { learningRate: 0.1, steps: 1 }, /train: .*mean rate\?/],
  ["train", (o) => train(loss, [w], o), { rate: 0.1, steps: 1, optimizer: "adam" }, /mean optimiser\?/],
];

test.each(unknown)("an option that %s does not have", (_, call, options, text) => {
  refuses("OPTION", () => call(options as never), text);
});

test("options that are no object, choices that are none", () => {
  for (const bad of [null, "3", 3n, () => 2, [2]]) {
    refuses("OPERAND", () => mlp(2, [bad as never]), "mlp, layer 1");
    refuses("OPERAND", () => neuron(2, { names: bad as never }), "neuron: names");
  }
  const options = { rate: 0.1, steps: 1 };
  refuses(
    "OPTION",
    () => train(loss, [w], { ...options, optimiser: "adma" as never }),
    "mean adam or adamW?",
  );
  refuses("OPERAND", () => train(loss, [w], { ...options, optimiser: 3 as never }), "a name or a function");
  refuses(
    "OPTION",
    () => train(loss, [w], { ...options, updates: "as writen" as never }),
    "mean as written?",
  );
  refuses("OPERAND", () => train(loss, [w], { ...options, onStep: 3 as never }), "onStep is a function");
  refuses("OPTION", () => dense(2, { units: 1, activation: "sigmoyd" as never }), "mean sigmoid?");
  expect(w.value).toBe(0.5);
});

describe("the activation of the last layer", () => {
  test("linear unless something says otherwise; hidden layers are sigmoid", () => {
    for (const [options, expected] of [
      [{}, -3],
      [{ activation: "relu" }, 0],
    ] as const) {
      const inputs = [1, 2];
      const weights = [[1, -2]];
      const { output } = mlp(inputs, [{ weights, ...options }], { bias: "none" });
      const tensors = mlp(tensor("x", inputs), [{ weights, ...options }], { bias: "none" }).output;
      expect([output.value, tensors.value]).toEqual([
        expected,
        { shape: [1], data: Float64Array.of(expected) },
      ]);
      expect(mlp(inputs, [{ weights }], { bias: "none", ...options }).output.value).toBe(expected);
    }
    const layers = [{ weights: [[1, -2]] }, { weights: [[10]] }];
    expect(mlp([1, 2], layers, { bias: "none" }).output.value).toBeCloseTo(10 / (1 + Math.exp(3)), 14);
    refuses("OPTION", () => mlp(2, [1], { activation: null as never }));
  });

  test("a regression, margins and logits train as they stand", () => {
    const points = [[0, 0], [0, 1], [1, 0], [1, 1]]; // biome-ignore format: a matrix
    const network = () => mlp(tensor("x", points), [8, 1], { weights: glorot(3) });
    const options = { rate: 0.05, steps: 2000, optimiser: "adam" } as const;
    const regression = network();
    const far = squaredError(regression.output, [[-3], [5], [4], [-6]]);
    expect(train(far, regression.parameters, options).loss).toBeLessThan(0.1);
    const margins = network();
    const signs = tensor("y", [[-1], [1], [1], [-1]]);
    const hinge = margins.output.mul(signs).neg().add(1).relu().mean().named("E");
    expect(train(hinge, margins.parameters, options).loss).toBeLessThan(1e-3);
    const logits = network();
    const entropy = crossEntropy(logits.output, [[0], [1], [1], [0]], { binary: true });
    expect(train(entropy, logits.parameters, options).loss).toBeLessThan(1e-2);
  });
});

describe("probabilities where a loss takes logits", () => {
  const layer = (activation: "sigmoid" | "softmax" | "tanh" | "identity") =>
    mlp(x, [3], { activation, weights: glorot(1) }).output;

  test("are refused, with the mend", () => {
    const { code, details } = failure(() => crossEntropy(layer("softmax"), 1));
    expect(code).toBe("OPTION");
    expect(details.where).toBe("crossEntropy: a^(1)");
    expect(details.mend).toContain('{ from: "probabilities" }');
    for (const call of [
      () => crossEntropy(layer("sigmoid"), [0, 1, 1], { binary: true }),
      () => crossEntropy(mlp(2, [2, 1], { activation: "sigmoid" }).output, 1),
      () => crossEntropy(mlp(2, [2, 2], { activation: "sigmoid" }).outputs, 1),
      () => crossEntropy(mlp(2, [2, 2], { activation: "sigmoid" }).output, 1),
      () => crossEntropy(named(layer("softmax"), "p"), 0, { from: "logits" }),
    ])
      refuses("OPTION", call, "the loss takes logits, got probabilities");
  });

  test("are taken where the loss is told so, as are other activations", () => {
    for (const call of [
      () => crossEntropy(layer("softmax"), 1, { from: "probabilities" }),
      () => crossEntropy(layer("tanh"), 1),
      () => crossEntropy(layer("identity").sigmoid().mul(2), 1),
    ])
      expect(call()).toBeInstanceOf(Node);
  });
});

describe("one surface over scalars and tensors", () => {
  test("output and outputs, of networks and of layers, go into every loss", () => {
    const weights = [[1, -2], [0.5, 0.25]]; // biome-ignore format: a matrix
    const made = [
      mlp([0.3, -0.2], [{ weights }]),
      mlp(x, [{ weights }]),
      dense([0.3, -0.2], { weights, activation: "identity" }),
      dense(x, { weights, activation: "identity" }),
    ];
    for (const { output, outputs } of made) {
      expect(output.shape).toEqual([2]);
      expect(squaredError(output, [1, 2]).value).toBeCloseTo(0.5 * (0.3 ** 2 + 1.9 ** 2), 14);
      expect(squaredError(outputs, [1, 2]).value).toBeCloseTo(0.5 * (0.3 ** 2 + 1.9 ** 2), 14);
      const expected = Math.log(Math.exp(0.7) + Math.exp(0.1)) - 0.1;
      expect(crossEntropy(output, 1).value).toBeCloseTo(expected, 14);
      expect(crossEntropy(outputs, 1).value).toBeCloseTo(expected, 14);
    }
    const one = mlp([0.3, -0.2], [1]);
    expect(one.output).toBe(one.outputs[0]);
  });
});
