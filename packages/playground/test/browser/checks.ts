import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import type { Served } from "../../scripts/serve";
import { holds, opened, type Reader, says, typed } from "./page";

/* What is done to the page, each by itself, and what must come of it. */

export type Check = (browser: Browser, served: Served) => Promise<readonly Reader[]>;

const svg = ".drawing svg";
const part = (name: string, kind = "label"): string => `.drawing .${kind}[data-of="${name}"]`;

const network: Check = async (browser, served) => {
  const reader = await opened(browser, served);
  const { page } = reader;
  await page.waitForSelector(svg);
  await typed(page, "source", "2-2-1 tanhh sigmoid, squared error");
  await says(page, "#problem", /no such activation.*tanh/s);
  holds(
    (await page.locator(".cm-lintRange-error").allInnerTexts()).join() === "tanhh",
    "the mark is not under tanhh",
  );
  await typed(page, "source", "2-2-1 tanh sigmoid, squared error");
  await page.waitForSelector(part("w_6"));
  await page.locator("#problem").waitFor({ state: "detached" });
  return [reader];
};

const clicks: Check = async (browser, served) => {
  const reader = await opened(browser, served);
  const { page } = reader;
  for (const [name, kind] of [
    ["w_1", "label"],
    ["out_h1", "node"],
    ["w_8", "label"],
  ] as const) {
    await page.locator(part(name, kind)).first().click();
    await says(page, ".derived h3", new RegExp(`Derivative of Etotal by ${name.replace("_", "")}`));
    await says(page, `.quantities tr.chosen`, new RegExp(name.replace("_", "")));
  }
  await page.selectOption("#language", "zh-Hans");
  await says(page, ".lines", /链式法则/);
  await says(page, "h2", /推导/);
  await page.selectOption("#language", "zh-Hant");
  await says(page, ".lines", /連鎖/);
  await page.selectOption("#language", "en");
  await page.locator('input[name="notation"][value="matrix"]').check({ force: true });
  await says(page, ".lines", /W\s*\(2\)/);
  await page.locator('input[name="form"][value="delta"]').check({ force: true });
  await says(page, ".lines", /δ/);
  return [reader];
};

const sliders: Check = async (browser, served) => {
  const reader = await opened(browser, served);
  const { page } = reader;
  await says(page, ".lines", /0\.0821670/);
  const slider = page.locator('[data-slider="w_5"]');
  await slider.focus();
  for (let k = 0; k < 20; k++) await page.keyboard.press("ArrowRight");
  await says(page, "tr.chosen", /0\.08(?!2167)/);
  const { value } = await slider.evaluate((element) => ({
    value: Number((element as HTMLInputElement).value),
  }));
  holds(value > 0.45, `the slider did not move: ${value}`);
  holds(
    !/0\.0821670/.test((await page.locator(".lines").allInnerTexts()).join()),
    "the derivation did not follow",
  );
  await page.click("#reset");
  await says(page, ".lines", /0\.0821670/);
  return [reader];
};

const claims: Check = async (browser, served) => {
  const reader = await opened(browser, served);
  const { page } = reader;
  await typed(page, "claim", "(target_o1 - out_o1) * out_o1 * (1 - out_o1) * out_h1");
  await says(page, "#verdict", /^wrong/);
  const marked = (await page.locator(".claim .cm-lintRange-error").allInnerTexts()).join("");
  holds(marked.includes("target_o1"), `the mark is under ${marked}`);
  await page.click("#use-repair");
  await says(page, "#verdict", /right, proved/);
  await typed(page, "claim", "(out_o1 - ");
  await says(page, "#verdict", /cannot be read yet/);
  return [reader];
};

const steps: Check = async (browser, served) => {
  const reader = await opened(browser, served);
  const { page } = reader;
  await page.click("#practise");
  await says(page, ".derivation output", /^0 of 6 lines/);
  await page.click("#hint");
  await says(page, ".lines .hint", /= \?/);
  await page.click("#next");
  await says(page, ".derivation output", /^1 of 6 lines/);
  await page.click("#all");
  await says(page, ".lines", /0\.0821670/);
  return [reader];
};

