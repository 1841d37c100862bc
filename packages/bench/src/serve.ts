import { ready, round } from "./measure";
import { workloadOf } from "./workloads";

const clock = (): number => performance.now();

/**
 * Prepares the implementation that the words name (workload, case, implementation, milliseconds to warm up), says that it is
 * ready, and then a sample for each line `round <ms>`, until a line says something else.
 */
export async function serve(
  [id = "", label = "", name = "", warmMs = "0"]: readonly string[],
  lines: AsyncIterable<string>,
  say: (message: unknown) => void,
): Promise<void> {
  const workload = workloadOf(id);
  const size = workload?.cases.find((one) => one.label === label);
  const implementation = workload?.implementations.find((one) => one.name === name);
  if (size === undefined || implementation === undefined || !("prepare" in implementation)) {
    throw new Error(`no implementation in JavaScript: ${id}, ${label}, ${name}`);
  }
  const { prepared, said } = await ready(() => implementation.prepare(size), Number(warmMs), clock);
  say(said);
  for await (const line of lines) {
    const [word, budget] = line.split(" ");
    if (word !== "round") break;
    say(await round(prepared, Number(budget), clock));
  }
}
