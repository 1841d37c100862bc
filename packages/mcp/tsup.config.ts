import { defineConfig } from "tsup";
import { library } from "../../tsup.base";

export default defineConfig([
  ...library(["src/index.ts"]),
  {
    entry: ["src/main.ts", "src/worker.ts"],
    format: ["esm"],
    target: "node20",
    sourcemap: true,
    silent: true,
  },
]);