const training: Check = async (browser, served) => {
  const reader = await opened(browser, served);
  const { page } = reader;
  await page.selectOption("#examples", "xor");
  await says(page, "#progress", /0 steps, loss/);
  await page.click("#step");
  await says(page, "#progress", /^1 steps/);
  await page.click("#run");
  await says(page, "#progress", /^\d{3,} steps/);
  await page.click("#run");
  await says(page, "#run", /Run/);
  await page.waitForSelector(".charts > .chart svg");
  const plane = page.locator('.regions [role="application"]');
  await plane.scrollIntoViewIfNeeded();
  const box = await plane.boundingBox();
  holds(box !== null, "there is no plane");
  await page.mouse.click(box.x + box.width / 2, box.y + box.width / 2);
  await says(page, ".samples summary", /5 samples/);
  await plane.focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await says(page, ".samples summary", /6 samples/);
  await page.click(".samples summary");
  await page.fill(".samples textarea", "i_1,i_2,target_o1\n0,0,0\n1,1,1\n");
  await page.click(".samples button >> nth=0");
  await says(page, ".samples summary", /2 samples/);
  await page.fill(".samples textarea", "i_1,i_2,target_o1\n0,zero,0\n");
  await page.click(".samples button >> nth=0");
  await says(page, ".samples .complaint", /line 2/);
  await page.click("#reset");
  await says(page, "#progress", /^0 steps/);
  return [reader];
};

const MISTAKEN = `With $w = 0.5$, $x = 2$, $t = 3$:

$$net = w x = 1$$

$$E = \\frac12 (t - net)^2$$

$$\\frac{\\partial E}{\\partial w} = (t - net) x$$
`;

const audits: Check = async (browser, served) => {
  const reader = await opened(browser, served);
  const { page } = reader;
  await page.locator('input[name="kind"][value="derivation"]').check({ force: true });
  await typed(page, "source", MISTAKEN);
  await says(page, "#counts", /1 wrong/);
  holds((await page.locator(".cm-lintRange-error").count()) > 0, "nothing is marked");
  await page.locator(".findings li.wrong button").first().click();
  await says(page, ".finding", /wrong/);
  await page.click("#mend");
  await says(page, "#counts", /0 wrong/);
  await page.selectOption("#language", "zh-Hans");
  await says(page, "#counts", /0 处错误/);
  await page.selectOption("#examples", "backward");
  await says(page, "#counts", /3 处错误/);
  await page.locator(".findings li.wrong button").first().click();
  await page.click("#mend");
  await says(page, "#counts", /0 处错误/);
  return [reader];
};

const links: Check = async (browser, served) => {
  const first = await opened(browser, served);
  await first.page.selectOption("#examples", "lstm");
  await says(first.page, ".derived h3", /by wf/);
  await first.page.click("#practise");
  await first.page.click("#next");
  await first.page.selectOption("#language", "zh-Hant");
  await typed(first.page, "claim", "2 x");
  await says(first.page, "#verdict", /錯誤/);
  await first.page.click("#step");
  await says(first.page, "#progress", /^1 步/);
  await first.page.waitForTimeout(600);
  const hash = new URL(first.page.url()).hash;
  const second = await opened(browser, served, { hash });
  for (const [selector, wanted] of [
    ["#progress", /^1 步/],
    ["#verdict", /錯誤/],
    [".derivation output", /1 \/ /],
    ["#source", /one step of an LSTM/],
  ] as const)
    await says(second.page, selector, wanted);
  await says(second.page, "#claim", /2 x/);
  const broken = await opened(browser, served, { hash: "#s=xx" });
  await says(broken.page, ".complaint", /link/);
  return [first, second, broken];
};

