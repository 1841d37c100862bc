/** A browser with the page that was built: what a reader does, and what went wrong meanwhile. */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Served } from "../../scripts/serve";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** @throws Error if there is no Chromium */
export function launched(): Promise<Browser> {
  const executablePath = PLACES.find(existsSync);
  if (executablePath === undefined) throw new Error("no Chromium (expected Debian's package chromium)");
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

export interface Reader {
  readonly page: Page;
  /** Errors on the console or of programs, and requests that lead elsewhere or find nothing. */
  readonly faults: string[];
}

/** Opens the page and waits until there is something to see. */
export async function opened(
  browser: Browser,
  { url }: Served,
  options: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<Reader> {
  const { hash = "", ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...rest });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const address = request.url();
    if (!address.startsWith(url) && !/^(?:data|blob):/.test(address)) faults.push(`request: ${address}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(url + hash);
  await page.waitForSelector("main .pane", { state: "attached" });
  return { page, faults };
}

/** Puts another text into an editor, as a reader does who pastes over everything. */
export async function typed(page: Page, id: string, text: string): Promise<void> {
  await page.click(`#${id}`);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

/** Waits until a part of the page has a text that fits. @throws Error with what it has instead */
export async function says(page: Page, selector: string, wanted: RegExp, limitMs = 20_000): Promise<string> {
  const end = Date.now() + limitMs;
  for (;;) {
    const texts = await page.locator(selector).allInnerTexts();
    const found = texts.join("\n");
    if (wanted.test(found)) return found;
    if (Date.now() > end) throw new Error(`${selector} does not say ${wanted}, but: ${found.slice(0, 300)}`);
    await page.waitForTimeout(25);
  }
}

export function holds(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}
