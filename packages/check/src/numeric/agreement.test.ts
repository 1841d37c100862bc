/** What two values at a point say of each other, as far as they are known. */
import { describe, expect, test } from "vitest";
import { agreementOf, LEVELS, type Status } from "./agreement";
import type { Ball } from "./ball";
import { ballFrom, type Exact, either, fraction, type Real, times, UNKNOWN, type Wide } from "./wide";
import { decimal } from "./wide-table";

const number = (x: number): Exact => decimal(x) as Exact;
const interval = (lo: number, hi: number): Real => either(number(lo), number(hi), 192);

describe("two values at a point", () => {
  const status = (claim: Wide, truth: Wide, level: number): Status =>
    agreementOf(claim, truth, level, "any").status;
  const ballAt = (x: Real, bits: number): Ball => ballFrom(x, bits);
  const third = fraction(1n, 3n);
  /** A third that is known to so many bits, and one that is larger by 2^-n. */
  const known = (bits: number): Real => either(ballAt(third, bits), ballAt(third, bits + 3), bits);
  const off = (places: number): Exact => fraction((1n << BigInt(places)) + 3n, 3n << BigInt(places));

  test("are told apart where their balls have nothing in common, and equal where they are one fraction", () => {
    expect(status(third, third, 0)).toBe("equal");
    expect(status(third, off(3000), 0)).toBe("different");
    expect(status(off(3000), third, 3)).toBe("different");
    expect(status(known(192), off(100), 0)).toBe("different");
    expect(agreementOf(third, fraction(2n, 6n), 0, "any").bits).toBe(Number.POSITIVE_INFINITY);
  });

  test("are undecided until they agree to very many bits", () => {
    LEVELS.forEach((bits, level) => {
      const claim = known(bits);
      const found = agreementOf(claim, third, level, "any");
      // numbers that may be equal and may differ in the last places known
      if (level === 0) expect(found.status).toBe("undecided");
      else {
        expect(found.status).toBe("equal");
        expect(found.bits).toBeGreaterThan(bits - 60);
        expect(found.bits).toBeLessThan(bits + 20);
      }
      expect(status(known(90), third, level)).toBe("undecided");
    });
    expect(status(known(300), third, 2)).toBe("undecided");
    expect(status(known(300), third, LEVELS.length - 1)).toBe("equal");
    const large = times(known(300), number(1e30), 300);
    expect(status(large, times(third, number(1e30), 300), LEVELS.length - 1)).toBe("equal");
  });

  test("next to 0 count as equal only if they are as good as 0 at the last level", () => {
    const tiny = (places: number): Ball => ({ kind: "ball", mantissa: 1n, exponent: -places, radius: 2 });
    const zero = number(0);
    const last = LEVELS.length - 1;
    expect(status(tiny(1200), zero, last)).toBe("equal");
    expect(status(tiny(1200), zero, last - 1)).toBe("undecided");
    expect(status(tiny(400), zero, last)).toBe("undecided");
    expect(status(zero, tiny(1200), last)).toBe("equal");
    expect(status(tiny(1200), tiny(1300), last)).toBe("equal");
  });

  test("where one has no value, or nothing is known of it", () => {
    expect(status(undefined, third, 1)).toBe("claim undefined");
    expect(status(third, undefined, 1)).toBe("truth undefined");
    expect(status(undefined, undefined, 1)).toBe("both undefined");
    for (const other of [third, undefined, UNKNOWN] as const) {
      expect(status(UNKNOWN, other, 1)).toBe("undecided");
      expect(status(other, UNKNOWN, 1)).toBe("undecided");
    }
  });

  test("known in float64 only: equal to nine digits, or both as good as 0", () => {
    const floats = (claim: Real, truth: Real): Status => agreementOf(claim, truth, 0, 9).status;
    for (const sign of [1, -1])
      for (const size of [1, 3e5, 2e-3]) {
        const x = sign * size;
        expect(floats(number(x), number(x))).toBe("equal");
        expect(floats(number(x * (1 + 1e-12)), number(x))).toBe("equal");
        expect(floats(number(x * (1 - 1e-12)), number(x))).toBe("equal");
        expect(floats(number(x * (1 + 1e-7)), number(x))).toBe("different");
        expect(floats(number(x * (1 - 1e-7)), number(x))).toBe("different");
        expect(floats(number(-x), number(x))).toBe("different");
      }
    expect(floats(number(1e-15), number(0))).toBe("equal");
    expect(floats(number(0), number(-1e-15))).toBe("equal");
    expect(floats(number(1e-9), number(0))).toBe("different");
    expect(floats(interval(0, 1), number(0.5))).toBe("undecided");
    expect(agreementOf(number(1), number(1), 0, 9).bits).toBeLessThan(53);
  });
});
