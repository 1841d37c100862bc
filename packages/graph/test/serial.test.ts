/** Graphs as data and back: the same texts, the same values, and nothing made of what is not a graph. */
import { describe, expect, test } from "vitest";
import {
  ChainruleError,
  compile,
  concat,
  constant,
  deserialise,
  dim,
  evaluate,
  functionSymbol,
  gradient,
  type Node,
  operation,
  operations,
  scalar,
  serialise,
  symbolsOf,
  tensor,
  topologicalOrder,
} from "../src/index";
import { apply } from "../src/ops/apply";
import { pad } from "../src/ops/layout";
import { seeded } from "./random-graph";

const N = dim("N", { index: "r" });
const x = tensor("x", [N, 4]);
const W = tensor("W^(1)", [[0.5, -1, 2, 0.25], [1, 0.125, -0.75, 3]]); // biome-ignore format: rows
const rows = [[1, 2, -3, 0.5], [0.25, -0.5, 1, 4], [2, 2, 1, 0]]; // biome-ignore format: rows

/** Through JSON and back. */
const again = (node: Node): Node => deserialise(JSON.parse(JSON.stringify(serialise([node]))))[0] as Node;

const computed = (node: Node): unknown => {
  const bound = symbolsOf([node]).map((symbol) => [symbol, `${symbol}` === "x" ? rows : W.value] as const);
  return evaluate([node], new Map<Node, unknown>(bound))[0];
};

const product = x.matmul(W.transpose()).named("z");
const structured: readonly (readonly [string, Node])[] = [
  ["a layer", product.tanh().named("a^(1)")],
  ["softmax and logarithms", product.softmax().add(product.logSoftmax())],
  ["log of a sum of powers", product.logSumExp({ axis: 1, keepDims: true }).add(product.logSumExp(1).sum())],
  ["extrema", product.max({ axis: 0 }).add(product.min({ axis: 1, keepDims: true }))],
  ["norms", product.norm({ axis: 1 }).sum().add(x.norm())],
  ["means over a symbolic size", product.mean(0).add(x.mean())],
  ["slices, zeros and joins", concat([W.slice(1, 1, 3), pad(W.slice(0, 1), 0, 1, 0).slice(1, 0, 1)], 1)],
  ["another shape", W.reshape([4, 2]).matmul(constant([[1], [2]]))],
  ["constants that JSON has no number for", x.add(constant([Number.NaN, Number.POSITIVE_INFINITY, -0, Number.NEGATIVE_INFINITY]))],
  ["one that stands twice", product.mul(product).add(product)],
]; // biome-ignore format: a table

describe("a graph that is read back", () => {
  test.each(structured)("%s", (_, node) => {
    const read = again(node);
    expect(serialise([read])).toEqual(serialise([node]));
    expect(computed(read)).toEqual(computed(node));
  });

  test("has every pointwise operation", () => {
    const random = seeded(1);
    for (const op of Object.values(operations)) {
      if (op.kind !== "pointwise") continue;
      const operands = Array.from({ length: op.arity }, (_, k) => scalar(`u_${k}`, random()));
      const node = apply(op, operands);
      const read = again(node);
      symbolsOf([read]).forEach((symbol) => {
        symbol.set(
          operands.find(({ name }) => `${symbol}` === `u_${name?.kind === "symbol" ? name.sub : ""}`)
            ?.value as number,
        );
      });
      expect(read.value, op.name).toEqual(node.value);
    }
  });

  test("has the gradient of the graph that was written", () => {
    const loss = product.tanh().square().mean().named("E");
    const read = again(loss);
    const [own, other] = [loss, read].map((root) => {
      const symbols = symbolsOf([root]);
      const w = symbols.find((symbol) => `${symbol}` !== "x") as Node;
      const sample = symbols.find((symbol) => `${symbol}` === "x") as Node;
      return compile(gradient(root, [w]), [sample, w])([rows, W.value]);
    });
    expect(other).toEqual(own);
  });

  test("keeps the letters of sizes and what is declared of symbols", () => {
    const y = tensor("y", [N, 3], { sumsTo: 1 });
    const [symbol] = topologicalOrder([again(y)]);
    expect([symbol?.shape, symbol?.attrs.sumsTo]).toEqual([[N, 3], 1]);
  });
});

describe("refused", () => {
  const refusal = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof ChainruleError) return `${error.code}: ${error.message}`;
      throw error;
    }
    throw new Error("nothing was thrown");
  };

  test("what only its author's code has", () => {
    const own = operation("twice", { value: (a) => 2 * a, derivative: () => constant(2) });
    const f = functionSymbol("f");
    for (const node of [own(x), f(x), gradient(W.max(), [W])[0] as Node])
      expect(refusal(() => serialise([node]))).toMatch(/^REFUSED: serialise/);
  });

  const graph = serialise([structured[0]?.[1] as Node]);
  const changed = (k: number, fields: object) => ({
    ...graph,
    nodes: graph.nodes.map((node, place) => (place === k ? { ...node, ...fields } : node)),
  });
  const contraction = graph.nodes.findIndex(({ op }) => op === "contraction");
  test.each([
    ["no object", null, /REFUSED.*not an object/],
    ["another version", { ...graph, version: 2 }, /another version/],
    ["no such operation", changed(0, { op: "constructor" }), /no such operation/],
    ["an operand after its node", changed(contraction, { inputs: [99, 98] }), /place of a node before it/],
    ["an operand too many", changed(graph.nodes.length - 2, { inputs: [0, 1] }), /number of operands/],
    ["no name", changed(0, { name: 3 }), /not a text/],
    ["a name that is none", changed(0, { name: "a\u202e" }), /NAME/],
    ["a size that is none", changed(0, { shape: [-1] }), /not an object/],
    ["an index too large", changed(contraction, { map: { inputs: [[0, 9]], output: [0], sizes: [2] } }), /index/],
    ["a shape beyond memory", changed(0, { shape: [1e9, 1e9, 1e9] }), /SIZE/],
    ["outputs that are none", { ...graph, outputs: [99] }, /place of a node/],
    ["too many entries", { version: 1, nodes: [{ op: "constant", value: { shape: [2], data: [1] } }], outputs: [0] }, /fill the shape/],
  ] as const)("%s", (_, given, pattern) => {
    expect(refusal(() => deserialise(given))).toMatch(pattern);
  }); // biome-ignore format: a table
});
