import { type ChildProcess, fork } from "node:child_process";
import { type FSWatcher, watch } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Terminal, terminal } from "@chainrule/latex";
import { isModule } from "./load";
import type { Answer } from "./outcome";
import { DERIVE_WORKER } from "./workers";

/** A save comes in several steps; so long after the last one a file is read. */
const SETTLED_MILLISECONDS = 40;

/** What a module may read besides modules. */
const DATA = [".json", ".csv", ".txt"];

/**
 * Derives a file, and again whenever it is saved, or a module or data in its folder. What is imported is read anew each time, by a
 * process that is loaded before it is needed. `firstOnly` are arguments for the first time that it can be derived. Never ends by itself.
 */
export async function watched(
  file: string,
  command: readonly string[],
  args: readonly string[],
  firstOnly: readonly string[],
): Promise<never> {
  const folder = dirname(resolve(file));
  let warm = started();
  let isWorking = false;
  let isStale = true;
  let more = firstOnly;
  let timer: NodeJS.Timeout | undefined;
  const work = async (): Promise<void> => {
    if (isWorking) return; // it looks again when it is done
    isWorking = true;
    while (isStale) {
      isStale = false;
      const asked = warm;
      const from = performance.now();
      const said = await answerOf(asked, [...command, ...more, ...args]); // options first: `args` may end in `-- FILE`
      more = said.isError ? more : [];
      warm = started();
      say(said, Math.round(performance.now() - from), file);
    }
    isWorking = false;
  };
  const watcher: FSWatcher = watch(folder, (_event, name) => {
    if (name === null || !(isModule(name) || DATA.includes(extname(name)))) return;
    isStale = true;
    clearTimeout(timer);
    timer = setTimeout(work, SETTLED_MILLISECONDS);
  });
  await work();
  return new Promise((_resolve, reject) => watcher.once("error", reject));
}

const started = (): ChildProcess =>
  fork(fileURLToPath(DERIVE_WORKER), { stdio: ["ignore", "inherit", "inherit", "ipc"] });

function answerOf(child: ChildProcess, args: readonly string[]): Promise<Answer> {
  return new Promise((done) => {
    child.once("message", (said) => done(said as Answer)); // it sends nothing else
    child.once("exit", (code, signal) =>
      done({
        text: terminal`chainrule: the process that derived it ended (${terminal.escape(signal ?? `exit code ${code}`)})`,
        code: 70,
        isError: true,
      }),
    );
    child.send(args);
  });
}

function say({ isError, text }: Answer, milliseconds: number, file: string): void {
  const waits: Terminal = terminal`${milliseconds} ms; waiting for ${terminal.escape(basename(file))} to be saved (Ctrl+C ends)`;
  (isError ? process.stderr : process.stdout).write(`${text ?? ""}\n`);
  process.stdout.write(`${waits}\n\n`);
}
