import { expect, test } from "vitest";
import { study } from "./study";

test("single errors in gradients of many networks: none passes, nearly all are located and mended", () => {
  const { failures, rightClaims, rightProved, rows } = study(150, 21, 5);
  const sum = (key: "mutants" | "passed" | "located" | "repaired"): number =>
    rows.reduce((total, row) => total + row[key], 0);
  expect(rightProved).toBe(rightClaims);
  expect(sum("mutants")).toBe(150);
  expect(sum("passed"), failures.join("\n")).toBe(0);
  expect(sum("located") / sum("mutants"), failures.join("\n")).toBeGreaterThanOrEqual(0.95);
  expect(sum("repaired") / sum("mutants"), failures.join("\n")).toBeGreaterThanOrEqual(0.8);
});
