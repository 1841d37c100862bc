/** Runs a program and writes the pictures that it exports, `pictures`: SVG by name. `tsx scripts/run-program.ts FILE FOLDER` */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [file = "", folder = ""] = process.argv.slice(2);
const { pictures = {} }: { readonly pictures?: Readonly<Record<string, string>> } = await import(
  pathToFileURL(resolve(file)).href
);
for (const [name, svg] of Object.entries(pictures)) writeFileSync(join(folder, `${name}.svg`), `${svg}\n`);
