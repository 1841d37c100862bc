import { describe, expect, test } from "vitest";
import { median, quantile, ratio, relativeError, summary } from "./statistics";

describe("quantiles", () => {
  test("a median is the middle, or the mean of the two in the middle, in any order", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  test("quantiles lie between neighbours in proportion", () => {
    expect(quantile([0, 10], 0.25)).toBe(2.5);
    expect(summary([5, 1, 2, 3, 4])).toEqual({ median: 3, low: 2, high: 4 });
  });
});

describe("ratio", () => {
  test("is taken inside each round: a machine that slows down for both changes nothing", () => {
    expect(ratio([2, 20, 200], [1, 10, 100])).toEqual({ median: 2, low: 2, high: 2 });
  });

  test("uses the rounds that both have", () => {
    expect(ratio([3, 3], [1, 1, 1]).median).toBe(3);
    expect(ratio([1], []).median).toBeNaN();
  });
});

describe("relative error", () => {
  test("is the largest one", () => {
    expect(relativeError([1, 2.2], [1, 2])).toBeCloseTo(0.1, 12);
    expect(relativeError([0.5], [0])).toBe(0.5);
  });

  test("is infinite where values are missing, too many or no numbers", () => {
    for (const values of [[], [1, 2], [Number.NaN]]) expect(relativeError(values, [1])).toBe(Infinity);
  });
});
