import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { type BrowserContext, chromium } from "playwright-core";
import { bench } from "../folders";

/** The content security policies that pages are served with. Neither allows functions made of text. */
export const POLICIES = ["script-src 'self' 'wasm-unsafe-eval'", "script-src 'self'"] as const;

/** What a page's program writes before its one line of JSON: `{ failed: "..." }`, or what it found. */
const SAYS = "chainrule ";

/** A program for a page, as a user's bundler would make it from our sources: of a file, or of text. */
export async function bundled(
  entry: string | { readonly text: string },
  options: Pick<BuildOptions, "alias" | "plugins"> = {},
): Promise<string> {
  const { outputFiles } = await build({
    ...(typeof entry === "string"
      ? { entryPoints: [entry] }
      : { stdin: { contents: entry.text, resolveDir: bench } }),
    ...options,
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["@chainrule/source"],
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}

/** What pages said, by policy. */
export interface Said<T> {
  readonly version: string;
  readonly pages: readonly T[];
}

export interface Opening {
  /** What pages find after the question mark of their address. */
  readonly query?: string;
  /** How long a page may take. */
  readonly limitMs: number;
  /** All pages at the same time, each in a process of its own, instead of one after the other. */
  readonly together?: boolean;
  /** More words for Chromium's command line. */
  readonly args?: readonly string[];
}

/**
 * Runs a program in headless Chromium, once under each policy.
 * @throws Error if there is no Chromium, or a page fails or takes too long
 */
export async function inChromium<T>(
  script: string,
  { query = "", limitMs, together = false, args = [] }: Opening,
): Promise<Said<T>> {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    existsSync,
  );
  if (executablePath === undefined) throw new Error("no Chromium (expected Debian's package chromium)");
  const server = await serve(script);
  const profile = mkdtempSync(join(tmpdir(), "chainrule-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", ...args],
  });
  try {
    const { port } = server.address() as AddressInfo; // it listens on a port
    const page = (k: number): Promise<T> =>
      said<T>(context, `http://127.0.0.1:${port}/policy-${k}?${query}`, limitMs);
    const pages: T[] = together ? await Promise.all(POLICIES.map((_, k) => page(k))) : [];
    for (let k = pages.length; k < POLICIES.length; k++) pages.push(await page(k));
    return { version: context.browser()?.version() ?? "", pages };
  } finally {
    await context.close();
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Serves the page and its program from one origin, with the policy that the path names. */
async function serve(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    // An isolated page has a clock of 5 µs; others have one of 100 µs.
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const policy = POLICIES.find((_, k) => path === `/policy-${k}`);
    if (path === "/page.js") response.setHeader("Content-Type", "text/javascript").end(script);
    else if (policy !== undefined) {
      response.setHeader("Content-Type", "text/html");
      response.setHeader("Content-Security-Policy", policy);
      response.end('<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>');
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** Opens a page and waits for what it says. */
async function said<T>(context: BrowserContext, url: string, limitMs: number): Promise<T> {
  const page = await context.newPage();
  const answer = new Promise<T>((resolve, reject) => {
    setTimeout(() => reject(new Error(`${url}: over ${limitMs / 1000} s`)), limitMs).unref();
    page.on("pageerror", reject);
    page.on("console", (message) => {
      const text = message.text();
      if (!text.startsWith(SAYS)) return;
      const found = JSON.parse(text.slice(SAYS.length));
      if (found.failed === undefined) resolve(found);
      else reject(new Error(`${url}: ${found.failed}`));
    });
  });
  await page.goto(url, { waitUntil: "commit" }); // a page that computes is not loaded before it is done
  const found = await answer;
  await page.close();
  return found;
}
