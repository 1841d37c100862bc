/*
 * How long an editor waits, over the protocol: from a keystroke to the squiggle, and for a hover; in a document of 300 lines that is
 * typed in. Then many edits at random, and how much memory the server takes on the way. `--keystrokes 100`, `--edits 10000`. The figures are
 * those of a clock: say what else the machine did.
 */
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Random } from "../../check/src/prove/random";
import { edited } from "../../check/test/edits";
import { built, Editor, SERVER } from "../test/client";

const { values } = parseArgs({
  options: { keystrokes: { type: "string", default: "100" }, edits: { type: "string", default: "10000" } },
});
const editor = new Editor(join(await built(SERVER, "latency"), "main.js"));
await editor.start();

/** A derivation of 300 lines: the first of a worked network as we print it. */
const LINES = 300;
const text = readFileSync(new URL("../../../examples/expected/mazur.md", import.meta.url), "utf8")
  .split("\n")
  .slice(0, LINES)
  .join("\n");
const uri = "file:///mazur.md";
await editor.open(uri, "markdown", text);
let began = performance.now();
const { status } = await editor.shown(uri);
console.log(
  `${LINES} lines, ${status.standing?.text}; first audit ${(performance.now() - began).toFixed(0)} ms`,
);

const quantiles = (all: readonly number[]): string => {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (q: number): string => (sorted[Math.floor(q * (sorted.length - 1))] ?? 0).toFixed(0);
  return `p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, max ${at(1)} ms`;
};

/** A formula typed at the end of the document, letter by letter, with a mistake, and taken away again. */
const typed = "\n\n$\\delta_{o1} = -(target_{o1} - out_{o1}) \\cdot out_{o1} (1 + out_{o1}) = 0.14$\n";
const squiggles: number[] = [];
const hovers: number[] = [];
for (let k = 0; k < Number(values.keystrokes); k++) {
  const at = editor.text(uri).length;
  began = performance.now();
  if (k % typed.length === 0 && k > 0) await editor.type(uri, text.length, at, typed[0] as string);
  else await editor.type(uri, at, at, typed[k % typed.length] as string);
  const asked = performance.now();
  await editor.hover(uri, Math.floor(text.length / 2)); // while the audit runs
  hovers.push(performance.now() - asked);
  await editor.shown(uri);
  squiggles.push(performance.now() - began);
}
console.log(`keystroke to squiggle: ${quantiles(squiggles)}`);
console.log(`hover, while an audit runs: ${quantiles(hovers)}`);

/** The memory of the server's process, its threads with it. */
const megabytes = (): number => {
  const status = readFileSync(`/proc/${editor.process.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
};
const document = readFileSync(new URL("../../../examples/audits/001.md", import.meta.url), "utf8");
const other = "file:///001.md";
await editor.open(other, "markdown", document);
const random = new Random(1);
const draw = (): number => random.bits() / 2 ** 32;
const [edits, parts] = [Number(values.edits), 5];
const waited: number[] = [];
for (let k = 0; k < edits; k++) {
  const now = editor.text(other);
  await editor.type(other, 0, now.length, edited(k % 20 === 0 ? document : now, draw));
  if (k % 10 === 9) {
    const asked = performance.now();
    await editor.hover(other, 40);
    waited.push(performance.now() - asked);
    await editor.shown(other);
  }
  if ((k + 1) % Math.max(1, Math.floor(edits / parts)) === 0)
    console.log(`after ${k + 1} edits: ${megabytes().toFixed(0)} MB`);
}
console.log(`hover between edits at random: ${quantiles(waited)}`);
console.log(
  `load of the machine: ${loadavg()
    .map((each) => each.toFixed(1))
    .join(", ")}`,
);
await editor.stop();
