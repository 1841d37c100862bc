/** Jacobians against gradients of single entries; contractions of contractions against their parts; abstract functions. */
import {
  bind,
  concat,
  constant,
  dim,
  einsum,
  evaluate,
  functionSymbol,
  fused,
  gradient,
  type IndexMap,
  jacobian,
  mul,
  type Node,
  never,
  scalar,
  softmax,
  type TensorValue,
  tensor,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { seeded } from "./random-graph";

const numbers = (node: Node): number[] => {
  const { value } = node;
  return typeof value === "number" ? [value] : [...(value as TensorValue).data];
};

/** Every entry of y differentiated by itself, one after another. */
function rowByRow(y: Node, x: Node): number[] {
  const positions = (y.shape as readonly number[]).reduce<number[][]>(
    (all, size) => all.flatMap((head) => Array.from({ length: size }, (_, k) => [...head, k])),
    [[]],
  );
  return positions.flatMap((at) => numbers(gradient(y.at(...at), x)));
}

const random = seeded(7);
const filled = (name: string, shape: readonly number[]): Node => {
  const count = shape.reduce((product, size) => product * size, 1);
  const data = Float64Array.from({ length: count }, () => random() - 0.5);
  return tensor(name, { shape, data });
};

const W = filled("W", [3, 2]);
const M = filled("M", [2, 2]);
const a = filled("a", [2]);
const b = filled("b", [3]);
const X = filled("X", [4, 2]);

describe("jacobian", () => {
  test.each<readonly [string, Node, Node]>([
    ["W a + b by W", W.matmul(a).add(b), W],
    ["W a + b by a", W.matmul(a).add(b), a],
    ["W a + b by b", W.matmul(a).add(b), b],
    ["a bias of a batch", X.matmul(W.transpose()).add(b), b],
    ["a batch by its weights", X.matmul(W.transpose()).add(b).tanh(), W],
    ["M M by M", M.matmul(M), M],
    ["an entrywise product with a row", X.mul(a).exp(), a],
    ["a stretched column", X.mul(filled("c", [4, 1])).add(a), a],
    ["softmax", softmax(a.mul(3)), a],
    ["softmax of rows", softmax(X.matmul(M)), M],
    ["log-softmax", X.matmul(M).logSoftmax(), M],
    ["log-sum-exp", X.matmul(M).logSumExp(1), M],
    ["the largest of each row", X.matmul(M).max({ axis: 1 }), M],
    ["the smallest of all", X.matmul(M).tanh().min(), M],
    ["log-sum-exp, axis kept", X.matmul(M).logSumExp({ axis: 0, keepDims: true }), M],
    ["norm", X.matmul(M).norm(0), M],
    ["diagonal", einsum("ii->i", M.matmul(M)), M],
    ["outer product", a.outer(a.tanh()), a],
    ["slice", X.matmul(M).slice(0, 1, 3), M],
    ["reshape", M.matmul(M).reshape([4]), M],
    ["concat", concat([a.square(), b, a.sin()]), a],
    ["a scalar", X.matmul(a).square().sum(), a],
    ["mean", X.matmul(M).mean(0), M],
  ])("%s", (_, y, x) => {
    const found = jacobian(y, x);
    expect(found.shape).toEqual([...y.shape, ...x.shape]);
    const expected = rowByRow(y, x);
    const actual = numbers(found);
    expect(actual).toHaveLength(expected.length);
    for (const [k, entry] of actual.entries()) expect(entry).toBeCloseTo(expected[k] as number, 12);
  });

  test("does not depend: zeros of the right shape", () => {
    expect(numbers(jacobian(a.exp(), b))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(jacobian(a.exp(), b).shape).toEqual([2, 3]);
  });

  test("by itself: Kronecker's delta", () => {
    expect(numbers(jacobian(a, a))).toEqual([1, 0, 0, 1]);
  });

  test("of z = W a by W, for any size, is delta_jm a_k: one contraction with a repeated index", () => {
    const weights = tensor("w", [dim("m"), dim("p")]);
    const input = tensor("x", [dim("p")]);
    const found = jacobian(weights.matmul(input), weights);
    expect(found.inputs).toEqual([input]);
    expect(found.attrs.map).toMatchObject({ inputs: [[1]], output: [0, 0, 1] });
  });

  test("holding what a definition names gives local partials", () => {
    const z = W.matmul(a).named("z");
    const y = z.tanh().add(a.at(0)).named("y");
    expect(numbers(jacobian(y.inputs[0] as Node, a, { holding: [z] }))).toEqual([1, 0, 1, 0, 1, 0]);
  });
});

test("a contraction of contractions, fused, has the same value", () => {
  for (let round = 0; round < 300; round++) {
    const label = (): number => Math.floor(random() * 3);
    const shape = (indices: readonly number[]): number[] => indices.map(() => 2);
    const innerInputs = [[label(), label()], [label()]];
    const innerOutput = [label(), label()].filter((index) => innerInputs.flat().includes(index));
    const sizes = [2, 2, 2];
    const inner: IndexMap = { inputs: innerInputs, output: innerOutput, sizes };
    const parts = innerInputs.map((indices, k) => filled(`p_${k}`, shape(indices)));
    const open = fused(parts, inner, { open: never });
    const outerInputs = [innerOutput.map(label), [label()]];
    const output = [label(), label()];
    const outer: IndexMap = { inputs: outerInputs, output, sizes };
    const other = filled("q", [2]);
    const nested = fused([open, other], outer, { open: never });
    const flat = fused([open, other], outer);
    const [expected, actual] = [numbers(nested), numbers(flat)];
    expect(flat.shape).toEqual(nested.shape);
    for (const [k, entry] of actual.entries()) expect(entry).toBeCloseTo(expected[k] as number, 12);
  }
});

describe("abstract functions", () => {
  const f = functionSymbol("f");
  const w = scalar("w", 0.3);
  const x = scalar("x", 2);

  test("have derivatives of any order, and values once they are bound", () => {
    const y = f(w.mul(x));
    const meanings = { f: (u: Node) => u.tanh().mul(u) };
    const known = w.mul(x).tanh().mul(w.mul(x));
    expect(bind(y, meanings).value).toBe(known.value);
    expect(bind(gradient(y, w), meanings).value).toBeCloseTo(gradient(known, w).value, 14);
    const second = gradient(gradient(y, w), w);
    expect(bind(second, meanings).value).toBeCloseTo(gradient(gradient(known, w), w).value, 13);
  });

  test("work entry by entry on tensors", () => {
    const E = mul(0.5, f(W.matmul(a)).sub(b).square().sum());
    const bound = bind(gradient(E, W), { f: (u) => u.sigmoid() });
    const known = gradient(mul(0.5, W.matmul(a).sigmoid().sub(b).square().sum()), W);
    for (const [k, entry] of numbers(bound).entries())
      expect(entry).toBeCloseTo(numbers(known)[k] as number, 14);
  });

  test("say so when they have no meaning yet", () => {
    expect(() => evaluate(f(x))).toThrow(/f\(x\): this function has no meaning yet/);
    expect(() => bind(f(a), { f: (u) => u.sum() })).toThrow(/keeps the shape/);
  });

  test("leave alone what has none in it", () => {
    const E = w.mul(x).exp();
    expect(bind(E, { f: (u) => u })).toBe(E);
    expect(constant(1)).toBe(constant(1));
  });
});
