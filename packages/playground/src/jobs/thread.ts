import type { JobName, Question } from "../protocol";
import { type Answering, reply } from "./reply";

/** Makes this thread answer questions, each once. */
export function answerQuestions<J extends JobName>(jobs: Answering<J>): void {
  const thread = globalThis as unknown as {
    onmessage: (event: { readonly data: Question<J> }) => void;
    postMessage: (message: unknown) => void;
  }; // a worker's own names, which the types of pages do not have
  thread.onmessage = async ({ data }) => thread.postMessage(await reply(jobs, data));
}
