import { defineConfig } from "tsup";
import { library } from "../../tsup.base";

export default defineConfig(library(["src/index.ts", "src/vitest/index.ts", "src/thread/index.ts"]));
