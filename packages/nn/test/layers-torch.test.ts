/** Layers beside PyTorch's values and gradients (`scripts/torch-values.py`). */
import { readFileSync } from "node:fs";
import { compile, gradient, mul, type Node, tensor, type Value } from "@chainrule/graph";
import { expect, test } from "vitest";
import {
  attention,
  avgPool1d,
  avgPool2d,
  batchNorm,
  conv1d,
  conv2d,
  embedding,
  gru,
  inference,
  layerNorm,
  lstm,
  maxPool1d,
  maxPool2d,
  type Part,
  rmsNorm,
  rnn,
} from "../src/index";
import { near } from "./differences";

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Case {
  readonly inputs: Readonly<Record<string, Numbers>>;
  readonly output: Numbers;
  readonly gradients: Readonly<Record<string, Numbers>>;
  readonly running?: Readonly<Record<"mean" | "variance" | "output", Numbers>>;
}

const { layers } = JSON.parse(readFileSync(new URL("fixtures/torch.json", import.meta.url), "utf8")) as {
  readonly layers: Readonly<Record<string, Case>>;
};

const tensorOf = ({ shape, data }: Numbers) => ({ shape, data: Float64Array.from(data) });
const entriesOf = (value: Value | undefined): number[] => (typeof value === "object" ? [...value.data] : []);

type Nodes = Readonly<Record<string, Node>>;

/** The layer of a case, of its input and of its other nodes by name. */
const ways: Readonly<Record<string, (x: Node, weights: Nodes, others: Nodes) => Part>> = {
  layerNorm: (x, weights) => layerNorm(x, { weights }),
  rmsNorm: (x, weights) => rmsNorm(x, { weights }),
  batchNorm: (x, weights) => batchNorm(x, { weights }),
  batchNorm2d: (x, weights) => batchNorm(x, { weights }),
  embedding: (x, weights) => embedding(x, { tokens: 5, units: 3, weights }),
  conv1d: (x, weights) => conv1d(x, { filters: 3, kernelSize: 3, weights }),
  "conv1d, stride 2, padding 1": (x, weights) =>
    conv1d(x, { filters: 3, kernelSize: 3, stride: 2, padding: 1, weights }),
  conv2d: (x, weights) => conv2d(x, { filters: 3, kernelSize: [3, 2], weights }),
  "conv2d, same": (x, weights) => conv2d(x, { filters: 3, kernelSize: [3, 2], padding: "same", weights }),
  "conv2d, stride 2 and 1": (x, weights) =>
    conv2d(x, { filters: 3, kernelSize: [3, 2], stride: [2, 1], weights }),
  maxPool1d: (x) => maxPool1d(x, { size: 3, stride: 2 }),
  avgPool1d: (x) => avgPool1d(x, { size: 2 }),
  maxPool2d: (x) => maxPool2d(x, { size: 2 }),
  avgPool2d: (x) => avgPool2d(x, { size: [3, 2], stride: [1, 2] }),
  rnn: (x, weights, { h }) => rnn(x, { units: 4, returnSequences: true, weights, state: states(h) }),
  lstm: (x, weights, { h, c }) => lstm(x, { units: 4, returnSequences: true, weights, state: states(h, c) }),
  gru: (x, weights, { h }) => gru(x, { units: 4, returnSequences: true, weights, state: states(h) }),
  "attention, one head": (x, weights) => attention(x, { weights }),
  "attention, two heads": (x, weights) => attention(x, { heads: 2, weights: parted(weights) }),
  "attention, causal": (x, weights) => attention(x, { heads: 2, causal: true, weights: parted(weights) }),
  "attention, memory": (x, weights, { memory }) =>
    attention(x, { heads: 2, weights: parted(weights), memory: memory as Node }),
};

/** Projections for two heads: the same numbers with an axis more. */
const parted = (weights: Nodes): Nodes =>
  Object.fromEntries(
    Object.entries(weights).map(([key, node]) => {
      const inner =
        key === "W_Q" || key === "W_K" || key === "W_V" ? [2, 2, 4] : key === "W_O" ? [4, 2, 2] : [2, 2];
      return [key, key === "b_O" ? node : node.reshape(inner)];
    }),
  );

const states = (...nodes: readonly (Node | undefined)[]): Node[] => nodes as Node[]; // of the case

const OTHERS = ["x", "h", "c", "memory"];

test("every case has a layer", () => {
  expect(Object.keys(ways)).toEqual(Object.keys(layers));
});

test.each(Object.entries(layers))("%s", (name, { inputs, output, gradients, running }) => {
  const nodes: Nodes = Object.fromEntries(
    Object.entries(inputs).map(([key, numbers]) => [key, tensor(key, tensorOf(numbers))]),
  );
  const isOther = ([key]: readonly [string, Node]): boolean => OTHERS.includes(key);
  const weights = Object.fromEntries(Object.entries(nodes).filter((entry) => !isOther(entry)));
  const part = (ways[name] as (typeof ways)[string])(nodes.x as Node, weights, nodes);
  expect(part.output.shape).toEqual(output.shape);
  const by = Object.keys(gradients);
  const loss = mul(0.5, part.output.square().sum());
  const program = compile(
    [
      part.output,
      ...gradient(
        loss,
        by.map((key) => nodes[key] as Node),
      ),
    ],
    [],
  );
  const [value, ...slopes] = program([]);
  near(entriesOf(value), output.data, 1e-12);
  by.forEach((key, k) => {
    near(entriesOf(slopes[k]), gradients[key]?.data ?? [], 1e-11);
  });
  if (running === undefined) return;
  const [mean, variance] = (part.updates ?? []).map((update) => update.value);
  near(entriesOf(mean), running.mean.data, 1e-12);
  near(entriesOf(variance), running.variance.data, 1e-12);
  const [runningMean, runningVariance] = part.fixed as readonly [Node, Node];
  runningMean.set(mean as Value); // batchNorm has two updates
  runningVariance.set(variance as Value);
  near(entriesOf(inference(part).value), running.output.data, 1e-12);
});
