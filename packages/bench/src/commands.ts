import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { native, programs, python } from "./folders";
import { missingModules, newerNode } from "./peers";
import type { Skipped } from "./rounds";
import type { Command } from "./session";
import type { Case, Implementation, Native, Workload } from "./workload";

/** Options that every Node process gets: room for large graphs, and memory that can be measured. */
const NODE_FLAGS = ["--expose-gc", "--max-old-space-size=4096"];

/** How an implementation is started, or why it cannot be. */
export type Start = Command | Skipped;

export function startOf(
  workload: Workload,
  size: Case,
  implementation: Implementation,
  warmMs: number,
): Start {
  if ("script" in implementation) {
    const missing = missingModules(implementation.modules);
    if (missing.length > 0) return { skipped: `no ${missing.join(", ")} for python3` };
    const [script = "", ...words] = implementation.script.split(" ");
    return { program: "python3", words: [join(python, script), ...words, String(size.size)] };
  }
  if ("source" in implementation) return compiled(implementation, size);
  if (implementation.from !== undefined && process.env[implementation.from] === undefined) {
    return { skipped: `$${implementation.from} does not say where it is` };
  }
  const program = implementation.newerNode === true ? newerNode() : process.execPath;
  if (program === undefined) return { skipped: "needs Node 24" };
  const child = join(programs, "child.mjs");
  const flags = [...NODE_FLAGS, ...(implementation.flags ?? [])];
  return { program, words: [...flags, child, workload.id, size.label, implementation.name, String(warmMs)] };
}

function compiled({ name, source, header, libraries, input }: Native, size: Case): Start {
  const include = spawnSync("g++", ["-x", "c++", "-fsyntax-only", "-"], { input: `#include <${header}>\n` });
  if (include.status !== 0) return { skipped: `no g++ with <${header}>` };
  const program = join(programs, source.replace(/\.cpp$/, ""));
  const words = ["-O3", "-march=native", join(native, source), "-o", program];
  const { status, stderr } = spawnSync("g++", [...words, ...libraries.map((library) => `-l${library}`)]);
  if (status !== 0) return { skipped: `${name} does not compile: ${String(stderr).trim().slice(0, 120)}` };
  const file = `${program}-${size.size}.bin`;
  writeFileSync(file, input(size));
  return { program, words: [String(size.size), file] };
}
