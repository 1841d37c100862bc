/** Runs every export: values and gradients of all cases against our evaluator's. `npm run exports -- --random 200 --only c`. */
import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Node, symbolsOf } from "@chainrule/graph";
import { type Case, operationCases, randomCase, seeded, withoutCase } from "../../test/cases";
import { complaint, expected } from "./expected";
import { inC, inOnnx, inPython, LEVELS, type Results } from "./targets";

const { values } = parseArgs({ options: { random: { type: "string", default: "200" }, only: { type: "string" }, trace: { type: "boolean" } } }); // biome-ignore format: one line

/** The networks of the examples, by file; programs that print and train are none, nor are functions without a meaning. */
async function exampleCases(): Promise<Case[]> {
  const folder = new URL("../../../../examples/", import.meta.url);
  const cases: Case[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort()) {
    if (/console\.log|functionSymbol/.test(readFileSync(new URL(file, folder), "utf8"))) continue;
    const { network } = (await import(new URL(file, folder).href)) as {
      network?: { loss?: unknown; parameters?: readonly Node[] };
    };
    if (!(network?.loss instanceof Node)) continue;
    const { loss, parameters = symbolsOf([loss]) } = network as { loss: Node; parameters?: readonly Node[] };
    const random = seeded(cases.length + 1);
    for (const symbol of symbolsOf([loss])) {
      if (symbol.attrs.cell?.value !== undefined) continue;
      const shape = symbol.shape.map((size) => (typeof size === "number" ? size : 3));
      const data = Float64Array.from({ length: shape.reduce((product, size) => product * size, 1) }, random);
      const { sumsTo } = symbol.attrs;
      if (sumsTo !== undefined) data.fill(sumsTo / (shape.at(-1) ?? 1));
      symbol.set(shape.length === 0 ? (data[0] as number) : { shape, data });
    }
    cases.push({ title: file, loss, wrt: parameters });
  }
  return cases;
}

const cases = [...operationCases(), ...(await exampleCases()), ...Array.from({ length: Number(values.random) }, (_, k) => randomCase(k + 1))]; // biome-ignore format: one line
const right = cases.map(expected);
const targets: Readonly<Record<string, () => Results | Promise<Results>>> = {
  numpy: () => inPython("numpy", cases),
  "jax, over NumPy": () => inPython("jax", cases),
  pytorch: () => inPython("pytorch", cases),
  c: () => inC(cases),
  ...Object.fromEntries(LEVELS.map((level) => [`onnx, ${level}`, () => inOnnx(cases, level)])),
};
let failed = 0;
for (const [name, run] of Object.entries(targets)) {
  if (values.only !== undefined && !name.startsWith(values.only)) continue;
  const results = await run();
  if (results === undefined) {
    console.log(`${name}: skipped, it is not installed here`);
    continue;
  }
  const wrong = cases.flatMap(({ title }, k) => {
    const what = complaint(results[k] as string, right[k] as number[][]);
    return what === undefined || what === "symbolic sizes: not for C" ? [] : [`${title}: ${what}`];
  });
  failed += wrong.length;
  console.log(`${name}: ${cases.length - wrong.length} of ${cases.length} equal to 1e-12`);
  for (const line of wrong.slice(0, values.trace ? wrong.length : 20)) console.log(`  ${line.slice(0, 300)}`);
}
const missing = withoutCase();
if (missing.length > 0) console.log(`operations without a case here: ${missing.join(", ")}`);
process.exitCode = failed > 0 ? 1 : 0;
