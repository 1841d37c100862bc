import { expect, test } from "vitest";
import {
  commonMultiple,
  compare,
  decimalText,
  fraction,
  fromNumber,
  minus,
  power,
  quotient,
} from "./rational";
import { decimal, shortFraction } from "./simplify/decimal";

test("numbers mean the decimals they are written as, whatever the exponent", () => {
  expect(fromNumber(0.1)).toEqual({ n: 1n, d: 10n });
  expect(fromNumber(-12.5)).toEqual({ n: -25n, d: 2n });
  expect(fromNumber(1.5e300)).toEqual({ n: 15n * 10n ** 299n, d: 1n });
  expect(fromNumber(5e-324)).toEqual({ n: 1n, d: 2n * 10n ** 323n });
  expect([-0, 0].map(fromNumber)).toEqual([fraction(0n, 7n), fraction(0n, -7n)]);
  expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(fromNumber)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("fractions are in lowest terms, the denominator above 0", () => {
  expect(fraction(6n, -4n)).toEqual({ n: -3n, d: 2n });
  expect(minus({ n: 1n, d: 2n }, { n: 1n, d: 3n })).toEqual({ n: 1n, d: 6n });
  expect(quotient({ n: 1n, d: 2n }, { n: -3n, d: 4n })).toEqual({ n: -2n, d: 3n });
  expect(power({ n: -2n, d: 3n }, -3)).toEqual({ n: -27n, d: 8n });
  expect(compare({ n: 1n, d: 3n }, { n: 1n, d: 2n })).toBe(-1);
  expect(commonMultiple(4n, 6n)).toBe(12n);
});

test("decimal notation where it ends", () => {
  const texts = [fraction(3n, 8n), fraction(-1n, 20n), fraction(12n, 1n), fraction(1n, 3n)].map((a) =>
    decimalText(a),
  );
  expect(texts).toEqual(["0.375", "-0.05", "12", undefined]);
  expect([2, 3].map((places) => decimalText(fraction(1n, 8n), places))).toEqual([undefined, "0.125"]);
});

test("simplification rewrites neither -0 nor long decimals, and gives back the number it took", () => {
  for (const value of [0, 0.1, -2.5, 1e22, 1e-40, 123456789.125])
    expect(decimal(shortFraction(value) ?? fraction(1n, 3n))).toBe(value);
  expect([-0, 1e-41, 1e60, Number.NaN].map(shortFraction)).toEqual(new Array(4).fill(undefined));
  expect(decimal(fraction(1n, 3n))).toBeUndefined();
  expect(decimal(fraction(10n ** 20n + 1n, 1n))).toBeUndefined();
});
