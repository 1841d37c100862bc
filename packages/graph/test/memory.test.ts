/** What programs hold on to, and that it goes when they go. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  type CompileOptions,
  compile,
  gradient,
  type Node,
  type Program,
  scalar,
  tensor,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { allowed } from "./backends";
import { seeded } from "./random-graph";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes of objects, buffers and WebAssembly memories that are alive. Buffers are given back a little after a collection. */
async function alive(): Promise<number> {
  for (let k = 0; k < 4; k++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

type Backend = NonNullable<CompileOptions["backend"]>;

/** Compiles a program, each time another, and runs it twice: as it first comes, and laid out. */
const cycles: Readonly<Record<string, (k: number, backend: Backend) => void>> = {
  scalar: (k, backend) => {
    const [w, b] = [scalar("w", 0.5), scalar("b", 0.1)];
    const E = w.mul(k).add(b).tanh().sub(0.3).square();
    const program = compile([E, ...gradient(E, [w, b])], [w, b], { backend });
    program([0.5, 0.1]);
    program([0.4, 0.1]);
  },
  tensor: (k, backend) => {
    const W = tensor("W", [
      [0.1, 0.2],
      [0.3, 0.4],
    ]);
    const E = W.matmul(W.transpose()).add(k).tanh().sum();
    const program = compile([E, gradient(E, W)], [W], { backend });
    program([W.value]);
    program([W.value]);
  },
};

// The least that a program takes is some 3 kB, and a page of 64 kB as WebAssembly.
test.each([
  ["scalar", "interpreter", 300, 500_000],
  ["scalar", "wasm", 150, 2_000_000],
  ["tensor", "interpreter", 300, 500_000],
  ["tensor", "wasm", 80, 2_000_000],
] as const)("%s programs, %s: nothing is left of %i", async (kind, backend, count, most) => {
  const cycle = cycles[kind] as (typeof cycles)[string];
  for (let k = 0; k < 100; k++) cycle(k, backend); // what is made once, and code
  const before = await alive();
  for (let k = 0; k < count; k++) cycle(k + 0.5, backend);
  expect((await alive()) - before).toBeLessThan(most);
});

/** Sums and products of what was there before, and its gradient: the graph is gone when this returns. */
function large(operations: number, backend: Backend): Program<unknown> {
  const random = seeded(3);
  const leaves = Array.from({ length: 8 }, (_, k) => scalar(`x_${k}`, 0.1 * k));
  const nodes: Node[] = [...leaves];
  const any = (): Node => nodes[Math.floor(random() * nodes.length)] as Node;
  while (nodes.length < operations) {
    const [x, y] = [nodes[nodes.length - 1] as Node, any()];
    nodes.push(random() < 0.5 ? x.sub(y) : random() < 0.9 ? x.mul(y) : x.tanh());
  }
  const E = nodes[nodes.length - 1] as Node;
  const program = compile([E, ...gradient(E, leaves)], leaves, { backend });
  const values = leaves.map(({ value }) => value);
  program(values);
  program(values);
  return program;
}

describe("of a large program stays", () => {
  // per instruction: a value of 8 bytes, an operand of 4 or two; what makes an instruction takes 9 more
  test.each([
    ["wasm", allowed.wasm ? 20 : 34],
    ["interpreter", 34],
    ["auto", 43],
  ] as const)("as %s, %i bytes for each instruction", async (backend, most) => {
    large(1000, backend);
    const before = await alive();
    const program = large(60_000, backend);
    const instructions = Number(/^(\d+) operations/.exec(program.explain())?.[1]);
    expect(instructions).toBeGreaterThan(100_000);
    expect(((await alive()) - before) / instructions).toBeLessThan(most);
  });
});
