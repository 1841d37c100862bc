import * as surface from "@chainrule/graph";
import {
  evaluate,
  type Node,
  operations,
  scalar,
  tensor,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { comparisons, seeded } from "./finite-differences";

/** What the surface has under an operation's name. A pointwise operation without a function of its name fails its test. */
type Call = (...operands: readonly Node[]) => Node;
const functions = surface as unknown as Readonly<Record<string, Call>>; // looked up by name, each call is checked by a test
const table = Object.values(operations);
const pointwise = table.filter((op) => op.kind === "pointwise");

/** Names of the operations that some test below has met. */
const met = new Set<string>();
const meet = (nodes: readonly Node[]): void => {
  for (const node of topologicalOrder(nodes)) met.add(node.op.name);
};

type Numbers = readonly number[];
type PointwiseOperation = (typeof pointwise)[number];

/** Seeded points inside the domain, away from its border and from every kink: operands differ from 0 and each other. */
function points(op: PointwiseOperation, count: number): Numbers[] {
  const next = seeded(op.law.length + 1);
  const holds: (...x: Numbers) => boolean = "domain" in op && op.domain ? op.domain.holds : () => true;
  const found: Numbers[] = [];
  for (let trial = 0; trial < 10_000 && found.length < count; trial++) {
    const x = Array.from({ length: op.arity }, () => 2.8 * next() - 1.4);
    const apart = x.every((a, k) => Math.abs(a) > 0.1 && x.every((b, j) => j === k || Math.abs(a - b) > 0.1));
    const inside = x.every((_, k) =>
      [-0.15, 0.15].every((h) => holds(...x.map((b, j) => (j === k ? b + h : b)))),
    );
    if (apart && inside && holds(...x)) found.push(x);
  }
  return found;
}

function integral(f: (t: number) => number, to: number): number {
  const steps = 2000;
  let total = f(0) + f(to);
  for (let k = 1; k < steps; k++) total += (k % 2 === 0 ? 2 : 4) * f((to * k) / steps);
  return (total * to) / (3 * steps);
}
const erf = (x: number): number => (2 / Math.sqrt(Math.PI)) * integral((t) => Math.exp(-t * t), x);

/** What JavaScript's Math has no function for, by definition. Operations that lower need no row: they are compared so. */
const definitions: Readonly<Record<string, (a: number, b: number, c: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (x) => -x,
  square: (x) => x ** 2,
  lt: (a, b) => Number(a < b),
  le: (a, b) => Number(a <= b),
  gt: (a, b) => Number(a > b),
  ge: (a, b) => Number(a >= b),
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  where: (c, yes, no) => (c ? yes : no),
  relu: (x) => Math.max(x, 0),
  step: (x) => Number(x >= 0),
  erf,
  erfc: (x) => 1 - erf(x),
};

function expected(op: PointwiseOperation, x: Numbers): number | undefined {
  const own = Object.getOwnPropertyDescriptor(Math, op.name)?.value ?? definitions[op.name];
  if (typeof own === "function") return own(...x) as number;
  if (!("lower" in op) || op.lower === undefined) return undefined;
  return evaluate(op.lower(x.map((number, k) => scalar(`x_${k}`, number)))) as number; // operands are scalars
}

const close = (found: number, reference: number): number =>
  Math.abs(found - reference) / (1 + Math.abs(reference));

function holdsToSecondOrder(y: Node, symbols: readonly Node[], values: readonly Value[], seed: number): void {
  meet([y, ...surface.gradient(y, symbols)]);
  const isDetached = topologicalOrder([y]).some(({ op }) => op.kind === "pointwise" && op.detached);
  if (isDetached)
    for (const slope of surface.gradient(y, symbols))
      expect(
        [evaluate(slope)].flatMap((v) => (typeof v === "number" ? [v] : [...v.data])).every((v) => v === 0),
      ).toBe(true);
  else
    for (const { order, found, expected: reference } of comparisons(y, symbols, values, seed))
      expect(close(found, reference), `order ${order}: ${found} against ${reference}`).toBeLessThan(1e-8);
}

const leaf = (name: string, value: Value): Node =>
  typeof value === "number" ? scalar(name, value) : tensor(name, value);

describe.each(pointwise.map((op) => [op.name, op] as const))("%s", (name, op) => {
  const call: Call = (...operands) => (functions[name] as Call)(...operands);

  test("value", () => {
    expect(points(op, 12)).toHaveLength(12);
    for (const x of points(op, 12)) {
      const reference = expected(op, x);
      expect(reference, `${name} needs a definition, a Math function or a lowering`).toBeDefined();
      const found = call(...x.map((number, k) => scalar(`x_${k}`, number))).value as number;
      expect(close(found, reference as number), `${name}(${x})`).toBeLessThan(1e-14);
    }
  });

  test("slopes of order 1 and 2, for each operand", () => {
    points(op, 5).forEach((x, seed) => {
      const symbols = x.map((number, k) => leaf(`x_${k}`, number));
      holdsToSecondOrder(call(...symbols), symbols, x, seed);
    });
  });

  const shapes: readonly Numbers[] = [[], [1], [3], [2, 1], [2, 3]];
  const pairs =
    op.arity === 1 ? shapes.map((shape) => [shape]) : shapes.flatMap((a) => shapes.map((b) => [a, b]));
  test.each(pairs.map((pair) => [pair]))("broadcast over %j", (pair) => {
    // operand k stays within 0.25 k + 0.25 and 0.15 above: inside every domain, and apart
    const all = [...pair, ...(op.arity === 3 ? [[3]] : [])];
    const { symbols, values } = operands(all, (k, random) => 0.25 + 0.25 * k + 0.15 * random);
    holdsToSecondOrder(mixed(call(...symbols), 1), symbols, values, 2);
  });
});

/** Symbols of these shapes, and seeded values for them. */
function operands(
  shapes: readonly Numbers[],
  entry: (operand: number, random: number) => number,
): { readonly symbols: Node[]; readonly values: Value[] } {
  const next = seeded(shapes.length);
  const values = shapes.map((shape, k): Value => {
    if (shape.length === 0) return entry(k, next());
    const data = new Float64Array(shape.reduce((count, size) => count * size, 1));
    return { shape, data: data.map(() => entry(k, next())) };
  });
  return { symbols: values.map((value, k) => leaf(`x_${k}`, value)), values };
}

/** A scalar function of all entries, different for each and not linear, so that second derivatives are not 0. */
function mixed(node: Node, seed: number): Node {
  const next = seeded(seed + 40);
  const { values } = operands([node.shape as Numbers], () => 0.5 + next());
  const weights = leaf("weights", values[0] as Value).value;
  return node.mul(weights).add(node.square().mul(0.3)).sum();
}

type Case = readonly [title: string, shapes: readonly Numbers[], build: Call];
const { concat, einsum, matmul, max, mean, min, norm, reshape, slice, softmax, sum } = surface;
const { at, broadcastTo, dot, logSoftmax, logSumExp, outer, trace, transpose } = surface;
const count = (x: Node): number => (x.shape as Numbers).reduce((product, size) => product * size, 1);

const overAny = [[], [1], [3], [2, 1], [2, 3]].flatMap((shape): Case[] => [
  ["sum", [shape], (x) => sum(x)],
  ["mean", [shape], (x) => mean(x)],
  ["max", [shape], (x) => max(x)],
  ["norm", [shape], (x) => norm(x)],
  ["logSumExp", [shape], (x) => logSumExp(x)],
  ["transpose", [shape], (x) => transpose(x)],
  ["broadcastTo", [shape], (x) => broadcastTo(x, [2, 2, 3])],
]);
const overTensors = [[1], [3], [2, 1], [2, 3]].flatMap((shape): Case[] => [
  ["sum over the first", [shape], (x) => sum(x, 0)],
  ["mean, axis kept", [shape], (x) => mean(x, { axis: -1, keepDims: true })],
  ["min over the last", [shape], (x) => min(x, { axis: -1 })],
  ["max, axis kept", [shape], (x) => max(x, { axis: 0, keepDims: true })],
  ["norm over the last", [shape], (x) => norm(x, -1)],
  ["logSumExp over the first", [shape], (x) => logSumExp(x, 0)],
  ["softmax", [shape], (x) => softmax(x)],
  ["softmax over the first", [shape], (x) => softmax(x, 0)],
  ["logSoftmax", [shape], (x) => logSoftmax(x)],
  ["slice", [shape], (x) => slice(x, -1, 0, 1)],
  ["concat", [shape, shape], (x, y) => concat([x, y, x], -1)],
  ["reshape", [shape], (x) => reshape(concat([x, x]), [count(x), 2])],
  ["at", [shape], (x) => at(x, -1)],
]);
const overPairs: readonly Case[] = [
  [
    "matmul",
    [
      [2, 3],
      [3, 2],
    ],
    matmul,
  ],
  ["matmul", [[3], [3]], matmul],
  ["matmul", [[2, 3], [3]], matmul],
  ["matmul", [[3], [3, 2]], matmul],
  ["matmul", [[2, 1], [1]], matmul],
  [
    "matmul, batches broadcast",
    [
      [2, 1, 2, 3],
      [3, 3, 2],
    ],
    matmul,
  ],
  ["matmul with itself", [[2, 2]], (a) => matmul(a, a)],
  ["dot", [[3], [3]], dot],
  ["outer", [[3], [2]], outer],
  ["outer with itself", [[3]], (a) => outer(a, a)],
  ["trace", [[2, 2]], (a) => trace(a)],
  ["einsum of three", [[2, 3], [3, 2], [2]], (a, b, c) => einsum("ij,jk,k->i", a, b, c)],
  ["einsum of a diagonal", [[2, 2], [2]], (a, b) => einsum("ii,i->i", a, b)],
  ["einsum onto a diagonal", [[2]], (a) => einsum("i->ii", a)],
  ["einsum, nothing shared", [[2], [3]], (a, b) => einsum("i,j->", a, b)],
  ["transpose in an order", [[2, 1, 3]], (a) => transpose(a, [2, 0, 1])],
  ["norm over two axes", [[2, 3, 2]], (a) => norm(a, [0, 2])],
  ["softmax of a product", [[2, 3], [3, 2], [2]], (a, b, c) => softmax(matmul(a, b).add(c), 0)],
];

describe("structured operations", () => {
  const all = [...overAny, ...overTensors, ...overPairs].map(
    ([title, shapes, build]) =>
      [`${title} ${shapes.map((shape) => JSON.stringify(shape)).join(" ")}`, shapes, build] as const,
  );
  test.each(all)("%s", (_, shapes, build) => {
    const { symbols, values } = operands(shapes, (k, random) => 2 * random - 1 + k / 7);
    const node = build(...symbols);
    holdsToSecondOrder(mixed(node, shapes.length), symbols, values, 3);
    const bindings = new Map(symbols.map((symbol, k) => [symbol, values[k]]));
    for (const each of topologicalOrder([node])) {
      if (each.op.kind !== "composite") continue;
      const [value, lowered] = evaluate([each, each.op.lower(each)], bindings);
      const entries = (v: Value | undefined): number[] =>
        typeof v === "number" ? [v] : [...(v?.data ?? [])];
      entries(value).forEach((found, k) => {
        expect(close(found, entries(lowered)[k] ?? Number.NaN)).toBeLessThan(1e-14);
      });
    }
  });
});

test("every operation of the table has been met by the tests above", () => {
  const open = surface.dim("n");
  meet([constantMean(open)]);
  expect(Object.keys(operations).filter((name) => !met.has(name))).toEqual([]);
});

/** A size that is a number only once values are there, under a name. */
const constantMean = (size: surface.Dim): Node =>
  mean(tensor("v", [size]))
    .named("average")
    .add([1]);

test("the table calls each operation by its name", () => {
  for (const [name, op] of Object.entries(operations)) expect(op.name).toBe(name);
});
