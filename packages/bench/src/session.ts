import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Ready, Sample } from "./measure";

/** What a process is started with. */
export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A process that measures one implementation when it is told to. */
export interface Session {
  /** @throws Error what went wrong in the process, or that it took too long */
  ready(): Promise<Ready>;
  round(budgetMs: number): Promise<Sample>;
  end(): void;
}

type Message = { readonly failed?: string };

/** Starts a process; see `child.ts` for what it says. Each answer may take `limitMs`, or the process is ended. */
export function session(command: Command, limitMs: number): Session {
  const child = spawn(command.program, command.words, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", ...command.environment },
  });
  let errors = "";
  let ended: string | undefined;
  const said: Message[] = [];
  let waiting: (() => void) | undefined;
  const wake = (): void => {
    waiting?.();
    waiting = undefined;
  };
  child.stderr.on("data", (text) => {
    errors = (errors + text).slice(-2000);
  });
  child.stdin.on("error", () => {}); // a process that has gone says so by its end
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("{")) said.push(JSON.parse(line));
    wake();
  });
  child.on("error", (error) => {
    ended = error.message;
    wake();
  });
  child.on("close", (code, signal) => {
    ended ??= causeOf(errors) || (signal === null ? `exit code ${code}` : `ended by ${signal}`);
    wake();
  });

  const answer = async (): Promise<Message> => {
    const timer = setTimeout(() => {
      ended = `over ${limitMs / 1000} s`;
      child.kill("SIGKILL");
      wake();
    }, limitMs);
    while (said.length === 0 && ended === undefined) {
      await new Promise<void>((resolve) => {
        waiting = resolve;
      });
    }
    clearTimeout(timer);
    const message = said.shift();
    if (message === undefined) throw new Error(ended);
    if (message.failed !== undefined) throw new Error(message.failed);
    return message;
  };

  return {
    ready: () => answer() as Promise<Ready>, // the first message of the protocol
    round(budgetMs) {
      child.stdin.write(`round ${budgetMs}\n`);
      return answer() as Promise<Sample>; // the answer to it
    },
    end() {
      child.stdin.end("end\n");
      setTimeout(() => child.kill("SIGKILL"), 2000).unref();
    },
  };
}

/** The line of an error's output that names the error. */
function causeOf(errors: string): string {
  const lines = errors.trim().split("\n");
  return (lines.filter((line) => /Error|error:|FATAL/.test(line)).at(-1) ?? lines.at(-1) ?? "")
    .trim()
    .slice(0, 200);
}
