import { type CompileOptions, compile, gradient, type Node, scalar } from "@chainrule/graph";
import { bytesInUse, peakMegabytes } from "../../memory";
import type { Case, Prepared } from "../../workload";
import { build, type Dag, dag, LEAVES, type ScalarEngine } from "./problem";

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

/** The output and the gradient by all leaves as one program; the graph itself may go. */
function program(graph: Dag, backend: Backend): ReturnType<typeof compile> {
  const nodes = build(graph, engine);
  const leaves = nodes.slice(0, LEAVES);
  const output = nodes[nodes.length - 1] as Node;
  return compile([output, ...gradient(output, leaves)], leaves, { backend });
}

/** What a program is in the end: one of a million operations would be promoted after twenty runs, beyond what is warmed up. */
export const promoted = (size: Case): Prepared => chainrule(size, "wasm");

export function chainrule({ size }: Case, backend: Backend = "auto"): Prepared {
  const graph = dag(size);
  const start = Array.from(graph.value.subarray(0, LEAVES));
  const before = bytesInUse();
  const step = program(graph, backend);
  let last: readonly unknown[] = [];
  return {
    units: size,
    run() {
      last = step(start) as unknown[]; // one for each of the outputs
    },
    values: () => last.slice(0, 2) as number[], // scalars
    async figures() {
      bytesInUse(); // collects; what buffers held is given back a little later
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { "bytes/op": (bytesInUse() - before) / size, "peak MB": peakMegabytes() };
    },
  };
}
