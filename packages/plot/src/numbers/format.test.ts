import { expect, test } from "vitest";
import { numberText, rangeOf, valueText } from "./format";

test.each<[number, number, string]>([
  [0, 4, "0"],
  [-0, 4, "0"],
  [0.5932699921071872, 4, "0.5933"],
  [-0.0226, 4, "−0.0226"],
  [0.0004385677, 4, "0.0004386"],
  [0.000012345, 4, "1.234·10⁻⁵"],
  [-123456789, 4, "−1.235·10⁸"],
  [1500, 2, "1500"],
  [99.999, 3, "100"],
  [Number.NaN, 4, "NaN"],
  [Number.NEGATIVE_INFINITY, 4, "−∞"],
])("%d in %d digits", (value, digits, text) => {
  expect(numberText(value, digits)).toBe(text);
});

test("tensors in one line", () => {
  expect(valueText({ shape: [2], data: Float64Array.of(1, -0.5) })).toBe("[1, −0.5]");
  expect(valueText({ shape: [2, 2], data: Float64Array.of(1, -0.5, 0, 3) })).toBe("2×2: −0.5 … 3");
  expect(rangeOf([Number.NaN, 2, -1])).toEqual([-1, 2]);
});
