/** Functions of whole tensors: values by their definitions, gradients of order 1 and 2 against differences, the same bits everywhere. */
import * as graph from "@chainrule/graph";
import { compile, evaluate, gradient, type Node, tensor, type Value } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { comparisons, seeded } from "./finite-differences";

const {
  argmax, argmin, conv1d, conv2d, cumprod, cumsum, det, diagnose, einsum, gather, inverse, kron, logdet, max, maxPool,
  meanPool, oneHot, reshape, solve, stack, std, variance, vec,
} = graph; // biome-ignore format: a list

/** Seeded entries between 0.5 and 2, different from one another; of a square matrix with more on the diagonal. */
function filled(name: string, ...shape: number[]): Node {
  const random = seeded(shape.length + (shape[0] ?? 1));
  const count = shape.reduce((product, size) => product * size, 1);
  const isSquare = shape.length === 2 && shape[0] === shape[1];
  const data = Float64Array.from(
    { length: count },
    (_, k) => 0.5 + 1.5 * random() + (isSquare && k % ((shape[0] as number) + 1) === 0 ? 3 : 0),
  );
  return tensor(name, { shape, data });
}

const [A, B] = [filled("A", 3, 3), filled("B", 3, 2)];
const [v, M, x3] = [filled("v", 5), filled("M", 2, 3), filled("X", 2, 3, 4)];
const image = filled("I", 2, 3, 4);
const kernel = filled("K", 2, 2, 2, 2);

const cases: readonly (readonly [string, Node, readonly Node[]])[] = [
  ["variance", variance(M), [M]],
  ["variance along an axis, of a sample", variance(M, { axis: 1, correction: 1 }), [M]],
  ["std", std(M, { axis: 0, keepDims: true }), [M]],
  ["cumsum", cumsum(v), [v]],
  ["cumsum along the first axis", cumsum(M, 0), [M]],
  ["cumprod", cumprod(v), [v]],
  ["gather", gather(M, [1, 1, 0]), [M]],
  ["gather along the last axis", gather(M, [2, 0], -1), [M]],
  ["stack", stack([v, v.square()], 1), [v]],
  ["reshape", reshape(M, [3, -1]), [M]],
  ["max of three", max(v, v.square(), v.mul(2).sub(1)), [v]],
  ["einsum with an ellipsis", einsum("...ij,jk->...ik", x3, filled("Y", 4, 2)), [x3]],
  ["det", det(A), [A]],
  ["logdet", logdet(A), [A]],
  ["inverse", inverse(A), [A]],
  ["solve for a matrix", solve(A, B), [A, B]],
  ["solve for a vector", solve(A, filled("b", 3)), [A]],
  ["kron", kron(M, B), [M, B]],
  ["vec", vec(M), [M]],
  ["conv1d", conv1d(filled("x", 2, 6), filled("k", 3, 2, 3), { padding: 1, stride: 2 }), []],
  ["conv2d", conv2d(image, kernel), [image, kernel]],
  ["maxPool", maxPool(image, [2, 2]), [image]],
  ["meanPool", meanPool(image, 3, 1), [image]],
];

const numbers = (value: Value): number[] => (typeof value === "number" ? [value] : [...value.data]);

describe.each(cases)("%s", (_, node, given) => {
  const symbols = given.length > 0 ? given : graph.symbolsOf([node]);
  const total = node.shape.length === 0 ? node : node.mul(filled("w", ...(node.shape as number[]))).sum();

  test("gradients of order 1 and 2", () => {
    const values = symbols.map((symbol) => symbol.value);
    const found = [...comparisons(total.square() as Node<number>, symbols, values, 3)];
    expect(found.length).toBeGreaterThan(0);
    for (const each of found)
      expect(Math.abs(each.found - each.expected) / (1 + Math.abs(each.expected))).toBeLessThan(1e-6);
  });

  test("the same bits in every backend", () => {
    const outputs = [node, ...gradient(total, [...symbols])];
    const expected = outputs.flatMap((output) => numbers(evaluate(output)));
    for (const backend of ["interpreter", "wasm", "javascript"] as const) {
      const program = compile(outputs, [...symbols], { backend });
      expect(program(symbols.map((symbol) => symbol.value)).flatMap(numbers)).toEqual(expected);
    }
  });
});

const arrayOf = (node: Node): unknown => {
  const value = evaluate(node);
  if (typeof value === "number") return value;
  const { data, shape } = value;
  return shape.length < 2
    ? [...data]
    : Array.from({ length: shape[0] as number }, (__, k) => [
        ...data.slice(
          (k * data.length) / (shape[0] as number),
          ((k + 1) * data.length) / (shape[0] as number),
        ),
      ]);
};

