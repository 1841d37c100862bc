/**
 * The test suite in headless Chromium, under two content security policies: `npm run test:browser`, or only the files whose
 * paths begin so: `npm run test:browser -- packages/graph/`.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { bundled, inChromium, POLICIES } from "../browser/chromium";
import { bench } from "../folders";
import { EXCLUDED, reason } from "./excluded";
import type { SuiteSaid } from "./page";

const root = join(bench, "../..");
/** How long a page may take. */
const LIMIT_MS = 1_200_000;

/** Every test file, as vitest's configuration finds them. */
function testFiles(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter(({ name }) => name !== "node_modules" && !name.startsWith("."))
      .flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        return entry.isDirectory() ? below(path) : path.endsWith(".test.ts") ? [path] : [];
      });
  return [...below("packages"), ...below("test")].sort();
}

/** A program that imports the files and runs their tests. */
function program(files: readonly string[]): string {
  const loads = files.map(
    (file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(join(root, file))}),`,
  );
  const page = JSON.stringify(join(bench, "src/suite/page.ts"));
  return `import { runSuite } from ${page};\nrunSuite({\n${loads.join("\n")}\n});`;
}

async function main(): Promise<void> {
  const files = testFiles();
  const isThere = (place: string): boolean =>
    files.some((file) => place.startsWith(file) || file.startsWith(place));
  const missing = Object.keys(EXCLUDED).filter((place) => !isThere(place));
  if (missing.length > 0) throw new Error(`excluded, but not there: ${missing.join(", ")}`);
  const asked = process.argv.slice(2);
  const isAsked = (file: string): boolean =>
    asked.length === 0 || asked.some((path) => file.startsWith(path));
  const chosen = files.filter((file) => reason(file) === undefined && isAsked(file));
  const alias = { vitest: join(bench, "src/suite/vitest.ts") };
  const script = await bundled({ text: program(chosen) }, alias);
  const { version, pages } = await inChromium<SuiteSaid>(script, "", LIMIT_MS);
  for (const [place, why] of Object.entries(EXCLUDED)) console.log(`not run: ${place} (${why})`);
  pages.forEach(({ wasm, passed, skipped, wrong }, k) => {
    const policy = POLICIES[k] as string;
    for (const { name, message } of wrong) console.error(`FAILED under ${policy}: ${name}\n  ${message}`);
    const unexplained = skipped.filter((name) => reason(name) === undefined);
    for (const name of unexplained) console.error(`skipped under ${policy}: ${name}`);
    if (wasm !== policy.includes("wasm")) console.error(`${policy} does not hold`);
    else if (wrong.length === 0 && unexplained.length === 0 && passed > 0) return;
    process.exitCode = 1;
  });
  const totals = pages.map(
    ({ passed, wrong }, k) => `${passed} passed, ${wrong.length} failed under ${POLICIES[k]}`,
  );
  console.log(`Chromium ${version}: ${totals.join("; ")}`);
}

main().catch((error: unknown) => {
  console.error(`test:browser: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
