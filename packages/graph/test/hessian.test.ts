/** Second derivatives against differences of gradients, and products with the Hessian against the Hessian. */
import {
  constant,
  gradient,
  hessian,
  hessianVector,
  mul,
  type Node,
  type TensorValue,
  tensor,
} from "@chainrule/graph";
import { expect, test } from "vitest";

const entries = (node: Node): Float64Array => (node.value as TensorValue).data; // all of them have axes

const t = constant([0.2, 0.5, 0.3]);
const A = constant([
  [0.4, -0.3, 0.8],
  [0.1, 0.9, -0.5],
]);
const losses: readonly (readonly [string, (w: Node) => Node])[] = [
  ["cross-entropy of a softmax", (w) => t.mul(w.softmax().log()).sum().neg()],
  ["squares of a layer", (w) => mul(0.5, A.matmul(w).tanh().sub([0.3, -0.1]).square().sum())],
  ["a product of all", (w) => w.exp().sum().mul(w.square().sum().sqrt())],
  ["log-sum-exp and a norm", (w) => w.logSumExp().add(w.norm())],
  [
    "slices",
    (w) =>
      w
        .slice(0, 0, 2)
        .mul(w.slice(0, 1, 3))
        .sum()
        .sin(),
  ],
];

const at = [0.3, -0.7, 0.45];
const STEP = 1e-5;

test.each(losses)("%s", (_, make) => {
  const w = tensor("w", at);
  const loss = make(w);
  const first = gradient(loss, w);
  const differences = at.map((_, j) => {
    const moved = (by: number): number[] => {
      w.set(at.map((x, k) => (k === j ? x + by : x)));
      return [...entries(first)];
    };
    const [high, low] = [moved(STEP), moved(-STEP)];
    return high.map((x, k) => (x - (low[k] as number)) / (2 * STEP));
  });
  w.set(at);
  const found = entries(hessian(loss, w));
  for (const i of at.keys())
    for (const j of at.keys()) expect(found[3 * i + j]).toBeCloseTo(differences[j]?.[i] as number, 7);
  const v = [0.8, -1.1, 0.25];
  const product = entries(hessianVector(loss, w, v));
  for (const i of at.keys()) {
    const expected = v.reduce((sum, x, j) => sum + x * (differences[j]?.[i] as number), 0);
    expect(product[i]).toBeCloseTo(expected, 7);
  }
});

test("a direction that depends on the variable is held", () => {
  const w = tensor("w", at);
  expect([...entries(hessianVector(w.square().sum(), w, w))]).toEqual(at.map((x) => 2 * x));
});

test("by two variables, and a scalar", () => {
  const [w, x] = [tensor("w", [1, 2]), tensor("x", [3, 5, 7])];
  const mixed = hessian(w.sum().mul(x.square().sum()), w, x);
  expect(mixed.shape).toEqual([2, 3]);
  expect([...entries(mixed)]).toEqual([6, 10, 14, 6, 10, 14]);
});

test("refusals", () => {
  const w = tensor("w", at);
  expect(() => hessian(w, w)).toThrow(/only a scalar has a gradient/);
  expect(() => hessianVector(w.sum(), w, [1, 2])).toThrow(/another shape than the variable/);
});
