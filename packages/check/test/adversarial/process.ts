import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** A process that answers one request at a time. */
export interface Answering<Request, Answer> {
  /** The answer, or undefined if there is none within the time; the process is then ended, and another begins. */
  readonly ask: (request: Request, milliseconds: number) => Promise<Answer | undefined>;
  readonly end: () => void;
}

/** Starts a TypeScript file that answers messages. */
export function answering<Request extends string | number | object, Answer>(
  file: URL,
  given: readonly string[] = [],
): Answering<Request, Answer> {
  const loader = createRequire(import.meta.url).resolve("tsx");
  const begin = (): ChildProcess =>
    fork(fileURLToPath(file), given, {
      execArgv: ["--conditions=@chainrule/source", "--import", loader],
      serialization: "advanced",
    });
  let child: ChildProcess | undefined;
  const ask = (request: Request, milliseconds: number): Promise<Answer | undefined> =>
    new Promise((resolve, reject) => {
      const current = child ?? begin();
      child = current;
      const finish = (answer: Answer | undefined): void => {
        clearTimeout(timer);
        current.removeAllListeners("message");
        current.removeAllListeners("exit");
        current.removeAllListeners("error");
        resolve(answer);
      };
      const stop = (): void => {
        current.kill("SIGKILL");
        child = undefined;
        finish(undefined);
      };
      const timer = setTimeout(stop, milliseconds);
      current.once("message", (answer) => finish(answer as Answer)); // the file sends nothing else
      current.once("exit", () => {
        child = undefined;
        finish(undefined);
      });
      current.once("error", (error) => {
        clearTimeout(timer);
        reject(error);
      });
      current.send(request);
    });
  return {
    ask,
    end: () => {
      child?.removeAllListeners("exit");
      child?.kill("SIGKILL");
      child = undefined;
    },
  };
}
