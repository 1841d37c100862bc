/**
 * One implementation in a process of its own: `child.mjs <workload> <case> <implementation> <warm ms>`. It says on standard
 * output, as one line of JSON each, that it is ready; then a sample for each line `round <ms>` on standard input.
 */
import { createInterface } from "node:readline";
import { ready, round } from "./measure";
import { workloadOf } from "./workloads";

const say = (message: unknown): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};
// Standard output belongs to the protocol; peers print there.
console.log = console.info = console.warn = console.error;

const clock = (): number => performance.now();

async function main([id = "", label = "", name = "", warmMs = "0"]: readonly string[]): Promise<void> {
  const workload = workloadOf(id);
  const size = workload?.cases.find((one) => one.label === label);
  const implementation = workload?.implementations.find((one) => one.name === name);
  if (size === undefined || implementation === undefined || !("prepare" in implementation)) {
    throw new Error(`no implementation in JavaScript: ${id}, ${label}, ${name}`);
  }
  const { prepared, said } = await ready(() => implementation.prepare(size), Number(warmMs), clock);
  say(said);
  for await (const line of createInterface({ input: process.stdin })) {
    const [word, budget] = line.split(" ");
    if (word !== "round") break;
    say(await round(prepared, Number(budget), clock));
  }
}

main(process.argv.slice(2))
  .then(() => process.exit(0)) // peers keep threads and timers
  .catch((error: unknown) => {
    say({ failed: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  });
