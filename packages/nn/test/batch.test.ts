/** The one-hidden-layer network of document 003 on three samples: over tensors, sample by sample, and over scalars. */
import { gradient, type Node, scalar, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { mlp, type ScalarMlp, sgd, squaredError, type TensorMlp, train } from "../src/index";
import { close, closeAll, names } from "./expect";
import fixtures from "./fixtures/networks.json";

const { x, y, v_ik, w_kj, per_sample, eta, E, E_after, dE_dv_ik, dE_dw_kj, v_new, w_new } = fixtures.batch;

const sum = (nodes: readonly Node<number>[]) => nodes.reduce((total, next) => total.add(next));
const transposed = (rows: number[][]) => (rows[0] ?? []).map((_, k) => rows.map((row) => row[k] as number));

/** s = x V, h = tanh(s), z = h W, yhat = sigmoid(z): weights are v_ik = (from i, to k), and there are no biases. */
function overTensors(samples: number[] | number[][]): TensorMlp {
  return mlp(
    tensor("x", samples),
    [
      { weights: v_ik, activation: "tanh" },
      { weights: w_kj, activation: "sigmoid" },
    ],
    {
      bias: "none",
      weightOrder: "from, to",
      names: {
        weight: (layer) => (layer === 1 ? "V" : "W"),
        net: (layer) => (layer === 1 ? "s" : "z"),
        output: (layer) => (layer === 1 ? "h" : "yhat"),
      },
    },
  );
}

function overScalars(sample: number[], weights: readonly [Node<number>[][], Node<number>[][]]): ScalarMlp {
  return mlp(
    sample,
    [
      { weights: weights[0], activation: "tanh" },
      { weights: weights[1], activation: "sigmoid" },
    ],
    { bias: "none", weightOrder: "from, to" },
  );
}

describe("a batch, over tensors", () => {
  test("names and shapes", () => {
    const network = overTensors(x);
    expect(names(network.parameters)).toEqual(["V", "W"]);
    expect(network.fixed).toEqual([]);
    expect(names(network.layers.flatMap(({ net, output }) => [net, output]))).toEqual([
      "s",
      "h",
      "z",
      "yhat",
    ]);
    expect(network.output.shape).toEqual([3, 2]);
  });

  test("forward values, loss, gradients, update, loss after it", () => {
    const { layers, output, parameters } = overTensors(x);
    const loss = squaredError(output, y);
    const all = (key: "s" | "h" | "z" | "yhat") => per_sample.map((sample) => sample[key]);
    closeAll(layers[0]?.net.value, all("s"), 1e-15);
    closeAll(layers[0]?.output.value, all("h"));
    closeAll(layers[1]?.net.value, all("z"));
    closeAll(output.value, all("yhat"));
    close(loss.value, E);
    const [dV, dW] = gradient(loss, parameters);
    closeAll(dV?.value, dE_dv_ik, 1e-13); // sums over samples that cancel in part
    closeAll(dW?.value, dE_dw_kj);
    const updates = sgd(loss, parameters, { rate: eta });
    closeAll(updates[0]?.value, v_new);
    closeAll(updates[1]?.value, w_new);
    train(loss, parameters, { rate: eta, steps: 1 });
    close(loss.value, E_after);
  });

  test("means divide by samples, or by all entries; without the half it is twice as much", () => {
    const { output } = overTensors(x);
    close(squaredError(output, y, { mean: "samples" }).value, E / 3);
    close(squaredError(output, y, { mean: "entries" }).value, E / 6);
    close(squaredError(output, y, { half: false }).value, 2 * E);
    close(squaredError(output, y, { difference: "output - target" }).value, E);
  });
});

test("sample by sample, over vectors", () => {
  for (const [k, sample] of per_sample.entries()) {
    const { output, parameters } = overTensors(x[k] as number[]);
    const loss = squaredError(output, y[k] as number[]);
    expect(output.shape).toEqual([2]);
    close(loss.value, sample.E);
    const [dV, dW] = gradient(loss, parameters);
    closeAll(dV?.value, sample.dE_dv_ik);
    closeAll(dW?.value, sample.dE_dw_kj);
  }
});

test("the same weights as scalars, one copy of the network for each sample", () => {
  const named = (letter: string, rows: number[][]) =>
    rows.map((row, i) => row.map((value, k) => scalar(`${letter}_${i + 1}${k + 1}`, value)));
  const weights = [named("v", v_ik), named("w", w_kj)] as const;
  const copies = x.map((sample) => overScalars(sample, [weights[0], weights[1]]));
  const loss = sum(copies.map(({ outputs }, k) => squaredError(outputs, y[k] as number[])));
  close(loss.value, E);
  for (const { parameters } of copies) expect(parameters).toEqual(copies[0]?.parameters);
  const { parameters } = copies[0] as ScalarMlp;
  expect(names(parameters)).toEqual([
    "v_11",
    "v_21",
    "v_31",
    "v_12",
    "v_22",
    "v_32",
    "w_11",
    "w_21",
    "w_12",
    "w_22",
  ]);
  const expected = [...transposed(dE_dv_ik), ...transposed(dE_dw_kj)].flat();
  gradient(loss, parameters).forEach((partial, k) => {
    close(partial.value, expected[k] as number, 1e-13);
  });
  train(loss, parameters, { rate: eta, steps: 1 });
  close(loss.value, E_after);
});

test("rows of weights belong to units in the usual order: W x for a vector, x W^T for a batch", () => {
  const layers = [
    { weights: transposed(v_ik), activation: "tanh" },
    { weights: transposed(w_kj), activation: "sigmoid" },
  ] as const;
  const batch = mlp(tensor("x", x), layers, { bias: "none" });
  close(squaredError(batch.output, y).value, E);
  const vector = mlp(tensor("x", x[0] as number[]), layers, { bias: "none" });
  close(squaredError(vector.output, y[0] as number[]).value, per_sample[0]?.E as number);
  expect(names(batch.layers.map(({ weights }) => weights))).toEqual(["W^(1)", "W^(2)"]);
});
