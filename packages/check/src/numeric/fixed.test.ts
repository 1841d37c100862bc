import { all, type BigNumber, create } from "mathjs";
import { describe, expect, test } from "vitest";
import { PLACES, toNumber, UNIT } from "./fixed";
import { decimal, type Precise, preciseTable } from "./precise-table";

const mathjs = create(all as never, { number: "BigNumber", precision: 80 });
const { pointwise } = preciseTable(() => undefined);

/** The digits of a fixed-point number, as mathjs reads them. */
function digits(x: bigint): string {
  const size = x < 0n ? -x : x;
  const fraction = ((size & (UNIT - 1n)) * 10n ** 77n) >> PLACES;
  return `${x < 0n ? "-" : ""}${size >> PLACES}.${String(fraction).padStart(77, "0")}`;
}

const names = [
  "exp",
  "log",
  "sin",
  "cos",
  "tan",
  "atan",
  "asin",
  "acos",
  "sinh",
  "cosh",
  "tanh",
  "sqrt",
] as const;

describe("functions to 55 digits, as mathjs computes them with 80", () => {
  test.each(names)("%s", (name) => {
    let compared = 0;
    for (const x of [0.37, 0.9, 0.001, -0.62, 3.7, 30.5, -2.3]) {
      const reference = mathjs.evaluate(`${name}(bignumber("${x}"))`) as BigNumber;
      const found = pointwise[name](decimal(x), undefined, undefined);
      const isReal = mathjs.typeOf(reference) === "BigNumber" && reference.isFinite();
      expect(found === undefined).toBe(!isReal);
      if (found === undefined) continue;
      compared++;
      const error = mathjs
        .subtract(mathjs.bignumber(digits(found)), reference)
        .div(reference)
        .abs();
      expect(error.toNumber()).toBeLessThan(1e-55);
    }
    expect(compared).toBeGreaterThan(2);
  });

  test("erf, from the tables of Abramowitz and Stegun, 7.1, and 50 digits of erf(1/2)", () => {
    const at = (x: number): Precise => pointwise.erf(decimal(x), undefined, undefined);
    expect(digits(at(0.5) as bigint).slice(0, 50)).toBe("0.520499877813046537682746653891964528736451575757");
    expect(toNumber(at(1) as bigint)).toBeCloseTo(0.8427007929497149, 15);
    expect(toNumber(at(-2) as bigint)).toBeCloseTo(-0.9953222650189527, 15);
  });
});
