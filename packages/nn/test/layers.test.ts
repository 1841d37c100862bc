import {
  compile,
  dim,
  gradient,
  type Node,
  scalar,
  type TensorValue,
  tensor,
  topologicalOrder,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import {
  crossEntropy,
  dense,
  glorot,
  he,
  mlp,
  seededRandom,
  squaredError,
  train,
  uniform,
} from "../src/index";
import { close, names, refuses } from "./expect";

const dataOf = (node: Node | undefined): number[] => [...((node as Node).value as TensorValue).data];

describe("names over scalars", () => {
  test("weights through all layers, unit by unit; biases by their units", () => {
    const { inputs, layers, parameters } = mlp(2, [2, 1]);
    expect(names(inputs)).toEqual(["i_1", "i_2"]);
    expect(layers.map(({ weights }) => weights.map(names))).toEqual([
      [
        ["w_1", "w_2"],
        ["w_3", "w_4"],
      ],
      [["w_5", "w_6"]],
    ]);
    expect(names(parameters)).toEqual(["w_1", "w_2", "w_3", "w_4", "b_h1", "b_h2", "w_5", "w_6", "b_o1"]);
    expect(names(layers.flatMap(({ nets, outputs }) => [...nets, ...outputs]))).toEqual([
      "net_h1",
      "net_h2",
      "out_h1",
      "out_h2",
      "net_o1",
      "out_o1",
    ]);
  });

  test("deeper networks: hidden units carry their layer", () => {
    const { layers, parameters } = mlp(1, [2, 1, 1], { bias: "shared" });
    expect(names(layers.flatMap(({ outputs }) => outputs))).toEqual([
      "out_h1^(1)",
      "out_h2^(1)",
      "out_h1^(2)",
      "out_o1",
    ]);
    expect(names(parameters)).toEqual(["w_1", "w_2", "b_1", "w_3", "w_4", "b_2", "w_5", "b_3"]);
    expect(names(mlp(1, [1]).outputs)).toEqual(["out_o1"]);
  });

  test("no name stands twice, in any form", () => {
    for (const common of [{}, { bias: "shared" }, { threshold: "each" }] as const) {
      const { outputs } = mlp(3, [4, 3, 3, 2], common);
      const loss = squaredError(outputs, [0, 1]);
      const all = names(topologicalOrder([loss]).filter((node) => node.name !== undefined));
      expect(new Set(all).size).toBe(all.length);
    }
  });

  test("a naming function (layer, to, from)", () => {
    const { parameters } = mlp(2, [1, 1], {
      bias: "none",
      names: { weight: (l, to, from) => `w_${to}${from}^(${l})` },
    });
    expect(names(parameters)).toEqual(["w_11^(1)", "w_12^(1)", "w_11^(2)"]);
  });

  test("layers that stand by themselves, counted on", () => {
    const hidden = dense([scalar("i_1"), scalar("i_2")], { units: 2, bias: "shared" });
    const output = dense(hidden.outputs, {
      units: 1,
      unit: "o",
      layer: 2,
      firstWeight: 5,
      threshold: "shared",
    });
    expect(names([...hidden.parameters, ...hidden.nets])).toEqual([
      "w_1",
      "w_2",
      "w_3",
      "w_4",
      "b_1",
      "net_h1",
      "net_h2",
    ]);
    expect(names([...output.parameters, ...output.outputs])).toEqual(["w_5", "w_6", "theta_2", "out_o1"]);
  });
});

describe("biases and thresholds", () => {
  test("one number is shared, a list is one each, 0 where weights have values", () => {
    const weights = [[1], [2]];
    expect(names(dense(1, { weights, bias: 3 }).biases)).toEqual(["b_1"]);
    expect(dense(1, { weights, bias: [3, 4] }).biases.map((b) => b.value)).toEqual([3, 4]);
    expect(dense(1, { weights }).biases.map((b) => b.value)).toEqual([0, 0]);
    expect(dense(1, { weights, bias: "none" }).parameters).toHaveLength(2);
    refuses("UNBOUND", () => dense(1, { units: 2 }).biases[0]?.value);
    const own = scalar("b", 1);
    expect(dense(1, { weights, bias: own }).biases).toEqual([own]);
    expect(dense(1, { weights, threshold: [3, 4] }).thresholds.map((t) => t.value)).toEqual([3, 4]);
  });

  test("the same over tensors", () => {
    const x = tensor("x", [1]);
    const weights = [[1], [2]];
    expect(dense(x, { weights, bias: 3 }).bias?.shape).toEqual([]);
    expect(dataOf(dense(x, { weights, bias: [3, 4] }).bias)).toEqual([3, 4]);
    expect(dataOf(dense(x, { weights, threshold: [3, 4], activation: "identity" }).output)).toEqual([-2, -2]);
    expect(dataOf(dense(x, { weights, bias: 3, activation: "identity" }).output)).toEqual([4, 5]);
    expect(dense(x, { weights, bias: "none" }).parameters).toHaveLength(1);
    expect(names(dense(x, { units: 2, bias: "shared", trainBias: false, layer: 3 }).fixed)).toEqual([
      "b^(3)",
    ]);
  });

  test("a layer's threshold takes the place of a common bias", () => {
    const { parameters } = mlp(1, [1, { units: 1, threshold: "each" }], { bias: "shared" });
    expect(names(parameters)).toEqual(["w_1", "b_1", "w_2", "theta_o1"]);
  });
});

describe("scalars and tensors agree", () => {
  const sample = [0.3, -1.2, 0.7];
  const target = [0.2, 0.9];

  test.each(["bias", "threshold"] as const)("outputs, loss and gradients, with a %s", (offset) => {
    for (const weightOrder of ["to, from", "from, to"] as const) {
      const common = { [offset]: "each", activation: "tanh", weightOrder } as const;
      const byScalars = mlp(sample, [4, 3, 2], { ...common, weights: glorot(7) });
      const byTensors = mlp(tensor("x", sample), [4, 3, 2], { ...common, weights: glorot(7) });
      const values = dataOf(byTensors.output);
      byScalars.outputs.forEach((output, k) => {
        close(output.value, values[k] as number, 1e-15);
      });
      const scalarLoss = squaredError(byScalars.outputs, target);
      const tensorLoss = squaredError(byTensors.output, target);
      close(scalarLoss.value, tensorLoss.value, 1e-15);
      scalarLoss.backward();
      tensorLoss.backward();
      byTensors.layers.forEach((layer, l) => {
        const rows = weightOrder === "to, from" ? layer.weights : layer.weights.transpose();
        const grad = weightOrder === "to, from" ? layer.weights.grad : transposed(layer.weights.grad);
        expect(rows.shape).toEqual([layer.net.shape[0], l === 0 ? 3 : [4, 3][l - 1]]);
        byScalars.layers[l]?.weights.flat().forEach((w, k) => {
          expect(w.value).toBe(dataOf(rows)[k]);
          close(w.grad, (grad as TensorValue).data[k] as number, 1e-13);
        });
      });
    }
  });

  const transposed = (value: unknown): TensorValue => tensor("T", value as TensorValue).transpose().value;

  test("a batch is its samples one by one", () => {
    const layers = [5, 2];
    const batch = mlp(tensor("x", [sample, [1, 2, 3]]), layers, { weights: he(3) });
    const one = mlp(tensor("x", sample), layers, { weights: he(3) });
    expect(dataOf(batch.output).slice(0, 2)).toEqual(dataOf(one.output));
  });
});

test("symbolic sizes: one network for any size", () => {
  const x = tensor("x", [dim("n"), dim("d")]);
  const network = mlp(
    x,
    [
      { units: dim("p"), activation: "tanh" },
      { units: dim("m"), activation: "sigmoid" },
    ],
    { bias: "none" },
  );
  expect(network.output.shape.map((size) => typeof size)).toEqual(["object", "object"]);
  const loss = squaredError(network.output, tensor("y", [dim("n"), dim("m")]));
  const [V, W] = network.parameters as [Node, Node];
  expect(gradient(loss, V).shape).toEqual(V.shape);
  x.set([[1, 2]]);
  V.set([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]); // biome-ignore format: a matrix
  W.set([[1, -1, 1]]);
  close(dataOf(network.output)[0], 1 / (1 + Math.exp(-(Math.tanh(0.5) - Math.tanh(1.1) + Math.tanh(1.7)))));
  refuses("SIZE", () => mlp(x, [dim("p")], { weights: glorot(1) }), "sizes that are numbers");
});

describe("initial weights", () => {
  test("the stream is mulberry32, and starts where the seed says", () => {
    const random = seededRandom(1);
    expect([random(), random(), random()]).toEqual([
      0.6270739405881613, 0.002735721180215478, 0.5274470399599522,
    ]);
    expect(seededRandom(2)()).not.toBe(seededRandom(1)());
    const many = Array.from({ length: 10_000 }, seededRandom(5));
    expect(Math.min(...many) >= 0 && Math.max(...many) < 1).toBe(true);
    expect(Math.abs(many.reduce((sum, next) => sum + next) / many.length - 0.5)).toBeLessThan(0.01);
  });

  test("limits, spread, and the same numbers for the same seed", () => {
    const of = (initialise: ReturnType<typeof glorot>) =>
      mlp(tensor("x", { shape: [30] }), [20], { weights: initialise }).layers[0]?.weights;
    const largest = (node: Node | undefined) => Math.max(...dataOf(node).map(Math.abs));
    for (const [initialise, limit] of [
      [glorot(1), Math.sqrt(6 / 50)],
      [he(1), Math.sqrt(6 / 30)],
      [uniform(1, -0.5, 0.5), 0.5],
    ] as const) {
      const found = largest(of(initialise));
      expect(found).toBeLessThanOrEqual(limit);
      expect(found).toBeGreaterThan(0.95 * limit);
    }
    expect(dataOf(of(glorot(3)))).toEqual(dataOf(of(glorot(3))));
    expect(dataOf(of(glorot(3)))).not.toEqual(dataOf(of(glorot(4))));
    expect(dataOf(of(glorot(seededRandom(3))))).toEqual(dataOf(of(glorot(3))));
  });

  test("layers take the next numbers of one stream", () => {
    const { layers } = mlp(2, [2, 2], { weights: uniform(9, 0, 1) });
    const random = seededRandom(9);
    expect(layers.flatMap(({ weights }) => weights.flat().map((w) => w.value))).toEqual(
      Array.from({ length: 8 }, random),
    );
  });

  test("what is no seed", () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 32])
      refuses("NUMBER", () => seededRandom(seed), `got ${seed}`);
    refuses("NUMBER", () => glorot(-1));
    refuses("NUMBER", () => uniform(1, 1, 0), "got 1 and 0");
  });
});

