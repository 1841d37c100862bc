import { fileURLToPath } from "node:url";
import { mergeConfig } from "vitest/config";
import base from "../../vitest.config";

/** Tests that compare verdicts and values with what was computed outside, or is true by the mathematics. */
const tests = [
  "scripts/mutation/*.test.ts",
  "packages/check/src/{numeric,prove}/*.test.ts",
  "packages/check/test/{conditions,domains,means,norms,numeric,prove,roots,sums}.test.ts",
  "packages/graph/test/{accuracy,derivative-rules,diagnose,edges-values,hessian,high-orders,meaningless,micrograd}.test.ts",
  "packages/graph/test/{norms,operations,strong-zero,tensor-rules}.test.ts",
];

const config = mergeConfig(base, {});
export default {
  ...config,
  root: fileURLToPath(new URL("../../", import.meta.url)),
  test: { ...config.test, include: tests, globalSetup: [] },
};
