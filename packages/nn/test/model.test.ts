/** Sequences, models of one's own, skips, dropout and inference, summaries, and what is refused. */
import { dim, type Node, nameText, relu, type TensorValue, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import {
  activation,
  attention,
  batchNorm,
  conv1d,
  conv2d,
  dense,
  drawNoise,
  dropout,
  embedding,
  flatten,
  glorot,
  inference,
  layerNorm,
  lstm,
  maxPool2d,
  mlp,
  type Part,
  positionalEncoding,
  rnn,
  sequential,
  skip,
  summary,
} from "../src/index";
import { names, refuses } from "./expect";
import { wave } from "./layer-cases";

const dataOf = (node: Node): number[] => [...(node.value as TensorValue).data];
const x = tensor("x", wave([2, 3]));

/** A class of a user: a factor for each feature. */
class Scale {
  readonly factor = tensor("s", [2, 3, 4]);
  readonly parameters = [this.factor];
  apply(input: Node): Node {
    return input.mul(this.factor);
  }
}

describe("sequences", () => {
  const scale = new Scale();
  const whole = mlp(tensor("u", wave([2, 3])), [2], { weights: glorot(2) });
  const model = sequential(x, [
    scale,
    dense({ units: 3, weights: glorot(1) }),
    relu,
    skip([dense({ units: 3, weights: glorot(3) }), activation("tanh")]),
    whole,
  ]);

  test("plans, plain functions, classes of one's own and models compose", () => {
    expect(names(model.parameters)).toEqual(["s", "W^(2)", "b^(2)", "W^(4.1)", "b^(4.1)", "W^(1)", "b^(1)"]);
    const first = dense(scale.apply(x), {
      units: 3,
      weights: model.parameters[1] as Node,
      bias: model.parameters[2] as Node,
    });
    const rectified = first.output.relu();
    const inner = dense(rectified, {
      units: 3,
      weights: model.parameters[3] as Node,
      bias: model.parameters[4] as Node,
    });
    expect(dataOf(model.output)).toEqual(dataOf(whole.apply(rectified.add(inner.output.tanh())).output));
  });

  test("the same parameters on another input, of another size", () => {
    const other = tensor("v", wave([5, 3], 1));
    const again = model.apply(other);
    expect(again.parameters).toEqual(model.parameters);
    expect(again.output.shape).toEqual([5, 2]);
    expect(dataOf(model.apply(tensor("v", wave([2, 3]))).output)).toEqual(dataOf(model.output));
    expect(inference(model)).toBe(model.output);
  });

  test("a part that cannot be applied again says so", () => {
    const own = (input: Node): Part => {
      const w = tensor("w", [1, 2, 3]);
      return { output: input.mul(w), parameters: [w] };
    };
    const once = sequential(x, [own]);
    expect(names(once.parameters)).toEqual(["w"]);
    refuses(
      "OPERAND",
      () => once.apply(x),
      /sequential: layer 1: a layer with parameters cannot be applied again/,
    );
  });

  test("refused: no list, no layer, no node", () => {
    refuses("OPTION", () => sequential(x, []), /at least one layer/);
    refuses(
      "OPERAND",
      () => sequential(x, ["relu" as never]),
      /layer 1: a layer is a plan, a model or a function/,
    );
    refuses("OPERAND", () => sequential(x, [(() => 1) as never]), /returned no node/);
    refuses("SHAPE", () => skip(x, dense({ units: 2 })), /changed the shape.*\[2,2\].*\[2,3\]/);
  });
});

describe("training and inference", () => {
  test("dropout drops and scales up; each draw is another; inference leaves it out", () => {
    const ones = tensor("x", { shape: [40, 50], data: new Float64Array(2000).fill(1) });
    const model = sequential(ones, [dropout({ rate: 0.25, seed: 7 }), (each: Node) => each.mul(3)]);
    const first = dataOf(model.output);
    expect(new Set(first)).toEqual(new Set([0, 4]));
    const kept = first.filter((entry) => entry > 0).length / 2000;
    expect(Math.abs(kept - 0.75)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 2000));
    drawNoise(model);
    expect(dataOf(model.output)).not.toEqual(first);
    expect(dataOf(inference(model))).toEqual(new Array(2000).fill(3));
    const same = sequential(ones, [dropout({ rate: 0.25, seed: 7 }), (each: Node) => each.mul(3)]);
    expect(dataOf(same.output)).toEqual(first);
  });

  test("masks of a batch of a symbolic size", () => {
    const layer = dropout(tensor("x", [dim("N"), 2]), { rate: 0.5, seed: 1 });
    refuses("SIZE", () => drawNoise(layer), /Give the number of samples/);
    drawNoise(layer, 3);
    expect((layer.mask.value as TensorValue).shape).toEqual([3, 2]);
  });

  test("several layers that change at inference, one upon the other", () => {
    const model = sequential(x, [
      dropout({ rate: 0.5, seed: 1 }),
      batchNorm({}),
      dropout({ rate: 0.5, seed: 2 }),
    ]);
    const epsilon = 1e-5;
    expect(dataOf(inference(model))).toEqual(
      dataOf(x).map((entry) => entry / Math.sqrt(1 + epsilon)), // mean 0, variance 1 at first
    );
    expect(names(model.fixed)).toEqual(["mean^(2)", "variance^(2)"]);
    expect(names(model.parameters)).toEqual(["gamma^(2)", "beta^(2)"]);
    expect(model.updates).toHaveLength(2);
  });
});

