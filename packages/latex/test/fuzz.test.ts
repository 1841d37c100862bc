/**
 * Prints of seeded random graphs: KaTeX takes each without a warning, and a reader that knows nothing of the printer comes
 * to the value of the graph, so no parenthesis, sign or dot is lost.
 */
import { constant, gradient, type Node, tensor } from "@chainrule/graph";
import { toLatex } from "@chainrule/latex";
import katex from "katex";
import { expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { methodNames, type RandomGraph, randomGraph, seeded } from "../../graph/test/random-graph";
import { valueOfLatex } from "./reader";

const GRAPHS = sampled(1500, 300);

const strict = (latex: string): string =>
  katex.renderToString(latex, { strict: "error", throwOnError: true, output: "mathml", displayMode: true });

/** What is wrong with the print of a node, if anything. */
function problem(node: Node, { symbols }: RandomGraph, tolerance: number): string | undefined {
  const latex = toLatex(node);
  const scope = new Map(symbols.map((symbol) => [toLatex(symbol), symbol.value]));
  try {
    strict(latex);
    const read = valueOfLatex(latex, scope);
    const value = node.value as number; // the graphs are scalar
    const isClose = read === value || Math.abs(read - value) <= tolerance * Math.max(1, Math.abs(value));
    return isClose ? undefined : `read as ${read}, not ${value}: ${latex}`;
  } catch (error) {
    return `${String(error)} in ${latex}`;
  }
}

test(`${GRAPHS} scalar graphs and their gradients are read back to their values`, () => {
  const problems: string[] = [];
  let longest = 0;
  for (let seed = 0; seed < GRAPHS; seed++) {
    const graph = randomGraph(seed, { depth: 6, size: 14 });
    longest = Math.max(longest, toLatex(graph.root).length);
    const found = [
      problem(graph.root, graph, 1e-12),
      problem(gradient(graph.root, graph.symbols[0] as Node), graph, 1e-9),
    ];
    for (const each of found) if (each !== undefined) problems.push(`seed ${seed}: ${each}`);
  }
  expect(problems).toEqual([]);
  expect(longest).toBeGreaterThan(200);
});

test("sums, products, quotients, powers and signs in every nesting of three", () => {
  const leaves = [constant(-3), constant(2), constant(0.5), constant(1e-7), constant(-4e-6)];
  const graph = randomGraph(0);
  const [x, y] = [graph.symbols[0] as Node, constant(1.25)];
  const binary = (a: Node, b: Node): Node[] => [a.add(b), a.sub(b), a.mul(b), a.div(b)];
  const unary = (a: Node): Node[] => [a.neg(), a.square(), a.abs(), a.exp(), a.pow(2), a.gt(0).where(a, x)];
  const once = [...leaves, x].flatMap((a) => [...unary(a), ...binary(a, y), ...binary(y, a)]);
  const problems: (string | undefined)[] = [];
  for (const a of once) {
    for (const b of [
      ...unary(a),
      ...binary(a, x),
      ...binary(x, a),
      ...binary(a, a),
      ...binary(constant(-3), a),
    ]) {
      problems.push(
        problem(b, graph, 1e-9),
        problem(b.neg().mul(a), graph, 1e-9),
        problem(a.sub(b).square(), graph, 1e-9),
      );
    }
  }
  expect(problems.length).toBeGreaterThan(3000);
  expect(problems.filter((each) => each !== undefined).slice(0, 5)).toEqual([]);
});

test("graphs with many shared parts are read back from named parts", () => {
  for (let seed = 0; seed < 20; seed++) {
    const graph = randomGraph(seed, {
      names: ["sin", "mul", "add", "sub", "tanh", "div"],
      depth: 30,
      size: 40,
    });
    let node: Node = graph.root;
    for (let k = 0; k < 60; k++) node = k % 2 === 0 ? node.mul(0.5).add(node) : node.sin().mul(node);
    const latex = toLatex(node);
    expect(latex.length).toBeLessThan(8000);
    // the reader uses the engine's functions; sixty steps magnify the last bits in which they differ from ours
    expect(problem(node, graph, 1e-6)).toBeUndefined();
  }
});

test("sixty doublings print in the length of the graph", () => {
  const lengths = [30, 60, 120].map((times) => {
    let node: Node = randomGraph(1).root;
    for (let k = 0; k < times; k++) node = node.add(node);
    const latex = toLatex(node);
    strict(latex);
    return latex.length;
  });
  const [half, whole, twice] = lengths as [number, number, number];
  expect(whole).toBeLessThan(2.5 * half);
  expect(twice).toBeLessThan(2.5 * whole);
});

const TENSOR_GRAPHS = sampled(200, 50);
test(`${TENSOR_GRAPHS} tensor graphs`, () => {
  for (let seed = 0; seed < TENSOR_GRAPHS; seed++) {
    const random = seeded(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const leaves: Node[] = ["A", "B_1", "W^(1)"].map((name) => tensor(name, { shape: [3, 3] }));
    leaves.push(
      constant([
        [1, 0, 0.5],
        [0, -1, 2],
        [1e-9, 3, 4],
      ]),
      tensor("v", { shape: [3] }),
    );
    const pool = [...leaves];
    for (let k = 0; k < 12; k++) {
      const [a, b] = [pick(pool), pick(pool)];
      const isSquare = a.shape.length === 2;
      pool.push(
        pick<() => Node>([
          () => a.add(b),
          () => a.mul(b),
          () => a.sub(b).neg(),
          () => a.matmul(b),
          () => a.transpose(),
          () => a.tanh(),
          () => a.softmax(),
          () => a.mul(pick([a.sum(), a.mean(), a.max(), a.norm(), a.logSumExp()])),
          () => (isSquare ? a.sum(1) : a.outer(a)),
          () => a.slice(0, 0, 3),
          () => a.gt(0).where(b, a),
        ])(),
      );
      if (pool.at(-1)?.shape.length === 0) pool.pop();
    }
    const root = (pool.at(-1) as Node).square().sum();
    for (const node of [root, ...leaves.slice(0, 3).map((leaf) => gradient(root, leaf))]) {
      const latex = toLatex(node);
      expect(() => strict(latex), latex).not.toThrow();
      expect(latex.length).toBeLessThan(20_000);
    }
  }
});

test("every operation of scalars is met", () => {
  const met = new Set(Array.from({ length: methodNames.length }, (_, seed) => randomGraph(seed).name));
  expect(met.size).toBe(methodNames.length);
});
