/*
 * Whether the tests that compare with outside truth would notice a fault in what decides verdicts and derivatives. Arguments:
 * how many mutants (400), `--seed n`, `--only text` for those of the drawn whose file has the text in its path, `--workers n`,
 * `--keep` to leave the copy. Mutants are made and run by Stryker, in a copy of the tree; the tests are those of `vitest.config.ts`
 * here. Prints the score and every mutant that survived.
 *
 * Texts are not mutated: they are messages, and names that the types check.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { MutantResult } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";
import { type Chosen, chosen } from "./chosen";
import { knownVerdicts } from "./known";

const MUTANTS = 400;
/** Random pairs whose truth is computed outside before the run. */
const PAIRS = 600;
const GOAL = 85;
const PERCENT = 100;

/** What decides verdicts, and the rules of derivatives. */
const FOLDERS = ["packages/check/src/prove", "packages/check/src/numeric"];
const RULES = ["activation", "arithmetic", "compare", "contract", "elementary", "layout", "matrix", "norm", "reduce"]; // biome-ignore format: one line
const FILES = [
  ...RULES.map((name) => `packages/graph/src/ops/${name}.ts`),
  ...["gradient", "limit", "strong-zero"].map((name) => `packages/graph/src/${name}.ts`),
];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    workers: { type: "string", default: "2" },
    keep: { type: "boolean", default: false },
  },
});
const count = Number(positionals[0] ?? MUTANTS);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** A copy of the sources. What is installed is linked, and links between packages lead to the copy. */
function copyOf(from: string): string {
  const to = mkdtempSync(join(tmpdir(), "chainrule-mutation-"));
  const left = new Set([".git", "node_modules", "out", "dist", ".installed"]);
  cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => {
      const parts = relative(from, path).split(sep);
      return !parts.some((part, depth) => left.has(part) && !(part === "node_modules" && depth > 0));
    },
  });
  symlinkSync(resolve(from, "node_modules"), join(to, "node_modules"));
  return to;
}

const range = ({ file, location: { end, start } }: Chosen): string =>
  `${file}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;

function report(results: readonly MutantResult[], mutants: readonly Chosen[]): number {
  const of = (status: MutantResult["status"]): MutantResult[] =>
    results.filter((mutant) => mutant.status === status);
  const [killed, timeouts] = [of("Killed"), of("Timeout")];
  const survived = [...of("Survived"), ...of("NoCoverage")];
  for (const { fileName, location, replacement, status } of survived) {
    const file = relative(process.cwd(), fileName);
    console.log(`${status} ${file}:${location.start.line}:${location.start.column} ${replacement}`);
  }
  const judged = killed.length + timeouts.length + survived.length;
  const score = (PERCENT * (killed.length + timeouts.length)) / judged;
  console.log(
    `${mutants.length} mutants: ${killed.length} killed, ${timeouts.length} never ended, ${survived.length} survived; ${score.toFixed(1)} %`,
  );
  const areas = new Map<string, [detected: number, all: number]>();
  for (const { fileName, status } of [...killed, ...timeouts, ...survived]) {
    const area = relative(process.cwd(), fileName).split(sep).slice(1, -1).join("/");
    const [detected, all] = areas.get(area) ?? [0, 0];
    areas.set(area, [detected + (status === "Killed" || status === "Timeout" ? 1 : 0), all + 1]);
  }
  for (const [area, [detected, all]] of areas) console.log(`  ${area}: ${detected} of ${all}`);
  return score;
}

const copy = copyOf(root);
try {
  process.chdir(copy);
  const files = [
    ...FOLDERS.flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`)),
    ...FILES,
  ].filter((file) => !file.endsWith(".test.ts"));
  const drawn = await chosen(
    files.map((name) => ({ name, content: readFileSync(name, "utf8") })),
    count,
    Number(values.seed),
  );
  const mutants = drawn.filter(({ file }) => file.includes(values.only));
  writeFileSync("scripts/mutation/chosen.json", JSON.stringify(mutants));
  writeFileSync(
    "scripts/mutation/known.json",
    JSON.stringify(await knownVerdicts(PAIRS, Number(values.seed))),
  );
  const results = await new Stryker({
    inPlace: true, // the copy
    testRunner: "vitest",
    vitest: { configFile: "scripts/mutation/vitest.config.ts", related: false },
    plugins: ["@stryker-mutator/vitest-runner", join(copy, "scripts/mutation/checker.mjs")],
    checkers: ["chosen"],
    mutate: mutants.map(range),
    mutator: { plugins: [], excludedMutations: ["StringLiteral"] },
    coverageAnalysis: "perTest",
    concurrency: Number(values.workers),
    reporters: ["progress-append-only", "json"],
    timeoutMS: 20_000,
    timeoutFactor: 3,
    disableTypeChecks: false,
    checkerNodeArgs: [],
    testRunnerNodeArgs: ["--conditions=@chainrule/source"],
  }).runMutationTest();
  if (report(results, mutants) < GOAL) process.exitCode = 1;
} finally {
  process.chdir(root);
  if (values.keep) console.log(copy);
  else rmSync(copy, { recursive: true, force: true });
}
