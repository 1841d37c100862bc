import {
  concat,
  einsum,
  evaluate,
  gradient,
  logSoftmax,
  logSumExp,
  max,
  min,
  type Node,
  norm,
  operations,
  type PointwiseName,
  reshape,
  type StructuredName,
  slice,
  softmax,
  sum,
  symbolsOf,
  tensor,
  type Value,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { apply } from "../src/ops/apply";
import { pad } from "../src/ops/layout";
import { computed, EDGES } from "./backends";
import { pointwiseNames, seeded } from "./random-graph";
import { randomTensors } from "./random-tensors";

/** Numbers over many powers of ten, and every so often an edge. */
function entries(count: number, seed: number, edges: readonly number[] = EDGES): Float64Array {
  const random = seeded(seed);
  return Float64Array.from({ length: count }, (_, k) =>
    k % 3 === 0 && edges.length > 0
      ? (edges[Math.floor(random() * edges.length)] as number)
      : (2 * random() - 1) * 10 ** (8 * random() - 4),
  );
}

let count = 0;
const made = (shape: readonly number[], data: Float64Array): Node =>
  tensor(`x_${++count}`, { shape: [...shape], data });
const filled = (shape: readonly number[], seed: number, edges?: readonly number[]): Node =>
  made(shape, entries(shape.reduce((size, n) => size * n, 1), seed, edges)); // biome-ignore format: one value

function sameEverywhere(outputs: readonly Node[], inputs: readonly Node[], what = ""): void {
  const expected = evaluate(outputs);
  const values = inputs.map((input) => input.value);
  for (const [way, found] of Object.entries(computed(outputs, inputs, values))) {
    expected.forEach((value, k) => {
      const differs = difference(found[k] as Value, value);
      expect(differs, `${what} output ${k}, ${way}`).toBeUndefined();
    });
  }
}

/** The first entry whose bits differ. NaN is one number, whatever its bits. */
function difference(found: Value, expected: Value): string | undefined {
  const [a, b] = [found, expected].map((value) =>
    typeof value === "number" ? Float64Array.of(value) : value.data,
  ) as [Float64Array, Float64Array];
  if (a.length !== b.length) return `${a.length} entries, expected ${b.length}`;
  const at = a.findIndex((x, k) => !Object.is(x, b[k]));
  return at === -1 ? undefined : `entry ${at}: ${a[at]}, expected ${b[at]}`;
}

describe("pointwise operations over tensors, at 2,000 points with all edges", () => {
  test.each(pointwiseNames)("%s", (name: PointwiseName) => {
    const op = operations[name];
    const random = seeded(op.arity);
    const lists = Array.from({ length: op.arity }, () => [] as number[]);
    for (const a of EDGES)
      for (const b of op.arity > 1 ? EDGES : [0])
        for (const [k, x] of [a, b, random() - 0.5].slice(0, op.arity).entries()) lists[k]?.push(x);
    const operands = lists.map((list, k) =>
      made([2101], Float64Array.of(...list, ...entries(2101 - list.length, k))),
    ); // odd: one entry is computed alone // biome-ignore format: one value
    sameEverywhere([apply(op, operands)], operands);
  });
});

/** Programs of each operation, 2,000 results and more in all. */
const structured: Readonly<Record<StructuredName, (edges: readonly number[]) => readonly Node[]>> = {
  contraction: (edges) => {
    const [x, y] = [filled([40, 51], 1, edges), filled([51, 45], 2, edges)];
    return [
      x.matmul(y),
      einsum("ij,ij->j", x, filled([40, 51], 3, edges)),
      sum(x, 0),
      sum(filled([700, 1], 12, edges), 1),
      filled([40, 1], 13, edges).matmul(filled([1, 50], 14, edges)),
      filled([41, 2], 15, edges).matmul(filled([2, 50], 16, edges)),
      filled([9], 17, edges).broadcastTo([4, 9]),
      sum(y),
      y.transpose(),
      filled([40, 40], 4, edges).trace(),
      einsum("ii->i", filled([30, 30], 5, edges)),
      filled([45], 6, edges).outer(filled([50], 7, edges)),
      filled([51], 8, edges).matmul(y),
      y.matmul(filled([45], 9, edges)),
      filled([4, 12, 11], 10, edges).matmul(filled([4, 11, 10], 11, edges)),
    ];
  },
  maxOver: (edges) => [max(filled([700, 3], 1, edges), { axis: 1 }), max(filled([3, 1400], 2, edges), { axis: 0 }), max(filled([50], 3, edges))], // biome-ignore format: a row of cases
  minOver: (edges) => [min(filled([700, 3], 1, edges), { axis: 1 }), min(filled([3, 1400], 2, edges), { axis: 0 }), min(filled([50], 3, edges))], // biome-ignore format: a row of cases
  softmax: (edges) => [softmax(filled([300, 7], 1, edges)), softmax(filled([2, 31], 2, edges), 0)],
  logSoftmax: (edges) => [logSoftmax(filled([300, 7], 1, edges)), logSoftmax(filled([2, 31], 2, edges), 0)],
  logSumExp: (edges) => [logSumExp(filled([1000, 2], 1, edges)), logSumExp(filled([3, 1001], 2, edges), 0)],
  norm: (edges) => [norm(filled([1000, 2], 1, edges), -1), norm(filled([3, 1001], 2, edges), 0), norm(filled([77], 3, edges))], // biome-ignore format: a row of cases
  concat: (edges) => [concat([filled([500, 3], 1, edges), filled([200, 3], 2, edges).exp()]), concat([filled([9, 2], 3, edges), filled([9, 5], 4, edges)], 1)], // biome-ignore format: a row of cases
  slice: (edges) => [slice(filled([1000, 3], 1, edges), 0, 100, 801), slice(filled([40, 5], 2, edges), 1, 2)],
  pad: (edges) => [pad(filled([100, 20], 1, edges), 1, 2, 3), pad(filled([20], 2, edges), 0, 0, 5)],
  reshape: (edges) => [reshape(filled([100, 21], 1, edges).transpose(), [42, 50])],
};

describe("operations with an index map of their own, 2,000 results with all edges", () => {
  test.each(Object.keys(structured) as StructuredName[])("%s", (name) => {
    for (const edges of [[0, -0], EDGES]) {
      const outputs = structured[name](edges);
      sameEverywhere(outputs, symbolsOf(outputs));
    }
  });
});

const PROGRAMS = sampled(1000, 200);
test(`${PROGRAMS} random programs of tensors with their gradients`, () => {
  for (let seed = 0; seed < PROGRAMS; seed++) {
    const { outputs, symbols } = randomTensors(seed);
    const loss = outputs.map((output) => output.sum()).reduce((total, next) => total.add(next));
    sameEverywhere([...outputs, loss, ...gradient(loss, symbols)], symbols, `seed ${seed}`);
  }
});
