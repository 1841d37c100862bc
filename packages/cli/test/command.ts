/**
 * Runs the command as a user does: a process of its own, in a folder of its own. What is said about arguments and modules alone
 * may be asked without the process.
 */
import { type ChildProcess, spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { call, type Said } from "./call";
import { command, examples, scope } from "./installed";

export const example = (name: string): string => join(examples, name);

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** Without the progress, which a busy machine may show at any length of work. */
  readonly stderr: string;
  readonly progress: string;
  readonly milliseconds: number;
}

const projects: string[] = [];

/** Removes the folders of all projects so far. */
export function removeProjects(): void {
  for (const folder of projects.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A folder with a user's files, where the packages are installed. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "chainrule-cli-"));

  constructor(files: Readonly<Record<string, string>> = {}) {
    projects.push(this.folder);
    mkdirSync(join(this.folder, "node_modules"));
    symlinkSync(scope, join(this.folder, "node_modules", "@chainrule"), "dir");
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  /** What stands in a subfolder, hidden files too. */
  list(name: string): string[] {
    return readdirSync(join(this.folder, name)).sort();
  }

  /** Starts `chainrule`. */
  start(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    input: "ignore" | "pipe" = "ignore",
  ): ChildProcess {
    return spawn(process.execPath, [command, ...args], {
      cwd: this.folder,
      env: { ...process.env, NODE_PATH: "", ...env }, // the test runner's NODE_PATH would find what a user lacks
      stdio: [input, "pipe", "pipe"],
    });
  }

  /** What `chainrule` says, and its exit code, from a process that answers many calls and reads a module once. */
  call(...args: readonly string[]): Promise<Said> {
    return call(this.folder, args);
  }

  /** Runs `chainrule` to its end. */
  run(...args: readonly string[]): Promise<Outcome> {
    return ended(this.start(args));
  }

  /** The same with a text by standard input. */
  given(text: string, ...args: readonly string[]): Promise<Outcome> {
    const child = this.start(args, {}, "pipe");
    child.stdin?.end(text);
    return ended(child);
  }
}

/** How a process ended, and all that it said. */
export function ended(child: ChildProcess): Promise<Outcome> {
  const started = performance.now();
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const stderr = said.stderr.replace(PROGRESS, "");
      const progress = said.stderr.match(PROGRESS)?.join("") ?? "";
      resolve({
        code,
        signal,
        stdout: said.stdout,
        stderr,
        progress,
        milliseconds: performance.now() - started,
      });
    });
  });
}

const PROGRESS = /^chainrule: (loading|deriving|writing).* \.\.\.\n/gm;

/** One neuron, as a module. */
export const NEURON = `import { scalar } from "@chainrule/graph";
const w = scalar("w", 0.5);
const b = scalar("b", 0.1);
const E = w.mul(2).add(b).named("net").sigmoid().named("out").sub(1).square().named("E");
export const network = { loss: E, parameters: [w, b], rate: 0.1, title: "One neuron" };
`;