const exportsAll: Check = async (browser, served) => {
  const reader = await opened(browser, served);
  const { page } = reader;
  await page.click(".export summary");
  const wanted: Readonly<Record<string, RegExp>> = {
    markdown: /\\frac\{\\partial E/,
    latex: /\\documentclass/,
    html: /font\/woff2;base64,/,
    pytorch: /class .*Function/,
    numpy: /import numpy/,
    onnx: /w_?5/,
  };
  for (const [format, text] of Object.entries(wanted)) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(`#export-${format}`)]);
    const content = readFileSync(await file.path(), "latin1");
    holds(text.test(content), `${format}: ${content.slice(0, 200)}`);
  }
  return [reader];
};

const keyboard: Check = async (browser, served) => {
  const reader = await opened(browser, served);
  const { page } = reader;
  await page.locator(part("w_3")).first().waitFor();
  await page.locator('input[name="view"]:checked').focus();
  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute("data-of") ?? null);
  for (let k = 0; k < 30 && (await focused()) !== "w_3"; k++) await page.keyboard.press("Tab");
  holds((await focused()) === "w_3", "w_3 is not reached by Tab");
  await page.keyboard.press("Enter");
  await says(page, ".derived h3", /by w3/);
  holds((await focused()) === "w_3", "the focus is lost where the picture is drawn again");
  return [reader];
};

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await run.run();
    return found.violations.flatMap(({ id, nodes }) => {
      // CodeMirror's scroller has the text inside, which takes the focus and scrolls it
      const own = nodes.filter(
        ({ html }) => !(id === "scrollable-region-focusable" && html.includes("cm-scroller")),
      );
      return own.map(({ html }) => `${id}: ${html.slice(0, 160)}`);
    });
  });
}

const accessible: Check = async (browser, served) => {
  const readers: Reader[] = [];
  for (const [colorScheme, example] of [
    ["light", "mazur"],
    ["dark", "xor"],
    ["light", "002"],
  ] as const) {
    const reader = await opened(browser, served, { colorScheme, bypassCSP: true });
    await reader.page.selectOption("#examples", example);
    await reader.page.waitForSelector(example === "002" ? ".findings li" : ".lines .row");
    const found = await violations(reader.page);
    holds(found.length === 0, `${colorScheme}, ${example}: ${found.join("\n")}`);
    readers.push(reader);
  }
  return readers;
};

const widths: Check = async (browser, served) => {
  const readers: Reader[] = [];
  for (const width of [360, 700, 1024, 1600]) {
    const reader = await opened(browser, served, { viewport: { width, height: 800 }, hasTouch: width < 500 });
    const { page } = reader;
    const tabs = width < 500 ? [0, 1, 2] : [undefined];
    for (const tab of tabs) {
      if (tab !== undefined) await page.locator(".tabs button").nth(tab).tap();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      holds(wide <= 0, `${width} px: the page is ${wide} px too wide`);
    }
    if (width < 500) await says(page, ".derived h3", /by w5/);
    readers.push(reader);
  }
  return readers;
};

/** The packages as modules, in a page without a bundler. */
const modules: Check = async (browser, served) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(`${served.url}plain.html`);
  await says(page, "output", /^0\.031185007428680897 -0\.09358746786570664 proved w true$/);
  return [{ page, faults }];
};

export const checks: Readonly<Record<string, Check>> = {
  "a network is typed, an error is marked under its characters": network,
  "clicks on weights and units, languages, notations, forms": clicks,
  "a slider moves, the derivation follows": sliders,
  "a formula is judged, marked, mended": claims,
  "hint, step, all": steps,
  "training: step, run, pause, points by mouse, keyboard and CSV, reset": training,
  "a derivation and a backward pass are audited and mended": audits,
  "a link holds the state": links,
  exports: exportsAll,
  "the picture by keyboard": keyboard,
  "axe-core, light and dark": accessible,
  "the packages as modules of a plain page": modules,
  "no width from 360 to 1600 px overflows": widths,
};
