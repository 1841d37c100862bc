/** Losses beside PyTorch's values and gradients, finite differences, and limits. */
import { readFileSync } from "node:fs";
import {
  compile,
  gradient,
  mul,
  type Node,
  scalar,
  type TensorValue,
  tensor,
  type Value,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import {
  absoluteError,
  binaryCrossEntropy,
  crossEntropy,
  hinge,
  huber,
  klDivergence,
  l1,
  l2,
  squaredError,
  type Targets,
} from "../src/index";
import { expectGradients, near } from "./differences";
import { close, find, refuses } from "./expect";
import { wave } from "./layer-cases";

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Case {
  readonly inputs: { readonly y: Numbers; readonly t: Numbers };
  readonly output: number;
  readonly gradients: { readonly y: Numbers };
}

const { losses } = JSON.parse(readFileSync(new URL("fixtures/torch.json", import.meta.url), "utf8")) as {
  readonly losses: Readonly<Record<string, Case>>;
};

type Loss = (y: Node, t: Targets) => Node<number>;

const ways: Readonly<Record<string, Loss>> = {
  "squaredError, sum": (y, t) => squaredError(y, t, { half: false }),
  "squaredError, mean": (y, t) => squaredError(y, t, { half: false, mean: "entries" }),
  "absoluteError, sum": (y, t) => absoluteError(y, t),
  "absoluteError, mean": (y, t) => absoluteError(y, t, { mean: "entries" }),
  "huber, sum": (y, t) => huber(y, t, { delta: 0.5 }),
  "huber, mean": (y, t) => huber(y, t, { mean: "entries" }),
  hinge: (y, t) => hinge(y, t),
  "hinge, squared": (y, t) => hinge(y, t, { squared: true }),
  "klDivergence, logits": (y, t) => klDivergence(y, t, { mean: "samples" }),
  "klDivergence, probabilities": (y, t) => klDivergence(y, t, { from: "probabilities" }),
  crossEntropy: (y, t) => crossEntropy(y, t, { mean: "samples" }),
  binaryCrossEntropy: (y, t) => binaryCrossEntropy(y, t, { mean: "entries" }),
  "binaryCrossEntropy, probabilities": (y, t) => binaryCrossEntropy(y, t, { from: "probabilities" }),
};

const entriesOf = (value: Value | undefined): number[] => (typeof value === "object" ? [...value.data] : []);

/** The loss of a case, and its output. */
function loss(name: string): { readonly E: Node<number>; readonly y: Node } {
  const { inputs } = losses[name] as Case;
  const numbers = ({ shape, data }: Numbers): TensorValue => ({ shape, data: Float64Array.from(data) });
  const y = tensor("x", numbers(inputs.y));
  const classes = inputs.t.shape.length === 1;
  return { E: (ways[name] as Loss)(y, classes ? inputs.t.data : numbers(inputs.t)), y };
}

test("every case has a loss", () => {
  expect(Object.keys(ways)).toEqual(Object.keys(losses));
});

describe.each(Object.entries(losses))("%s", (name, { output, gradients }) => {
  test("PyTorch's value and gradient", () => {
    const { E, y } = loss(name);
    const [value, slope] = compile([E, gradient(E, y)], [])([]);
    close(value, output, 1e-13);
    near(entriesOf(slope), gradients.y.data, 1e-13);
  });

  test("differences of orders 1 and 2", () => {
    const { E, y } = loss(name);
    expectGradients(E, [y]);
  });
});

test("a list of scalars: a definition for each output", () => {
  const outputs = [scalar("out_o1", 0.5), scalar("out_o2", 3)];
  const E = absoluteError(outputs, [1, 1]);
  expect([find(E, "E_o1").value, find(E, "E_o2").value, E.value]).toEqual([0.5, 2, 2.5]);
  expect(huber(outputs, [1, 1], { mean: "entries" }).value).toBe((0.125 + 1.5) / 2);
  expect(hinge(scalar("z", 0.25), -1).value).toBe(1.25);
});

describe("limits", () => {
  const gradientAt = (E: Node, y: Node): number[] =>
    entriesOf(gradient(E, y).value).map((slope) => slope + 0); // no -0

  test("from logits: finite for any finite logits", () => {
    const z = tensor("z", [1000, -1000]);
    const yes = binaryCrossEntropy(z, [1, 0]);
    expect([yes.value, gradientAt(yes, z)]).toEqual([0, [0, 0]]);
    const no = binaryCrossEntropy(z, [0, 1]);
    expect([no.value, gradientAt(no, z)]).toEqual([2000, [1, -1]]);
    const E = klDivergence(z, [0, 1]);
    expect([E.value, gradientAt(E, z)]).toEqual([2000, [1, -1]]);
  });

  test("from probabilities: finite wherever the limit is", () => {
    const p = tensor("p", [0, 1]);
    for (const E of [
      binaryCrossEntropy(p, [0, 1], { from: "probabilities" }),
      crossEntropy(p, [0, 1], { from: "probabilities" }),
      klDivergence(p, [0, 1], { from: "probabilities" }),
    ]) {
      expect(Math.abs(E.value)).toBe(0);
      expect(gradientAt(E, p).every(Number.isFinite)).toBe(true);
    }
    expect(binaryCrossEntropy(p, [1, 1], { from: "probabilities" }).value).toBe(Number.POSITIVE_INFINITY);
  });
});

test("penalties", () => {
  const [w, b] = [tensor("W", [[1, -2]]), scalar("b", 3)];
  expect(l1([w, b], { strength: 0.5 }).value).toBe(3);
  expect(l2([w, b], { strength: 0.5 }).value).toBe(7);
  expect(l2([w, b], { strength: scalar("lambda", 0.5), half: true, name: "R_2" }).value).toBe(3.5);
  const v = tensor("v", wave([3], 1));
  expectGradients(mul(l1([v], { strength: 2 }), l2([v], { strength: 3 })), [v]);
});

test.each<[Parameters<typeof refuses>[0], () => unknown, RegExp]>([
  ["OPTION", () => huber(scalar("y"), 1, { dleta: 1 } as never), /Did you mean delta/],
  ["NUMBER", () => huber(scalar("y"), 1, { delta: 0 }), /delta/],
  ["NUMBER", () => hinge(tensor("y", [1, 2]), [1, 0]), /1 or -1.*2 t - 1/],
  ["OPTION", () => hinge(scalar("y"), 1, { squared: 1 as never }), /true or false/],
  ["SHAPE", () => absoluteError(tensor("y", [1, 2]), [1]), /\[1\].*\[2\]/],
  [
    "OPTION",
    () => klDivergence(tensor("y", [1, 2]).softmax(), 1),
    /klDivergence: softmax: the loss takes logits/,
  ],
  ["NUMBER", () => klDivergence(tensor("y", [1, 2]), [1, 1]), /sums to 1/],
  ["SHAPE", () => klDivergence(scalar("y"), 1), /a vector or a batch/],
  ["NUMBER", () => l2([scalar("w")], { strength: -1 }), /at least 0/],
  ["OPTION", () => l1([scalar("w")], { half: true } as never), /no such option/],
  ["OPTION", () => l1([], { strength: 1 }), /at least one/],
])("refused: %s %#", (code, run, text) => {
  refuses(code, run, text);
});
