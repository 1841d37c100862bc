/** Kills processes that write, without warning, and looks at what they leave. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** What a campaign saw. */
export interface Losses {
  readonly kills: number;
  /** Files that were neither an old nor a new one. */
  readonly torn: number;
  /** Kills that left something half-written behind. */
  readonly leftBehind: number;
  /** What stood there still after the next run. */
  readonly leftovers: readonly string[];
}

const FILES = ["a.html", "b.tex", "c.md"];
/** A file says first what its rest is like: whoever reads half of it sees that. */
const WRITER = `
const { createHash } = require("node:crypto");
const { join } = require("node:path");
const { save } = require("./save.js");
const [folder, size, once] = [process.argv[2], Number(process.argv[3]), process.argv[4] === "once"];
const contentOf = (k) => {
  const body = String(k).padEnd(size, String.fromCharCode(97 + (k % 26)));
  return createHash("sha256").update(body).digest("hex") + body;
};
for (let k = process.pid; ; k++) {
  save(folder, ${JSON.stringify(FILES)}.map((name) => ({ path: join(folder, name), content: contentOf(k) })));
  if (once) break;
  if (k === process.pid) process.stdout.write("begun");
}
`;

/** The command's own writing, so that a process of it starts at once. */
function writerIn(folder: string): string {
  for (const name of ["save", "folder", "leftovers", "usage-error"]) {
    const source = readFileSync(fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url)), "utf8");
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(join(folder, `${name}.js`), outputText);
  }
  const writer = join(folder, "writer.js");
  writeFileSync(writer, WRITER);
  return writer;
}

const isWhole = (text: string): boolean =>
  createHash("sha256").update(text.slice(64)).digest("hex") === text.slice(0, 64);

const ended = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.on("close", resolve));

/** Kills a writing process `count` times, each at another moment of its writing. The moments follow from the seed. */
export async function campaign(count: number, seed: number): Promise<Losses> {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-kill-"));
  const out = join(folder, "out");
  mkdirSync(out);
  const writer = writerIn(folder);
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes
    return state / 2 ** 32;
  };
  let [torn, leftBehind] = [0, 0];
  try {
    for (let k = 0; k < count; k++) {
      const size = Math.ceil(10 ** (3 + 3 * random()));
      const child = spawn(process.execPath, [writer, out, String(size)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const end = ended(child);
      await new Promise((resolve) => child.stdout?.once("data", resolve));
      await new Promise((resolve) => setTimeout(resolve, 20 * random()));
      child.kill("SIGKILL");
      await end;
      torn += FILES.filter((name) => !isWhole(readFileSync(join(out, name), "utf8"))).length;
      if (readdirSync(out).length > FILES.length) leftBehind++;
    }
    await ended(
      spawn(process.execPath, [writer, out, "1000", "once"], { stdio: ["ignore", "ignore", "inherit"] }),
    );
    const leftovers = readdirSync(out).filter((name) => !FILES.includes(name));
    return { kills: count, torn, leftBehind, leftovers };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
