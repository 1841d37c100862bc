import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Budget, TooCostly } from "../budget";
import { type Ball, relativeRadius } from "./ball";
import {
  ballFrom,
  type Exact,
  either,
  fraction,
  minus,
  plus,
  type Real,
  signOf,
  times,
  type Wide,
} from "./wide";
import { decimal, type WideName, wideTable } from "./wide-table";

/** Values that mpmath computed with 400 digits, printed with 60: scripts/wide-values.py. */
type Row = readonly [name: WideName, operands: readonly string[], value: string | null];
const rows = JSON.parse(
  readFileSync(new URL("../../test/wide-values.json", import.meta.url), "utf8"),
) as readonly Row[];

/** The fraction that a decimal text means. */
function exactOf(text: string): Exact {
  const [digits = "", exponent = "0"] = text.split("e");
  const [whole = "", places = ""] = digits.split(".");
  const shift = Number(exponent) - places.length;
  const n = BigInt(whole + places);
  return shift >= 0 ? fraction(n * 10n ** BigInt(shift), 1n) : fraction(n, 10n ** BigInt(-shift));
}

/** All numbers that a text of 60 digits may stand for. */
function printedBall(text: string, bits: number): Real {
  const [digits = "", exponent = "0"] = text.split("e");
  const power = Number(exponent);
  const shift = wholePower(power, bits);
  const reach = times(exactOf(digits), exactOf("1e-59"), bits);
  const value = either(minus(exactOf(digits), reach, bits), plus(exactOf(digits), reach, bits), bits);
  return times(value, shift, bits);
}

/** 10^n by squaring. */
function wholePower(n: number, bits: number): Real {
  let [result, base]: [Real, Real] = [exactOf("1"), exactOf(n < 0 ? "0.1" : "10")];
  for (let rest = Math.abs(n); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = times(result, base, bits);
    base = times(base, base, bits);
  }
  return result;
}

const at = (bits: number) => ({ bits, budget: new Budget(1e12) });
const tableOf = (bits: number) => wideTable(at(bits), () => undefined).pointwise;
const isReal = (x: Wide): x is Real => typeof x === "object";
const overlaps = (a: Real, b: Real): boolean => [0, undefined].includes(signOf(minus(a, b, 4000)));

/** Bits that are lost where a function is 0 or steep next to the operand. */
const LOST: Readonly<Record<string, number>> = {
  "sin 3.14159265358979323846264338327950288": 120,
  "cos 1.57079632679489661923132169163975144": 120,
  "tan 1.57079632679489661923132169163975144": 240,
  "tan 3.14159265358979323846264338327950288": 120,
  "binaryCrossEntropyWithLogits 40,1": 70,
  "binaryCrossEntropyWithLogits 800,1": 1300,
};

