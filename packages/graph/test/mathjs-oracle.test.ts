/**
 * Gradients against two judges that share no code with them: mathjs, which differentiates the text of the graph, and central
 * differences of values. Both on seeded random graphs, orders 1 and 2; every graph is compared, none is left out.
 */
import { all, create } from "mathjs";
import { describe, expect, test } from "vitest";
import { evaluate, gradient, type Node } from "../src/index";
import { mathjsName, toMathjs } from "../src/mathjs/index";
import type { PointwiseName } from "../src/ops/table";
import { methodNames, type RandomGraph, randomGraph } from "./random-graph";

const GRAPHS = 1000;

/** What mathjs 15 has a derivative rule for. */
const KNOWN_TO_MATHJS: readonly PointwiseName[] = [
  ...(["add", "sub", "mul", "div", "neg", "pow", "sqrt", "exp", "log", "abs"] as const),
  ...(["sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"] as const),
];

interface Second {
  readonly x: Node<number>;
  readonly y: Node<number>;
  readonly first: Node;
  readonly second: Node;
}

/** The gradient by the first symbol, and of it by the first and the last: a pure and a mixed second derivative. */
function derivatives({ root, symbols }: RandomGraph): Second[] {
  const x = symbols[0] as Node<number>;
  const first = gradient(root, x);
  return [x, symbols.at(-1) as Node<number>].map((y) => ({ x, y, first, second: gradient(first, y) }));
}

/** The difference in units of the size of what is compared, at least 1. */
const apart = (got: number, expected: number): number =>
  Math.abs(got - expected) / Math.max(1, Math.abs(got), Math.abs(expected));

/** The largest; NaN if any is. */
const worst = (differences: readonly number[]): number => Math.max(0, ...differences);

describe("mathjs", () => {
  test(`differentiates ${GRAPHS} graphs to the same numbers`, () => {
    const mathjs = create({ ...all });
    const failures: string[] = [];
    let compared = 0;
    let alive = 0;
    for (let seed = 0; seed < GRAPHS; seed++) {
      const graph = randomGraph(seed, { names: KNOWN_TO_MATHJS, depth: 5, size: 12 });
      const scope = Object.fromEntries(graph.symbols.map((symbol) => [mathjsName(symbol), symbol.value]));
      const text = toMathjs(graph.root);
      const value: unknown = mathjs.evaluate(text, { ...scope });
      const found = derivatives(graph);
      for (const { x, y, first, second } of found) {
        const once = mathjs.derivative(text, mathjsName(x), { simplify: false });
        const twice = mathjs.derivative(once, mathjsName(y), { simplify: false });
        const differences = [
          apart(graph.root.value, value as number),
          apart(first.value as number, once.evaluate({ ...scope }) as number),
          apart(second.value as number, twice.evaluate({ ...scope }) as number),
        ];
        if (!(worst(differences) < 1e-10)) failures.push(`seed ${seed}: ${text} ${differences}`);
      }
      compared++;
      if (found.some(({ second }) => second.value !== 0)) alive++;
    }
    expect(failures).toEqual([]);
    expect(compared).toBe(GRAPHS);
    expect(alive).toBeGreaterThan(800); // the others are linear or constant in what they are differentiated by
  });
});

describe("central differences", () => {
  test(`agree on ${GRAPHS} graphs of every pointwise operation`, () => {
    const met = new Set<string>();
    const failures: string[] = [];
    let compared = 0;
    let alive = 0;
    for (let seed = 0; seed < GRAPHS; seed++) {
      const graph = randomGraph(seed, { largest: 10 });
      const found = derivatives(graph);
      for (const { x, y, first, second } of found) {
        const differences = [
          apart(first.value as number, difference(graph.root, x)),
          apart(second.value as number, difference(first, y)),
        ];
        if (!(worst(differences) < 1e-6))
          failures.push(`seed ${seed}: ${toMathjs(graph.root)} ${differences}`);
      }
      met.add(graph.name);
      compared++;
      if (found.some(({ second }) => second.value !== 0)) alive++;
    }
    expect(failures).toEqual([]);
    expect(compared).toBe(GRAPHS);
    expect(alive).toBeGreaterThan(500); // comparisons, steps and signs are flat
    expect([...met].sort()).toEqual([...methodNames].sort());
  });
});

/** The slope between x - h and x + h, with one step of Richardson's extrapolation: an error of order h^4. */
function difference(node: Node, x: Node<number>): number {
  const slope = (h: number): number => {
    const [after, before] = [x.value + h, x.value - h];
    const at = (value: number) => evaluate(node, new Map([[x, value]])) as number;
    return (at(after) - at(before)) / (after - before);
  };
  const h = 2 ** -11;
  return (4 * slope(h / 2) - slope(h)) / 3;
}
