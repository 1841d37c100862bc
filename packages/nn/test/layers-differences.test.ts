/** Every layer: gradients of orders 1 and 2, by inputs and parameters, against differences of values. */
import { dim, evaluate, relu, tensor } from "@chainrule/graph";
import { expect, test } from "vitest";
import { sequential } from "../src/index";
import { expectGradients } from "./differences";
import { embedded, layers, made, wave } from "./layer-cases";

test.each(Object.keys(layers))("%s", (name) => {
  const { x, part } = made(name);
  const weights = tensor("r", wave(part.output.shape as readonly number[], 2));
  expectGradients(part.output.mul(weights).add(part.output.square()).sum(), [x, ...part.parameters]);
});

test("embedding", () => {
  const part = embedded();
  expectGradients(part.output.square().mul(part.output).sum(), part.parameters);
});

test("a plain function in a sequence", () => {
  const x = tensor("x", wave([3], 1));
  const { output, parameters } = sequential(x, [relu, (each) => each.mul(each)]);
  expect(parameters).toEqual([]);
  expectGradients(output.sum(), [x]);
});

/** Layers whose first axis is that of the samples, and of which no part has the size of the batch. */
const overBatches = Object.keys(layers).filter(
  (name) => !/vector|^rnn$|attention$|Cell|dropout|positional/.test(name),
);

test.each(overBatches)("%s: a batch of a symbolic size gives the same", (name) => {
  const { x, part } = made(name);
  const [, plan] = layers[name] as (typeof layers)[string];
  const free = tensor("x", [dim("N"), ...x.shape.slice(1)]);
  const same = plan().make(free, "1");
  expect(evaluate(same.output, new Map([[free, x.value]]))).toEqual(part.output.value);
});