test("a summary: layers, shapes and parameters, as data and as text", () => {
  const images = tensor("x", [dim("N"), 1, 8, 8]);
  const model = sequential(images, [
    conv2d({ filters: 4, kernelSize: 3, activation: "relu" }),
    maxPool2d({ size: 2 }),
    flatten,
    skip([dense({ units: 36 }), layerNorm({})]),
    batchNorm({}),
    dense({ units: 10, activation: "identity" }),
  ]);
  const { rows, parameters, fixed, text } = summary(model);
  expect(rows.map((row) => row.parameters)).toEqual([40, 0, 0, 1404, 1332, 72, 72, 370]);
  expect(rows[0]).toEqual({
    place: "1",
    kind: "conv2d",
    shape: images.shape.slice(0, 1).concat([4, 6, 6]),
    parameters: 40,
  });
  expect([parameters, fixed]).toEqual([1886, 72]);
  expect(text).toBe(
    [
      "     layer      output     parameters",
      "1    conv2d     [N,4,6,6]          40",
      "2    maxPool2d  [N,4,3,3]           0",
      "3    flatten    [N,36]              0",
      "4    skip       [N,36]           1404",
      "4.1  dense      [N,36]           1332",
      "4.2  layerNorm  [N,36]             72",
      "5    batchNorm  [N,36]             72",
      "6    dense      [N,10]            370",
      "     trained                     1886",
      "     fixed                         72",
    ].join("\n"),
  );
  const free = dense(tensor("x", [dim("d")]), { units: dim("m") });
  expect(summary(free).parameters).toBeUndefined();
  expect(summary(free).text).toContain("m d + m");
});

describe("layers alone", () => {
  test("names of one's own", () => {
    const layer = layerNorm(x, { names: (part) => `${part}^(in)` });
    expect(names(layer.parameters)).toEqual(["gamma^(in)", "beta^(in)"]);
    expect(nameText(layer.mean.name as NonNullable<Node["name"]>)).toBe("mu^(in)");
  });

  test("of any size, without values", () => {
    const [d, m] = [dim("d"), dim("m")];
    expect(rnn(tensor("x", [4, d]), { units: m }).weights.U.shape).toEqual([m, m]);
    expect(layerNorm(tensor("x", [d])).weights.gamma.shape).toEqual([d]);
    expect(embedding(tensor("x", [1, 2]), { tokens: 3, units: m }).output.shape).toEqual([2, m]);
  });

  test("values by name", () => {
    const { weights } = lstm(tensor("x", wave([2, 2])), { units: 1, weights: { W_i: [[1, 2]], b_f: [1] } });
    expect(dataOf(weights.W_i)).toEqual([1, 2]);
    expect(dataOf(weights.b_f)).toEqual([1]);
    expect(dataOf(weights.b_i)).toEqual([0]);
  });

  test("a token that is none has a row of zeros", () => {
    const { output } = embedding(tensor("x", [1, 7]), { tokens: 2, units: 1, weights: { W: [[5], [6]] } });
    expect(dataOf(output)).toEqual([6, 0]);
  });

  test("the positional encoding of the paper", () => {
    const { weights } = positionalEncoding(tensor("x", wave([3, 5])));
    const expected = [0, 1, 2].flatMap((t) =>
      [0, 1, 2, 3, 4].map((k) => {
        const angle = t / 10_000 ** ((2 * Math.floor(k / 2)) / 5);
        return k % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
      }),
    );
    dataOf(weights.P).forEach((entry, k) => {
      expect(entry).toBeCloseTo(expected[k] as number, 14);
    });
  });

  test.each<[string, () => unknown, RegExp]>([
    ["OPTION", () => layerNorm(x, { eps: 1 } as never), /no such option.*got "eps".*Did you mean epsilon/],
    ["OPTION", () => dense({ unit: 3 } as never), /Did you mean units/],
    [
      "OPTION",
      () => conv2d(tensor("x", wave([1, 4, 4])), { filters: 1, kernel: 3 } as never),
      /Did you mean kernelSize/,
    ],
    [
      "OPTION",
      () => conv1d(tensor("x", wave([1, 4])), { filters: 1, kernelSize: 3, padding: "sane" as never }),
      /"valid" or "same"/,
    ],
    [
      "OPTION",
      () => lstm(tensor("x", wave([2, 2])), { units: 1, weights: { W_x: [[1, 2]] } as never }),
      /weights: no such option/,
    ],
    ["OPTION", () => attention(tensor("x", wave([2, 3])), { heads: 2 }), /a divisor of 3/],
    ["SIZE", () => conv1d(tensor("x", wave([1, 2])), { filters: 1, kernelSize: 3 }), /3 over 2/],
    ["SHAPE", () => conv2d(x, { filters: 1, kernelSize: 1 }), /\[c, h, w\] or \[N, c, h, w\]/],
    ["SHAPE", () => layerNorm(x, { weights: { gamma: [1, 2] } }), /gamma.*\[2\].*\[3\]/],
    ["SHAPE", () => rnn(x, { units: 2, state: [x] }), /h: \[2\]/],
    ["NUMBER", () => dropout(x, { rate: 1, seed: 1 }), /from 0 to below 1/],
    ["NUMBER", () => dropout(x, { rate: 0.5 } as never), /a seed/],
    ["SIZE", () => rnn(x, { units: dim("m"), weights: glorot(1) }), /drawn only for sizes that are numbers/],
  ])("refused: %s %#", (code, run, text) => {
    refuses(code as Parameters<typeof refuses>[0], run, text);
  });
});
