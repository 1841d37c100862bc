/** Training on samples: batches, order, validation, stops, measures, and what keeps the parameters from NaN. */
import { dim, evaluate, type Node, type TensorValue, tensor, updated } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import {
  accuracy,
  adam,
  blobs,
  crossEntropy,
  type Data,
  type Epoch,
  fit,
  fitEpochs,
  glorot,
  load,
  mlp,
  modelBytes,
  moons,
  predict,
  seededRandom,
  sine,
  split,
  train,
  xor,
} from "../src/index";
import { close, closeAll, failure, refuses } from "./expect";

const N = dim("N");
const input = (columns: number) => tensor("x", [N, columns]);
const net = (columns: number, outputs: number, seed = 1) =>
  mlp(input(columns), [{ units: 8, activation: "tanh" }, outputs], { weights: glorot(seed) });
const bitsOf = (model: { readonly parameters: readonly Node[] }) =>
  model.parameters.map(({ value }) => (value as TensorValue).data);

test("an update of a batch is what the optimiser says, by the reference", () => {
  const model = net(2, 1);
  const data = moons(10, { seed: 3 });
  const y = tensor("y", { shape: [N, 1] });
  const loss = crossEntropy(model.output, y, { binary: true, mean: "entries" });
  const updates = adam(loss, model.parameters, { rate: 0.02 });
  // without shuffling, batches are rows 0 to 3, 4 to 7, and the rest
  const rows = (value: TensorValue, start: number, stop: number): TensorValue => {
    const width = value.data.length / 10;
    return { shape: [stop - start, width], data: value.data.slice(start * width, stop * width) };
  };
  const symbols = updates.map(({ attrs }) => attrs.replaces as Node);
  let values = symbols.map(({ value }) => value);
  const losses: number[] = [];
  for (const [start, stop] of [
    [0, 4],
    [4, 8],
    [8, 10],
  ] as const) {
    // biome-ignore format: pairs
    const bound = new Map<Node, unknown>([
      [model.inputs[0] as Node, rows(data.x, start, stop)],
      [y, rows(data.y, start, stop)],
      ...symbols.map((symbol, k): [Node, unknown] => [symbol, values[k]]),
    ]);
    const [error, ...next] = evaluate([loss, ...updates], bound);
    losses.push((error as number) * (stop - start));
    values = next;
  }
  const result = fit(
    model,
    { ...data, classes: ["no", "yes"] },
    { epochs: 1, batchSize: 4, rate: 0.02, shuffle: false },
  );
  expect(model.parameters.map(({ value }) => value)).toEqual(values.slice(0, 4));
  expect(result.updates).toBe(3);
  close(result.loss, losses.reduce((a, b) => a + b) / 10);
});

test("the same seed gives the same bits, another seed others; batches are shuffled", () => {
  const run = (seed: number, shuffle = true) => {
    const model = net(2, 1);
    fit(model, moons(50), { epochs: 3, batchSize: 8, seed, shuffle });
    return bitsOf(model);
  };
  expect(run(5)).toEqual(run(5));
  expect(run(5)).not.toEqual(run(6));
  expect(run(5)).not.toEqual(run(5, false));
});

test("one by one for a callback, or many in one go: the same bits", () => {
  const [many, single] = [net(2, 3), net(2, 3)];
  const steps: number[] = [];
  const options = { epochs: 4, batchSize: 7 } as const;
  fit(many, blobs(60), options);
  fit(single, blobs(60), { ...options, onUpdate: ({ step }) => void steps.push(step) });
  expect(bitsOf(single)).toEqual(bitsOf(many));
  expect(steps).toEqual(Array.from({ length: 36 }, (_, k) => k + 1));
});

