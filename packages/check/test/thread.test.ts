/** Work in a thread: what takes too much is ended, and the next question is answered. */
import { expect, test } from "vitest";
import { thread } from "../src/thread/index";

const program = (body: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from "node:worker_threads";
parentPort.on("message", (question) => {
  const answer = (${body})(question);
  parentPort.postMessage(answer);
});`)}`,
  );

test("questions are answered in their order, errors go back to who asked", async () => {
  const own = thread<number, number>(
    program(
      `(k) => k < 0 ? { error: { code: "NUMBER", what: "negative", details: { got: String(k) } } } : k === 9 ? { fault: "a fault" } : { answer: 2 * k }`,
    ),
    { seconds: 20, megabytes: 64 },
  );
  const answers = await Promise.allSettled([1, 2, -3, 9, 4].map((k) => own.ask(k)));
  expect(answers).toMatchObject([
    { value: 2 },
    { value: 4 },
    { reason: { code: "NUMBER", message: "negative, got -3" } },
    { reason: { message: "a fault" } },
    { value: 8 },
  ]);
  await own.end();
});

test("time, memory and an exit end the thread, not the program", async () => {
  const own = thread<string, string>(
    program(`(question) => {
      while (question === "time");
      if (question === "exit") process.exit(3);
      const kept = [];
      while (question === "memory") kept.push(new Array(1000).fill(kept.length));
      return { answer: question };
    }`),
    { seconds: 3, megabytes: 16 },
  );
  const asked = ["time", "one", "memory", "two", "exit", "three"].map((each) => own.ask(each));
  expect(await Promise.allSettled(asked)).toMatchObject([
    { reason: { code: "LIMIT" } },
    { value: "one" },
    { reason: { code: "LIMIT" } },
    { value: "two" },
    { reason: { code: "LIMIT" } },
    { value: "three" },
  ]);
  const open = expect(own.ask("time")).rejects.toMatchObject({ code: "LIMIT" });
  await own.end();
  await open;
});
