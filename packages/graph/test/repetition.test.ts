import { compile, evaluate, gradient, type Node, scalar, topologicalOrder, where } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { seeded } from "./random-graph";

type Scalar = Node<number>;

const symbols = (): Scalar[] => [0.3, -0.8, 1.1, 0.6].map((value, k) => scalar(`w_${k}`, value));

/** One step of a loop: the same graph for the same seed. */
function built(w: readonly Scalar[], operations: number, seed: number): Scalar {
  const random = seeded(seed);
  const nodes: Scalar[] = [...w];
  const any = (): Scalar => nodes[Math.floor(random() * nodes.length)] as Scalar;
  for (let k = 0; k < operations; k++) {
    const [a, b] = [any(), any()];
    const kinds = [
      () => a.add(b).tanh(),
      () => a.mul(b).mul(0.37),
      () => a.sub(b).relu(),
      () => where(a.gt(b), a.tanh(), b.sigmoid()),
      () => a.tanh().square().neg().add(1),
      () => a.square().add(0.1).log().mul(0.25),
      () => a.elu(0.5).pow(2).tanh(),
    ];
    nodes.push((kinds[Math.floor(random() * kinds.length)] as () => Scalar)());
  }
  return nodes.reduce((total, node) => total.add(node.tanh()));
}

/** Gradients of all nodes by the gradient graph and the reference. */
const expectedOf = (y: Scalar, nodes: readonly Scalar[]): number[] =>
  evaluate(gradient(y, nodes)) as number[];

const scalarsBelow = (y: Scalar): Scalar[] => topologicalOrder([y]) as Scalar[]; // all are scalars

function expectClose(found: readonly number[], expected: readonly number[], text: string): void {
  expected.forEach((each, k) => {
    if (Object.is(each, found[k])) return; // an exponent of a negative power has no gradient
    const difference = Math.abs((found[k] as number) - each) / Math.max(1, Math.abs(each));
    expect(difference, `${text}, node ${k}: ${found[k]} ${each}`).toBeLessThan(1e-12);
  });
}

const descend = (w: readonly Scalar[], rate = 0.01): void => {
  const steps = w.map((symbol) => symbol.grad);
  w.forEach((symbol, k) => {
    symbol.set(symbol.value - rate * (steps[k] as number));
  });
};

describe("a loop that builds the same graph at each step", () => {
  test("gets the same nodes from its fourth step on, and as many as it wrote", () => {
    const w = symbols();
    const roots = Array.from({ length: 8 }, () => {
      const y = built(w, 20, 1);
      y.backward();
      return y;
    });
    expect(new Set(roots.slice(0, 3)).size).toBe(3);
    expect(new Set(roots.slice(3)).size).toBe(1);
    const [a, b] = [scalar("a", 2), scalar("b", 3)];
    for (let k = 0; k < 6; k++) {
      const [left, right] = [a.mul(b), a.mul(b)];
      left.add(right).backward();
      expect(left).not.toBe(right);
      expect([left.grad, right.grad, a.grad]).toEqual([1, 1, 6]);
    }
  });

  test("trains as one that is compiled", () => {
    const [w, same] = [symbols(), symbols()];
    const y = built(same, 40, 2);
    const step = compile([y, ...gradient(y, same)], same);
    for (let k = 0; k < 400; k++) {
      const loss = built(w, 40, 2);
      loss.backward();
      const [value, ...gradients] = step(w.map((symbol) => symbol.value)) as number[];
      expectClose([loss.value, ...w.map(({ grad }) => grad)], [value as number, ...gradients], `step ${k}`);
      descend(w);
    }
  });

  test("has the gradients of all nodes, whether they are read early, late or never", () => {
    for (const [seed, operations, steps] of [
      [3, 30, 6],
      [4, 400, 300],
    ] as const) {
      const w = symbols();
      for (let k = 0; k < steps; k++) {
        const y = built(w, operations, seed);
        y.backward();
        if (k < 6 || k % 50 === 0 || k > steps - 3) {
          const nodes = scalarsBelow(y);
          const expected = expectedOf(y, nodes);
          if (k % 2 === 0) descend(w); // gradients are those of the values that there were
          expectClose(
            nodes.map(({ grad }) => grad),
            expected,
            `seed ${seed}, step ${k}`,
          );
        }
        descend(w, 1e-4);
      }
    }
  });

  test("may change its graph, its numbers and its mind", () => {
    const w = symbols();
    const random = seeded(5);
    for (let k = 0; k < 400; k++) {
      const seed = k < 100 ? 6 : k < 200 ? 7 + (k % 2) : Math.floor(random() * 3);
      const factor = k % 37 < 20 ? 0.5 : random();
      const y = built(w, 15, seed)
        .mul(factor)
        .add(built(w, 5, 9));
      if (k % 3 === 0) expect(y.value).toBe(evaluate(y));
      y.backward();
      const nodes = scalarsBelow(y);
      expectClose(
        nodes.map(({ grad }) => grad),
        expectedOf(y, nodes),
        `step ${k}`,
      );
      expect(y.value).toBe(evaluate(y));
      descend(w);
      expect(y.value).toBe(evaluate(y));
    }
  });

  test("has values as the symbols now are, before and after", () => {
    const w = symbols();
    for (let k = 0; k < 500; k++) {
      const y = built(w, 300, 10);
      const before = y.value;
      y.backward();
      expect(y.value).toBe(before);
      descend(w, 1e-3);
      if (k % 100 < 2) expect(y.value).toBe(evaluate(y));
    }
  });

  test("may take two gradients in turn, of graphs that share nodes", () => {
    const w = symbols();
    for (let k = 0; k < 120; k++) {
      const shared = built(w, 60, 11);
      const [y, z] = [shared.square(), shared.tanh()];
      for (const root of [y, z, y]) {
        root.backward();
        const nodes = scalarsBelow(root);
        expectClose(
          nodes.map(({ grad }) => grad),
          expectedOf(root, nodes),
          `step ${k}`,
        );
      }
      descend(w, 1e-3);
    }
  });

  test("goes on after other tasks", async () => {
    const w = symbols();
    const roots: Scalar[] = [];
    for (let k = 0; k < 12; k++) {
      const half = built(w, 10, 12);
      await new Promise((resolve) => setTimeout(resolve));
      const y = half.mul(built(w, 10, 13));
      y.backward();
      expect(y.value).toBe(evaluate(y));
      roots.push(y);
      descend(w);
    }
    expect(new Set(roots.slice(4)).size).toBe(1);
  });

  test("one graph whose gradient is taken again and again", () => {
    const w = symbols();
    const y = built(w, 500, 14);
    const nodes = scalarsBelow(y);
    for (let k = 0; k < 300; k++) {
      y.backward();
      if (k % 60 === 0 || k === 299)
        expectClose(
          nodes.map(({ grad }) => grad),
          expectedOf(y, nodes),
          `step ${k}`,
        );
      descend(w, 1e-4);
    }
  });

  test("misses a value that was never given", () => {
    const [a, b] = [scalar("a", 2), scalar("b", 3)];
    const step = (k: number): Scalar => (k < 6 ? a.mul(b) : a.mul(scalar("c")));
    for (let k = 0; k < 6; k++) step(k).backward();
    expect(() => step(6).backward()).toThrow(expect.objectContaining({ code: "UNBOUND" }));
    step(0).backward();
    expect([a.grad, b.grad]).toEqual([3, 2]);
  });
});
