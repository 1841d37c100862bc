/**
 * The command and the packages as a user has them, built once for all tests: a process starts from there three times as fast as
 * from the sources. All share one copy of each module, as they do once installed.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";

const root = fileURLToPath(new URL("../../../", import.meta.url));
// below the package, so that the libraries that it depends on are found
const folder = join(root, "packages", "cli", ".installed");
const dist = join(folder, "dist");

/** What `chainrule` starts. */
export const command = join(dist, "main.js");
/** The same as a module. */
export const answers = join(dist, "command.js");
/** The examples, beside the packages. */
export const examples = join(folder, "examples");
/** The folder to link as `node_modules/@chainrule`. */
export const scope = join(folder, "node_modules", "@chainrule");

/** The packages, and the source of each of their entry points. */
const PACKAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  graph: { index: "src/index.ts", mathjs: "src/mathjs/index.ts" },
  nn: { index: "src/index.ts" },
  derive: { index: "src/index.ts" },
  latex: { index: "src/index.ts" },
  plot: { index: "src/index.ts", png: "src/png/index.ts" },
  check: { index: "src/index.ts" },
};

/** Builds the command and the packages; vitest calls it before all tests. */
export async function setup(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const sources = Object.entries(PACKAGES).flatMap(([name, entries]) =>
    Object.entries(entries).map(([entry, file]) => [`${name}-${entry}`, join(root, "packages", name, file)]),
  );
  await build({
    config: false,
    entry: {
      main: join(root, "packages", "cli", "src", "main.ts"),
      command: join(root, "packages", "cli", "src", "command.ts"),
      "audit-worker": join(root, "packages", "cli", "src", "audit-worker.ts"),
      "grade-worker": join(root, "packages", "cli", "src", "grade-worker.ts"),
      "derive-worker": join(root, "packages", "cli", "src", "derive-worker.ts"),
      ...Object.fromEntries(sources),
    },
    format: ["esm"],
    target: "node20",
    outDir: dist,
    noExternal: [/^@chainrule\//],
    external: ["@resvg/resvg-js", "katex", "mathjs", "tsx"],
    splitting: true,
    sourcemap: true,
    silent: true,
    esbuildOptions(options) {
      options.conditions = ["@chainrule/source"];
    },
  });
  cpSync(join(root, "packages", "cli", "package.json"), join(folder, "package.json"));
  cpSync(join(root, "examples"), examples, { recursive: true });
  for (const [name, entries] of Object.entries(PACKAGES)) {
    const own = join(scope, name);
    mkdirSync(own, { recursive: true });
    const exports = Object.keys(entries).map((entry) => [
      entry === "index" ? "." : `./${entry}`,
      `./${entry}.js`,
    ]);
    const manifest = { name: `@chainrule/${name}`, type: "module", exports: Object.fromEntries(exports) };
    writeFileSync(join(own, "package.json"), JSON.stringify(manifest));
    for (const entry of Object.keys(entries))
      writeFileSync(join(own, `${entry}.js`), `export * from "../../../dist/${name}-${entry}.js";\n`);
  }
}
