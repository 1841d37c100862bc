/** W1, W3, W5 and parity in headless Chromium under two content security policies: `npm run bench:browser -- --rounds 5`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bench } from "../folders";
import { machineText } from "../machine";
import { digits, timeText } from "../number";
import { median, ratio } from "../statistics";
import { markdownTable } from "../table";
import { bundled, inChromium, POLICIES } from "./chromium";
import type { PageSaid } from "./page";
import { parityHashes } from "./parity";

/** How long a page may take. */
const LIMIT_MS = 300_000;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
  const script = await bundled(join(bench, "src/browser/page.ts"));
  const { version, pages } = await inChromium<PageSaid>(script, {
    query: `rounds=${values.rounds}`,
    limitMs: LIMIT_MS,
  });
  const text = report(pages, version, values.rounds);
  writeFileSync(join(bench, "RESULTS-BROWSER.md"), text);
  console.log(text);
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
