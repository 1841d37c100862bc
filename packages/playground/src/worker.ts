import { reply } from "./jobs/jobs";
import type { Question } from "./protocol";

/** The thread that computes: one answer for each question, in their order. */
const page = globalThis as unknown as {
  onmessage: (event: { readonly data: Question }) => void;
  postMessage: (message: unknown) => void;
}; // the worker's own names, which the types of pages do not have

page.onmessage = async ({ data }) => page.postMessage(await reply(data));
