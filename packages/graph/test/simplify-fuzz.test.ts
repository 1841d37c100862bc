import {
  add,
  constant,
  div,
  evaluate,
  gradient,
  mul,
  type Node,
  neg,
  pow,
  scalar,
  simplify,
  square,
  sub,
  type TensorValue,
  tensor,
  type Value,
  where,
} from "@chainrule/graph";
import { toMathjs } from "@chainrule/graph/mathjs";
import { describe, expect, test } from "vitest";
import type { PointwiseName } from "../src/ops/table";
import { randomGraph, seeded } from "./random-graph";
import { canonicalForms, expectSameValue, shuffled } from "./simplify-forms";

const ARITHMETIC = (
  "add sub mul div neg add mul square sin pow max log exp sub div where abs sqrt" as string
).split(" ") as PointwiseName[];

/** Random graphs, half of them mostly sums and products, and gradients of every fourth. */
function* graphs(count: number): Generator<Node> {
  for (let seed = 0; seed < count; seed++) {
    const options = seed % 2 === 0 ? {} : { names: ARITHMETIC, size: 25, depth: 12 };
    const { root, symbols } = randomGraph(seed, options);
    yield root;
    if (seed % 4 < 2) yield* gradient(root, symbols.slice(0, 2));
  }
}

describe("on 2,000 random graphs and their gradients", () => {
  const all = [...graphs(2000)];

  test("the value stays, and simplifying again changes nothing", () => {
    let changed = 0;
    for (const graph of all) {
      const simplified = simplify(graph);
      if (simplified !== graph) changed++;
      expectSameValue(simplified, graph);
      expect(simplify(simplified)).toBe(simplified);
    }
    expect(changed).toBeGreaterThan(1500);
  });

  test("another order and grouping of sums and products gives the same result", () => {
    all.forEach((graph, seed) => {
      const [other] = shuffled([graph], seeded(seed));
      const formOf = canonicalForms();
      expectSameValue(other as Node, graph);
      const simplified = simplify(graph);
      const found = simplify(other as Node);
      if (formOf(found) !== formOf(simplified)) expect(toMathjs(found)).toBe(toMathjs(simplified));
    });
  });

  test("several graphs together come out as each alone", () => {
    const { root, symbols } = randomGraph(5, { names: ARITHMETIC, size: 25, depth: 12 });
    const roots = [root, ...gradient(root, symbols)];
    expect(simplify(roots).map((node) => toMathjs(node))).toEqual(
      roots.map((each) => toMathjs(simplify(each))),
    );
  });
});

test("tensor graphs keep their shapes and values", () => {
  const shapes = [[], [3], [1], [4, 1], [4, 3], [1, 3], [2, 1, 3]];
  for (let seed = 0; seed < 300; seed++) {
    const random = seeded(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const filled = (shape: readonly number[]): Value =>
      shape.length === 0
        ? 0.5 + random()
        : {
            shape,
            data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.5 + random()),
          };
    const leaves = shapes.map((shape, k) =>
      shape.length === 0
        ? scalar(`x_${k}`, filled(shape) as number)
        : tensor(`x_${k}`, filled(shape) as TensorValue),
    );
    const pool: Node[] = [...leaves, constant(0), constant(1), constant(2), constant(-0.5)];
    for (let k = 0; k < 12; k++) {
      const [a, b] = [pick(pool), pick(pool)];
      const c = pick(k % 2 === 0 ? pool.slice(-3) : pool);
      const leaf = pick(leaves);
      const made = [
        () => add(a, c),
        () => sub(c, b),
        () => mul(c, b),
        () => div(c, leaf),
        () => neg(c),
        () => square(c),
        () => pow(c, k % 4),
        () => where(k % 2, a, c),
        () => where(leaf, c, c),
      ];
      pool.push(pick(made)());
      if (k % 5 === 4) pool.push(c.sum({ axis: c.shape.map((_, axis) => axis).slice(0, 1), keepDims: true }));
    }
    const roots = pool.slice(-6);
    const found = simplify(roots);
    roots.forEach((root, k) => {
      const simplified = found[k] as Node;
      expect(simplified.shape).toEqual(root.shape);
      expect(simplify(simplified)).toBe(simplified);
      const [a, b] = evaluate([simplified, root]) as [TensorValue | number, TensorValue | number];
      const entries = (value: TensorValue | number): number[] =>
        typeof value === "number" ? [value] : [...value.data];
      const scale = Math.max(1, ...entries(b).map(Math.abs));
      entries(a).forEach((entry, place) => {
        const expected = entries(b)[place] as number;
        if (Number.isFinite(expected)) expect(Math.abs(entry - expected) / scale).toBeLessThan(1e-9);
      });
    });
  }
});
