/**
 * Runs `examples/distributed/train.py` with one process and with two, on a 2-16-16-1 and a 784-128-10 network: gradients against
 * ours and against each other's, bytes and time of a step against what the README says. `npm run distributed`.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toPytorch } from "@chainrule/code";
import { dim, evaluate, gradient, mean, type Node, sum, symbolsOf, tensor } from "@chainrule/graph";
import { seeded } from "../test/cases";
import { difference, numbersOf } from "./exports/expected";

const PYTHON = process.env.PYTHON ?? "/usr/bin/python3";
const TRAIN = fileURLToPath(new URL("../../../examples/distributed/train.py", import.meta.url));
const TOLERANCE = 1e-12;

interface Network {
  readonly title: string;
  readonly loss: Node;
  readonly parameters: readonly Node[];
  readonly data: readonly Node[];
}

/** Layers of these sizes over rows of data; tanh between them, and a loss at the end. */
function network(sizes: readonly number[], rows: number, isClassifier: boolean): Network {
  const random = seeded(5);
  const filled = (shape: readonly number[], scale: number) => ({
    shape,
    data: Float64Array.from(
      { length: shape.reduce((product, size) => product * size, 1) },
      () => scale * (2 * random() - 1),
    ),
  });
  const n = dim("n");
  const outputs = sizes.at(-1) as number; // a network has layers
  const x = tensor("x", [n, sizes[0] as number]).set(filled([rows, sizes[0] as number], 1));
  const labels = filled([rows, outputs], 1);
  if (isClassifier) labels.data.forEach((_, k) => { labels.data[k] = k % outputs === Math.floor(k / outputs) % outputs ? 1 : 0; }); // biome-ignore format: one line
  const t = tensor("t", [n, outputs]).set(labels);
  const parameters: Node[] = [];
  let h: Node = x;
  for (let k = 1; k < sizes.length; k++) {
    const [from, to] = [sizes[k - 1] as number, sizes[k] as number]; // as the loop says
    const W = tensor(`W^(${k})`, filled([from, to], 1 / Math.sqrt(from)));
    const b = tensor(`b^(${k})`, filled([to], 0.1));
    parameters.push(W, b);
    const z = h.matmul(W).add(b).named(`z^(${k})`);
    h = k + 1 < sizes.length ? z.tanh().named(`h^(${k})`) : z;
  }
  const losses = isClassifier ? sum(t.mul(h.logSoftmax(1)), 1).neg() : sum(h.sub(t).square(), 1);
  const loss = mean(losses).named("E");
  const data = symbolsOf([loss]).filter((symbol) => !parameters.includes(symbol)); // in the order of the module
  return { title: sizes.join("-"), loss, parameters, data };
}

interface Report {
  readonly gradients: readonly number[][];
  readonly parameters: readonly number[][];
  readonly milliseconds: number;
  readonly bytes: number;
}

async function run(folder: string, workers: number, port: number): Promise<Report> {
  const report = join(folder, `report${workers}.json`);
  const started = Array.from({ length: workers }, (_, rank) => {
    const env = {
      ...process.env,
      RANK: `${rank}`,
      WORLD_SIZE: `${workers}`,
      MASTER_ADDR: "127.0.0.1",
      MASTER_PORT: `${port}`,
    };
    const args = [TRAIN, join(folder, "network_pytorch.py"), join(folder, "values.json"), "--report", report];
    return new Promise<void>((done, failed) => {
      const child = spawn(PYTHON, args, {
        env: { ...env, PYTHONDONTWRITEBYTECODE: "1" },
        stdio: ["ignore", "inherit", "inherit"],
      });
      child.on("exit", (code) =>
        code === 0 ? done() : failed(new Error(`process ${rank} ended with ${code}`)),
      );
    });
  });
  await Promise.all(started);
  return JSON.parse(readFileSync(report, "utf8"));
}

async function compared({ title, loss, parameters, data }: Network, port: number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-distributed-"));
  try {
    const given = (node: Node) => {
      const { value } = node;
      return [typeof value === "number" ? [] : value.shape, numbersOf(value)];
    };
    writeFileSync(join(folder, "network_pytorch.py"), toPytorch(loss, { wrt: parameters }));
    writeFileSync(
      join(folder, "values.json"),
      JSON.stringify({ parameters: parameters.map(given), data: data.map(given) }),
    );
    const ours = evaluate([...gradient(loss, parameters)]).map((value) => [...numbersOf(value)]);
    const one = await run(folder, 1, port);
    const two = await run(folder, 2, port + 1);
    const count = ours.reduce((total, list) => total + list.length, 0);
    const off = [
      difference(two.gradients, ours),
      difference(two.gradients, one.gradients),
      difference(two.parameters, one.parameters),
    ];
    console.log(`${title}, ${count} parameters: two processes against ours ${off[0]}, against one process ${off[1]}; parameters after all steps ${off[2]}`); // biome-ignore format: one line
    console.log(`  a step: ${one.milliseconds.toFixed(3)} ms alone, ${two.milliseconds.toFixed(3)} ms with two; ${Math.round(two.bytes)} bytes over loopback, 2 x 8 x parameters are ${16 * count}`); // biome-ignore format: one line
    return off.every((each) => each <= TOLERANCE);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (spawnSync(PYTHON, ["-c", "import torch.distributed"]).status !== 0)
  console.log("skipped: PyTorch is not installed here");
else {
  const port = 29_500 + (process.pid % 1000) * 4;
  const networks = [network([2, 16, 16, 1], 64, false), network([784, 128, 10], 128, true)];
  for (const [k, each] of networks.entries()) if (!(await compared(each, port + 2 * k))) process.exitCode = 1;
}
