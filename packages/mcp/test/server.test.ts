/** What an assistant is answered: by the SDK's own client, in memory and over standard input and output. */
import { audit, auditReport } from "@chainrule/check";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServer, type ServerOptions } from "../src/index";
import { builtServer, call, clientOf, workerIn } from "./built";

let folder: string;
let client: Client;
beforeAll(async () => {
  folder = await builtServer();
  client = await clientOf(folder);
});
afterAll(() => client.close());

const LOSS = ["y = w x + b", "L = (y - t)^2 / 2", "x = 2", "w = 3", "b = 1", "t = 5"];

describe("over standard input and output", () => {
  test("the tools are listed with what they take", async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ inputSchema, name }) => [name, inputSchema.required])).toEqual([
      ["check_formula", ["claim"]],
      ["audit_derivation", ["text"]],
      ["derive_gradient", ["definitions", "loss", "wrt"]],
      ["check_backward", ["code"]],
    ]);
  });

  test("check_formula: a proof, or a counterexample and a repair", async () => {
    const right = await call(client, "check_formula", { definitions: LOSS, claim: "dL/dw = (y - t) x" });
    expect(right.answer).toMatchObject({ verdict: "proved" });
    const wrong = await call(client, "check_formula", {
      definitions: LOSS.slice(0, 2),
      claim: String.raw`\frac{\partial L}{\partial w} = (t - y) x`,
    });
    expect(wrong.answer).toMatchObject({ verdict: "wrong", summary: { wrong: 1 } });
    const claim = (wrong.answer as { lines: { claims: object[] }[] }).lines.at(-1)?.claims[0];
    expect(claim).toMatchObject({ counterexample: {}, repair: { text: "(y - t) x" } });
    const none = await call(client, "check_formula", { claim: "hello" });
    expect(none).toMatchObject({ isError: true, answer: { error: { code: "SYNTAX" } } });
  });

  test("audit_derivation: the report of the command", async () => {
    const text = "Given $x = 2$, $y = x^2 = 5$ and $z = 2 y = 10$.";
    const { answer } = await call(client, "audit_derivation", { text });
    expect(answer).toEqual(JSON.parse(auditReport(audit(text), text, { format: "json" })));
  });

  test("derive_gradient: formulas that check_formula proves, values and steps", async () => {
    const { answer } = await call(client, "derive_gradient", {
      definitions: LOSS,
      loss: "L",
      wrt: ["w", "b"],
    });
    expect(answer).toMatchObject({
      gradients: [
        { by: "w", value: 4 },
        { by: "b", value: 2 },
      ],
    });
    for (const { by, formula } of (answer as { gradients: { by: string; formula: string }[] }).gradients) {
      const claim = `dL/d${by} = ${formula}`;
      const checked = await call(client, "check_formula", { definitions: LOSS.slice(0, 2), claim });
      expect(checked.answer).toMatchObject({ verdict: "proved" });
    }
    expect((answer as { steps: { latex: string }[] }).steps.map(({ latex }) => latex)).toContain(
      "y = w x + b",
    );
    const unknown = await call(client, "derive_gradient", { definitions: LOSS, loss: "E", wrt: ["w"] });
    expect(unknown).toMatchObject({ isError: true, answer: { error: { code: "UNKNOWN_SYMBOL" } } });
  });

  test("check_backward: a wrong line, and the change that mends it", async () => {
    const code = "def f(x):\n    return x * x\n\ndef f_backward(dout, x):\n    return x * dout\n";
    const { answer } = await call(client, "check_backward", { code });
    expect(answer).toMatchObject({ lines: [{ verdict: "wrong", repair: { after: expect.any(String) } }] });
  });
});

/** A client and a server in this process; the thread is one of its own. */
async function inMemory(options: Partial<ServerOptions>): Promise<Client> {
  const [here, there] = InMemoryTransport.createLinkedPair();
  const own = new Client({ name: "test", version: "1" });
  const server = createServer({ worker: workerIn(folder), ...options });
  await Promise.all([server.connect(there), own.connect(here)]);
  return own;
}

describe("what is hostile or enormous", () => {
  test("is refused by its length, with a code", async () => {
    const own = await inMemory({ characters: 1000 });
    const { answer, isError } = await call(own, "audit_derivation", { text: "$x = 1$ ".repeat(200) });
    expect(isError).toBe(true);
    expect(answer).toMatchObject({ error: { code: "TOO_LONG", got: "1600 characters" } });
    await own.close();
  });

  test("ends the thread at its limit, and the next call is answered", async () => {
    const program = `import { parentPort } from "node:worker_threads";
      parentPort.on("message", ({ call }) => { while (call.text === "hostile"); parentPort.postMessage({ answer: call }); });`;
    const own = await inMemory({
      seconds: 1,
      worker: new URL(`data:text/javascript,${encodeURIComponent(program)}`),
    });
    const slow = await call(own, "audit_derivation", { text: "hostile" });
    expect(slow).toMatchObject({
      isError: true,
      answer: { error: { code: "LIMIT", expected: "within 1 s" } },
    });
    const next = await call(own, "audit_derivation", { text: "friendly" });
    expect(next.answer).toEqual({ text: "friendly" });
    await own.close();
  });

  test("is refused where the message is longer than any call may be, and the connection stays", async () => {
    const text = "$x = 1$ ".repeat(1_500_000);
    await expect(call(client, "audit_derivation", { text })).rejects.toThrow(
      /TOO_LONG: a message of more than/,
    );
    const next = await call(client, "check_formula", { definitions: ["y = x^2"], claim: "dy/dx = 2 x" });
    expect(next.answer).toMatchObject({ verdict: "proved" });
  });

  test("is no code: nothing of it is run", async () => {
    const claim = 'y = x.constructor.constructor("process.exit(7)")()';
    const { answer } = await call(client, "check_formula", { definitions: ["x = 2"], claim });
    expect(answer).not.toMatchObject({ verdict: "proved" });
    const code = "import os\nos._exit(7)\ndef f(x):\n    return x\n";
    expect((await call(client, "check_backward", { code })).answer).toMatchObject({ lines: [] });
  });
});
