import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** A process that answers one request at a time. */
export interface Answering<Request, Answer> {
  /** The answer, or undefined if there is none within the time; the process is then ended, and another begins. */
  readonly ask: (request: Request, milliseconds: number) => Promise<Answer | undefined>;
  readonly end: () => void;
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
        clearTimeout(timer);
        current.removeAllListeners("message");
        current.removeAllListeners("exit");
        resolve(answer);
      };
      const timer = setTimeout(() => {
        child = undefined;
        finish(undefined);
        current.kill("SIGKILL");
      }, milliseconds);
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
