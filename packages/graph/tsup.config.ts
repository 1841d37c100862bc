import { defineConfig } from "tsup";
import { library } from "../../tsup.base";

export default defineConfig(
  library(["src/index.ts", "src/mathjs/index.ts", "src/read/index.ts", "src/written/index.ts"]),
);
