/** Models as bytes and back: their outputs to the bit, whatever they are made of; tensors of other programs by name. */
import { dim, type Node, operation, type TensorValue, tensor, type Value } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import {
  blobs,
  dense,
  fit,
  glorot,
  load,
  mlp,
  modelBytes,
  type Part,
  predict,
  readSafetensors,
  standardise,
  writeSafetensors,
} from "../src/index";
import { refuses } from "./expect";

const N = dim("N");
const x = () => tensor("x", [N, 2]);
const points = blobs(20);

const models: readonly (readonly [string, () => Part])[] = [
  ["an mlp", () => mlp(x(), [{ units: 5, activation: "tanh" }, 3], { weights: glorot(1) })],
  ["one whose biases are not trained", () => mlp(x(), [4, 3], { weights: glorot(2), trainBias: false })],
  ["thresholds, weights from rows to columns, softmax", () => dense(x(), { units: 3, weights: glorot(3), threshold: "each", weightOrder: "from, to", activation: "softmax" })],
  ["one that scales its input", () => mlp(standardise(points.x).apply(x()), [{ units: 5, activation: "relu" }, 3], { weights: glorot(4) })],
  ["a graph of one's own", () => { const W = tensor("W_0", [[1, 2, 3], [-1, 0.5, 2]]); return { output: x().matmul(W).softplus().named("s"), parameters: [W] }; }],
]; // biome-ignore format: a table

test.each(models)("%s", (_, make) => {
  const model = make();
  const read = load(modelBytes(model));
  expect(predict(read, points.x)).toEqual(predict(model, points.x));
  expect(read.parameters.map(String)).toEqual(model.parameters.map(String));
  fit(model, points, { epochs: 2 });
  fit(read, points, { epochs: 2 }); // it learns as the one that was saved
  expect(predict(read, points.x)).toEqual(predict(model, points.x));
});

test("single precision", () => {
  const model = mlp(x(), [3], { weights: glorot(1) });
  const read = load(modelBytes(model, { type: "F32" }));
  const [own, rounded] = [model, read].map(({ parameters: [W] }) => (W as Node<TensorValue>).value.data);
  expect(rounded).toEqual(own?.map(Math.fround));
  refuses("OPTION", () => modelBytes(model, { type: "F16" as "F32" }), "no such choice");
});

describe("tensors of another program", () => {
  const values = new Map<string, Value>([
    ["fc.weight", { shape: [3, 2], data: Float64Array.of(1, 2, 3, 4, 5, 6) }],
    ["fc.bias", { shape: [3], data: Float64Array.of(7, 8, 9) }],
    ["other", 1],
  ]);
  const layer = (units: number) =>
    dense(x(), {
      units,
      activation: "identity",
      names: { weight: () => "fc.weight", bias: () => "fc.bias" },
    });

  test("are set by name", () => {
    const model = layer(3);
    expect(load(writeSafetensors(values), model)).toBe(model);
    expect(predict(model, [[1, -1]]).data).toEqual(Float64Array.of(6, 7, 8));
  });

  test("have to be there, in the shape of the parameters; else none is set", () => {
    const model = layer(4);
    refuses(
      "SHAPE",
      () => load(writeSafetensors(values), model),
      /fc\.weight: a parameter of another shape, got \[3,2\] \(expected \[4,2\]\)/,
    );
    const partial = layer(3);
    refuses(
      "REFUSED",
      () => load(writeSafetensors(new Map([...values].slice(0, 1))), partial),
      "not in the file, got fc.bias",
    );
    expect(partial.parameters.map((node) => node.attrs.cell?.value)).toEqual([undefined, undefined]);
    refuses("REFUSED", () => load(writeSafetensors(values)), "no architecture");
  });
});

test("two parameters of one name, a function of one's own, and no values cannot be saved", () => {
  const input = x();
  const layers = [1, 2].map((seed) => dense(input, { units: 2, weights: glorot(seed) }));
  const output = layers.map((layer) => layer.output).reduce((sum, each) => sum.add(each));
  const parameters = layers.flatMap((layer) => layer.parameters);
  refuses("NAME", () => modelBytes({ output, parameters }), "the same name");
  const twice = operation("twice", { value: (a) => 2 * a, derivative: () => tensor("two", [2]) });
  const model = dense(input, { units: 2, weights: glorot(1) });
  refuses("REFUSED", () => modelBytes({ ...model, output: twice(model.output) }), "declared in code");
  refuses("UNBOUND", () => modelBytes(mlp(x(), [2])));
});

test("Python finds the weights by their names", () => {
  const { tensors, metadata } = readSafetensors(modelBytes(mlp(x(), [3], { weights: glorot(1) })));
  expect([...tensors.keys()]).toEqual(["W^(1)", "b^(1)"]);
  expect(Object.keys(metadata)).toEqual(["format", "chainrule.model"]);
});
