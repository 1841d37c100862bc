/*
 * The auditor over documents that are edited at random: whether it finds what `audit` does, how long an edit takes beside a first
 * audit, and what it remembers. Arguments: how many edits (10,000; over all documents), `--seed n`, `--compared n`: every how manyth
 * edit is audited anew too (10). The exit code is 1 where they differ.
 */
import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { audit, auditor } from "@chainrule/check";
import { ChainruleError } from "@chainrule/graph";
import { Memory, remembering } from "../src/audit/model/memory";
import { Random } from "../src/prove/random";
import { edited } from "../test/edits";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string", default: "1" }, compared: { type: "string", default: "10" } },
});
const edits = Number(positionals[0] ?? 10_000);
const compared = Number(values.compared);
const folder = new URL("../../../examples/audits/", import.meta.url);
const read = (path: string, base: URL): string => readFileSync(new URL(path, base), "utf8");
const published = JSON.parse(read("../test/published/derivations.json", new URL(import.meta.url))) as {
  readonly cases: readonly { readonly kind: string; readonly text: string }[];
};
const documents = [
  ...readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => ({ name, text: read(name, folder) })),
  ...published.cases.map(({ kind, text }) => ({ name: kind, text })),
];

const random = new Random(Number(values.seed));
const draw = (): number => random.bits() / 2 ** 32;
/** After so many edits the document is put back: what is edited further is no derivation any more. */
const MOST_IN_A_ROW = 20;

const milliseconds = (): number => {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1000;
};

interface Times {
  readonly name: string;
  readonly lines: number;
  readonly first: number;
  readonly edits: readonly number[];
}
const outcome = (find: () => unknown): string => {
  try {
    return JSON.stringify(find());
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    return error.message;
  }
};

const times: Times[] = [];
let [made, differing] = [0, 0];
audit(documents[0]?.text ?? ""); // the compiler of JavaScript warms up
for (const [k, { name, text }] of documents.entries()) {
  const share = Math.floor((edits * (k + 1)) / documents.length) - made;
  const began = milliseconds();
  const own = auditor(text);
  const first = milliseconds() - began;
  const spent: number[] = [];
  let now = text;
  for (let edit = 0; edit < share; edit++, made++) {
    now = edited(edit % MOST_IN_A_ROW === 0 ? text : now, draw);
    const start = milliseconds();
    const found = outcome(() => own.update(now));
    spent.push(milliseconds() - start);
    if (made % compared !== 0 || found === outcome(() => remembering(new Memory(0), () => audit(now))))
      continue;
    differing++;
    console.log(`${name}: differs after ${edit + 1} edits\n${now}\n`);
  }
  times.push({ name, lines: text.split("\n").length, first, edits: spent });
}

const quantile = (all: readonly number[], q: number): number =>
  [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(q * all.length))] ?? 0;
const row = (label: string, all: readonly number[]): string =>
  `${label}: ${[0.5, 0.9, 0.99, 1].map((q) => quantile(all, q).toFixed(0)).join(", ")}`;
const all = times.flatMap((each) => each.edits);
console.log(`${documents.length} documents, ${made} edits, ${differing} of those compared differ`);
console.log("milliseconds of the processor, p50, p90, p99, max");
console.log(
  row(
    "first audit",
    times.map(({ first }) => first),
  ),
);
console.log(row("after an edit", all));
console.log(
  `below 50 ms: ${((100 * all.filter((ms) => ms < 50).length) / Math.max(1, all.length)).toFixed(1)} %`,
);
const slowest = [...times].sort((a, b) => quantile(b.edits, 0.5) - quantile(a.edits, 0.5)).slice(0, 8);
for (const each of slowest)
  console.log(`  ${each.name} (${each.lines} lines): ${each.first.toFixed(0)}; ${row("edit", each.edits)}`);
console.log(`heap: ${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(0)} MB`);
process.exitCode = differing > 0 ? 1 : 0;
