import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { PAGE_OPTIONS } from "../page-options";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** The entries that pages may import by themselves, as one file each that shares parts with the others. */
const ENTRIES: Readonly<Record<string, string>> = {
  graph: "packages/graph/src/index.ts",
  "graph-mathjs": "packages/graph/src/mathjs/index.ts",
  nn: "packages/nn/src/index.ts",
  derive: "packages/derive/src/index.ts",
  latex: "packages/latex/src/index.ts",
  check: "packages/check/src/index.ts",
  code: "packages/code/src/index.ts",
  plot: "packages/plot/src/index.ts",
};

/** The packages as modules that a page imports without a bundler: `import { scalar } from "./modules/graph.js"`. */
export async function buildModules(folder: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, "packages/graph/package.json"), "utf8"));
  await build({
    entryPoints: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, join(root, path)])),
    ...PAGE_OPTIONS,
    outdir: folder,
    conditions: ["@chainrule/source"],
    banner: { js: `/* chainrule ${version}, MIT licence */` },
    absWorkingDir: dirname(root),
  });
}
