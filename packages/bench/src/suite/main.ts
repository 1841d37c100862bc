/**
 * The test suite in headless Chromium, under two content security policies: `npm run test:browser`, or only the files whose
 * paths begin so: `npm run test:browser -- packages/graph/`.
 */
import { inChromium, POLICIES } from "../browser/chromium";
import { EXCLUDED, reason } from "./excluded";
import type { SuiteSaid } from "./page";
import { filesBelow, program } from "./program";

/** How long a page may take. */
const LIMIT_MS = 1_200_000;
/** So that tests may look at what is left in memory. */
const COLLECTS = ["--js-flags=--expose-gc", "--enable-precise-memory-info"];

/** Every test file, as vitest's configuration finds them. */
const testFiles = (): string[] =>
  ["packages", "test"]
    .flatMap(filesBelow)
    .filter((path) => path.endsWith(".test.ts"))
    .sort();

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
  const { version, pages } = await inChromium<SuiteSaid>(await program(chosen), {
    limitMs: LIMIT_MS,
    together: true,
    args: COLLECTS,
  });
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