describe("what is learned", () => {
  test("classes by name, by number, as rows of ones and zeros", () => {
    const data = blobs(90, { seed: 4 });
    const names = [...data.y.data].map((k) => ["ash", "birch", "cedar"][k] as string);
    const rows = [...data.y.data].map((right) => [0, 1, 2].map((k) => (k === right ? 1 : 0)));
    const learned = (y: Data["y"], loss?: "crossEntropy") => {
      const model = net(2, 3);
      fit(model, { x: data.x, y }, { epochs: 30, rate: 0.02, ...(loss && { loss }) });
      return model;
    };
    const byNumber = learned(data.y);
    expect(accuracy(predict(byNumber, data.x), data.y)).toBeGreaterThan(0.95);
    expect(bitsOf(learned(names))).toEqual(bitsOf(byNumber));
    expect(bitsOf(learned(rows, "crossEntropy"))).toEqual(bitsOf(byNumber));
  });

  test("numbers, by the mean squared error", () => {
    const model = net(1, 1);
    const result = fit(model, sine(64), { epochs: 200, batchSize: 16, rate: 0.05, metrics: ["r2"] });
    expect(result.history.r2?.at(-1)?.[1]).toBeGreaterThan(0.99);
    const { data } = predict(model, [[1]]);
    expect(Math.abs((data[0] as number) - Math.sin(1))).toBeLessThan(0.15);
  });

  test("a loss of one's own: the hinge, with labels -1 and 1", () => {
    const data = moons(80);
    const y = [...data.y.data].map((label) => 2 * label - 1);
    const hinge = (output: Node, target: Node) => output.mul(target).neg().add(1).relu().mean();
    const result = fit(
      net(2, 1),
      { x: data.x, y },
      { epochs: 60, rate: 0.03, loss: hinge, metrics: ["accuracy"] },
    );
    expect(result.history.accuracy?.at(-1)?.[1]).toBeGreaterThan(0.95);
  });
});

describe("data", () => {
  const typed = blobs(30);
  const nested = Array.from({ length: 30 }, (_, k) => [...typed.x.data.subarray(2 * k, 2 * k + 2)]);

  test("in every form come to the same bits", () => {
    const run = (data: Data) => {
      const model = net(2, 3);
      fit(model, data, { epochs: 2 });
      return bitsOf(model);
    };
    const expected = run(typed);
    expect(run({ x: nested, y: [...typed.y.data] })).toEqual(expected);
    expect(run({ x: typed.x, y: Uint8Array.from(typed.y.data) })).toEqual(expected);
    expect(run({ x: { shape: [30, 2], data: typed.x.data }, y: typed.y.data })).toEqual(expected);
  });

  test.each([
    [
      "another number of columns",
      { x: nested.map(([a]) => [a as number]), y: typed.y },
      "SHAPE",
      "expected [N,2]",
    ],
    ["another number of targets", { x: nested, y: [1, 2] }, "SHAPE", "one target for each sample"],
    [
      "a NaN",
      { x: nested.map((row, k) => (k === 7 ? [1, Number.NaN] : row)), y: typed.y },
      "NUMBER",
      "row 7, column 1",
    ],
    ["a ragged row", { x: nested.map((row, k) => (k === 3 ? [1] : row)), y: typed.y }, "SHAPE", "x[3]"],
    ["a text", { x: nested.map((row, k) => (k === 3 ? [1, "2"] : row)), y: typed.y }, "OPERAND", "x[3][1]"],
    [
      "a class that is none",
      { x: nested, y: [...typed.y.data].map((k) => k + 1) },
      "NUMBER",
      "no such class",
    ],
    ["no data", [], "OPERAND", "options are an object"],
    ["no samples", { x: [], y: [] }, "SHAPE", "no samples"],
  ] as const)("%s is refused", (_, data, code, text) => {
    const error = failure(() => fit(net(2, 3), data as unknown as Data, { epochs: 1 }));
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(text)]);
  });

  test("are split by a seed into parts that share no sample", () => {
    const [learned, others] = split(typed, { share: 0.3, seed: 2 });
    expect([learned.x.shape, others.x.shape]).toEqual([[21, 2], [9, 2]]); // biome-ignore format: pairs
    const all = [...learned.x.data, ...others.x.data].sort();
    expect(all).toEqual([...typed.x.data].sort());
    expect(split(typed, { share: 0.3, seed: 2 })).toEqual([learned, others]);
    refuses("OPTION", () => split(typed, { share: 1 }));
  });
});

