import { expect, test } from "vitest";
import { study, total } from "./study";

test("single errors in gradients, in five notations: none passes, nearly all are located, most are mended", () => {
  const found = study(20, 8, 5);
  const { located, mutants, passed, repaired } = total(found);
  const failures = found.failures.join("\n");
  expect(found.rightProved, failures).toBe(found.rightClaims);
  expect(mutants).toBe(100);
  expect(passed, failures).toBe(0);
  expect(located / mutants, failures).toBeGreaterThanOrEqual(0.93);
  expect(repaired / mutants, failures).toBeGreaterThanOrEqual(0.8);
});
