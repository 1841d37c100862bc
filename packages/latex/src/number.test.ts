import { expect, test } from "vitest";
import { printNumber } from "./number";

type Row = readonly [value: number, digits: number, print: string, exact?: boolean];
const print = (notation: "decimal" | "scientific", rows: readonly Row[]): void => {
  const printed = rows.map(([value, digits]) => printNumber(value, { digits, notation }));
  expect(printed).toEqual(rows.map(([, , latex, exact = false]) => ({ latex, exact })));
};

test("decimal notation keeps significant digits, trailing zeros among them", () => {
  print("decimal", [
    [0.000438568, 6, "0.000438568", true],
    [0.00043856773447434674, 6, "0.000438568"],
    [0.5932699921071872, 6, "0.593270"],
    [0.9999999, 6, "1.00000"],
    [9.9999996, 6, "10.0000"],
    [0.0999996, 3, "0.100"],
    [1.10590596705977, 6, "1.10591"],
    [0.1, 6, "0.1", true],
    [0.1, 17, "0.1", true],
    [-0.02260254047747506, 3, "-0.0226"],
    [1234.5678, 6, "1234.57"],
    [1234.5678, 2, "1235"],
    [1 / 3, 1, "0.3"],
    [1 / 3, 17, "0.3333333333333333", true],
  ]);
});

test("whole numbers are never rounded", () => {
  print("decimal", [
    [0, 3, "0", true],
    [-0, 3, "0", true],
    [7, 1, "7", true],
    [-1234567, 3, "-1234567", true],
    [2 ** 53, 17, "9.007199254740992 \\cdot 10^{15}", true],
    [2 ** 53, 6, "9.00720 \\cdot 10^{15}"],
    [1e15, 3, "10^{15}", true],
  ]);
  print("scientific", [[123456, 2, "123456", true]]);
});

test("very small and very large numbers are powers of ten", () => {
  print("decimal", [
    [1e-300, 6, "10^{-300}", true],
    [5e-324, 6, "5 \\cdot 10^{-324}", true],
    [-5e-324, 6, "-5 \\cdot 10^{-324}", true],
    [1.23456789e-7, 3, "1.23 \\cdot 10^{-7}"],
    [9.9999999e-6, 3, "1.00 \\cdot 10^{-5}"],
    [1.7976931348623157e308, 3, "1.80 \\cdot 10^{308}"],
    [Number.POSITIVE_INFINITY, 6, "\\infty", true],
    [Number.NEGATIVE_INFINITY, 6, "-\\infty", true],
    [Number.NaN, 6, "\\mathrm{NaN}", true],
  ]);
});

test("scientific notation", () => {
  print("scientific", [
    [0.00043856773447434674, 6, "4.38568 \\cdot 10^{-4}"],
    [0.5932699921071872, 6, "0.593270"],
    [0.05, 6, "5 \\cdot 10^{-2}", true],
    [1234.5678, 6, "1.23457 \\cdot 10^{3}"],
    [999.99999, 6, "1000.00"],
  ]);
});

test("every count of digits from 1 to 17 is within half a unit of its last place", () => {
  for (const value of [Math.PI, 1 / 3, 2 / 3, 0.00043856773447434674, 1.4142135623730951e-5, 99.5, 0.45]) {
    for (let digits = 1; digits <= 17; digits++) {
      for (const notation of ["decimal", "scientific"] as const) {
        const { latex, exact } = printNumber(value, { digits, notation });
        const parts = /^(?:([\d.]+)(?: \\cdot |$))?(?:10\^\{(-?\d+)\})?$/.exec(latex);
        const [coefficient, power] = [parts?.[1] ?? "1", parts?.[2] ?? "0"];
        const places = coefficient.split(".")[1]?.length ?? 0;
        const unit = 10 ** (Number(power) - places);
        const error = Math.abs(Number(`${coefficient}e${power}`) - value);
        expect(error).toBeLessThanOrEqual(exact ? 0 : unit / 2 + Number.EPSILON * value);
      }
    }
  }
});

test("an exact decimal that is known is printed from what is known", () => {
  const style = { digits: 6, notation: "decimal" } as const;
  expect(printNumber(0.0075, style, "0.0075")).toEqual({ latex: "0.0075", exact: true });
  expect(printNumber(0.123456789, style, "0.123456789")).toEqual({ latex: "0.123457", exact: false });
  expect(printNumber(3, style, "3.00000000000000000001")).toEqual({ latex: "3.00000", exact: false });
});
