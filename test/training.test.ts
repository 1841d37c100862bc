/** Steps of training of networks from `nn`, on every backend: the bits of the reference. */
import { compile, evaluate, type Node, tensor, type Value } from "@chainrule/graph";
import { crossEntropy, mlp, sgd } from "@chainrule/nn";
import { expect, test } from "vitest";
import { allowed } from "../packages/graph/test/backends";
import { seeded } from "../packages/graph/test/random-graph";

const random = seeded(8);
const filled = (...shape: readonly number[]) => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((n, each) => n * each, 1) }, () => 2 * random() - 1),
});

interface Training {
  readonly loss: Node;
  readonly parameters: readonly Node[];
}

/** Layers of relu, hinge loss and weight decay, as of points in the plane. */
function margins(samples: number, sizes: readonly number[]): Training {
  const layers = sizes.slice(1).map((size, k) => ({
    weights: filled(sizes[k] as number, size),
    bias: filled(size),
    activation: k < sizes.length - 2 ? ("relu" as const) : ("identity" as const),
  }));
  const network = mlp(tensor("x", filled(samples, sizes[0] as number)), layers, { weightOrder: "from, to" });
  const labels = Float64Array.from({ length: samples }, (_, k) => (k % 2 === 0 ? 1 : -1));
  const margin = network.output.mul(tensor("y", { shape: [samples, 1], data: labels })).neg().add(1); // biome-ignore format: one formula
  const squares = network.parameters.map((p) => p.square().sum()).reduce((total, next) => total.add(next));
  return { loss: margin.relu().mean().add(squares.mul(1e-4)), parameters: network.parameters };
}

/** A hidden layer and softmax cross-entropy, as of digits. */
function classes(samples: number, [inputs, hidden, outputs]: readonly [number, number, number]): Training {
  const network = mlp(
    tensor("x", filled(samples, inputs)),
    [
      { weights: filled(inputs, hidden), activation: "tanh" },
      { weights: filled(hidden, outputs), activation: "identity" },
    ],
    { weightOrder: "from, to" },
  );
  const target = Float64Array.from({ length: samples * outputs }, (_, k) => +(k % outputs === k % samples));
  const loss = crossEntropy(network.output, tensor("y", { shape: [samples, outputs], data: target }), {
    mean: "samples",
  });
  return { loss, parameters: network.parameters };
}

test.each([
  ["2-16-16-1 on 100 points", () => margins(100, [2, 16, 16, 1]), 40],
  ["3-5-7-1 on 9 points", () => margins(9, [3, 5, 7, 1]), 40],
  ["196-64-10, batches of 32", () => classes(32, [196, 64, 10]), 3],
  ["7-9-3, batches of 5", () => classes(5, [7, 9, 3]), 40],
] as const)("%s", (_, make, steps) => {
  const { loss, parameters } = make();
  const outputs = [loss, ...sgd(loss, parameters, 0.05)];
  const start = parameters.map((p) => p.value);
  let expected: Value[] = [0, ...start];
  for (let step = 0; step < steps; step++)
    expected = evaluate(outputs, new Map(parameters.map((p, k) => [p, expected[k + 1]])));
  for (const backend of ["javascript", "wasm", "interpreter"] as const) {
    const program = compile(outputs, parameters, { backend });
    expect(program.run(steps, start), backend).toEqual(expected);
    if (backend === "javascript" && allowed.text)
      expect(program.explain()).toMatch(/JavaScript, \d+ functions made of text/);
  }
});
