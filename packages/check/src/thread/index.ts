import { parentPort, Worker } from "node:worker_threads";
import { ChainruleError, type ErrorCode, type ErrorDetails } from "@chainrule/graph";

/*
 * Work in a thread of its own, for programs that must answer while they work: an editor's server, an assistant's tools. A question
 * that takes too long, or too much memory, ends the thread and not the program; the next question starts another.
 */

/** What one question may cost. */
export interface ThreadLimits {
  readonly seconds: number;
  /** Of the thread's heap. */
  readonly megabytes: number;
}

/** A thread that answers one question after the other. */
export interface Thread<Question, Answer> {
  /**
   * The answer to a question; questions are answered in their order.
   * @throws ChainruleError LIMIT where the answer takes more time or memory than it may, and what the thread throws
   */
  ask(question: Question): Promise<Answer>;
  /** Ends the thread: what was asked and is not answered is refused with LIMIT. */
  end(): Promise<void>;
}

interface Asked<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

type Told =
  | { readonly answer: unknown }
  | { readonly error: { readonly code: ErrorCode; readonly what: string; readonly details: ErrorDetails } }
  | { readonly fault: string };

/**
 * A thread that runs a program, which calls `answerQuestions`. It starts at the first question, and keeps no program alive.
 * @example const auditing = thread<string, Audit>(new URL("./worker.js", import.meta.url), { seconds: 20, megabytes: 1024 });
 */
export function thread<Question, Answer>(program: URL, limits: ThreadLimits): Thread<Question, Answer> {
  const waiting: Asked<Question, Answer>[] = [];
  let worker: Worker | undefined;
  let current: Asked<Question, Answer> | undefined;
  let timer: NodeJS.Timeout | undefined;

  /** Ends what is asked now, and goes on with what waits. */
  const settle = (finish: (asked: Asked<Question, Answer>) => void): void => {
    clearTimeout(timer);
    const asked = current;
    current = undefined;
    if (asked !== undefined) finish(asked);
    next();
  };
  const drop = (): Promise<unknown> => {
    const ended = worker;
    worker = undefined;
    ended?.removeAllListeners();
    ended?.on("error", () => undefined); // it may run out of memory while it is ended
    return ended?.terminate() ?? Promise.resolve();
  };
  const fail = (error: Error): void => {
    void drop();
    settle(({ reject }) => reject(error));
  };
  const start = (): Worker => {
    const started = new Worker(program, {
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
      stdout: true, // what it prints would spoil a protocol on standard output
    });
    started.unref();
    started.on("message", (told: Told) =>
      settle(({ reject, resolve }) => {
        if ("answer" in told)
          resolve(told.answer as Answer); // `answerQuestions` sends what its caller returns
        else if ("error" in told)
          reject(new ChainruleError(told.error.code, told.error.what, told.error.details));
        else reject(new Error(told.fault));
      }),
    );
    started.on("error", (error: NodeJS.ErrnoException) =>
      fail(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? tooMuch(`${limits.megabytes} MB of memory`) : error),
    );
    started.on("exit", () => fail(tooMuch("a thread that goes on")));
    return started;
  };
  function next(): void {
    if (current !== undefined) return;
    current = waiting.shift();
    if (current === undefined) return;
    worker ??= start();
    timer = setTimeout(() => fail(tooMuch(`${limits.seconds} s`)), 1000 * limits.seconds);
    worker.postMessage(current.question);
  }
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        waiting.push({ question, resolve, reject });
        next();
      }),
    async end() {
      const open = [...(current === undefined ? [] : [current]), ...waiting.splice(0)];
      current = undefined;
      clearTimeout(timer);
      for (const { reject } of open) reject(new ChainruleError("LIMIT", "the thread was ended"));
      await drop();
    },
  };
}

const tooMuch = (allowed: string): ChainruleError =>
  new ChainruleError("LIMIT", "the answer takes too much time or memory", {
    expected: `within ${allowed}`,
    mend: "Ask for less at a time",
  });

/** Answers the questions that `thread` sends to the program that calls this. What is thrown goes back to who asked. */
export function answerQuestions<Question>(answer: (question: Question) => unknown): void {
  const port = parentPort;
  if (port === null)
    throw new ChainruleError("OPERAND", "this is no thread of its own", {
      where: "answerQuestions",
      mend: "Start the program with `thread`",
    });
  port.on("message", (question: Question) => {
    let told: Told;
    try {
      told = { answer: answer(question) };
    } catch (error) {
      told =
        error instanceof ChainruleError
          ? { error: { code: error.code, what: error.what, details: error.details } }
          : { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    port.postMessage(told);
  });
}
