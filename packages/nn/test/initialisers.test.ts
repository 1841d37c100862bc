/** Initial weights: their moments, limits and directions, by what the papers say of them. */
import { type TensorValue, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import {
  constants,
  conv2d,
  dense,
  glorot,
  he,
  type Initialiser,
  normal,
  ones,
  orthogonal,
  rnn,
  uniform,
  zeros,
} from "../src/index";
import { refuses } from "./expect";

const drawn = (initialise: Initialiser, fanIn = 30, fanOut = 20, count = 20_000): number[] =>
  Array.from({ length: count }, () => initialise(fanIn, fanOut));

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

const moments = (numbers: readonly number[]) => {
  const middle = mean(numbers);
  const about = (power: number): number => mean(numbers.map((each) => (each - middle) ** power));
  const variance = about(2);
  return { mean: middle, variance, kurtosis: about(4) / variance ** 2 };
};

test.each<[string, Initialiser, number, number, number]>([
  ["glorot", glorot(1), 0, 2 / 50, 9 / 5],
  ["glorot, normal", glorot(1, "normal"), 0, 2 / 50, 3],
  ["he", he(2), 0, 2 / 30, 9 / 5],
  ["he, normal", he(2, "normal"), 0, 2 / 30, 3],
  ["normal", normal(3), 0, 1, 3],
  ["normal of a mean and a deviation", normal(3, 2, 0.5), 2, 0.25, 3],
  ["uniform", uniform(4, -1, 3), 1, 16 / 12, 9 / 5],
])(
  "%s: mean, variance and kurtosis, five standard errors at most from those of the law",
  (_, initialise, m, v, k) => {
    const count = 20_000;
    const found = moments(drawn(initialise));
    expect(Math.abs(found.mean - m)).toBeLessThan(5 * Math.sqrt(v / count));
    expect(Math.abs(found.variance / v - 1)).toBeLessThan(5 * Math.sqrt((k - 1) / count));
    expect(Math.abs(found.kurtosis - k)).toBeLessThan(5 * Math.sqrt(24 / count));
  },
);

test("uniform ones reach their limits and no further", () => {
  const limit = Math.sqrt(6 / 50);
  const sizes = drawn(glorot(1)).map(Math.abs);
  expect(Math.max(...sizes)).toBeLessThan(limit);
  expect(Math.max(...sizes)).toBeGreaterThan(0.999 * limit);
});

test("constants", () => {
  expect(drawn(zeros(), 1, 1, 2)).toEqual([0, 0]);
  expect(drawn(ones(), 1, 1, 2)).toEqual([1, 1]);
  expect(drawn(constants(-0.5), 1, 1, 2)).toEqual([-0.5, -0.5]);
});

test("the same seed gives the same numbers, another seed others", () => {
  for (const make of [normal, orthogonal, (seed: number) => glorot(seed, "normal")]) {
    expect(drawn(make(5), 3, 3, 300)).toEqual(drawn(make(5), 3, 3, 300));
    expect(drawn(make(5), 3, 3, 3)).not.toEqual(drawn(make(6), 3, 3, 3));
  }
});

describe("orthogonal", () => {
  /** The inner products of rows, or of columns. */
  const products = ({ shape, data }: TensorValue, along: "rows" | "columns"): number[] => {
    const rows = shape[0] as number;
    const columns = data.length / rows;
    const vectors =
      along === "rows"
        ? Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)])
        : Array.from({ length: columns }, (_, j) => [...data].filter((_, k) => k % columns === j));
    return vectors.flatMap((a) =>
      vectors.map((b) => a.reduce((sum, each, k) => sum + each * (b[k] as number), 0)),
    );
  };
  const identity = (n: number, factor = 1): number[] =>
    Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? factor : 0));
  const isNear = (actual: readonly number[], expected: readonly number[]): void => {
    expect(actual).toHaveLength(expected.length);
    for (const [k, each] of actual.entries())
      expect(Math.abs(each - (expected[k] as number))).toBeLessThan(1e-14);
  };

  test.each([
    [4, 7, "rows"],
    [7, 4, "columns"],
    [5, 5, "rows"],
  ] as const)("[%i, %i]: its %s", (units, inputs, along) => {
    const { weights } = dense(tensor("x", { shape: [inputs] }), { units, weights: orthogonal(1) });
    isNear(products(weights.value as TensorValue, along), identity(Math.min(units, inputs)));
  });

  test("with a gain, one matrix after another, and of a convolution", () => {
    const { W, U } = rnn(tensor("x", { shape: [2, 3] }), { units: 3, weights: orthogonal(2, 2) }).weights;
    isNear(products(W.value as TensorValue, "rows"), identity(3, 4));
    isNear(products(U.value as TensorValue, "rows"), identity(3, 4));
    expect(W.value).not.toEqual(U.value);
    const images = tensor("x", { shape: [2, 5, 5] });
    const kernel = conv2d(images, { filters: 4, kernelSize: 3, weights: orthogonal(3) }).weights.W;
    isNear(products(kernel?.value as TensorValue, "rows"), identity(4));
  });
});

test("a convolution counts its kernel among what goes in and out", () => {
  const images = tensor("x", { shape: [2, 5, 5] });
  const given: number[][] = [];
  conv2d(images, { filters: 4, kernelSize: 3, weights: (...fans) => given.push(fans as number[]) });
  expect(given).toHaveLength(72);
  expect(given[0]).toEqual([18, 36, 4]);
});

test.each<[Parameters<typeof refuses>[0], () => unknown, RegExp]>([
  ["OPTION", () => glorot(1, "norml" as never), /Did you mean normal/],
  ["NUMBER", () => he(-1, "normal"), /seed/],
  ["NUMBER", () => normal(1, 0, -1), /deviation/],
  ["NUMBER", () => constants(Number.NaN), /finite/],
  ["NUMBER", () => orthogonal(1, 0), /gain/],
])("refused: %s %#", (code, run, text) => {
  refuses(code, run, text);
});
