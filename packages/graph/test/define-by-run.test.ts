import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  compile,
  constant,
  evaluate,
  gradient,
  type Node,
  scalar,
  topologicalOrder,
  where,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { randomGraph, seeded } from "./random-graph";

type Scalar = Node<number>;

/** A graph of so many operations in which symbols and nodes are used again and again, with choices and names. */
function tangled(symbols: readonly Scalar[], operations: number, seed: number): Scalar {
  const random = seeded(seed);
  const nodes = [...symbols];
  const any = (): Scalar => nodes[Math.floor(random() * nodes.length)] as Scalar;
  for (let k = 0; k < operations; k++) {
    const [a, b] = [any(), any()];
    const made = [
      () => a.add(b),
      () => a.mul(b).mul(0.5),
      () => a.sub(b),
      () => a.tanh(),
      () => a.add(b).relu(),
      () => where(a.gt(b), a.tanh().mul(b.tanh()), b.sigmoid()),
      () => a.tanh().pow(2),
      () => a.tanh().named(`h_${k}`),
      () => a.square().add(0.1).log().mul(0.25),
    ][Math.floor(random() * 9)] as () => Scalar;
    nodes.push(made().mul(0.7));
  }
  return nodes.reduce((total, node) => total.add(node.tanh()));
}

const close = (found: number, expected: number): boolean =>
  Object.is(found, expected) || Math.abs(found - expected) <= 1e-12 * Math.max(1, Math.abs(expected));

describe("backward() of scalars", () => {
  test("leaves in every node what the gradient graph evaluates to", () => {
    for (let seed = 0; seed < 60; seed++) {
      const symbols = [0.3, -0.8, 1.1].map((value, k) => scalar(`x_${k}`, value));
      const y = seed % 2 === 0 ? tangled(symbols, 25, seed) : randomGraph(seed).root;
      const nodes = topologicalOrder([y]) as Scalar[]; // all are scalars
      y.backward();
      const found = nodes.map((node) => node.grad);
      const expected = evaluate(gradient(y, nodes)) as number[];
      nodes.forEach((node, k) => {
        const text = `seed ${seed}, ${node.op.name} ${found[k]} ${expected[k]}`;
        expect(close(found[k] as number, expected[k] as number), text).toBe(true);
      });
      // orders that were made since change nothing, nor does a second time
      expect(nodes.map((node) => node.grad)).toEqual(found);
      y.backward();
      expect(nodes.map((node) => node.grad)).toEqual(found);
    }
  });

  test("values are those of the symbols as they now are", () => {
    const [x, w] = [scalar("x", 2), scalar("w", 3)];
    const inner = w.mul(x);
    const y = inner.square();
    expect(y.value).toBe(36);
    y.backward();
    expect([y.value, inner.value]).toEqual([36, 6]);
    x.set(1);
    expect([y.value, inner.value, inner.grad]).toEqual([9, 3, 12]);
    y.backward();
    expect([y.value, inner.value, inner.grad]).toEqual([9, 3, 6]);
  });

  test("a gradient stays until the next backward that meets the node", () => {
    const [x, other] = [scalar("x", 2), scalar("other", 5)];
    const inner = x.mul(3);
    const y = inner.square();
    y.backward();
    const z = inner.mul(other);
    expect([z.value, y.value, inner.grad, x.grad]).toEqual([30, 36, 12, 36]);
    compile([y, z], [x])([1]);
    other.exp().backward();
    expect([inner.grad, x.grad, y.grad]).toEqual([12, 36, 1]);
    z.backward();
    expect([inner.grad, x.grad, y.grad]).toEqual([5, 15, 1]);
  });

  test("values are read before and after without touching gradients", () => {
    const x = scalar("x", 0.5);
    const inner = x.tanh();
    const y = inner.mul(2);
    y.backward();
    x.set(0.25);
    expect(y.value).toBe(2 * Math.tanh(0.25));
    expect([inner.grad, y.grad]).toEqual([2, 1]);
  });

  test("of one symbol, or of a symbol under names", () => {
    const x = scalar("x", 2);
    x.backward();
    expect(x.grad).toBe(1);
    const y = x.named("y").named("z");
    y.backward();
    expect([x.grad, y.grad, y.value]).toEqual([1, 1, 2]);
  });

  test("what is missing is named", () => {
    expect(() => scalar("x").mul(2).backward()).toThrow(expect.objectContaining({ code: "UNBOUND" }));
    expect(() => scalar("x").mul(2).value).toThrow(expect.objectContaining({ code: "UNBOUND" }));
  });

  test("a large graph, in which arrays grow", () => {
    const symbols = Array.from({ length: 10 }, (_, k) => scalar(`x_${k}`, Math.sin(k)));
    let y: Scalar = symbols[0] as Scalar;
    for (let k = 0; k < 100_000; k++) y = y.mul(0.5).add(symbols[k % 10] as Scalar);
    y.backward();
    // x_9 comes last, with weight 1, then each tenth term, halved ten times
    expect((symbols[9] as Scalar).grad).toBeCloseTo(1 / (1 - 2 ** -10), 14);
    expect((symbols[8] as Scalar).grad).toBeCloseTo(0.5 / (1 - 2 ** -10), 14);
  });
});

