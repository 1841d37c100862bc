import { execFile } from "node:child_process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { compile, type Node, tensor } from "@chainrule/graph";
import { expect, test } from "vitest";
import { sampled } from "../../../test/campaign";

const PROGRAMS = sampled(1000, 400);

const filled = (name: string, m: number, n: number): Node =>
  tensor(name, { shape: [m, n], data: new Float64Array(m * n).fill(0.5) });

const script = new URL("threads-program.ts", import.meta.url);
const run = (...args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const words = [
      "--conditions=@chainrule/source",
      `--import=${import.meta.resolve("tsx")}`,
      script.pathname,
    ];
    const options = { env: { ...process.env, NODE_PATH: "" }, timeout: 60_000 };
    execFile(process.execPath, [...words, ...args], options, (error, stdout) => {
      if (error === null) resolve(stdout.trim());
      else reject(error);
    });
  });

test("workers do not keep it alive", async () => {
  expect(await run("once")).toMatch(/^threads: 2, /);
});

test(`${PROGRAMS} programs leave memory as it was`, async () => {
  const megabytes = Number(/grown by (-?\d+) MB/.exec(await run("cycles", String(PROGRAMS)))?.[1]);
  expect(megabytes).toBeLessThan(0.5 * PROGRAMS); // their memories are 0.7 MB each
});

test("programs are collected", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const made = (): WeakRef<object> => {
    const [A, B] = [filled("A", 150, 160), filled("B", 160, 140)];
    const program = compile(A.matmul(B), [A, B], { backend: "wasm", threads: 2 });
    program([A.value, B.value]);
    return new WeakRef(program);
  };
  const ref = made();
  for (let k = 0; k < 20 && ref.deref() !== undefined; k++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collect();
  }
  expect(ref.deref()).toBeUndefined();
});
