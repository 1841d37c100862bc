// Builds the VS Code extension and packs it: packages/vscode/chainrule.vsix.
import { cpSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifest, root, run } from "./packages.mjs";

/** The packer, from the registry when it is needed: it brings 280 packages with it, and only this needs it. */
const PACKER = "@vscode/vsce@3.9.2";

const folder = join(root, "packages", "vscode");
const stage = join(folder, "out");
const target = join(folder, "chainrule.vsix");
try {
  await run(folder, ["tsup"]);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage);
  for (const name of ["dist", "README.md", "LICENSE"])
    cpSync(join(folder, name), join(stage, name), { recursive: true });
  // The packer reads versions where the workspace says "catalog:"; everything is bundled, so it needs none.
  const { devDependencies: _dev, private: _private, scripts: _scripts, ...published } = manifest(folder);
  writeFileSync(join(stage, "package.json"), JSON.stringify(published, undefined, 2));
  await run(stage, [
    "npx",
    "-y",
    PACKER,
    "package",
    "--no-dependencies",
    "--allow-missing-repository",
    "--no-rewrite-relative-links",
    "--out",
    target,
  ]);
  console.log(`wrote ${target}, ${Math.round(statSync(target).size / 1024)} KB`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