test("values by their definitions", () => {
  const rows: readonly (readonly [Node, unknown])[] = [
    [variance([1, 2, 3, 6]), 3.5],
    [variance([1, 2, 3, 6], { correction: 1 }), 14 / 3],
    [std([[1, 3], [5, 5]], 1), [1, 0]], // biome-ignore format: a table
    [cumsum([1, 2, 3, 4, 5]), [1, 3, 6, 10, 15]],
    [cumprod([1, 2, 0, 4]), [1, 2, 0, 0]],
    [argmax([[1, 5, 5], [7, 2, 3]]), [1, 0]], // biome-ignore format: a table
    [argmin([3, 1, 1]), 1],
    [oneHot([2, 0], 3), [[0, 0, 1], [1, 0, 0]]], // biome-ignore format: a table
    [gather([[1, 2], [3, 4]], [1, 1, 0]), [[3, 4], [3, 4], [1, 2]]], // biome-ignore format: a table
    [gather([1, Number.NaN, 3], [2]), [3]],
    [gather([4, 5, 6], 1), 5],
    [stack([[1, 2], [3, 4]], -1), [[1, 3], [2, 4]]], // biome-ignore format: a table
    [det([[2, 1], [4, 5]]), 6], // biome-ignore format: a table
    [inverse([[2, 0], [0, 4]]), [[0.5, 0], [0, 0.25]]], // biome-ignore format: a table
    [solve([[0, 1], [2, 0]], [3, 4]), [2, 3]], // biome-ignore format: a table
    [kron([[1, 2]], [[1], [3]]), [[1, 2], [3, 6]]], // biome-ignore format: a table
    [vec([[1, 2], [3, 4]]), [1, 3, 2, 4]], // biome-ignore format: a table
    [conv1d([[1, 2, 3, 4]], [[[1, -1]]]), [[-1, -1, -1]]],
    [conv1d([[1, 2, 3, 4]], [[[1, 1]]], { padding: 1, stride: 2 }), [[1, 5, 4]]],
    [conv2d([[[1, 2], [3, 4]]], [[[[1, 0], [0, 1]]]]), [[5]]], // biome-ignore format: a table
    [maxPool([[1, 3], [2, 0]], [2, 2]), [[3]]], // biome-ignore format: a table
    [meanPool([1, 3, 5, 7, 9], 2), [2, 6]],
  ];
  for (const [node, expected] of rows) expect(arrayOf(node)).toEqual(expected);
  expect(arrayOf(logdet([[2, 1], [4, 5]])) as number).toBeCloseTo(Math.log(6), 15); // biome-ignore format: a matrix
});

test("no gradient flows through positions, and none is lost where entries are equal", () => {
  const x = tensor("x", [1, 1, 1]);
  expect(numbers(evaluate(gradient(argmax(x).mul(x.sum()), x)))).toEqual([0, 0, 0]);
  expect(numbers(evaluate(gradient(std(x), x)))).toEqual([0, 0, 0]);
});

test("singular matrices give NaN, and diagnose names them", () => {
  const S = tensor("S", [[1, 2], [2, 4]]); // biome-ignore format: a matrix
  expect(numbers(evaluate(inverse(S)))).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  expect(evaluate(det(S))).toBeCloseTo(0, 15);
  expect(evaluate(logdet(S))).toBe(Number.NEGATIVE_INFINITY);
  for (const node of [inverse(S), solve(S, [1, 2]), logdet(S)])
    expect(diagnose(node).map(({ code, message }) => [code, /singular|det A > 0/.test(message)])).toContainEqual(["DOMAIN", true]); // biome-ignore format: one row
});

test("wrong shapes, positions and options are refused", () => {
  const rows: readonly (readonly [() => unknown, string])[] = [
    [() => det(M), "SHAPE"],
    [() => inverse(tensor("D", [graph.dim("n"), graph.dim("m")])), "SHAPE"],
    [() => solve(A, v), "SHAPE"],
    [() => kron(v, v), "SHAPE"],
    [() => gather(M, [2]), "OPERAND"],
    [() => gather(M, [0.5]), "OPERAND"],
    [() => oneHot([3], 3), "OPERAND"],
    [() => oneHot([0], 0), "SIZE"],
    [() => variance(M, { corection: 1 } as never), "OPTION"],
    [() => variance([1], { correction: 1 }), "SHAPE"],
    [() => reshape(M, [4, -1]), "SHAPE"],
    [() => reshape(M, [-1, -1]), "SIZE"],
    [() => stack([]), "OPERAND"],
    [() => conv1d(M, v), "SHAPE"],
    [() => conv2d(image, kernel, { strides: 2 } as never), "OPTION"],
    [() => maxPool(v, 9), "SHAPE"],
    [() => maxPool(v, 0), "OPTION"],
  ];
  for (const [attempt, code] of rows)
    expect(attempt, String(attempt)).toThrow(expect.objectContaining({ code }));
});
