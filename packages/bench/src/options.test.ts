import { describe, expect, test } from "vitest";
import { parseOptions } from "./options";

const known = ["W1", "W2"];

describe("options", () => {
  test("workloads in any case, and rounds", () => {
    expect(parseOptions(["w1", "--rounds", "5"], known)).toMatchObject({
      ids: ["W1"],
      rounds: 5,
      all: false,
    });
  });

  test("quick is shorter in every way", () => {
    const [slow, quick] = [parseOptions([], known), parseOptions(["--quick"], known)];
    for (const key of ["rounds", "budgetMs", "warmMs", "limitMs"] as const)
      expect(quick[key]).toBeLessThan(slow[key]);
  });

  test("what is not an option, a workload or a count is refused", () => {
    expect(() => parseOptions(["W7"], known)).toThrow("no workload W7 (there are W1, W2)");
    for (const words of [["--rounds", "0"], ["--rounds", "x"], ["--fast"]]) {
      expect(() => parseOptions(words, known)).toThrow();
    }
  });
});
