/** Measures the workloads that are asked for and writes RESULTS.md: `npm run bench -- W1 W3 --rounds 7 --quick`. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleChild } from "./bundle";
import { startOf } from "./commands";
import { bench } from "./folders";
import { machineText } from "./machine";
import { timeText } from "./number";
import { type Options, parseOptions, usage } from "./options";
import { installPeers } from "./peers";
import { picture, type Run, report } from "./report";
import { measure, type Skipped } from "./rounds";
import { type Session, session } from "./session";
import { median } from "./statistics";
import type { Case, Implementation, Workload } from "./workload";
import { workloads } from "./workloads";

const results = join(bench, "results");

async function main(): Promise<void> {
  const options = parseOptions(
    process.argv.slice(2),
    workloads.map(({ id }) => id),
  );
  mkdirSync(results, { recursive: true });
  if (!options.report) {
    installPeers();
    await bundleChild();
    const asked = workloads.filter(({ id }) => options.ids.length === 0 || options.ids.includes(id));
    for (const workload of asked) {
      const run = await runOf(workload, options);
      if (options.only !== "") continue; // a part is to be looked at, not to be kept
      writeFileSync(`${fileOf(run.id)}.json`, `${JSON.stringify(run, undefined, 1)}\n`);
      write(kept());
    }
  } else write(kept());
}

const fileOf = (id: string): string => join(results, id.toLowerCase());

/** The report and its pictures. */
function write(runs: readonly Run[]): void {
  for (const workload of workloads) {
    const run = runs.find(({ id }) => id === workload.id);
    if (run !== undefined) writeFileSync(`${fileOf(run.id)}.svg`, picture(workload, run));
  }
  writeFileSync(join(bench, "RESULTS.md"), report(workloads, runs));
}

async function runOf(workload: Workload, options: Options): Promise<Run> {
  const machine = machineText();
  const cases: { label: string; measured: Awaited<ReturnType<typeof measure>> }[] = [];
  for (const size of workload.cases.filter(({ optIn }) => options.all || optIn !== true)) {
    console.log(`${workload.id} ${workload.title}, ${size.label}`);
    const measured = await measure(workload, size, starter(workload, size, options), options);
    for (const { name, seconds, problem } of measured) {
      if (problem === NOT_ASKED) continue;
      console.log(`  ${name.padEnd(32)} ${problem ?? `${timeText(median(seconds))} per ${workload.unit}`}`);
    }
    cases.push({ label: size.label, measured });
  }
  return { id: workload.id, machine, rounds: options.rounds, quick: options.quick, cases };
}

const NOT_ASKED = "not measured: not asked for";

function starter(
  workload: Workload,
  size: Case,
  { only, warmMs, limitMs }: Options,
): (one: Implementation) => Session | Skipped {
  return (implementation) => {
    const isAsked = implementation.name.includes(only) || implementation.name === workload.reference;
    if (!isAsked) return { skipped: "not asked for" };
    const start = startOf(workload, size, implementation, warmMs);
    return "skipped" in start ? start : session(start, limitMs);
  };
}

/** The runs of all workloads, of this time and before. */
const kept = (): Run[] =>
  readdirSync(results)
    .filter((file) => /^w\d+\.json$/.test(file))
    .map((file) => JSON.parse(readFileSync(join(results, file), "utf8")));

main().catch((error: unknown) => {
  console.error(`bench: ${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exitCode = 1;
});
