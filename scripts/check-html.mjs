// Opens HTML documents in Chromium without a network: no error on the console, no request, nothing wider
// than the page, and they print.
//   node scripts/check-html.mjs out/*.html
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: node scripts/check-html.mjs FILE.html ...");
  process.exit(2);
}
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
if (!executablePath) {
  console.error("check-html: no Chromium (expected Debian's package chromium)");
  process.exit(1);
}

const profile = mkdtempSync(join(tmpdir(), "chainrule-chromium-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  offline: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

/** Opens and prints one document; what is wrong with it. */
async function problems(/** @type {string} */ file) {
  /** @type {string[]} */
  const found = [];
  const page = await context.newPage();
  const url = pathToFileURL(resolve(file)).href;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) found.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => found.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const target = request.url();
    if (target !== url && !target.startsWith("data:")) found.push(`needs ${target}`);
  });
  await page.goto(url, { waitUntil: "load", timeout: 20_000 });
  const seen = await page.evaluate(`({
    text: document.body.innerText.trim().length,
    errors: [...document.querySelectorAll(".katex-error")].map((node) => node.title || node.textContent),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  })`);
  if (seen.text === 0) found.push("the page is empty");
  for (const error of seen.errors) found.push(`formula: ${error}`);
  if (seen.overflow > 0) found.push(`the page is ${seen.overflow} px too wide`);
  const pdf = await page.pdf({ format: "A4" });
  if (pdf.length < 1000) found.push("it prints nothing");
  await page.close();
  return found;
}

try {
  for (const file of files) {
    const found = existsSync(file) ? await problems(file) : ["no such file"];
    console.log(`${file}: ${found.length === 0 ? "no problem found" : `${found.length} problems`}`);
    for (const problem of found) console.error(`  ${problem}`);
    if (found.length > 0) process.exitCode = 1;
  }
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
