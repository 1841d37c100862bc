/** Answers one pair after another, by their places, in a process of its own that can be ended. */
import { pairs } from "../adversarial";
import { answerTo } from "./answer";
import { READY } from "./process";

process.on("message", (place: number) => {
  const pair = pairs[place];
  if (pair !== undefined) process.send?.(answerTo(pair));
});
process.send?.(READY);
