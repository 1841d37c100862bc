import { defineConfig } from "tsup";
import { server } from "../../tsup.base";

export default defineConfig(server(["src/index.ts"], ["src/main.ts", "src/worker.ts"]));
