/** Calls of the command, all in one process. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { answers } from "./installed";

/** What a call prints, and the code that its process exits with, or would; null where a signal ended it. */
export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let child: ChildProcess | undefined;

/** One process for all calls; it ends with the one that started it. */
function started(): ChildProcess {
  const answering = fileURLToPath(new URL("answering.mjs", import.meta.url));
  const process = fork(answering, [answers], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  process.unref();
  process.channel?.unref();
  return process;
}

function ask(folder: string, args: readonly string[]): Promise<Said> {
  child ??= started();
  const current = child;
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      child = undefined;
      reject(new Error(`the process ended at: chainrule ${args.join(" ")}`));
    };
    current.once("exit", ended);
    current.once("message", (said) => {
      current.off("exit", ended);
      resolve(said as Said); // it sends nothing else
    });
    current.send({ folder, args });
  });
}

let last: Promise<unknown> = Promise.resolve();

/** Calls the command in a folder, after all calls before. */
export function call(folder: string, args: readonly string[]): Promise<Said> {
  const next = last.then(() => ask(folder, args));
  last = next.catch(() => undefined);
  return next;
}
