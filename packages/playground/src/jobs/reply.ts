import { ChainruleError } from "@chainrule/graph";
import { type Problem, SourceError } from "../network/problem";
import type { Answer, Ask, JobName, Question, Reply } from "../protocol";

/** What answers which question. */
export type Answering<J extends JobName = JobName> = {
  readonly [K in J]: (ask: Ask<K>) => Answer<K> | Promise<Answer<K>>;
};

/** Answers a question; what went wrong is an answer too. */
export async function reply<J extends JobName>(
  jobs: Answering<J>,
  { ask, id, job }: Question<J>,
): Promise<Reply<J>> {
  try {
    return { id, answer: await jobs[job](ask) };
  } catch (error) {
    return { id, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof SourceError) return error.problem;
  if (error instanceof ChainruleError) {
    const { details, what } = error;
    const place = details.where === undefined ? "" : `${details.where}: `;
    const got = details.got === undefined ? "" : `, got ${details.got}`;
    return {
      from: 0,
      to: 0,
      message: `${place}${what}${got}${details.mend === undefined ? "" : `. ${details.mend}`}`,
    };
  }
  return {
    from: 0,
    to: 0,
    message: `a fault of ours: ${error instanceof Error ? error.message : String(error)}`,
  };
}
