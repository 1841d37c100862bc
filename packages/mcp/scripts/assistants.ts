/*
 * The tools tried by a client over standard input and output: derivations and code, with mistakes and without, are given the verdicts
 * that the command gives, and what is hostile or enormous is answered in time. `--derivations 126`, `--codes 40`, `--hostile 200`,
 * `--seed 1`. The exit code is 1 where something differs or is not answered in time.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { hostileInputs } from "../../check/test/hostile/inputs";
import { AUTOGRAD } from "../../code/test/pairs/autograd";
import { JAX } from "../../code/test/pairs/jax";
import { NUMPY } from "../../code/test/pairs/numpy";
import { mistaken } from "../../code/test/pairs/pair";
import { built } from "../../language-server/test/client";
import { type Answered, builtServer, call, clientOf } from "../test/built";

const { values } = parseArgs({
  options: {
    derivations: { type: "string", default: "126" },
    codes: { type: "string", default: "40" },
    hostile: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
  },
});
/** What one call may take, and how much later than that it may be answered: a thread that is ended stops within this. */
const [SECONDS, LATER] = [20, 5];

const programs = ["packages/cli/src/main.ts", "packages/cli/src/audit-worker.ts"];
const command = join(await built(programs, "cli"), "main.js");
const client = await clientOf(await builtServer(), ["--seconds", String(SECONDS)]);
const folder = mkdtempSync(join(tmpdir(), "chainrule-assistants-"));