describe("refusals", () => {
  const x = tensor("x", [1, 2]);

  test("sizes", () => {
    refuses("OPTION", () => mlp(2, []), "mlp: at least one layer");
    refuses("OPTION", () => mlp(2, [0]), "dense, layer 1: the number of units is a whole number >= 1, got 0");
    refuses("OPTION", () => mlp(2, [{}]), "got undefined");
    refuses("OPTION", () => dense(2, undefined as never), "got undefined");
    refuses("OPTION", () => mlp(x, [2.5]));
    refuses("SHAPE", () => mlp(2, [{ units: 3, weights: [[1, 2]] }]), "got 1 rows (expected 3)");
    refuses(
      "SHAPE",
      () => mlp(2, [1, { weights: [[1, 2]] }]),
      "dense, layer 2, unit 1: one weight for each input",
    );
    refuses(
      "SHAPE",
      () => mlp(2, [{ weights: [[1, 2]], weightOrder: "from, to" }]),
      "rows of 2 (expected 2 rows",
    );
    refuses(
      "SHAPE",
      () => mlp(x, [{ weights: [[1, 2, 3]] }]),
      "dense, layer 1: W^(1): the weights do not fit",
    );
    refuses(
      "SHAPE",
      () => dense(2, { units: 2, bias: [1, 2, 3] }),
      "got 3 (expected 2, or one number for all)",
    );
    refuses(
      "SHAPE",
      () => dense(x, { units: 2, bias: [1, 2, 3] }),
      "b^(1): one bias, or threshold, for each unit",
    );
    refuses("SHAPE", () => dense(scalar("x") as Node, { units: 1 }), "a vector or a batch");
  });

  test("options", () => {
    refuses(
      "OPTION",
      () => dense(2, { units: 1, weightOrder: "columns" as never }),
      '"to, from" or "from, to"',
    );
    refuses("OPTION", () => dense(x, { units: 1, weightOrder: "columns" as never }));
    refuses("OPTION", () => dense(2, { units: 1, layer: 0 }));
    refuses("OPTION", () => dense(2, { units: 1, firstWeight: 0.5 }));
    refuses("OPERAND", () => dense(2, { weights: [1, 2] as never }), "rows of numbers");
  });
});

