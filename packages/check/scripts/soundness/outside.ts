import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Sample } from "./sample";

/** What was computed outside: a mark for each point (see evaluate.py), or the operation that is not known there. */
export interface Found {
  readonly found?: string;
  readonly unknown?: string;
}

export interface Outside {
  readonly compare: (pair: Pick<Sample, "claim" | "fine" | "outputs" | "points" | "truth">) => Promise<Found>;
  readonly end: () => void;
}

const PYTHON = "/usr/bin/python3"; // Debian's, which sees Debian's modules

const hasMpmath = (): boolean => spawnSync(PYTHON, ["-c", "import mpmath"]).status === 0;

/** Sees to it that mpmath is there. @throws Error that says how to install it */
export function prepareMpmath(): void {
  if (hasMpmath()) return;
  if (process.getuid?.() === 0) {
    console.log("installing python3-mpmath from Debian");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { env });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "python3-mpmath"], { env });
  }
  if (hasMpmath()) return;
  throw new Error(
    "the truth is computed by mpmath, which is not there: apt-get install python3-mpmath, as root",
  );
}

/** A process that computes both sides of pairs in decimals of any length. */
export function outside(): Outside {
  const child: ChildProcessWithoutNullStreams = spawn(PYTHON, [
    fileURLToPath(new URL("evaluate.py", import.meta.url)),
  ]);
  const waiting = new Map<number, { resolve: (found: Found) => void; reject: (error: Error) => void }>();
  let said = "";
  child.stderr.on("data", (text) => {
    said += String(text);
  });
  child.on("exit", (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`evaluate.py ended with ${code}: ${said}`));
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const answer = JSON.parse(line) as Found & { readonly id: number }; // evaluate.py writes nothing else
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
  });
  let count = 0;
  return {
    compare: ({ claim, fine = false, outputs, points, truth }) =>
      new Promise((resolve, reject) => {
        const id = count++;
        waiting.set(id, { resolve, reject });
        child.stdin.write(`${JSON.stringify({ id, truth, claim, outputs, fine, points })}\n`);
      }),
    end: () => child.kill(),
  };
}
