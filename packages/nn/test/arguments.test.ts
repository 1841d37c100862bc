/** Every public function refuses what it does not take. */
import { ChainruleError, type Node, scalar, signatureOf, tensor, updated } from "@chainrule/graph";
import * as nn from "@chainrule/nn";
import { describe, expect, test } from "vitest";

type Call = (...given: unknown[]) => unknown;

const w = scalar("w", 0.5);
const z = tensor("z", [1, 2]);
const X = tensor("X", [
  [1, 2],
  [3, 4],
]);
const image = tensor("x", [
  [
    [1, 2],
    [3, 4],
  ],
]);

const given: Readonly<Record<string, readonly unknown[]>> = {
  crossEntropy: [z, 1],
  squaredError: [z, [0, 1]],
  dense: [[w, 1], { units: 2 }],
  glorot: [1],
  he: [1],
  uniform: [1, -1, 1],
  constants: [0.5],
  normal: [1],
  orthogonal: [1],
  seededRandom: [1],
  mlp: [2, [2, 1]],
  neuron: [[w, 2]],
  perceptron: [[w, 2]],
  truthTable: [w.step(), [w]],
  targets: [[w], [1]],
  sgd: [w.square(), [w], 0.1],
  momentum: [w.square(), [w], { rate: 0.1 }],
  adam: [w.square(), [w], { rate: 0.1 }],
  adamW: [w.square(), [w], { rate: 0.1 }],
  nesterov: [w.square(), [w], { rate: 0.1 }],
  rmsProp: [w.square(), [w], { rate: 0.1 }],
  cosineDecay: [{ rate: 0.1, steps: 10 }],
  exponentialDecay: [{ rate: 0.1, gamma: 0.9 }],
  stepDecay: [{ rate: 0.1, at: [1] }],
  warmUp: [{ steps: 1, rate: 0.1 }],
  withUpdates: ["sgd", [updated(w, w.mul(2))]],
  separability: [
    [[0], [1]],
    [0, 1],
  ],
  trainPerceptron: [nn.perceptron(1), [[0], [1]], [0, 1]],
  train: [w.square(), [w], { rate: 0.1, steps: 1 }],
  absoluteError: [z, [0, 1]],
  activation: [z, "relu"],
  attention: [X],
  avgPool1d: [X, { size: 1 }],
  avgPool2d: [image, { size: 1 }],
  batchNorm: [X],
  binaryCrossEntropy: [z, [0, 1]],
  conv1d: [X, { filters: 1, kernelSize: 1 }],
  conv2d: [image, { filters: 1, kernelSize: 1 }],
  drawNoise: [nn.layerNorm(z)],
  dropout: [z, { rate: 0.5, seed: 1 }],
  embedding: [z, { tokens: 3, units: 2 }],
  flatten: [image],
  gru: [X, { units: 2 }],
  gruCell: [z, { units: 2 }],
  hinge: [z, [-1, 1]],
  huber: [z, [0, 1]],
  inference: [nn.layerNorm(z)],
  klDivergence: [z, [0, 1]],
  l1: [[w], { strength: 1 }],
  l2: [[w], { strength: 1 }],
  layerNorm: [z],
  lstm: [X, { units: 2 }],
  lstmCell: [z, { units: 2 }],
  maxPool1d: [X, { size: 1 }],
  maxPool2d: [image, { size: 1 }],
  positionalEncoding: [X],
  rmsNorm: [z],
  rnn: [X, { units: 2 }],
  rnnCell: [z, { units: 2 }],
  sequential: [z, [(x: Node) => x]],
  skip: [z, (x: Node) => x],
  summary: [nn.layerNorm(z)],
};

const functions = Object.entries<unknown>(nn).filter(
  (entry): entry is [string, Call] => typeof entry[1] === "function",
);

const refused = (attempt: () => unknown): void => {
  expect(attempt).toThrow(ChainruleError);
};

describe.each(functions)("%s", (name, call: Call) => {
  const takes = signatureOf(call);
  const valid = given[name] ?? [];

  test("takes what it should", () => {
    expect(takes, `${name} has no signature`).toBeDefined();
    expect(() => call(...valid)).not.toThrow();
  });

  test("too many, too few", () => {
    const { least = 0, most = 0 } = takes ?? {};
    if (least > 0) refused(() => call(...valid.slice(0, least - 1)));
    refused(() => call(...valid, ...new Array(most - valid.length).fill(undefined), w));
  });

  test("wrong kinds, each at its place", () => {
    valid.forEach((_, k) => {
      for (const bad of [null, "3", 3n, undefined])
        refused(() => call(...valid.map((argument, j) => (j === k ? bad : argument))));
    });
    const { kinds = [] } = takes ?? {};
    if (kinds.length > valid.length) for (const bad of [null, "3", 3n]) refused(() => call(...valid, bad));
  });
});

test("activations by name and by function", () => {
  const layer = (activation: unknown): unknown =>
    nn.dense([w, 1], { units: 1, activation: activation as never });
  for (const bad of [null, "sigmoyd", 3, () => null, () => z]) refused(() => layer(bad));
});
