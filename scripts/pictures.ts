/** Draws the pictures of the documents, into docs/pictures. With `--check` it only says which are not as they would be drawn. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scalar } from "@chainrule/graph";
import { draw, drawNetwork, plotRegions } from "@chainrule/plot";
import { loss as mazur } from "../examples/mazur";
import { labels, points, network as xor } from "../examples/pictures";

const folder = join(fileURLToPath(new URL("../", import.meta.url)), "docs", "pictures");

/** The network of the README's first example. */
function neuron() {
  const w = scalar("w", 0.5);
  const b = scalar("b", 0.1);
  const out = w.mul(2).add(b).named("net").sigmoid().named("out");
  return out.sub(1).square().div(2).named("E");
}

const pictures: Readonly<Record<string, string>> = {
  graph: draw(neuron()),
  network: drawNetwork(mazur, { values: true, gradients: true }),
  "backward-path": drawNetwork(mazur, { gradients: true, highlight: "w_1" }),
  regions: plotRegions(xor, { points, labels }),
};

mkdirSync(folder, { recursive: true });
for (const [name, svg] of Object.entries(pictures)) {
  const path = join(folder, `${name}.svg`);
  const isSame = existsSync(path) && readFileSync(path, "utf8") === `${svg}\n`;
  if (process.argv.includes("--check")) {
    if (isSame) continue;
    console.error(`docs/pictures/${name}.svg: not as it would be drawn (npm run pictures)`);
    process.exitCode = 1;
  } else if (!isSame) writeFileSync(path, `${svg}\n`);
}