/** What the command says of a file, as JSON. */
function commandOn(name: string, text: string): Answered["answer"] {
  const path = join(folder, name);
  writeFileSync(path, text);
  const { stderr, stdout } = spawnSync(process.execPath, [command, "audit", path, "--format", "json"], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  return stdout === "" ? { error: stderr } : JSON.parse(stdout);
}

interface Line {
  readonly line: number;
  readonly verdict: string;
  readonly claims?: readonly { readonly verdict: string }[];
}
const verdictsIn = (answer: Answered["answer"]): string =>
  JSON.stringify(
    ((answer.lines ?? []) as readonly Line[]).map(({ claims = [], line, verdict }) => [
      line,
      verdict,
      ...claims.map((claim) => claim.verdict),
    ]),
  );
const isWrong = (answer: Answered["answer"]): boolean =>
  ((answer.lines ?? []) as readonly Line[]).some(({ verdict }) => verdict === "wrong");

/** Derivations and code that were not answered within the limit: on a busy machine that says nothing of the verdicts. */
let late = 0;
const isLate = ({ answer }: Answered): boolean =>
  (answer.error as { readonly code?: string } | undefined)?.code === "LIMIT";

let failures = 0;
const times: number[] = [];
const fail = (text: string): void => {
  failures++;
  console.log(text);
};
async function timed(tool: string, given: Record<string, unknown>): Promise<Answered> {
  const began = performance.now();
  const answered = await call(client, tool, given).catch(
    (error: Error): Answered => ({
      isError: true,
      answer: { error: { code: "refused", message: error.message } },
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  times.push(seconds);
  const code = (answered.answer.error as { readonly code?: string } | undefined)?.code;
  if (seconds > SECONDS + LATER) fail(`${tool}: answered after ${seconds.toFixed(1)} s`);
  if (code === "FAULT")
    fail(`${tool}: ${JSON.stringify(answered.answer)} ${JSON.stringify(given).slice(0, 200)}`);
  return answered;
}
const slowest = (): string => `slowest ${Math.max(...times.splice(0)).toFixed(1)} s`;

// --- the same verdicts as the command ---

const published = JSON.parse(
  readFileSync(new URL("../../check/test/published/derivations.json", import.meta.url), "utf8"),
) as { readonly cases: readonly { readonly text: string }[] };
let [same, mistakes] = [0, 0];
const texts = published.cases.slice(0, Number(values.derivations)).map(({ text }) => text);
for (const [k, text] of texts.entries()) {
  const answered = await timed("audit_derivation", { text });
  if (isLate(answered)) {
    late++;
    continue;
  }
  const { answer } = answered;
  const own = commandOn(`${k}.md`, text);
  if (isWrong(own)) mistakes++;
  if (verdictsIn(own) === verdictsIn(answer)) same++;
  else fail(`derivation ${k}: the command ${verdictsIn(own)}, the tool ${verdictsIn(answer)}`);
}
console.log(
  `${texts.length} derivations, ${mistakes} with something wrong: ${same} with the command's verdicts; ${slowest()}`,
);

const pairs = [...AUTOGRAD, ...NUMPY, ...JAX];
const codes = pairs
  .flatMap((pair) => [pair.code, ...pair.mistakes.map((mistake) => mistaken(pair, mistake).text)])
  .filter((_, k, all) => k % Math.ceil(all.length / Number(values.codes)) === 0);
[same, mistakes] = [0, 0];
for (const [k, code] of codes.entries()) {
  const answered = await timed("check_backward", { code });
  if (isLate(answered)) {
    late++;
    continue;
  }
  const { answer } = answered;
  const own = commandOn(`${k}.py`, code);
  if (isWrong(own)) mistakes++;
  if (verdictsIn(own) === verdictsIn(answer)) same++;
  else fail(`code ${k}: the command ${verdictsIn(own)}, the tool ${verdictsIn(answer)}`);
}
console.log(
  `${codes.length} backward passes, ${mistakes} wrong: ${same} with the command's verdicts; ${slowest()}`,
);

console.log(`${late} of these were not answered within ${SECONDS} s`);

// --- what is hostile or enormous ---

const tally = new Map<string, number>();
const count = ({ answer, isError }: Answered): void => {
  const code = isError
    ? String((answer.error as { readonly code?: string } | undefined)?.code ?? "refused call")
    : "answered";
  tally.set(code, (tally.get(code) ?? 0) + 1);
};
for (const [k, { text }] of hostileInputs(Number(values.hostile), Number(values.seed)).entries()) {
  const calls: readonly [string, Record<string, unknown>][] = [
    ["check_formula", { definitions: ["y = w x + b", "L = (y - t)^2 / 2"], claim: `dL/dw = ${text}` }],
    ["derive_gradient", { definitions: ["y = w x + b", `L = ${text}`], loss: "L", wrt: ["w"] }],
    ["audit_derivation", { text: `Let $x = 2$. $$y = ${text}$$` }],
    [
      "check_backward",
      { code: `def f(x):\n    return ${text}\n\ndef f_backward(dout, x):\n    return dout * ${text}\n` },
    ],
  ];
  const [tool, given] = calls[k % calls.length] as (typeof calls)[number];
  count(await timed(tool, given));
}
console.log(
  `${values.hostile} hostile calls: ${[...tally].map(([code, n]) => `${n} ${code}`).join(", ")}; ${slowest()}`,
);

tally.clear();
const enormous: readonly (readonly [string, Record<string, unknown>])[] = [
  ["audit_derivation", { text: "$x = 1$ ".repeat(5_000_000) }],
  ["audit_derivation", { text: "$x = 1$ ".repeat(24_000) }],
  ["audit_derivation", { text: `$$y = ${"(".repeat(90_000)}x${")".repeat(90_000)}$$` }],
  ["audit_derivation", { text: `$$y = ${"x + ".repeat(45_000)}x$$` }],
  [
    "audit_derivation",
    {
      text: Array.from({ length: 3500 }, (_, k) => `$a_{${k + 1}} = a_{${k}}^2 + b \\sin a_{${k}}$`).join(
        "\n",
      ),
    },
  ],
  [
    "check_formula",
    {
      definitions: Array.from({ length: 60 }, (_, k) => `a_${k + 1} = a_${k} a_${k}`),
      claim: "da_60/da_0 = 1",
    },
  ],
  [
    "derive_gradient",
    {
      definitions: Array.from({ length: 60 }, (_, k) => `a_${k + 1} = a_${k} a_${k}`),
      loss: "a_60",
      wrt: ["a_0"],
    },
  ],
  [
    "derive_gradient",
    {
      definitions: Array.from({ length: 2000 }, (_, k) => `a_${k + 1} = sin(a_${k})`),
      loss: "a_2000",
      wrt: ["a_0"],
    },
  ],
  ["check_formula", { claim: "y = 9^9^9^9^9" }],
  ["check_backward", { code: `def f(x):\n    return ${"(".repeat(50_000)}x${")".repeat(50_000)}\n` }],
  [
    "check_backward",
    {
      code: `def f(x):\n${"    x = x * x\n".repeat(10_000)}    return x\n\ndef f_backward(dout, x):\n    return dout\n`,
    },
  ],
  [
    "check_backward",
    {
      code: "import numpy as np\ndef f(x):\n    for i in range(10**9):\n        x = x + i\n    return x\ndef f_backward(dout, x):\n    return dout\n",
    },
  ],
];
for (const [tool, given] of enormous) {
  const answered = await timed(tool, given);
  count(answered);
  console.log(
    `  ${tool}, ${JSON.stringify(given).length} characters: ${(times.at(-1) ?? 0).toFixed(1)} s, ${answered.isError ? JSON.stringify(answered.answer).slice(0, 160) : "answered"}`,
  );
}
console.log(
  `${enormous.length} enormous calls: ${[...tally].map(([code, n]) => `${n} ${code}`).join(", ")}; ${slowest()}`,
);
const last = await timed("check_formula", { definitions: ["y = x^2"], claim: "dy/dx = 2 x" });
if (last.answer.verdict !== "proved") fail(`the last call: ${JSON.stringify(last)}`);

await client.close();
rmSync(folder, { recursive: true, force: true });
process.exitCode = failures > 0 ? 1 : 0;
