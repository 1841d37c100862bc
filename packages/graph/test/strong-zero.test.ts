/** Untaken branches and entries that are cut out contribute an exact 0 of any order, in every way of computing. */
import {
  apply,
  compile,
  concat,
  constant,
  einsum,
  evaluate,
  gradient,
  hessian,
  jacobian,
  jvp,
  max,
  min,
  type Node,
  operation,
  operations,
  type PointwiseName,
  scalar,
  symbolsOf,
  type TensorValue,
  tensor,
  topologicalOrder,
  type Value,
  vjp,
  where,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { computed } from "./backends";
import { seeded } from "./random-graph";
import { randomTensors } from "./random-tensors";

type Scalar = Node<number>;
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

const bits = (value: Value): number[] => (typeof value === "number" ? [value] : [...value.data]);

/** The gradient by the reference, by `backward`, and by every backend: one list of bits. */
function everywhere(y: Node, x: Node): number[] {
  const g = gradient(y, x);
  const expected = bits(evaluate(g));
  const inputs = symbolsOf([y]);
  const values = inputs.map((input) => input.value);
  for (const [way, [found]] of Object.entries(computed([g], inputs, values)))
    expect(bits(found as Value), way).toEqual(expected);
  y.backward();
  expect(bits(x.grad), "backward").toEqual(expected);
  expect(bits(g.value), "value").toEqual(expected);
  return expected;
}

type Case = readonly [title: string, f: (x: Scalar) => Scalar, at: number, slopes: readonly number[]];

/** First, second and third derivative, by mathematics. */
const cases: readonly Case[] = [
  ["x^3 that overflows", (x) => where(x.lt(1), x.pow(3), x), 1e200, [1, 0, 0]],
  ["x^x of a negative number", (x) => where(x.lt(0), x, x.pow(x)), -1.2, [1, 0, 0]],
  ["the living branch beside it", (x) => where(x.lt(0), x.pow(x), x.pow(3)), 2, [12, 12, 6]],
  ["1/(x - 1) at 1", (x) => where(x.eq(1), x.square(), x.sub(1).pow(-1)), 1, [2, 2, 0]],
  ["ln x at 0, used twice", (x) => where(x.gt(0), x.log(), 0).add(where(x.gt(0), x.log().mul(3), x)), 0, [1, 0, 0]],
  ["one inside another", (x) => where(x.gt(0), where(x.gt(1), x.sqrt(), x.log()), x.exp()), -1, [Math.exp(-1), Math.exp(-1), Math.exp(-1)]],
  ["relu of what is -infinite", (x) => x.log().relu().add(x), 0, [1, 0, 0]],
  ["max with what has no slope", (x) => max(x.sqrt(), x.add(1)).add(x.square()), 0, [1, 2, 0]],
  ["min with it", (x) => min(x.log(), x.add(9).neg()).mul(2), 0, [infinity, -infinity, infinity]],
  ["behind a product with NaN", (x) => where(x.gt(5), x.mul(nan), x.mul(3)).mul(x), 2, [12, 6, 0]],
  ["under a name", (x) => where(x.gt(0), x.log().named("l").mul(2).named("m"), x).named("y"), 0, [1, 0, 0]],
]; // biome-ignore format: a row each

describe("a branch that is not taken", () => {
  test.each(cases)("%s", (_, f, at, slopes) => {
    const x = scalar("x", at);
    let y: Node = f(x);
    for (const slope of slopes) {
      expect(everywhere(y, x)).toEqual([slope]);
      // these multiply in other orders: a zero may have another sign
      for (const node of [jacobian(y, x), jvp(y, x, 1), vjp(y, x, 1)])
        expect((bits(node.value)[0] as number) + 0).toBe(slope);
      y = gradient(y, x);
    }
    if (Number.isFinite(slopes[1])) expect(hessian(f(x), x).value).toBe(slopes[1]);
  });

  test("of a declared operation", () => {
    const f = operation("half", {
      value: (x: number) => Math.max(x, 0),
      derivative: (x) => where(x.gt(0), 1, 0),
    });
    const x = scalar("x", 0);
    expect(everywhere(f(x.log()).add(x), x)).toEqual([1]);
  });

  test("masked data", () => {
    const w = scalar("w", 0.5);
    const E = where([1, 0], w.sub([1, nan]).square(), 0).sum();
    expect(everywhere(E, w)).toEqual([-1]);
    expect(hessian(E, w).value).toBe(2);
    expect(everywhere(gradient(E, w), w)).toEqual([2]);
  });

  test("samples that are missing, through layers", () => {
    const X = tensor("X", [[1, 2], [nan, infinity], [3, -1]]); // biome-ignore format: a matrix
    const known = tensor("known", [1, 0, 1]);
    const W = tensor("W", [[0.5, -0.25], [1, 0.75]]); // biome-ignore format: a matrix
    const v = tensor("v", [1, -2]);
    const E = where(known, X.matmul(W.transpose()).tanh().matmul(v).square(), 0).sum();
    const rest = tensor("R", [[1, 2], [3, -1]]); // biome-ignore format: a matrix
    const expected = rest.matmul(W.transpose()).tanh().matmul(v).square().sum();
    for (const by of [W, v]) expect(everywhere(E, by)).toEqual(bits(gradient(expected, by).value));
    const second = bits(hessian(E, v).value);
    bits(hessian(expected, v).value).forEach((entry, k) => {
      expect(second[k]).toBeCloseTo(entry, 13);
    });
  });

  test("units that are off where a weight is infinite", () => {
    const W = tensor("W", [[-infinity, 1], [0.5, 2]]); // biome-ignore format: a matrix
    const X = tensor("X", [[1, 1], [2, -1], [1, 3]]); // biome-ignore format: a matrix
    const E = X.matmul(W.transpose()).relu().sum();
    expect(everywhere(E, X)).toEqual([0.5, 2, 0, 0, 0.5, 2]);
    expect(everywhere(E, W)).toEqual([0, 0, 2, 4]);
  });

  test("an ordinary 0 times infinity stays NaN", () => {
    const x = scalar("x", 0);
    expect(everywhere(x.log().mul(0), x)).toEqual([nan]);
    expect(everywhere(where(x.lt(1), x.log().mul(0), 0), x)).toEqual([nan]);
    expect(where(x.gt(0), x, 0).mul(infinity).value).toBe(nan);
    expect(everywhere(where(x.gt(1), 1, 0).mul(x.log()), x)).toEqual([nan]);
  });
});

describe("entries that are cut out", () => {
  const a = scalar("a", 1);
  const X = tensor("X", [[3, 0], [nan, 1]]); // biome-ignore format: a matrix
  const Y = tensor("Y", [[4, 0], [1, infinity]]); // biome-ignore format: a matrix
  const root = X.square().add(a.mul(Y.square())).sqrt();

  test("at", () => {
    const y = root.at(0, 0) as Scalar;
    expect(everywhere(y, a)).toEqual([1.6]);
    expect(everywhere(y, X).map((entry) => Math.round(entry * 10))).toEqual([6, 0, 0, 0]);
    // sqrt(9 + 16 a)'' = -16^2 / (4 * 25^1.5)
    expect(everywhere(gradient(y, a), a)[0]).toBeCloseTo(-0.512, 14);
    expect(bits(hessian(y, a).value)[0]).toBeCloseTo(-0.512, 14);
    expect(bits(jvp(y, a, 1).value)).toEqual([1.6]);
  });

  test("slice, of a slice, and joined to others", () => {
    const first = root.slice(0, 0, 1).slice(1, 0, 1);
    expect(everywhere(concat([first.sum().reshape([1]), [7]]).sum(), a)).toEqual([1.6]);
  });

  test("what is not on a diagonal", () => {
    const M = tensor("M", [[4, 0], [-1, 9]]); // biome-ignore format: a matrix
    for (const y of [M.sqrt().trace(), einsum("ii->i", M.sqrt()).sum()])
      expect(everywhere(y, M)).toEqual([0.25, 0, 0, 1 / 6]);
  });

  test("what does not reach an extremum", () => {
    const x = tensor("x", [0, 4, 1]);
    expect(everywhere(max(x.sqrt()), x)).toEqual([0, 0.25, 0]);
    expect(everywhere(max(x.sqrt().reshape([3, 1]), { axis: 1 }).at(1), x)).toEqual([0, 0.25, 0]);
  });
});

test("many steps of a program: what is dead stays so", () => {
  const [x, w] = [tensor("x", [1, 0]), scalar("w", 4)];
  const E = where(x.gt(0), x.log().add(w).square(), w.square().mul(0.5)).sum();
  const step = w.sub(gradient(E, w).mul(0.1)) as Scalar;
  const plain = w.sub(w.mul(2).add(w).mul(0.1)) as Scalar;
  expect(compile(step, [w]).run(20, [4])).toBeCloseTo(compile(plain, [w]).run(20, [4]), 14);
});

test("signs of zero", () => {
  const w = scalar("w", 3);
  expect(everywhere(w.mul(-0).add(1), w)).toEqual([-0]);
  expect(everywhere(w.mul(0).add(1), w)).toEqual([0]);
  expect(everywhere(w.mul(0).mul(-2), w)).toEqual([-0]);
  expect(everywhere(where(w.gt(5), w, 1).mul(-2), w)).toEqual([0]);
  const [x, b] = [tensor("x", [-1, 2]), scalar("b", -3)];
  for (const [y, by] of [[x.mul(0).mul(b), b], [x.mul(0).mul(b), x], [x.mul(-0).add(b), x]] as const) {
    const j = jacobian(y, by);
    for (const [way, [found]] of Object.entries(computed([j], [x, b], [x.value, b.value])))
      expect(bits(found as Value), way).toEqual(bits(j.value));
  } // biome-ignore format: pairs
});

/** Values that no formula likes. */
const SPECIAL = [
  0,
  -0,
  1,
  -1,
  infinity,
  -infinity,
  nan,
  1e308,
  5e-324,
  -1e200,
  1e-200,
  2,
  0.5,
  40,
  -800,
  800,
];
const NAMES = Object.keys(operations).filter(
  (name): name is PointwiseName => operations[name as PointwiseName].kind === "pointwise",
);
const CHOICES: readonly PointwiseName[] = ["where", "relu", "max", "min", "mul", "sigmoid", "binaryCrossEntropy", "xlogy", "log", "div"]; // biome-ignore format: a list

describe("random graphs of special values", () => {
  test("scalars: the gradient of every node, by the graph, by backward and by every backend", () => {
    for (let seed = 0; seed < sampled(300, 100); seed++) {
      const random = seeded(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
      const number = (): number => (random() < 0.5 ? pick(SPECIAL) : 4 * random() - 2);
      const leaf = (): Node => (random() < 0.15 ? constant(number()) : scalar("x", number()));
      const pool: Node[] = [scalar("x", number()), leaf(), leaf(), leaf()];
      for (let k = 0; k < 10; k++) {
        const op = operations[pick(random() < 0.35 ? CHOICES : NAMES)];
        const operand = (): Node => pick(random() < 0.6 ? pool.slice(-4) : pool);
        pool.push(apply(op, Array.from({ length: op.arity }, operand)));
      }
      const y = pool.at(-1) as Scalar;
      const nodes = topologicalOrder([y]);
      const expected = evaluate(gradient(y, nodes)) as number[];
      y.backward();
      nodes.forEach((node, k) => {
        const [found, right] = [node.grad as number, expected[k] as number];
        const isClose = found !== 0 && Math.abs(found - right) <= 1e-12 * Math.abs(right);
        if (!isClose) expect(found, `seed ${seed}, ${node.op.name}`).toBe(right);
      });
      const symbols = symbolsOf([y]);
      if (symbols.length === 0) continue;
      const gradients = gradient(y, symbols);
      const values = evaluate(gradients);
      for (const [way, all] of Object.entries(computed(gradients, symbols, symbols.map(({ value }) => value))))
        expect(all, `seed ${seed}, ${way}`).toEqual(values); // biome-ignore format: one call
    }
  });

  test("tensors: orders 1 and 2, by the reference, by backward and by every backend", () => {
    for (let seed = 0; seed < sampled(60, 12); seed++) {
      const random = seeded(seed + 77);
      const { outputs, symbols } = randomTensors(seed, 7);
      for (const symbol of symbols as Node<TensorValue>[]) {
        const { shape, data } = symbol.value;
        const special = (x: number): number =>
          random() < 0.15 ? (SPECIAL[Math.floor(random() * SPECIAL.length)] as number) : x;
        symbol.set({ shape, data: data.map(special) });
      }
      const loss = outputs
        .map((output) => where(output.gt(0), output.square(), random() < 0.5 ? 0 : output.mul(0.5)))
        .map((masked): Node => (random() < 0.5 ? masked.sum() : max(masked)))
        .reduce((total, next) => total.add(next));
      const first = gradient(loss, symbols);
      const total = first.map((node) => node.sum()).reduce((sum, next) => sum.add(next));
      for (const roots of [first, gradient(total, symbols)]) {
        const expected = evaluate(roots).map(bits);
        const inputs = symbols.map(({ value }) => value);
        for (const [way, found] of Object.entries(computed(roots, symbols, inputs)))
          expect(found.map(bits), `seed ${seed}, ${way}`).toEqual(expected);
      }
      loss.backward();
      expect(
        symbols.map(({ grad }) => bits(grad)),
        `seed ${seed}, backward`,
      ).toEqual(evaluate(first).map(bits));
    }
  });
});
