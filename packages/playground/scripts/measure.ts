/**
 * `npm run measure:playground`: what the first load takes over the wire, and how long answers take, in headless Chromium with the page as
 * it is handed out. Times are those of a reader: from the key or click to the change of the page; the middle of several, and the longest.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launched, opened, says, typed } from "../test/browser/page";
import { buildPlayground } from "./build";
import { serve } from "./serve";

const TIMES = 9;

/** From an action to the next change of a part of the page, in milliseconds. */
async function timed(page: Page, part: string, act: () => Promise<void>): Promise<number> {
  await page.evaluate((selector) => {
    const element = document.querySelector(selector);
    const state = globalThis as unknown as { begun: number; ended: Promise<number> };
    state.ended = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve(performance.now());
      });
      if (element)
        observer.observe(element, { childList: true, subtree: true, characterData: true, attributes: true });
    });
    // functions have no names of their own here: what names them is not in the page
    for (const kind of ["keydown", "click"])
      addEventListener(kind, (event) => Object.assign(state, { begun: event.timeStamp }), {
        capture: true,
        once: true,
      });
  }, part);
  await act();
  return page.evaluate(async () => {
    const state = globalThis as unknown as { begun: number; ended: Promise<number> };
    return (await state.ended) - state.begun;
  });
}

async function row(name: string, goal: number, measure: (k: number) => Promise<number>): Promise<void> {
  const times: number[] = [];
  for (let k = 0; k < TIMES; k++) times.push(await measure(k));
  times.sort((a, b) => a - b);
  const middle = times[TIMES >> 1] as number; // there are as many
  const verdict = middle <= goal ? "met" : "not met";
  console.log(
    `${name}: ${middle.toFixed(0)} ms (longest ${(times.at(-1) ?? 0).toFixed(0)}); the goal ${goal} ms is ${verdict}`,
  );
}

const folder = mkdtempSync(join(tmpdir(), "chainrule-measure-"));
try {
  await buildPlayground(folder);
  const [served, browser] = await Promise.all([serve(folder), launched()]);
  const { page } = await opened(browser, served);
  await says(page, ".lines", /0\.0821670/);
  const bytes = served.sent.reduce((sum, each) => sum + each.bytes, 0);
  console.log(
    `first load: ${Math.round(bytes / 1000)} kB, compressed by gzip, ${served.sent.length} files; the goal is 700 kB`,
  );
  for (const { bytes: size, path } of served.sent.filter((each) => each.bytes > 10_000))
    console.log(`  ${path}: ${Math.round(size / 1000)} kB`);

  await page.locator('.drawing .label[data-of="w_1"]').first().waitFor();
  const names = ["w_1", "w_5"];
  await row("click to derivation, 2-2-2", 150, (k) =>
    timed(page, ".lines", () =>
      page
        .locator(`.drawing .label[data-of="${names[k % 2]}"]`)
        .first()
        .click(),
    ),
  );
  await typed(page, "claim", "(out_o1 - target_o1) * out_o1 * (1 - out_o1) * out_h1");
  await says(page, "#verdict", /right, proved|wrong/);
  await row("typing to verdict", 100, (k) =>
    timed(page, "#verdict", () => page.keyboard.press(k % 2 === 0 ? "2" : "Backspace")),
  );
  await page.selectOption("#examples", "002");
  await says(page, "#counts", /wrong/, 60_000);
  await page.click("#source");
  await page.keyboard.press("ControlOrMeta+End");
  await row("re-audit of document 002 after an edit", 50, (k) =>
    timed(page, "#counts", () => page.keyboard.press(k % 2 === 0 ? "x" : "Backspace")),
  );
  await browser.close();
  served.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
