import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** A process that answers one request at a time. */
export interface Answering<Request, Answer> {
  /**
   * The answer, or undefined if there is none within so much time of the processor, which other work on the machine does not use
   * up; the process is then ended, and another begins.
   */
  readonly ask: (request: Request, milliseconds: number) => Promise<Answer | undefined>;
  readonly end: () => void;
}

const POLL = 250;
/** Where the time of the processor is not told, and for a process that waits: so many times as long on the clock. */
const LENIENT = 15;
const TICK = 10; // milliseconds of the clock that /proc counts in: sysconf(_SC_CLK_TCK) is 100 on Linux

/** The processor's time of a process in milliseconds, on Linux: fields 14 and 15 of proc(5). */
function processorTime(pid: number | undefined): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    return undefined;
  }
}

/** What a process says once it has read its code. */
export const READY = "ready";

/** Starts a TypeScript file that says that it is ready, and then answers messages. */
export function answering<Request extends string | number | object, Answer>(
  file: URL,
  given: readonly string[] = [],
): Answering<Request, Answer> {
  const loader = createRequire(import.meta.url).resolve("tsx");
  const begin = (): Promise<ChildProcess> => {
    const started = fork(fileURLToPath(file), given, {
      execArgv: ["--conditions=@chainrule/source", "--import", loader],
      serialization: "advanced",
    });
    return new Promise((resolve, reject) => {
      started.once("message", () => {
        started.removeAllListeners("exit");
        resolve(started);
      });
      started.once("error", reject);
      started.once("exit", (code) =>
        reject(new Error(`${file.pathname} ended with ${code} before it was ready`)),
      );
    });
  };
  let child: ChildProcess | undefined;
  const ask = async (request: Request, milliseconds: number): Promise<Answer | undefined> => {
    const current = child ?? (await begin());
    child = current;
    return new Promise((resolve) => {
      const finish = (answer: Answer | undefined): void => {
        clearInterval(timer);
        current.removeAllListeners("message");
        current.removeAllListeners("exit");
        resolve(answer);
      };
      const [began, before] = [performance.now(), processorTime(current.pid) ?? 0];
      const timer = setInterval(() => {
        const used = (processorTime(current.pid) ?? 0) - before;
        if (used < milliseconds && performance.now() - began < LENIENT * milliseconds) return;
        child = undefined;
        finish(undefined);
        current.kill("SIGKILL");
      }, POLL);
      current.once("message", (answer) => finish(answer as Answer)); // the file sends nothing else
      current.once("exit", () => {
        child = undefined;
        finish(undefined);
      });
      current.send(request);
    });
  };
  return {
    ask,
    end: () => {
      child?.kill("SIGKILL");
      child = undefined;
    },
  };
}