describe("every value lies in its ball, and balls are small", () => {
  const names = [...new Set(rows.map(([name]) => name))];
  test.each(names)("%s", (name) => {
    let compared = 0;
    for (const [own, operands, value] of rows) {
      if (own !== name) continue;
      for (const bits of [64, 128, 192, 640, 1280]) {
        const [x, y] = operands.map(exactOf);
        const found = tableOf(bits)[name](x, y, undefined);
        const text = `${name}(${operands}) with ${bits} bits`;
        if (value === null) {
          expect(found, text).toBeUndefined();
          continue;
        }
        const lost = LOST[`${name} ${operands}`] ?? 60;
        expect(isReal(found), text).toBe(bits > lost || isReal(found));
        if (!isReal(found)) continue;
        expect(overlaps(found, printedBall(value, 2000)), text).toBe(true);
        if (bits < lost) continue;
        if (found.kind === "ball")
          expect(Math.log2(relativeRadius(found)), text).toBeLessThan(lost - Math.min(bits, 1000));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(3);
  });
});

/** Functions that are computed from parts that count as independent, or by the steepest slope. */
const LOOSE: ReadonlySet<string> = new Set(
  "sin cos tan asin acos silu gelu binaryCrossEntropy binaryCrossEntropyWithLogits".split(" "),
);

describe("balls around operands", () => {
  const around = (x: string, reach: string): Real =>
    either(minus(exactOf(x), exactOf(reach), 200), plus(exactOf(x), exactOf(reach), 200), 200);

  test.each<[WideName, readonly string[], string]>([
    ["exp", ["1.5"], "0.25"],
    ["log", ["1.5"], "0.25"],
    ["log1p", ["0.25"], "0.5"],
    ["sqrt", ["2"], "1"],
    ["sin", ["1.5"], "0.25"],
    ["cos", ["3"], "0.5"],
    ["tan", ["0.5"], "0.25"],
    ["asin", ["0.5"], "0.25"],
    ["acos", ["0.5"], "0.25"],
    ["atan", ["-1"], "2"],
    ["sinh", ["0"], "2"],
    ["cosh", ["0.5"], "2"],
    ["tanh", ["20"], "30"],
    ["erf", ["0.25"], "1"],
    ["erfc", ["28"], "3"],
    ["sigmoid", ["-40"], "50"],
    ["softplus", ["-4"], "5"],
    ["silu", ["-1.5"], "1"],
    ["gelu", ["-1"], "1"],
    ["square", ["0.5"], "1"],
    ["oneMinusSquare", ["0.5"], "1"],
    ["abs", ["-0.25"], "1"],
    ["relu", ["0.25"], "1"],
    ["step", ["0.25"], "1"],
    ["sign", ["-0.25"], "1"],
    ["leakyRelu", ["0.25", "0.5"], "1"],
    ["elu", ["0.25", "0.5"], "1"],
    ["pow", ["2", "1.5"], "1"],
    ["pow", ["-0.25", "3"], "1"],
    ["pow", ["-0.25", "4"], "1"],
    ["max", ["0.25", "0.5"], "1"],
    ["min", ["0.25", "0.5"], "1"],
    ["mul", ["0.25", "-3.5"], "1"],
    ["div", ["0.25", "-3.5"], "1"],
    ["binaryCrossEntropy", ["0.5", "0.3"], "0.4"],
    ["binaryCrossEntropyWithLogits", ["0.5", "0.3"], "2"],
    ["lt", ["0.25", "0.5"], "1"],
  ])("%s of %s: the values within a radius of %s", (name, operands, reach) => {
    const [first = "0", second] = operands;
    const table = tableOf(192);
    const whole = table[name](
      around(first, reach),
      second === undefined ? undefined : exactOf(second),
      undefined,
    );
    expect(isReal(whole)).toBe(true);
    if (!isReal(whole)) return;
    const values: Real[] = [];
    for (let k = -32n; k <= 32n; k++) {
      const x = plus(exactOf(first), times(exactOf(reach), fraction(k, 32n), 200), 200);
      const value = table[name](x, second === undefined ? undefined : exactOf(second), undefined);
      expect(isReal(value)).toBe(true);
      if (isReal(value)) values.push(value);
    }
    for (const value of values) expect(overlaps(whole, value)).toBe(true);
    const tight = values.reduce((a, b) => either(a, b, 200));
    const radius = (x: Real): number => {
      const { exponent, radius: r } = ballFrom(x, 200) as Ball;
      return r * 2 ** exponent;
    };
    expect(radius(whole)).toBeLessThan((LOOSE.has(name) ? 12 : 1.01) * radius(tight));
  });

  test("a comparison that cannot be told takes both branches", () => {
    const { gt, step, where } = tableOf(192);
    const [near, one, two] = [around("0", "1e-200"), exactOf("1"), exactOf("2")];
    const condition = gt(near, exactOf("0"), undefined);
    const found = where(condition, one, two);
    expect(isReal(found) && overlaps(found, one) && overlaps(found, two)).toBe(true);
    expect(where(condition, one, one)).toBe(one);
    expect(where(condition, undefined, two)).toBe("unknown");
    expect(where(exactOf("0"), undefined, two)).toBe(two);
    expect(step(near, undefined, undefined)).not.toBe(step(near, undefined, undefined));
  });
});

describe("what is exact stays so", () => {
  const table = tableOf(192);
  test.each<[WideName, readonly number[], number]>([
    ["sub", [0.35, 0.35], 0],
    ["mul", [0.1, 0.3], 0.03],
    ["sqrt", [0.09], 0.3],
    ["pow", [-0.5, 3], -0.125],
    ["pow", [0, 0], 1],
    ["exp", [0], 1],
    ["log", [1], 0],
    ["sigmoid", [0], 0.5],
    ["acos", [1], 0],
    ["step", [0], 1],
    ["xlogy", [0, 0], 0],
  ])("%s of %s is %s", (name, operands, expected) => {
    const [a, b] = operands.map(decimal);
    const found = table[name](a, b, undefined) as Real;
    expect(found.kind).toBe("exact");
    expect(signOf(minus(found, decimal(expected) as Exact, 200))).toBe(0);
  });

  test("a number that may be 0 has no known quotient, and a sum beyond all range none", () => {
    const zero = table.sub(
      table.exp(decimal(2), undefined, undefined),
      table.mul(
        table.exp(decimal(1), undefined, undefined),
        table.exp(decimal(1), undefined, undefined),
        undefined,
      ),
      undefined,
    );
    expect(table.div(decimal(1), zero, undefined)).toBe("unknown");
    expect(table.div(decimal(1), decimal(0), undefined)).toBeUndefined();
    const large = table.exp(
      table.exp(table.exp(decimal(4), undefined, undefined), undefined, undefined),
      undefined,
      undefined,
    );
    expect(large).toBe("unknown");
    const small = table.exp(
      table.neg(table.exp(decimal(50), undefined, undefined), undefined, undefined),
      undefined,
      undefined,
    );
    expect(isReal(small)).toBe(true);
  });

  test("work is counted", () => {
    const few = wideTable({ bits: 192, budget: new Budget(1000) }, () => undefined).pointwise;
    expect(() => {
      for (let k = 0; k < 1000; k++) few.exp(decimal(0.3), undefined, undefined);
    }).toThrow(TooCostly);
  });
});
