import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { type BrowserContext, chromium } from "playwright-core";
import { bench } from "../folders";

/** The content security policies that pages are served with. Neither allows functions made of text. */
export const POLICIES = ["script-src 'self' 'wasm-unsafe-eval'", "script-src 'self'"] as const;

/** What a page's program writes before each line of JSON: `{ failed: "..." }`, or what it found. */
const SAYS = "chainrule ";

/** A program for a page, as a user's bundler would make it from our sources: of a file, or of text. */
export async function bundled(
  entry: string | { readonly text: string; readonly folder?: string },
  options: Pick<BuildOptions, "alias" | "plugins" | "mainFields" | "define"> = {},
): Promise<string> {
  const { outputFiles } = await build({
    ...(typeof entry === "string"
      ? { entryPoints: [entry] }
      : { stdin: { contents: entry.text, resolveDir: entry.folder ?? bench } }),
    ...options,
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["@chainrule/source"],
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/** An open page whose program speaks in lines of JSON. */
export interface Page {
  /** What it says next. @throws Error that it failed, or said nothing for so long */
  said<T>(limitMs: number): Promise<T>;
  /** Answers the page's next `told()`. */
  tell(line: string): void;
  close(): Promise<void>;
}

/** A headless Chromium that gets its pages from this process. */
export interface Chromium {
  readonly version: string;
  /** Opens a page under a policy; its program finds `query` after the question mark of its address. */
  open(policy: number, query: string): Promise<Page>;
}

export interface Launch {
  /** More words for Chromium's command line. */
  readonly args?: readonly string[];
  /** Whether pages may start workers from blobs, as peers with threads do. */
  readonly workers?: boolean;
  /** What else is served, by path; undefined for what is not there. */
  readonly file?: (path: string) => string | Uint8Array | undefined;
}

/** Starts Chromium for as long as it is used. @throws Error if there is none */
export async function withChromium<T>(
  script: string,
  { args = [], workers = false, file = () => undefined }: Launch,
  use: (chromium: Chromium) => Promise<T>,
): Promise<T> {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    existsSync,
  );
  if (executablePath === undefined) throw new Error("no Chromium (expected Debian's package chromium)");
  const lines = new Lines();
  const server = createServer((request, response) => {
    // An isolated page has a clock of 5 µs; others have one of 100 µs.
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/told") lines.ask(searchParams.get("page") ?? "", response);
    else {
      const policy = POLICIES.find((_, k) => pathname === `/policy-${k}`);
      if (policy !== undefined) answerPage(response, workers ? `${policy}; worker-src 'self' blob:` : policy);
      else answerFile(response, pathname, pathname === "/page.js" ? script : file(pathname));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const profile = mkdtempSync(join(tmpdir(), "chainrule-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", ...args],
  });
  let pages = 0;
  try {
    return await use({
      version: context.browser()?.version() ?? "",
      open: (policy, query) => {
        const id = String(++pages);
        // a host for each page: browsers open few connections to one, and a page that waits to be told holds its own
        const url = `http://page-${id}.localhost:${port}/policy-${policy}?page=${id}&${query}`;
        return opened(context, url, (line) => lines.tell(id, line));
      },
    });
  } finally {
    await context.close();
    server.close();
    server.closeAllConnections();
    rmSync(profile, { recursive: true, force: true });
  }
}

function answerPage(response: ServerResponse, policy: string): void {
  response.setHeader("Content-Type", "text/html");
  response.setHeader("Content-Security-Policy", policy);
  response.end('<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>');
}

function answerFile(response: ServerResponse, path: string, found: string | Uint8Array | undefined): void {
  if (found === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader("Content-Type", path.endsWith(".wasm") ? "application/wasm" : "text/javascript");
  response.end(found);
}

/** What pages are told, one line for each time that they ask. */
class Lines {
  readonly #asking = new Map<string, ServerResponse>();
  readonly #waiting = new Map<string, string[]>();

  ask(page: string, response: ServerResponse): void {
    const line = this.#waiting.get(page)?.shift();
    if (line === undefined) this.#asking.set(page, response);
    else response.end(line);
  }

  tell(page: string, line: string): void {
    const asking = this.#asking.get(page);
    this.#asking.delete(page);
    if (asking !== undefined) asking.end(line);
    else this.#waiting.set(page, [...(this.#waiting.get(page) ?? []), line]);
  }
}

async function opened(context: BrowserContext, url: string, tell: (line: string) => void): Promise<Page> {
  const page = await context.newPage();
  const found: { readonly line?: string; readonly error?: Error }[] = [];
  let wake: (() => void) | undefined;
  const add = (next: (typeof found)[number]): void => {
    found.push(next);
    wake?.();
  };
  page.on("pageerror", (error) => add({ error }));
  page.on("crash", () => add({ error: new Error(`${url}: the page crashed`) }));
  page.on("console", (message) => {
    const text = message.text();
    if (text.startsWith(SAYS)) add({ line: text.slice(SAYS.length) });
  });
  await page.goto(url, { waitUntil: "commit" }); // a page that computes is not loaded before it is done
  return {
    async said<T>(limitMs: number): Promise<T> {
      if (found.length === 0) {
        const timer = setTimeout(() => add({ error: new Error(`over ${limitMs / 1000} s`) }), limitMs);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        clearTimeout(timer);
      }
      const { line, error } = found.shift() ?? {};
      if (line === undefined) throw error;
      const said = JSON.parse(line);
      if (said.failed !== undefined) throw new Error(said.failed);
      return said;
    },
    tell,
    close: () => page.close(),
  };
}

/** What pages said, by policy. */
export interface Said<T> {
  readonly version: string;
  readonly pages: readonly T[];
}

export interface Opening extends Launch {
  /** How long a page may take. */
  readonly limitMs: number;
  /** All pages at the same time, each in a process of its own, instead of one after the other. */
  readonly together?: boolean;
}

/**
 * Runs a program in headless Chromium, once under each policy.
 * @throws Error if there is no Chromium, or a page fails or takes too long
 */
export function inChromium<T>(
  script: string,
  { limitMs, together = false, ...launch }: Opening,
): Promise<Said<T>> {
  return withChromium(script, launch, async ({ version, open }) => {
    const run = async (policy: number): Promise<T> => {
      const page = await open(policy, "");
      try {
        return await page.said<T>(limitMs);
      } catch (error) {
        throw new Error(`${POLICIES[policy]}: ${error instanceof Error ? error.message : error}`);
      } finally {
        await page.close();
      }
    };
    const pages: T[] = together ? await Promise.all(POLICIES.map((_, k) => run(k))) : [];
    for (let k = pages.length; k < POLICIES.length; k++) pages.push(await run(k));
    return { version, pages };
  });
}