describe("plain code goes with everything", () => {
  test("a residual network of one's own, tied weights, trained", () => {
    const x = tensor("x", [[0, 0], [0, 1], [1, 0], [1, 1]]); // biome-ignore format: a matrix
    const first = dense(x, { units: 8, activation: "tanh", weights: glorot(2) });
    const again = dense(first.output, { units: 8, activation: "tanh", weights: glorot(3), layer: 2 });
    const last = dense(first.output.add(again.output), {
      units: 1,
      activation: "identity",
      weights: glorot(4),
      layer: 3,
    });
    const loss = crossEntropy(last.output, [[0], [1], [1], [0]], { binary: true, mean: "samples" });
    const parameters = [first, again, last].flatMap((layer) => layer.parameters);
    expect(train(loss, parameters, { rate: 0.5, steps: 1000 }).loss).toBeLessThan(0.01);
    expect(dataOf(last.output.sigmoid()).map(Math.round)).toEqual([0, 1, 1, 0]);
  });

  test("a compiled network answers new inputs", () => {
    const network = mlp(2, [3, 1], { weights: glorot(1) });
    const answer = compile(network.outputs, network.inputs);
    expect(answer([0.5, 1])).toHaveLength(1);
    expect(answer([0.5, 1])).not.toEqual(answer([1, 0.5]));
  });
});