describe("the end", () => {
  test("below a loss, after so many updates, or where a callback says so", () => {
    const below = fit(net(2, 1), moons(60), { epochs: 500, rate: 0.05, stop: { below: 0.2 } });
    expect([below.ended, below.loss < 0.2, below.epochs < 500]).toEqual(["below", true, true]);
    expect(below.history.loss?.at(-2)?.[1]).toBeGreaterThanOrEqual(0.2);
    const counted = fit(net(2, 1), moons(60), { epochs: 9, batchSize: 20, stop: { updates: 7 } });
    expect([counted.ended, counted.updates, counted.epochs]).toEqual(["updates", 7, 3]);
    const asked = fit(net(2, 1), moons(60), { epochs: 9, onEpoch: ({ epoch }) => epoch < 4 });
    expect([asked.ended, asked.epochs]).toEqual(["asked", 4]);
  });

  test("patience puts the parameters of the best epoch back", () => {
    // ten points with random labels: what is learned of them soon harms others
    const random = seededRandom(1);
    const noise = (n: number): Data => ({
      x: Array.from({ length: n }, () => [random(), random()]),
      y: Array.from({ length: n }, () => Math.round(random())),
    });
    const [data, validation] = [noise(10), noise(20)];
    const model = net(2, 1);
    const result = fit(model, data, { epochs: 900, rate: 0.05, validation, stop: { patience: 5 } });
    const losses = (result.history["validation loss"] ?? []).map(([, loss]) => loss);
    expect(result.ended).toBe("patience");
    expect(result.best).toEqual({ epoch: result.epochs - 5, loss: Math.min(...losses) });
    const again = net(2, 1);
    fit(again, data, { epochs: result.epochs - 5, rate: 0.05 });
    expect(bitsOf(model)).toEqual(bitsOf(again));
  });

  test("a share for the validation is not learned from", () => {
    const data = moons(50);
    const [learned, others] = split(data, { share: 0.2, seed: 3 });
    const [one, other] = [net(2, 1), net(2, 1)];
    const a = fit(one, data, { epochs: 3, validation: 0.2, seed: 3 });
    const b = fit(other, learned, { epochs: 3, validation: others, seed: 3 });
    expect(a).toEqual(b);
    expect(bitsOf(one)).toEqual(bitsOf(other));
  });
});

test("one training after another goes on where it ended", () => {
  const [whole, parts] = [net(2, 1), net(2, 1)];
  const options = { epochs: 6, batchSize: 50, shuffle: false, rate: 0.02 } as const;
  fit(whole, moons(50), options);
  for (const epochs of [1, 2, 3]) fit(parts, moons(50), { ...options, epochs });
  expect(bitsOf(parts)).toEqual(bitsOf(whole));
});

test("a rate for each epoch", () => {
  const [one, other] = [net(2, 1), net(2, 1)];
  const options = { batchSize: 50, shuffle: false, optimiser: "sgd" } as const;
  fit(one, moons(50), { ...options, epochs: 3, rate: (epoch) => 1 / epoch });
  for (const epoch of [1, 2, 3]) fit(other, moons(50), { ...options, epochs: 1, rate: 1 / epoch });
  expect(bitsOf(one)).toEqual(bitsOf(other));
});

test("an update that would spoil the parameters is not done, and the first node is named", () => {
  const model = net(1, 1);
  const x = Array.from({ length: 40 }, (_, k) => [k === 25 ? 1e300 : k / 40]);
  const y = x.map(([each = 0]) => [each]);
  const error = failure(() => fit(model, { x, y }, { epochs: 2, batchSize: 10, shuffle: false }));
  expect(error.code).toBe("NOT_FINITE");
  expect(error.details.where).toMatch(/^fit, step 2: /);
  const same = net(1, 1);
  fit(same, { x, y }, { epochs: 1, batchSize: 10, shuffle: false, stop: { updates: 2 } });
  expect(bitsOf(model)).toEqual(bitsOf(same));
});

test("progress: a line for each epoch, or about twenty", () => {
  const lines: string[] = [];
  fit(net(2, 1), xor(4), { epochs: 3, progress: (line) => void lines.push(line), metrics: ["accuracy"] });
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^epoch 2 of 3 {2}loss 0\.\d+ {2}accuracy 0\.\d+$/);
});

