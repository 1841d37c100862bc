// Runs every example from the packages' sources; each must end with exit code 0.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./packages.mjs";

const examples = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".ts"));
for (const name of examples.sort()) {
  await run(root, ["tsx", "--conditions=@chainrule/source", `examples/${name}`]);
  console.log(`examples/${name}`);
}
if (examples.length === 0) throw new Error("examples: none found");
