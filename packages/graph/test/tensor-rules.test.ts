/** The gradient of each operation on tensors, over axes and with axes stretched, against differences. */
import {
  broadcastTo,
  concat,
  evaluate,
  gradient,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  min,
  mul,
  type Node,
  norm,
  outer,
  reshape,
  slice,
  softmax,
  sum,
  type TensorValue,
  tensor,
  trace,
  transpose,
  where,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";

const numbers = (node: Node): number[] => {
  const value = evaluate(node);
  return typeof value === "number" ? [value] : [...(value as TensorValue).data];
};
function expectClose(found: readonly number[], expected: readonly number[], text = ""): void {
  expect(found.length, text).toBe(expected.length);
  found.forEach((x, k) => {
    const y = expected[k] as number;
    expect(Object.is(x, y) || Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(y)), `${text} ${x} ${y}`).toBe(
      true,
    );
  });
}

describe("gradients by differences", () => {
  const A0 = [0.4, -0.3, 0.8, 0.1, 0.9, -0.5];
  type Law = (A: Node, b: Node) => Node;
  const laws: readonly (readonly [string, Law])[] = [
    ["matmul", (A, b) => matmul(A, b)],
    [
      "matmul of three axes",
      (A, b) => matmul(reshape(A, [1, 2, 3]), broadcastTo(reshape(b, [1, 3, 1]), [4, 3, 1])),
    ],
    ["vector and matrix", (A, b) => matmul(b, transpose(A))],
    ["outer", (A, b) => outer(b, A.at(1))],
    ["dot", (A, b) => b.dot(A.at(0))],
    ["trace", (A, b) => trace(matmul(A, transpose(A))).mul(b.sum())],
    ["transpose", (A, b) => transpose(A).mul(reshape(b, [3, 1]))],
    ["diagonal twice", (A) => trace(slice(A, 1, 0, 2)).square()],
    ["sum over an axis", (A, b) => sum(A, 0).mul(b)],
    ["mean", (A, b) => A.mean(0).mul(b).add(A.mean())],
    ["broadcast", (A, b) => broadcastTo(b, [2, 3]).mul(A)],
    ["row and column", (A, b) => reshape(b, [3, 1]).mul(b).mul(sum(A))],
    ["max", (A, b) => max(A, { axis: 0 }).mul(b)],
    ["min", (A, b) => min(A, { axis: 1 }).mul(sum(b))],
    ["max kept", (A, b) => A.sub(max(A, { axis: 1, keepDims: true })).mul(b)],
    ["softmax over rows", (A, b) => softmax(A, 0).mul(b)],
    ["softmax over columns", (A, b) => softmax(A, 1).mul(b)],
    ["log-softmax", (A, b) => logSoftmax(A, 0).mul(b)],
    ["log-sum-exp", (A, b) => logSumExp(A, 0).mul(b)],
    ["log-sum-exp kept", (A, b) => logSumExp(A, { axis: 1, keepDims: true }).mul(A).mul(b)],
    ["norm of rows", (A, b) => norm(A, 0).mul(b)],
    ["norm kept over columns", (A, b) => A.div(norm(A, { axis: 0, keepDims: true })).mul(b)],
    ["log-sum-exp kept over columns", (A, b) => logSumExp(A, { axis: 0, keepDims: true }).mul(A).mul(b)],
    ["norm kept", (A, b) => A.div(norm(A, { axis: 1, keepDims: true })).mul(b)],
    ["1-norm", (A, b) => norm(A, { p: 1, axis: 0 }).mul(b)],
    ["3-norm", (A, b) => norm(A, { p: 3, axis: 0 }).mul(b)],
    ["infinity norm", (A, b) => norm(A, { p: Number.POSITIVE_INFINITY, axis: 1 }).mul(sum(b))],
    ["slice", (A, b) => slice(A, 1, 1, 3).mul(slice(b, 0, 0, 2))],
    ["slice from the end", (A, b) => slice(A, 1, -2).mul(slice(b, 0, -3, -1))],
    ["concat", (A, b) => concat([A, reshape(b, [1, 3]), A.mul(2)], 0).square()],
    ["concat along the last", (A, b) => concat([A, A.mul(b)], 1).exp()],
    ["reshape", (A, b) => matmul(reshape(A, [3, 2]), slice(b, 0, 1)).tanh()],
    ["where", (A, b) => where(A.gt(0.2), A.mul(b), A.square())],
    ["products of all", (A, b) => mul(A, mul(A, b)).sum()],
  ];
  test.each(laws)("%s", (name, law) => {
    const b0 = [0.7, -1.2, 0.5];
    const f = (entries: readonly number[]): number => {
      const A = tensor("A", [entries.slice(0, 3), entries.slice(3, 6)]);
      const weights = law(A, tensor("b", entries.slice(6))); // weighted, so that each entry counts for itself
      const w = numbers(weights).map((_, k) => Math.cos(k + 1));
      return numbers(weights).reduce((all, x, k) => all + x * (w[k] as number), 0);
    };
    const entries = [...A0, ...b0];
    const [A, b] = [tensor("A", [A0.slice(0, 3), A0.slice(3)]), tensor("b", b0)];
    const y = law(A, b);
    const size = numbers(y).length;
    const weights = Array.from({ length: size }, (_, k) => Math.cos(k + 1));
    const total = y.shape.length === 0 ? y.mul(weights[0] as number) : reshape(y, [size]).mul(weights).sum();
    const found = gradient(total, [A, b]).flatMap(numbers);
    const h = 1e-5;
    const expected = entries.map((_, k) => {
      const at = (step: number): number => f(entries.map((x, j) => (j === k ? x + step : x)));
      return (at(h) - at(-h)) / (2 * h);
    });
    found.forEach((x, k) => {
      expect(x, `${name} ${k}`).toBeCloseTo(expected[k] as number, 7);
    });
  });

  test("extrema that are reached twice share, and the Frobenius norm is that of all entries", () => {
    const v = tensor("v", [2, 5, 5]);
    expectClose(numbers(gradient(max(v), v)), [0, 0.5, 0.5]);
    expectClose(numbers(gradient(min(v.neg()), v)), [0, -0.5, -0.5]);
    const W = tensor("W", [
      [1, 1],
      [2, 3],
    ]);
    expectClose(numbers(gradient(max(W, { axis: 1 }).mul([10, 20]).sum(), W)), [5, 5, 0, 20]);
    expectClose(numbers(gradient(max(W).mul(8), W)), [0, 0, 0, 8]);
    expectClose(numbers(norm(W, { p: "F" })), [Math.sqrt(15)]);
  });
});
