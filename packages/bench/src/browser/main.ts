/** W1, W3, W5 and parity in headless Chromium under two content security policies: `npm run bench:browser -- --rounds 5`. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { bench } from "../folders";
import { machineText } from "../machine";
import { digits, timeText } from "../number";
import { median, ratio } from "../statistics";
import { markdownTable } from "../table";
import type { PageSaid } from "./page";
import { parityHashes } from "./parity";

const POLICIES = ["script-src 'self' 'wasm-unsafe-eval'", "script-src 'self'"] as const;

/** How long a page may take. */
const LIMIT_MS = 300_000;

async function program(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(bench, "src/browser/page.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["@chainrule/source"],
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}

/** Serves the page and its program from one origin, with the policy that the path names. */
async function serve(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    // An isolated page has a clock of 5 µs; others have one of 100 µs.
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (path === "/page.js") response.setHeader("Content-Type", "text/javascript").end(script);
    else if (path in POLICIES_BY_PATH) {
      response.setHeader("Content-Type", "text/html");
      response.setHeader("Content-Security-Policy", POLICIES_BY_PATH[path] as string);
      response.end('<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>');
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const POLICIES_BY_PATH: Readonly<Record<string, string>> = Object.fromEntries(
  POLICIES.map((policy, k) => [`/policy-${k}`, policy]),
);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    existsSync,
  );
  if (executablePath === undefined) throw new Error("no Chromium (expected Debian's package chromium)");
  const server = await serve(await program());
  const { port } = server.address() as AddressInfo; // it listens on a port
  const profile = mkdtempSync(join(tmpdir(), "chainrule-bench-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  try {
    const version = context.browser()?.version() ?? "";
    const said: PageSaid[] = [];
    for (const path of Object.keys(POLICIES_BY_PATH)) {
      const page = await context.newPage();
      const answer = new Promise<PageSaid>((resolve, reject) => {
        setTimeout(() => reject(new Error(`${path}: over ${LIMIT_MS / 1000} s`)), LIMIT_MS).unref();
        page.on("pageerror", reject);
        page.on("console", (message) => {
          const text = message.text();
          if (!text.startsWith("bench ")) return;
          const { failed, ...rest } = JSON.parse(text.slice(6));
          if (failed === undefined) resolve(rest);
          else reject(new Error(`${path}: ${failed}`));
        });
      });
      await page.goto(`http://127.0.0.1:${port}${path}?rounds=${values.rounds}`);
      said.push(await answer);
      await page.close();
    }
    const text = report(said, version, values.rounds);
    writeFileSync(join(bench, "RESULTS-BROWSER.md"), text);
    console.log(text);
  } finally {
    await context.close();
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

function report(said: readonly PageSaid[], version: string, rounds: string): string {
  const rows = said.flatMap(({ cases }, k) =>
    cases.map(({ title, measured: [ours, other] }) => {
      if (ours === undefined || other === undefined) throw new Error(`${title}: not measured`);
      const by = ratio(ours.seconds, other.seconds);
      return [
        title,
        POLICIES[k] as string,
        timeText(median(ours.seconds)),
        timeText(median(other.seconds)),
        `${digits(by.median)} (${digits(by.low)} to ${digits(by.high)})`,
        Math.max(ours.error ?? Number.NaN, other.error ?? Number.NaN).toExponential(0),
      ];
    }),
  );
  const node = parityHashes();
  const parity = Object.keys(node).map((what) => {
    const all = [node[what], ...said.map(({ hashes }) => hashes[what])];
    return [what, ...all.map(String), new Set(all).size === 1 ? "the same bits" : "**different bits**"];
  });
  const allowed = said.map((page, k) => {
    const yes = (may: boolean): string => (may ? "allowed" : "blocked");
    return [POLICIES[k] as string, yes(page.wasm), yes(page.eval)];
  });
  return `# Results in a browser

Written by \`npm run bench:browser\`; edits are lost.

Chromium ${version}, headless; ${machineText()}; ${rounds} rounds. Chainrule and code by hand run in one page, in turns.

${markdownTable(["policy", "WebAssembly", "new Function"], allowed)}

${markdownTable(["workload", "policy", "chainrule", "by hand", "ratio", "values"], rows)}

Hashes of the bits that programs compute:

${markdownTable(["", "Node", ...POLICIES, ""], parity)}
`;
}

main().catch((error: unknown) => {
  console.error(`bench:browser: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
