// Builds every package; each reads the others' sources, so their order is free.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { packages, run } from "./packages.mjs";

async function build(/** @type {string} */ folder) {
  rmSync(join(folder, "dist"), { recursive: true, force: true });
  await run(folder, ["tsup"]);
}

try {
  await Promise.all(packages.map(({ folder }) => build(folder)));
  console.log(`built ${packages.map(({ manifest }) => manifest.name).join(", ")}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
