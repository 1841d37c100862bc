/** What the printer writes for scalars is read back to a graph of the same value, over every operation. */
import { gradient, type Node } from "@chainrule/graph";
import { fromLatex, toLatex } from "@chainrule/latex";
import { expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { methodNames, randomGraph } from "../../graph/test/random-graph";

const GRAPHS = sampled(1500, 500);

/** What is wrong with the reading of the print of a node, if anything. */
function problem(node: Node, symbols: readonly Node[], tolerance: number): string | undefined {
  const latex = toLatex(node);
  try {
    const read = fromLatex(latex, symbols).value as number;
    const value = node.value as number; // the graphs are scalar
    const isClose =
      Object.is(read, value) || Math.abs(read - value) <= tolerance * Math.max(1, Math.abs(value));
    return isClose ? undefined : `read as ${read}, not ${value}: ${latex}`;
  } catch (error) {
    return `${String(error)} in ${latex}`;
  }
}

test(`${GRAPHS} random graphs and their gradients`, () => {
  const problems: string[] = [];
  const met = new Set<string>();
  for (let seed = 0; seed < GRAPHS; seed++) {
    const { name, root, symbols } = randomGraph(seed, { depth: 6, size: 14 });
    met.add(name);
    for (const each of [
      problem(root, symbols, 1e-12),
      problem(gradient(root, symbols[0] as Node), symbols, 1e-9),
    ])
      if (each !== undefined) problems.push(`seed ${seed}: ${each}`);
  }
  expect(problems).toEqual([]);
  expect(met.size).toBe(methodNames.length);
});

test("graphs whose shared parts are named", () => {
  for (let seed = 0; seed < 20; seed++) {
    const names = ["sin", "mul", "add", "sub", "tanh", "div"] as const;
    const graph = randomGraph(seed, { names, depth: 30, size: 40 });
    let node: Node = graph.root;
    for (let k = 0; k < 60; k++) node = k % 2 === 0 ? node.mul(0.5).add(node) : node.sin().mul(node);
    expect(problem(node, graph.symbols, 1e-9)).toBeUndefined();
  }
});