test("epochs one at a time", () => {
  const seen: Epoch[] = [];
  const epochs = fitEpochs(net(2, 1), xor(4), { epochs: 5 });
  for (const epoch of epochs) seen.push(epoch);
  expect(seen.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
});

test("a model is an output and parameters, over one tensor of any number of samples", () => {
  const [x, W] = [input(2), tensor("W", [[0.1], [0.2]])];
  const model = { output: x.matmul(W), parameters: [W] };
  const data = { x: [[1, 0], [0, 1], [1, 1]], y: [[2], [3], [5]] }; // biome-ignore format: rows
  fit(model, data, { epochs: 400, rate: 0.1, optimiser: "sgd" });
  close((W.value as TensorValue).data[0], 2, 1e-6);
  refuses(
    "SIZE",
    () => fit({ output: tensor("x", [[1, 2]]).matmul(W), parameters: [W] }, data, { epochs: 1 }),
    "any number",
  );
  refuses("OPERAND", () => fit(W as never, data, { epochs: 1 }), "a model has an output");
  refuses("UNBOUND", () => fit(mlp(x, [1]), data, { epochs: 1 }), "no value to start from");
});

test.each([
  [{ epochs: 0 }, "number of epochs"],
  [{ epoch: 3 }, "Did you mean epochs"],
  [{ epochs: 1, optimiser: "adm" }, "Did you mean adam?"],
  [{ epochs: 1, loss: "mse" }, "no such loss"],
  [{ epochs: 1, stop: { patience: 0 } }, "the patience"],
  [{ epochs: 1, stop: { patient: 3 } }, "Did you mean patience?"],
  [{ epochs: 1, metrics: ["f1"] }, "no such measure"],
  [{ epochs: 1, every: 2 }, "Name the file"],
  [{ epochs: 1, validation: 1.5 }, "a share is between 0 and 1"],
  [{ epochs: 1, shuffle: 1 }, "true or false"],
] as const)("%j is refused", (options, text) => {
  refuses("OPTION", () => fit(net(2, 1), xor(4), options as never), text);
});

test("a training by batches of all samples is that of train", () => {
  const [byFit, byTrain] = [net(2, 1), net(2, 1)];
  const data = moons(20);
  fit(
    byFit,
    { ...data, classes: ["a", "b"] },
    { epochs: 10, batchSize: 20, shuffle: false, optimiser: "momentum", rate: 0.1 },
  );
  byTrain.inputs[0]?.set(data.x);
  const y = tensor("y", { shape: [20, 1], data: data.y.data });
  const x = byTrain.inputs[0] as Node;
  expect(x.value).toEqual(data.x);
  const target = tensor("t", { shape: [N, 1] });
  target.set(y.value);
  const loss = crossEntropy(byTrain.output, target, { binary: true, mean: "entries" });
  train(loss, byTrain.parameters, { rate: 0.1, steps: 10, optimiser: "momentum" });
  expect(bitsOf(byFit)).toEqual(bitsOf(byTrain));
});

describe("a model with parts for training alone", () => {
  /** A dropout of the input, and a running mean of it that takes the place of nothing but is subtracted in use. */
  function noisy() {
    const x = input(2);
    const W = tensor("W", [[0.3], [-0.2]]);
    const mask = tensor("m", { shape: [N, 2] });
    const mean = tensor("mu", [0, 0]);
    const random = seededRandom(5);
    const draw = (shape: readonly number[]): TensorValue => ({
      shape,
      data: Float64Array.from({ length: (shape[0] as number) * 2 }, () => (random() < 0.5 ? 0 : 2)),
    });
    const dropped = x.mul(mask);
    return {
      x,
      mean,
      output: dropped.matmul(W),
      parameters: [W],
      fixed: [mean],
      trainingOnly: [{ node: dropped, instead: x.sub(mean) }],
      updates: [updated(mean, mean.mul(0.5).add(x.mean(0).mul(0.5)))],
      noise: [{ symbol: mask, draw }],
    };
  }
  const data = { x: [[1, 2], [3, 4], [5, 6]], y: [[1], [2], [3]] }; // biome-ignore format: rows

  test("is used without them, and its statistics are kept", () => {
    const model = noisy();
    fit(model, data, { epochs: 2, batchSize: 3, shuffle: false, optimiser: "sgd", rate: 1e-3 });
    closeAll(model.mean.value, [0.75 * 3, 0.75 * 4]);
    const [w = 0, v = 0] = (model.parameters[0] as Node<TensorValue>).value.data;
    closeAll(predict(model, [[1, 1]]), [w * (1 - 2.25) + v * (1 - 3)]);
    closeAll(predict(load(modelBytes(model)), [[1, 1]]), [w * (1 - 2.25) + v * (1 - 3)]);
  });

  test("gets other noise in each update, the same whether many run in one go or each alone", () => {
    const [many, single] = [noisy(), noisy()];
    const options = { epochs: 5, batchSize: 2, rate: 0.01 };
    fit(many, data, options);
    fit(single, data, { ...options, onUpdate: () => true });
    expect(bitsOf(many)).toEqual(bitsOf(single));
    const without = noisy();
    fit({ ...without, noise: [{ symbol: without.noise[0]?.symbol as Node, draw: (shape) => ({ shape, data: new Float64Array(2 * (shape[0] as number)).fill(2) }) }] }, data, options); // biome-ignore format: one call
    expect(bitsOf(without)).not.toEqual(bitsOf(many));
  });
});
