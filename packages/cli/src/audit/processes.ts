import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/* Processes that work on one document after the other. One that dies, or takes too long, is replaced: the others know nothing of it. */

/** The memory of a process, and how long a document may take. */
const MEGABYTES = 1536;
const LONGEST_SECONDS = 300;

/** `T` is what the entry sends back for a document. */
export class Processes<T> {
  readonly #start: () => ChildProcess;
  readonly #idle: ChildProcess[] = [];
  readonly #waiting: ((child: ChildProcess | undefined) => void)[] = [];
  /** How many more may be started. */
  #left: number;

  /** `entry` is what a process runs, given settings as JSON: it answers each path with what the document comes to. */
  constructor(entry: URL, jobs: number, settings: object) {
    this.#left = jobs;
    this.#start = () =>
      fork(fileURLToPath(entry), [JSON.stringify(settings)], {
        execArgv: [...process.execArgv, `--max-old-space-size=${MEGABYTES}`],
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      });
  }

  /** What a document comes to, or why that is not known. */
  async ask(path: string): Promise<T | Error> {
    const child = (await this.#free()) ?? this.#start();
    const answer = await answerOf<T>(child, path);
    if (answer instanceof Error) child.kill("SIGKILL");
    this.#release(answer instanceof Error ? undefined : child);
    return answer;
  }

  /** A process without work; undefined where one may be started. */
  async #free(): Promise<ChildProcess | undefined> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#left === 0) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#left--;
    return undefined;
  }

  #release(child: ChildProcess | undefined): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next(child);
    else if (child === undefined) this.#left++;
    else this.#idle.push(child);
  }

  /** Lets those without work go. */
  end(): void {
    for (const child of this.#idle) child.disconnect();
  }
}

function answerOf<T>(child: ChildProcess, path: string): Promise<T | Error> {
  return new Promise((resolve) => {
    const settle = (answer: T | Error): void => {
      clearTimeout(late);
      child.removeAllListeners();
      child.on("error", () => {}); // of one that is no longer asked
      resolve(answer);
    };
    const late = setTimeout(
      () => settle(new Error(`took more than ${LONGEST_SECONDS} seconds`)),
      LONGEST_SECONDS * 1000,
    );
    child.once("message", (answer) => settle(answer as T)); // what the entry sends
    child.once("error", settle);
    child.once("exit", (code, signal) =>
      settle(new Error(`the process that read it ended (${signal ?? `exit code ${code}`})`)),
    );
    child.send(path);
  });
}
