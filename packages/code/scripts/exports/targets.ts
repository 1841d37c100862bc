import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toC, toJax, toNumpy, toOnnx, toPytorch } from "@chainrule/code";
import * as ort from "onnxruntime-web";
import type { Case } from "../../test/cases";
import { numbersOf, symbolsIn } from "./expected";

/** For each case the loss and its gradient, or what went wrong; undefined where the target is not installed. */
export type Results = readonly (string | readonly (readonly number[])[])[] | undefined;

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-exports-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const PYTHON = process.env.PYTHON ?? "/usr/bin/python3";
const WRITERS = { numpy: toNumpy, jax: toJax, pytorch: toPytorch } as const;

/** NumPy, PyTorch, and the file for JAX over NumPy. */
export function inPython(target: keyof typeof WRITERS, cases: readonly Case[]): Results {
  const module = target === "pytorch" ? "torch" : "numpy";
  if (spawnSync(PYTHON, ["-c", `import ${module}`]).status !== 0) return undefined;
  return inFolder((folder) => {
    const described = cases.map((each) => ({
      symbols: symbolsIn(each).map((symbol) => [(typeof symbol.value === "number" ? [] : symbol.value.shape), numbersOf(symbol.value)]), // biome-ignore format: one line
      trained: each.wrt.length,
    }));
    writeFileSync(join(folder, "cases.json"), JSON.stringify(described));
    for (const [k, { loss, wrt }] of cases.entries())
      writeFileSync(join(folder, `${target}_${k}.py`), WRITERS[target](loss, { wrt }));
    const path = target === "jax" ? here("standin") : "";
    const { status, stdout, stderr } = spawnSync(PYTHON, [here("run.py"), target, folder], {
      encoding: "utf8",
      env: { ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: "1" },
      maxBuffer: 2 ** 30,
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  });
}

/** C99, compiled with all warnings as errors. */
export function inC(all: readonly Case[]): Results {
  if (spawnSync("gcc", ["--version"]).status !== 0) return undefined;
  const isConcrete = (each: Case): boolean =>
    symbolsIn(each).every(({ shape }) => shape.every((size) => typeof size === "number"));
  const cases = all.filter(isConcrete); // sizes in C are numbers
  const results = inFolder((folder) => {
    const flags = ["-std=c99", "-O1", "-Wall", "-Wextra", "-pedantic", "-Werror"];
    for (const [k, { loss, wrt }] of cases.entries())
      writeFileSync(join(folder, `case${k}.c`), toC(loss, { wrt, name: `case${k}` }));
    writeFileSync(join(folder, "main.c"), mainFile(cases));
    const compiled = spawnSync("gcc", [...flags, "main.c", "-o", "all", "-lm"], {
      cwd: folder,
      encoding: "utf8",
    });
    if (compiled.status !== 0) throw new Error(compiled.stderr);
    const { stdout, status } = spawnSync(join(folder, "all"), { encoding: "utf8", maxBuffer: 2 ** 30 });
    if (status !== 0) throw new Error(`the compiled file ended with ${status}`);
    const lines = stdout.trim().split("\n");
    return cases.map(({ wrt }) => [undefined, ...wrt].map(() => (lines.shift() ?? "").split(" ").filter((text) => text !== "").map(Number))); // biome-ignore format: one line
  });
  let next = 0;
  return all.map((each) =>
    isConcrete(each) ? (results[next++] as number[][]) : "symbolic sizes: not for C",
  );
}

/** A program that calls every case and prints a line for the loss and for each derivative. */
function mainFile(cases: readonly Case[]): string {
  const included: string[] = [];
  const calls = cases.map((each, k) => {
    const size = /enum \{ (\w+) = (\d+) \}/.exec(toC(each.loss, { wrt: each.wrt, name: `case${k}` }))?.[2];
    const symbols = symbolsIn(each);
    const counts = each.wrt.map((node) => Math.max(1, numbersOf(node.value).length));
    included.push(`#include "case${k}.c"`);
    const given = symbols.map(({ shape, value }) => {
      const list = numbersOf(value).map((entry) => entry.toExponential(17));
      return shape.length === 0 ? (list[0] as string) : `(const double[]){${list.join(", ")}}`;
    });
    return [
      "    {",
      `        static double work[${size}]${counts.map((count, j) => `, g${j}[${count}]`).join("")};`,
      `        const double loss = case${k}_forward(${[...given, "work"].join(", ")});`,
      `        case${k}_gradient(${[...given, "work", ...counts.map((_, j) => `g${j}`)].join(", ")});`,
      "        show(&loss, 1);",
      ...counts.map(
        (_, j) => `        show(g${j}, ${numbersOf((each.wrt[j] as Case["loss"]).value).length});`,
      ),
      "    }",
    ].join("\n");
  });
  return [
    "#include <stdio.h>",
    ...included,
    "static void show(const double *x, int n)",
    "{",
    '    for (int k = 0; k < n; k++) printf("%.17g ", x[k]);',
    '    printf("\\n");',
    "}",
    "int main(void)",
    "{",
    ...calls,
    "    return 0;",
    "}",
    "",
  ].join("\n");
}

export const LEVELS = ["disabled", "basic", "extended", "all"] as const;

/** ONNX Runtime at one level of its optimiser, every symbol given as an input. */
export async function inOnnx(cases: readonly Case[], level: (typeof LEVELS)[number]): Promise<Results> {
  const results: (string | number[][])[] = [];
  for (const each of cases) {
    try {
      const model = toOnnx(each.loss, { wrt: each.wrt });
      const session = await ort.InferenceSession.create(model, {
        graphOptimizationLevel: level,
        logSeverityLevel: 3,
      });
      const feeds = Object.fromEntries(
        symbolsIn(each).map(({ value }, k) => {
          const shape = typeof value === "number" ? [] : value.shape;
          return [
            session.inputNames[k] as string,
            new ort.Tensor("float64", Float64Array.from(numbersOf(value)), shape),
          ];
        }),
      );
      const found = await session.run(feeds);
      results.push(
        session.outputNames.map((name) => [...((found[name] as ort.Tensor).data as Float64Array)]),
      );
      await session.release();
    } catch (error) {
      results.push(error instanceof Error ? error.message : String(error));
    }
  }
  return results;
}
