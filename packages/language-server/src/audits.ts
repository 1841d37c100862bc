import { type Thread, type ThreadLimits, thread } from "@chainrule/check/thread";
import type { Answer, Question } from "./question";
import type { Report } from "./report";

/** A text that is to be audited. */
export type Job = Extract<Question, { readonly ask: "report" }> & { readonly version: number };

/** What an audit came to, or why it came to nothing. */
export type Outcome = { readonly report: Report } | { readonly problem: string };

/** Audits of documents in a thread, so that nothing waits for them. */
export interface Audits {
  /** Audits a text next; an earlier text of the same document that still waits is left out. */
  request(job: Job): void;
  forget(uri: string): void;
  end(): Promise<void>;
}

/** `told` is called with what each audit came to, the document that was edited last first. */
export function audits(
  program: URL,
  limits: ThreadLimits,
  told: (job: Job, outcome: Outcome) => void,
): Audits {
  const auditing: Thread<Question, Answer> = thread(program, limits);
  const waiting = new Map<string, Job>();
  let isBusy = false;
  let isEnded = false;

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    for (let job = newest(); job !== undefined && !isEnded; job = newest()) {
      waiting.delete(job.uri);
      const outcome = await outcomeOf(job);
      if (!isEnded) told(job, outcome);
    }
    isBusy = false;
  }
  const newest = (): Job | undefined => [...waiting.values()].at(-1);
  async function outcomeOf({ version: _version, ...question }: Job): Promise<Outcome> {
    try {
      return { report: (await auditing.ask(question)) as Report }; // a report was asked for
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }
  return {
    request(job) {
      waiting.delete(job.uri);
      waiting.set(job.uri, job);
      void work();
    },
    forget(uri) {
      waiting.delete(uri);
      auditing.ask({ ask: "forget", uri }).catch(() => undefined); // a thread that ended has forgotten it
    },
    end() {
      isEnded = true;
      return auditing.end();
    },
  };
}
