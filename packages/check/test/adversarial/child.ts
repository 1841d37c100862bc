/** Answers pairs by their places, and documents by their text, in a process of its own that can be ended. */
import { pairs } from "../adversarial";
import { answerTo, readingOf } from "./answer";
import { READY } from "./process";

process.on("message", (request: number | string) => {
  const pair = typeof request === "number" ? pairs[request] : undefined;
  process.send?.(pair === undefined ? readingOf(String(request)) : answerTo(pair));
});
process.send?.(READY);
