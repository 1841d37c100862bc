import { expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { study, total } from "./study";

/** Of each notation. */
const MUTANTS = sampled(20, 6);
const NETWORKS = sampled(8, 4);

test("single errors in gradients, in five notations: none passes, nearly all are located, most are mended", () => {
  const found = study(MUTANTS, NETWORKS, 5);
  const { located, mutants, passed, repaired } = total(found);
  const failures = found.failures.join("\n");
  expect(found.rightProved, failures).toBe(found.rightClaims);
  expect(mutants).toBe(5 * MUTANTS);
  expect(passed, failures).toBe(0);
  expect(located / mutants, failures).toBeGreaterThanOrEqual(0.93);
  expect(repaired / mutants, failures).toBeGreaterThanOrEqual(0.8);
});
