/*
 * Whether what `check` says is true: random pairs of a formula and a rewrite of it, whose truth is known by construction and
 * computed outside by mpmath. Arguments: how many pairs (50,000), `--quick 2000`, `--seed n`, `--only kind`, `--write` for the table in the
 * README, `--all` to list every fault. The exit code is 1 where the bar is missed.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { answering } from "../../test/adversarial/process";
import { type Checked, type Request, withoutGraphs } from "./checked";
import { type Judgement, judged } from "./judge";
import { kinds, missingFrom, sampleAt } from "./kinds";
import { outside, prepareMpmath } from "./outside";
import { type Count, FAULTS, misses, table } from "./report";

const [BEGIN, END] = ["<!-- soundness -->", "<!-- end of soundness -->"];
const PAIRS = 50_000;
/** When a process that does not answer is ended, in milliseconds of the processor. */
const PATIENCE = 8000;
const LISTED = 12;
const PROGRESS = 1000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "string" },
    seed: { type: "string", default: "1" },
    workers: { type: "string", default: String(Math.min(4, availableParallelism())) },
    only: { type: "string" },
    write: { type: "boolean", default: false },
    all: { type: "boolean", default: false },
  },
});
const total = Number(values.quick ?? positionals[0] ?? PAIRS);
const seed = Number(values.seed);
const { only } = values;
console.log(`${total} pairs, seed ${seed}`);
prepareMpmath();

interface Case {
  readonly place: number;
  readonly sample: Checked["sample"];
  readonly judgement: Judgement;
  readonly because: string;
  readonly condition: string | undefined;
}

const counts = new Map<string, Count>(kinds.map(({ name }) => [name, { judgements: [], milliseconds: [] }]));
const cases: Case[] = [];
const met = new Set<string>();
const dropped = { unsettled: 0, disputed: 0 };
const places = Array.from({ length: total }, (_, place) => place).filter(
  (place) => only === undefined || kinds[place % kinds.length]?.name.includes(only),
);
let next = 0;

async function work(): Promise<void> {
  const child = answering<Request, Checked>(new URL("child.ts", import.meta.url));
  const { compare, end } = outside();
  const judging: Promise<void>[] = [];
  for (let k = next++; k < places.length; k = next++) {
    const place = places[k] as number;
    const checked = await child.ask({ seed, place }, PATIENCE);
    const sample = checked?.sample ?? withoutGraphs(sampleAt(seed, place));
    for (const name of checked?.operations ?? []) met.add(name);
    const judge = async (): Promise<void> => {
      const judgement = judged(sample, checked?.answer, await compare(sample));
      const because = checked?.answer.because ?? `no answer in ${PATIENCE / 1000} s of the processor`;
      const isKept = judgement.truth === "same" || judgement.truth === "differs";
      if (
        judgement.faults.length > 0 ||
        judgement.truth === "disputed" ||
        ["undecided", "no answer", "refused"].includes(judgement.outcome)
      )
        cases.push({ place, sample, judgement, because, condition: checked?.answer.condition });
      if (!isKept) dropped[judgement.truth as keyof typeof dropped]++;
      if (!isKept && judgement.outcome !== "no answer") return;
      const count = counts.get(sample.kind);
      count?.judgements.push(judgement);
      count?.milliseconds.push(checked?.answer.milliseconds ?? Number.POSITIVE_INFINITY);
    };
    judging.push(judge());
    if (judging.length % 50 === 0) await Promise.all(judging);
    if (k > 0 && k % PROGRESS === 0) console.error(`${k} of ${places.length}`);
  }
  await Promise.all(judging);
  child.end();
  end();
}

await Promise.all(Array.from({ length: Number(values.workers) }, work));

const report = table(counts);
console.log(report);
console.log(
  `${dropped.unsettled} more pairs were left out: nothing shows whether the change made a difference.`,
);

function list(title: string, some: readonly Case[]): void {
  if (some.length === 0) return;
  console.log(`\n${title}: ${some.length}`);
  for (const { because, condition, judgement, place, sample } of values.all ? some : some.slice(0, LISTED)) {
    const given = sample.assume.length > 0 ? ` if ${sample.assume.join(", ")}` : "";
    console.log(
      `  ${place} [${sample.kind}, ${sample.form}] ${sample.shown[0]}  |  ${sample.shown[1]}${given}`,
    );
    console.log(
      `      ${judgement.outcome}${condition === undefined ? "" : ` (${condition})`}: ${because.slice(0, 160)}`,
    );
  }
}
for (const fault of FAULTS)
  list(
    fault,
    cases.filter(({ judgement }) => judgement.faults.includes(fault)),
  );
for (const outcome of ["no answer", "undecided", "refused"])
  list(
    outcome,
    cases.filter(
      ({ judgement }) =>
        judgement.outcome === outcome &&
        judgement.truth === (outcome === "refused" ? "same" : judgement.truth),
    ),
  );
const disputed = cases.filter(({ judgement }) => judgement.truth === "disputed");
list("the suite contradicts itself: made by laws that hold, and different outside", disputed);

const missed = misses(counts);
const missing = only === undefined ? missingFrom(met) : [];
if (missing.length > 0) missed.push(`operations that no pair has: ${missing.join(", ")}`);
if (disputed.length > 0) missed.push(`${disputed.length} pairs of which the suite is not sure`);
console.log(missed.length === 0 ? "\nnothing misses the bar" : `\nmisses the bar:\n  ${missed.join("\n  ")}`);

if (values.write) {
  const readme = new URL("../../README.md", import.meta.url);
  const text = readFileSync(readme, "utf8");
  const [before, rest] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || rest < before) throw new Error(`${readme.pathname} has no ${BEGIN} before ${END}`);
  writeFileSync(
    readme,
    `${text.slice(0, before + BEGIN.length)}\n${total} pairs, seed ${seed}.\n\n${report}\n${text.slice(rest)}`,
  );
}
process.exitCode = missed.length === 0 ? 0 : 1;
