/** Kinks, borders of domains, and what can be none because it is positive: for all numbers, as the mathematics says. */
import { type Node, scalar } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { describe, expect, test } from "vitest";
import { Random } from "../prove/random";
import { preciseAt, shownValue } from "./at-point";
import { isWhole, kinksOf } from "./kinks";
import { pointFor } from "./point";
import { positiveNodes } from "./positive";

const names = ["x", "y", "z", "w"] as const;
const symbols: Record<string, Node> = Object.fromEntries(names.map((name) => [name, scalar(name)]));
const node = (text: string): Node => expression(text, symbols);

describe("what is positive for all numbers", () => {
  const random = new Random(3);
  const isPositive = (text: string): boolean => {
    const root = node(text);
    return positiveNodes([root]).has(root);
  };
  test.each([
    "exp(x)", "sigmoid(x)", "softplus(x)", "cosh(x)", "exp(x) + abs(x)", "abs(x) + exp(y)", "relu(x) + 2", "3", "2 * exp(x)", "exp(x) / cosh(y)",
    "sqrt(exp(x))", "exp(x)^3", "max(exp(x), cosh(y))", "min(exp(x), 2)", "relu(x) + abs(y) + 1", "1 + abs(x) * relu(y)", "erfc(x) + 1", "step(x) + exp(x)",
    "1 + sqrt(abs(x))", "exp(x) + 0",
  ])("%s is", (text) => {
    expect(isPositive(text)).toBe(true);
  }); // biome-ignore format: a list
  test("what is said to be so has no other value", () => {
    const texts = [
      "x", "x^2", "abs(x)", "relu(x)", "x + exp(y)", "exp(x) - 1", "x * y", "x^2 + y^2", "0", "-1", "0 - exp(x)", "-exp(x)", "max(x, y)", "max(x, exp(y))",
      "min(x, exp(y))", "exp(x) * y", "exp(x) / y", "step(x)", "tanh(x)", "sqrt(x^2)", "x^3", "log(x^2 + 1)", "x^2 * exp(y)", "exp(x) + sin(y)", "sin(x)^2",
      "relu(x) + relu(y)", "0 * x", "erfc(x) * 0", "sinh(x)", "exp(x) - 2 * y", "sign(x) + 1",
    ]; // biome-ignore format: a list
    for (const text of texts) {
      const root = node(text);
      if (!positiveNodes([root]).has(root)) continue;
      for (let turn = 0; turn < 60; turn++) {
        const point =
          turn === 0
            ? new Map([...Object.values(symbols)].map((each): [Node, number[]] => [each, [0]]))
            : pointFor(Object.values(symbols), {}, random, turn);
        const value = shownValue(preciseAt([root], point, {})(root)[0]);
        if (value !== "undefined") expect(value, text).toBeGreaterThan(0);
      }
    }
  });
});

describe("kinks and borders", () => {
  const textsOf = (text: string): string[] =>
    kinksOf([node(text)]).map(({ sort, text: at }) => `${sort} ${at}`);
  test.each<[text: string, kinks: readonly string[]]>([
    ["abs(x)", ["kink x = 0"]],
    ["relu(x - 3)", ["kink x - 3 = 0"]],
    ["max(x, y)", ["kink x = y"]],
    ["max(x, 0)", ["kink x = 0"]],
    ["max(0, x)", ["kink x = 0"]],
    ["x > 2 ? x : y", ["kink x = 2"]],
    ["abs(exp(x))", []],
    ["abs(x - x)", []],
    ["1 / x", ["border x = 0"]],
    ["log(x * y)", ["border x * y = 0"]],
    ["sqrt(x)", ["border x = 0"]],
    ["x^(1/2)", ["border x = 0"]],
    ["x^(-1)", ["border x = 0"]],
    ["x^3", []],
    ["x^y", ["border x = 0"]],
    ["1 / exp(x)", []],
    ["log(1 + exp(x))", []],
    ["log(x) / x", ["border x = 0"]],
    ["x / 3", []],
    ["log1p(x)", ["border x + 1 = 0"]],
    ["binaryCrossEntropy(x, y)", ["border x = 0", "border -x + 1 = 0"]],
    ["xlogy(x, y)", ["border y = 0"]],
    ["x >= y ? 1 : 2", ["kink x = y"]],
    ["0 < x ? 1 : 2", ["kink x = 0"]],
  ])("of %s", (text, kinks) => {
    expect(textsOf(text)).toEqual(kinks);
  });
  test("have a text that says what is 0 there", () => {
    const formulas = [
      "asin(x)",
      "acos(x * y)",
      "log1p(x - y)",
      "max(x + 1, y)",
      "x * y > 3 ? x : y",
      "sqrt(x - y) / (x + 2)",
      "relu(x * y - 1)",
      "binaryCrossEntropy(x, y)",
    ];
    const random = new Random(2);
    for (const { text, zero } of kinksOf(formulas.map(node))) {
      const sides = text.split(" = ").map(node) as [Node, Node];
      for (let turn = 0; turn < 12; turn++) {
        const point = pointFor(Object.values(symbols), {}, random, turn);
        const [said, meant] = [sides[0].sub(sides[1]), zero].map((each) =>
          Number(shownValue(preciseAt([each], point, {})(each)[0])),
        ) as [number, number];
        expect(Math.abs(said), text).toBeCloseTo(Math.abs(meant), 9);
      }
    }
  });
  test("are all of a formula's, up to seven", () => {
    const many = (count: number): Node =>
      Array.from({ length: count }, (_, k) => node(`abs(x - ${k + 1})`)).reduce((a, b) => a.add(b));
    for (const count of [1, 5, 7]) {
      const kinks = kinksOf([many(count)]);
      expect(kinks).toHaveLength(count);
      expect(isWhole(kinks)).toBe(true);
    }
    for (const count of [9, 20]) expect(isWhole(kinksOf([many(count)]))).toBe(false);
  });
});
