/**
 * The workloads in headless Chromium, under two content security policies: `npm run bench:browser -- W1 W3 --quick`. Every
 * implementation in JavaScript takes part, in a page of its own.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bench } from "../folders";
import { machineText } from "../machine";
import { digits, timeText } from "../number";
import { type Options, parseOptions } from "../options";
import { installPeers } from "../peers";
import { type Measured, measure } from "../rounds";
import { median, ratio } from "../statistics";
import { markdownTable } from "../table";
import type { Case, Workload } from "../workload";
import { workloads } from "../workloads";
import { bundled, type Chromium, POLICIES, withChromium } from "./chromium";
import { peerFiles } from "./peers";
import { pageSession } from "./session";

/** Larger cases take a page minutes, or more memory than it has. */
const LARGEST = 1e5;
/** Documents are printed and audited by Node. */
const LEFT_OUT: ReadonlySet<string> = new Set(["W7", "W10", "W11"]);

interface Row {
  readonly workload: Workload;
  readonly size: Case;
  /** By policy. */
  readonly measured: readonly (readonly Measured[])[];
}

async function main(): Promise<void> {
  const own = workloads.filter(({ id }) => !LEFT_OUT.has(id));
  const options = parseOptions(
    process.argv.slice(2),
    own.map(({ id }) => id),
  );
  installPeers();
  const here = (name: string): string => join(bench, "src/browser", name);
  const script = await bundled(here("child.ts"), {
    plugins: [
      {
        name: "load",
        setup: (build) => void build.onResolve({ filter: /\/load$/ }, () => ({ path: here("load.ts") })),
      },
    ],
    alias: { "node:url": here("load.ts") },
  });
  const asked = own.filter(({ id }) => options.ids.length === 0 || options.ids.includes(id));
  const rows: Row[] = [];
  const machine = machineText();
  const version = await withChromium(script, { file: await peerFiles(), workers: true }, async (chromium) => {
    for (const workload of asked) {
      for (const size of workload.cases.filter(({ size }) => size <= LARGEST)) {
        const row = { workload, size, measured: await byPolicy(chromium, workload, size, options) };
        rows.push(row);
        console.log(section(row));
      }
    }
    return chromium.version;
  });
  if (options.ids.length > 0) return; // a part is to be looked at, not to be kept
  const rounds = `${options.rounds} rounds${options.quick ? ", quick" : ""}`;
  writeFileSync(
    join(bench, "RESULTS-BROWSER.md"),
    report(rows, `Chromium ${version}, headless; ${machine}; ${rounds}`),
  );
}

async function byPolicy(
  chromium: Chromium,
  workload: Workload,
  size: Case,
  options: Options,
): Promise<Measured[][]> {
  const found: Measured[][] = [];
  // what is "strict" in Node is what a page is under the second policy; what needs a newer Node has one here
  const implementations = workload.implementations.filter(
    (one) => "prepare" in one && one.flags === undefined && !one.name.endsWith("Node 24"),
  );
  for (const policy of POLICIES.keys()) {
    const open = ({ name }: { readonly name: string }) => {
      const query = {
        workload: workload.id,
        case: size.label,
        implementation: name,
        warm: `${options.warmMs}`,
      };
      return pageSession(chromium, policy, new URLSearchParams(query).toString(), options.limitMs);
    };
    found.push(await measure({ ...workload, implementations }, size, open, options));
  }
  return found;
}

function section({ workload, size, measured }: Row): string {
  const names = (measured[0] ?? []).map(({ name }) => name);
  const rows = names.map((name) => {
    const { note } = workload.implementations.find((one) => one.name === name) ?? {};
    const cells = measured.flatMap((all) => {
      const one = all.find((each) => each.name === name);
      const reference = all.find((each) => each.name === workload.reference)?.seconds ?? [];
      if (one === undefined || one.problem !== undefined)
        return [`**${short(one?.problem ?? "missing")}**`, ""];
      const { median: times } = ratio(one.seconds, reference);
      return [timeText(median(one.seconds)), Number.isNaN(times) ? "" : digits(times)];
    });
    return [name, ...cells, note ?? ""];
  });
  const heads = POLICIES.flatMap((policy) => [`\`${policy}\``, "ratio"]);
  return `### ${size.label}\n\n${markdownTable([`per ${workload.unit}`, ...heads, "note"], rows)}`;
}

/** What went wrong, in a cell of a table. */
function short(problem: string): string {
  if (/Content Security Policy/i.test(problem)) return "needs WebAssembly";
  if (problem.startsWith("Failed to fetch dynamically imported module")) return "is not made for pages";
  return problem.slice(0, 80);
}

function report(rows: readonly Row[], machine: string): string {
  const sections = [...new Set(rows.map(({ workload }) => workload))].map((workload) => {
    const own = rows.filter((row) => row.workload === workload);
    const head = `## ${workload.id}: ${workload.title}\n\n${workload.what} The ratio 1 is "${workload.reference}".`;
    return [head, ...own.map(section)].join("\n\n");
  });
  return `# Results in a browser

Written by \`npm run bench:browser\`; edits are lost. [README.md](README.md) says how it is measured.

${machine}. Every implementation has a page of its own, which stays through all rounds. The first policy allows WebAssembly, the
second does not; neither allows functions made of text. Both allow workers from blobs (\`worker-src 'self' blob:\`).

${sections.join("\n\n")}
`;
}

main().catch((error: unknown) => {
  console.error(`bench:browser: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
