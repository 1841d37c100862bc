import { type CompileOptions, compile, gradient, type Node, scalar } from "@chainrule/graph";
import { bytesInUse, peakMegabytes } from "../../memory";
import type { Case, Figures, Prepared } from "../../workload";
import { build, dag, LEAVES, type ScalarEngine } from "./problem";

/** Scalars of the public surface. */
export const engine: ScalarEngine<Node> = {
  leaf: (value, k) => scalar(`x_${k}`, value),
  add: (p, q) => p.add(q),
  mul: (p, q) => p.mul(q),
  sub: (p, q) => p.sub(q),
  tanh: (p) => p.tanh(),
  exp: (p) => p.exp(),
};

type Backend = NonNullable<CompileOptions["backend"]>;

/** The output and the gradient by all leaves as one program; the graph itself may go, and so may what it is built from. */
function program(size: number, backend: Backend): ReturnType<typeof compile> {
  const nodes = build(dag(size), engine);
  const leaves = nodes.slice(0, LEAVES);
  const output = nodes[nodes.length - 1] as Node;
  return compile([output, ...gradient(output, leaves)], leaves, { backend });
}

/** What a program is in the end: one of a million operations would be promoted after twenty runs, beyond what is warmed up. */
export const promoted = (size: Case): Prepared => chainrule(size, "wasm");

export function chainrule({ size }: Case, backend: Backend = "auto"): Prepared {
  const start = Array.from(dag(0).value.subarray(0, LEAVES));
  const before = bytesInUse();
  const step = program(size, backend);
  let last: readonly unknown[] = [];
  let memory: Promise<Figures> | undefined;
  return {
    units: size,
    run() {
      last = step(start) as unknown[]; // one for each of the outputs
    },
    values: () => last.slice(0, 2) as number[], // scalars
    figures() {
      memory ??= memoryOf(size, backend, start, before);
      return memory;
    },
  };
}

/** Up to so many operations there is room for a second program. */
const LARGEST_TWICE = 1e6;

/**
 * What a program holds, for each operation, and what is there once: code, tables, and what engines keep for themselves. They
 * are told apart by what is given back when a second program of the same graph goes.
 */
async function memoryOf(
  size: number,
  backend: Backend,
  start: readonly number[],
  before: number,
): Promise<Figures> {
  if (Number.isNaN(before)) return {}; // in a page, which knows nothing of its memory
  const peak = peakMegabytes();
  const first = await settled();
  if (size > LARGEST_TWICE) return { "bytes/op": (first - before) / size, "peak MB": peak };
  let second: ReturnType<typeof compile> | undefined = program(size, backend);
  for (let run = 0; run < 3; run++) second(start); // as it comes, laid out, and once more
  const both = await settled();
  second(start); // it is alive until here
  second = undefined;
  const own = both - (await settled());
  return { "bytes/op": own / size, "once, MB": (first - before - own) / 1e6, "peak MB": peak };
}

/** Collections after which engines have given up code that does not run. */
const COLLECTIONS = 8;

async function settled(): Promise<number> {
  for (let k = 0; k < COLLECTIONS; k++) bytesInUse();
  await new Promise((resolve) => setTimeout(resolve, 200)); // what buffers held is given back a little later
  return bytesInUse();
}
