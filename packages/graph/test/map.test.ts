import * as surface from "@chainrule/graph";
import {
  compile,
  concat,
  dim,
  evaluate,
  gradient,
  map,
  max,
  mean,
  type Node,
  operations,
  scalar,
  softmax,
  sum,
  type TensorValue,
  tensor,
  topologicalOrder,
  updated,
  where,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { comparisons, seeded } from "./finite-differences";

const entries = (node: Node): number[] => [...(node.value as TensorValue).data];

const W = tensor("W", [
  [0.3, -0.7, 0.2],
  [-0.1, 0.4, 0.9],
]);
const b = tensor("b", [0.05, -0.2]);
const k = scalar("k", 0.6);

/** Vectors of three numbers. */
function vectors(count: number): number[][] {
  const random = seeded(7);
  return Array.from({ length: count }, () => [0, 1, 2].map(() => 2 * random() - 1));
}

const ofVectors: Readonly<Record<string, (x: Node) => Node>> = {
  "a layer": (x) => W.matmul(x).add(b).tanh(),
  "a scalar of each sample": (x) => x.sum().mul(k),
  "samples of different ranks": (x) => x.at(0).mul(x).sub(x.max()),
  "what no sample has": (x) => b.add(x.at(2)),
  "nothing of the sample": () => b.square(),
  outer: (x) => x.outer(x).add(W.transpose().matmul(W)),
  "an axis kept": (x) => x.div(x.norm({ axis: 0, keepDims: true })),
  "an axis stretched": (x) =>
    x
      .reshape([3, 1])
      .mul(x.reshape([1, 3]))
      .trace(),
  "another shape": (x) => x.outer(b).reshape([2, 3]).matmul(x),
  extrema: (x) => max(x.mul(W), { axis: 1 }).sub(x.min()),
  softmax: (x) => softmax(W.mul(x), 0).mul(W.mul(x).logSoftmax(1)),
  reductions: (x) => W.mul(x).logSumExp(1).add(W.sub(x).norm(1)).mul(x.norm()),
  concat: (x) => concat([x, b, x.slice(0, 1, 3)]),
  "a choice": (x) => where(x.gt(0), x, x.mul(0.1)).dot(x),
  "a definition": (x) => W.matmul(x).named("net").sigmoid().named("out"),
  "a gradient": (x) => gradient(W.matmul(x).tanh().square().sum(), W),
  "a map in a map": (x) =>
    sum(
      map([0.5, -1.5, 2], (y) => x.mul(y).sin().add(k)),
      0,
    ),
};

describe("for all samples at once what it is for each", () => {
  const samples = vectors(5);
  test.each(Object.entries(ofVectors))("%s", (_name, f) => {
    const whole = map(samples, f);
    const single = samples.map((x) => f(surface.constant(x)).value);
    const flat = single.flatMap((value) => (typeof value === "number" ? [value] : [...value.data]));
    expect(entries(whole)).toEqual(flat);
    expect(whole.shape).toEqual([5, ...f(tensor("x", { shape: [3] })).shape]);
    const compiled = compile(whole, [], { backend: "wasm" })([]) as TensorValue;
    expect([...compiled.data]).toEqual(flat);
  });

  const pointwise = Object.values(operations).filter((op) => op.kind === "pointwise");
  test.each(pointwise.map((op) => [op.name, op.arity] as const))("%s", (name, arity) => {
    type Call = (...operands: readonly Node[]) => Node;
    const call = (surface as unknown as Readonly<Record<string, Call>>)[name] as Call; // one function for each operation
    const points = vectors(6).map((x) => x.slice(0, arity));
    const whole = map(points, (x) => call(...[0, 1, 2].slice(0, arity).map((i) => x.at(i))));
    expect(entries(whole)).toEqual(points.map((x) => call(...x.map((value) => scalar("x", value))).value));
  });
});

test.each(Object.entries(ofVectors))("first and second derivatives: %s", (_name, f) => {
  const y = sum(map(vectors(3), f).mul(0.3).sin()) as Node;
  const symbols = [W, b, k];
  for (const { found, expected } of comparisons(
    y,
    symbols,
    symbols.map((symbol) => symbol.value),
    3,
  )) {
    expect(Math.abs(found - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
  }
});

describe("a graph as large as that of one sample", () => {
  const problem = (count: number): { readonly E: Node; readonly calls: number } => {
    let calls = 0;
    const samples = vectors(count).map((x) => ({ x, t: (x[0] as number) > 0 ? 1 : 0 }));
    const errors = map(samples, ({ x, t }) => {
      calls++;
      return t.sub(W.matmul(x).sum().sigmoid()).square();
    });
    return { E: mean(errors), calls };
  };

  test("however many samples there are", () => {
    const [few, many] = [problem(2), problem(100_000)];
    expect(topologicalOrder([many.E]).length).toBe(topologicalOrder([few.E]).length);
    expect(many.calls).toBe(1);
    // by hand
    const w = (W.value as TensorValue).data;
    const losses = vectors(100_000).map((x) => {
      const net = x.reduce((total, each, j) => total + each * ((w[j] as number) + (w[j + 3] as number)), 0);
      return (((x[0] as number) > 0 ? 1 : 0) - 1 / (1 + Math.exp(-net))) ** 2;
    });
    const expected = losses.reduce((total, each) => total + each, 0) / 100_000;
    expect(many.E.value).toBeCloseTo(expected, 12);
  });
});

describe("samples", () => {
  test("numbers, objects, tensors, nodes: the same result", () => {
    const f = (x: Node, t: Node): Node => x.mul(k).sub(t).square();
    const expected = [1, 2, 3].map((x, r) => (0.6 * x - r) ** 2);
    const rows = [1, 2, 3].map((x, r) => ({ x, t: r }));
    const X = tensor("X", [1, 2, 3]);
    const T = tensor("T", { shape: [dim("N")] });
    T.set([0, 1, 2]);
    for (const found of [
      map(rows, ({ x, t }) => f(x, t)),
      map({ x: X, t: [0, 1, 2] }, ({ x, t }) => f(x, t)),
      map([1, 2, 3], (x) => f(x, x.sub(1))),
      map(X, (x) => f(x, x.sub(1))),
      map({ shape: [3], data: Float64Array.of(1, 2, 3) }, (x) => f(x, x.sub(1))),
      map(T, (t) => f(t.add(1), t)),
      map([scalar("a", 1), scalar("b", 2), scalar("c", 3)], (x) => f(x, x.sub(1))),
      map(rows, ({ x, t }) => f(x, t), { size: dim("N", { index: "r" }) }),
    ]) {
      entries(found).forEach((value, r) => {
        expect(value).toBeCloseTo(expected[r] as number, 14);
      });
    }
  });

  test("several results keep their places and names", () => {
    const [twice, half] = map([1, 2], (x) => [x.mul(2), x.div(2)]) as readonly [Node, Node];
    const { y, z } = map([1, 2], (x) => ({ y: x.neg(), z: 7 }));
    expect([twice, half, y, z].map(entries)).toEqual([
      [2, 4],
      [0.5, 1],
      [-1, -2],
      [7, 7],
    ]);
  });

  test("a gradient for each sample", () => {
    const w = scalar("w", 0.7);
    const each = map([1, 2, 3], (x) => gradient(w.mul(x).sin(), w));
    expect(entries(each)).toEqual([1, 2, 3].map((x) => expect.closeTo(x * Math.cos(0.7 * x), 14)));
  });

  test("of nodes: gradients reach each", () => {
    const given = [scalar("a", 1), scalar("b", 2)];
    const y = sum(map(given, (x) => x.pow(3)));
    expect(gradient(y, given).map((g) => g.value)).toEqual([3, 12]);
  });
});

test("steps over mini-batches of different sizes, in one program", () => {
  const N = dim("N", { index: "r" });
  const [x, t] = [tensor("x", [N]), tensor("t", [N])];
  const [w, c] = [scalar("w", 0.2), scalar("c", 0)];
  const E = mean(map({ x, t }, (s) => w.mul(s.x).add(c).tanh().sub(s.t).square()));
  const next = gradient(E, [w, c]).map((g, i) =>
    updated([w, c][i] as Node, ([w, c][i] as Node).sub(g.mul(0.1))),
  );
  const step = compile([E, ...next], [w, c, x, t], { backend: "wasm" });
  const random = seeded(5);
  let state: readonly number[] = [0.2, 0];
  for (const size of [4, 7, 4, 1]) {
    const xs = Array.from({ length: size }, () => 2 * random() - 1);
    const ts = xs.map((value) => Math.tanh(1.5 * value - 0.3));
    const before = state;
    const [loss, ...after] = step([...state, xs, ts]) as number[];
    state = after;
    // by hand
    let [expected, gw, gc] = [0, 0, 0];
    xs.forEach((value, r) => {
      const out = Math.tanh((before[0] as number) * value + (before[1] as number));
      const error = out - (ts[r] as number);
      expected += error ** 2 / size;
      gw += (2 * error * (1 - out ** 2) * value) / size;
      gc += (2 * error * (1 - out ** 2)) / size;
    });
    expect(loss).toBeCloseTo(expected, 13);
    expect(state[0]).toBeCloseTo((before[0] as number) - 0.1 * gw, 13);
    expect(state[1]).toBeCloseTo((before[1] as number) - 0.1 * gc, 13);
  }
  x.set([1, 2]);
  t.set([0, 1]);
  expect(evaluate(E)).toBeCloseTo((Math.tanh(0.2) ** 2 + (1 - Math.tanh(0.4)) ** 2) / 2, 14);
});

test.each<[string, () => unknown, string]>([
  ["no samples", () => map([], (x: Node) => x), "there are no samples"],
  ["a number is no list of samples", () => map(scalar("x", 1), (x) => x), "there are no samples"],
  ["samples that differ in shape", () => map([[1, 2], [1]], (x) => x), "sample 1"],
  ["a field that is missing", () => map([{ x: 1, t: 2 }, { x: 1 } as never], ({ x }) => x), "sample 1"],
  ["a field too many", () => map([{ x: 1 }, { x: 1, t: 2 } as never], ({ x }) => x), "sample 1"],
  ["columns of different lengths", () => map({ x: [1, 2], t: [1, 2, 3] }, ({ x }) => x), "t"],
  ["no node comes back", () => map([1], () => undefined as never), "returns a node"],
  ["a text", () => map([{ x: "a" as never }], ({ x }: { x: Node }) => x), "sample 0, x"],
])("%s is refused", (_name, call, text) => {
  expect(call).toThrow(text);
});