describe("memory stays flat", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const inUse = async (): Promise<number> => {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 100)); // buffers of what was collected are given back meanwhile
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  /** Bytes that a cycle leaves behind, on average; a graph or program that is kept is some thousands. */
  const leftBehind = async (cycle: () => void, cycles: number): Promise<number> => {
    for (let k = 0; k < cycles / 10; k++) cycle();
    const before = await inUse();
    for (let k = 0; k < cycles; k++) cycle();
    return ((await inUse()) - before) / cycles;
  };
  const weights = Array.from({ length: 8 }, (_, k) => scalar(`w_${k}`, Math.sin(k + 1)));

  test("over 100,000 graphs that are built, differentiated and discarded", async () => {
    const cycle = (): void => {
      const y = weights.reduce((total, w) => total.mul(0.5).add(w.tanh())).square();
      y.backward();
      for (const w of weights) w.set(w.value - 1e-9 * w.grad);
    };
    expect(await leftBehind(cycle, 100_000)).toBeLessThan(20);
  });

  test("over graphs of a thousand nodes, whose gradients are looked up", async () => {
    const cycle = (): void => tangled(weights, 200, 1).backward();
    expect(await leftBehind(cycle, 1000)).toBeLessThan(500);
  });

  test("over programs that are compiled, run and discarded", async () => {
    const cycle = (): void => {
      const y = weights.reduce((total, w) => total.mul(0.5).add(w.tanh())).square();
      compile([y, ...gradient(y, weights)], weights)(weights.map((w) => w.value));
    };
    expect(await leftBehind(cycle, 3000)).toBeLessThan(600);
  });

  test.each<readonly [string, (y: Scalar, w: Scalar) => unknown]>([
    ["a symbol", (y) => y.backward()],
    ["a value that was read", (y) => y.value],
    ["a program", (y, w) => compile([y, gradient(y, w)], [w])],
  ])("%s does not keep the graph", async (_, use) => {
    const w = scalar("w", 0.5);
    const kept: unknown[] = [w];
    const graph = new WeakRef(
      (() => {
        const y = w.tanh().mul(w);
        kept.push(use(y, w));
        return y;
      })(),
    );
    await new Promise((resolve) => setTimeout(resolve)); // a reference holds until its task ends
    collect();
    expect(graph.deref()).toBeUndefined();
    expect(kept).toHaveLength(2);
  });

  test.each([8, 40_000])("the last of %d graphs of a loop goes once the loop has ended", async (steps) => {
    const w = scalar("w", 0.5);
    const graph = new WeakRef(
      (() => {
        let y: Scalar = w;
        for (let k = 0; k < steps; k++) {
          y = w.tanh().mul(w).mul(0.5).add(w);
          y.backward();
        }
        return y;
      })(),
    );
    for (let k = 0; k < 3; k++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      collect();
    }
    expect(graph.deref()).toBeUndefined();
    expect(w.mul(2).value).toBe(1);
  });

  test("a node of a loop that was compiled keeps what its gradient takes, a constant does not keep the loop", async () => {
    const w = scalar("w", 0.5);
    const half = constant(0.5);
    const { inner, root } = (() => {
      let [y, inner]: [Scalar, Scalar] = [w, w];
      for (let k = 0; k < 40_000; k++) {
        inner = w.tanh().mul(half);
        y = inner.square().add(inner);
        y.backward();
      }
      return { inner: [inner], root: new WeakRef(y) };
    })();
    const settle = async (): Promise<void> => {
      for (let k = 0; k < 3; k++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        collect();
      }
    };
    await settle();
    expect(inner.pop()?.grad).toBeCloseTo(Math.tanh(0.5) + 1, 14); // 2 inner + 1
    expect(half.grad).toBeCloseTo((Math.tanh(0.5) + 1) * Math.tanh(0.5), 14);
    await settle();
    expect(root.deref()).toBeUndefined();
  });
});
