/** The page in headless Chromium: `npm run test:playground`, or only what has a word in its name: `-- training`. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPlayground } from "../../scripts/build";
import { serve } from "../../scripts/serve";
import { buildModules } from "../../scripts/site/modules";
import { checks } from "./checks";
import { launched } from "./page";

const asked = process.argv.slice(2);
const chosen = Object.entries(checks).filter(
  ([name]) => asked.length === 0 || asked.some((word) => name.includes(word)),
);
const folder = mkdtempSync(join(tmpdir(), "chainrule-playground-"));
let failed = 0;
try {
  await buildPlayground(folder);
  await buildModules(join(folder, "modules"));
  copyFileSync(fileURLToPath(new URL("plain.html", import.meta.url)), join(folder, "plain.html"));
  const [served, browser] = await Promise.all([serve(folder), launched()]);
  for (const [name, check] of chosen) {
    const start = performance.now();
    const since = (): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;
    try {
      const readers = await check(browser, served);
      const faults = readers.flatMap(({ faults }) => faults);
      if (faults.length > 0) throw new Error(faults.join("\n"));
      console.log(`passed: ${name} (${since()})`);
    } catch (error) {
      failed++;
      console.error(`FAILED: ${name} (${since()})\n  ${error instanceof Error ? error.message : error}`);
    } finally {
      await Promise.all(browser.contexts().map((context) => context.close()));
    }
  }
  await browser.close();
  served.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`playground: ${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0;
