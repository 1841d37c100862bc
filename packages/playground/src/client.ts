import type { Problem } from "./network/problem";
import type { Answer, Ask, JobName, Reply } from "./protocol";

/** Why a question has no answer. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** The threads that compute, asked by the names of jobs. */
export interface Client {
  /** @throws Refusal with what is wrong with the question */
  ask<J extends JobName>(job: J, ask: Ask<J>): Promise<Answer<J>>;
}

/** @param start starts the thread for a job; threads are started once, when they are first asked */
export function clientOf(start: (thread: "worker" | "auditor") => Worker): Client {
  const threads = new Map<string, Thread>();
  return {
    ask: (job, ask) => {
      const name = job === "audit" ? "auditor" : "worker";
      const thread = threads.get(name) ?? new Thread(start(name));
      threads.set(name, thread);
      return thread.ask(job, ask);
    },
  };
}

class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #last = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
    };
  }

  ask<J extends JobName>(job: J, ask: Ask<J>): Promise<Answer<J>> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (reply) => {
        if ("answer" in reply)
          resolve(reply.answer as Answer<J>); // the question's own
        else reject(new Refusal(reply.problem));
      });
      this.#worker.postMessage({ id, job, ask });
    });
  }
}
