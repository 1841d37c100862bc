import {
  ChainruleError,
  evaluate,
  jvp,
  type Node,
  scalar,
  type TensorValue,
  tensor,
  vjp,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { randomGraph, seeded } from "./random-graph";

const random = seeded(21);
const made = (...shape: number[]): TensorValue => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1),
});
const dot = (a: TensorValue, b: TensorValue): number =>
  a.data.reduce((total, x, k) => total + x * (b.data[k] as number), 0);

describe("products with the Jacobian", () => {
  const W = tensor("W", made(4, 3) as never);
  const x = tensor("x", made(3) as never);
  const functions: readonly (readonly [string, () => Node])[] = [
    ["a layer", () => W.matmul(x).tanh()],
    ["softmax", () => W.matmul(x.square()).softmax()],
    ["choices", () => W.matmul(x).relu().add(W.matmul(x).max(0.1))],
    ["x itself", () => x.mul(1).add(0)],
    ["what moves entries", () => x.outer(x).transpose().reshape([9]).exp()],
  ];
  test.each(functions)("%s: differences, and u (J v) = (u J) v", (_, build) => {
    const y = build();
    const v = made(3);
    const start = x.value as TensorValue;
    const at = (h: number): TensorValue =>
      evaluate(
        y,
        new Map([[x, { shape: [3], data: start.data.map((entry, k) => entry + h * (v.data[k] as number)) }]]),
      ) as TensorValue;
    const [ahead, behind] = [at(1e-5), at(-1e-5)];
    const found = evaluate(jvp(y, x, v)) as TensorValue;
    found.data.forEach((slope, k) => {
      expect(slope).toBeCloseTo(((ahead.data[k] as number) - (behind.data[k] as number)) / 2e-5, 6);
    });
    const u = made(...found.shape);
    expect(dot(u, found)).toBeCloseTo(dot(evaluate(vjp(y, x, u)) as TensorValue, v), 12);
  });

  test("of scalar graphs, a product is a slope", () => {
    for (let seed = 0; seed < 100; seed++) {
      const { root, symbols } = randomGraph(seed);
      const [x] = symbols as [Node<number>];
      root.backward();
      const slope = jvp(root, x, 3).value as number;
      expect(Math.abs(slope - 3 * x.grad) / (1 + Math.abs(slope)), `seed ${seed}`).toBeLessThan(1e-12);
    }
  });

  test("a direction of another shape is refused", () => {
    expect(() => jvp(W.matmul(x), x, [1, 2])).toThrow(ChainruleError);
    expect(() => vjp(W.matmul(x), x, [1, 2])).toThrow("expected [4]");
    expect(() => jvp(scalar("s", 1), x, 1)).toThrow(ChainruleError);
  });
});
