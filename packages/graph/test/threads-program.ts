/** A process that runs programs on two threads and then has nothing more to do: `once`, or `cycles <how many>`. */
import { compile, type TensorValue, tensor } from "@chainrule/graph";

const N = 160;
const value = (): TensorValue => ({ shape: [N, N], data: new Float64Array(N * N).fill(1 / N) });
const [A, B] = [tensor("A", { shape: [N, N] }), tensor("B", { shape: [N, N] })];
const [a, b] = [value(), value()];

/** Compiles, runs and drops a program; says how its threads are. */
function cycle(): string {
  const program = compile(A.matmul(B).tanh(), [A, B], { backend: "wasm", threads: 2 });
  program([a, b]);
  return (
    program
      .explain()
      .split("\n")
      .find((line) => line.startsWith("threads")) ?? "no threads"
  );
}

const megabytes = (): number => process.memoryUsage().rss / 2 ** 20;

const [way, count = "1"] = process.argv.slice(2);
if (way === "once") {
  const start = Date.now();
  let said = cycle();
  while (/started/.test(said) && Date.now() - start < 30_000) said = cycle();
  console.log(said);
} else {
  for (let k = 0; k < Number(count) / 4; k++) cycle();
  const before = megabytes();
  for (let k = 0; k < Number(count); k++) cycle();
  console.log(`grown by ${Math.round(megabytes() - before)} MB`);
}
