import { defineConfig } from "vitest/config";

// Packages are tested from their sources: no build, no build order.
const source = "@chainrule/source";

// Continuous integration asks for the totals in a file.
const results = process.env.CHAINRULE_TEST_RESULTS;

export default defineConfig({
  resolve: { conditions: [source, "module", "node", "development|production"] },
  ssr: {
    resolve: {
      conditions: [source, "module", "node", "development|production"],
      externalConditions: [source, "node"],
    },
  },
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
    environment: "node",
    globalSetup: ["packages/cli/test/installed.ts"],
    // One module graph for all files: many times faster, and test files may not share mutable state.
    isolate: false,
    maxWorkers: "100%", // by default a core is left idle: half of a machine with two
    testTimeout: 60_000,
    hookTimeout: 60_000,
    ...(results && { reporters: ["default", ["json", { outputFile: results }]] }),
    coverage: { include: ["packages/*/src/**/*.ts"] },
  },
});
