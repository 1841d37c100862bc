import { expect, test } from "vitest";
import { abs, constant, evaluate, exp, max, min, type Node, relu, scalar, sign, step, where } from "../index";
import { decimalText } from "../rational";
import { exactValues } from "./exact";

const [x, y] = [scalar("x", 0.1), scalar("y", -0.7)];

/** The exact value as text, comparisons being decided by values in float64 as well. */
function exactly(node: Node): string | undefined {
  const value = exactValues([node], (each) => evaluate(each)).get(node);
  return value === undefined ? undefined : decimalText(value);
}

test("symbols mean the decimals they are written as", () => {
  expect(exactly(x.add(0.2))).toBe("0.3");
  expect(exactly(x.mul(y).sub(1).square())).toBe("1.1449");
  expect(exactly(x.div(3))).toBeUndefined();
  expect(exactly(exp(x))).toBeUndefined();
});

test("comparisons and choices of exact values are exact", () => {
  expect([max(x, y), min(x, y), abs(y), relu(y), relu(x)].map(exactly)).toEqual([
    "0.1",
    "-0.7",
    "0.7",
    "0",
    "0.1",
  ]);
  expect([x.gt(y), x.le(y), x.eq(0.1), x.ne(0.1), step(x), sign(y)].map(exactly)).toEqual([
    "1",
    "0",
    "1",
    "0",
    "1",
    "-1",
  ]);
  expect([where(x.gt(y), x, y), where(x.lt(y), exp(x), y), y.leakyRelu(0.01)].map(exactly)).toEqual([
    "0.1",
    "-0.7",
    "-0.007",
  ]);
});

test("a comparison of other values is decided where they differ clearly, and only there", () => {
  expect(exactly(where(exp(x).gt(1), x, y))).toBe("0.1");
  expect(exactly(where(exp(x).gt(exp(x).add(1e-12)), x, y))).toBeUndefined();
  expect(exactly(max(exp(x), constant(5)))).toBe("5");
  expect(exactly(max(exp(x), constant(1)))).toBeUndefined();
  expect(exactly(relu(exp(x).neg()))).toBe("0");
  expect(exactly(sign(exp(x)))).toBe("1");
  expect(exactValues([where(exp(x).gt(1), x, y)]).size).toBeLessThan(6);
});
