/** Every public function and method refuses what it does not take, and drops nothing in silence. */
import * as graph from "@chainrule/graph";
import {
  add,
  ChainruleError,
  constant,
  type KindName,
  max,
  min,
  mul,
  Node,
  operations,
  scalar,
  signatureOf,
  tensor,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";

type Call = (...given: unknown[]) => unknown;

const x = scalar("x", 2);
const v = tensor("v", [1, 2, 3]);
const M = constant([[1, 2], [3, 4]]); // biome-ignore format: a matrix

/** What stands for an argument that a kind alone does not tell. */
const given: Readonly<Record<string, readonly unknown[]>> = {
  compile: [x.square(), [x]],
  diagnose: [[x]],
  evaluate: [x],
  gradient: [x.square(), x],
  gradientOrigin: [x],
  map: [[1, 2], (entry: Node) => entry],
  multipliedOut: [x, { holding: new Set(), opening: "all" }],
  bind: [x, {}],
  nameText: [{ kind: "symbol", base: "a", sub: "", sup: "" }],
  raised: [{ kind: "symbol", base: "a", sub: "", sup: "" }, "+"],
  partialName: [graph.parseName("E"), graph.parseName("w")],
  parseName: ["a"],
  nearest: ["a", ["b"]],
  functionSymbol: ["f"],
  operation: ["double", { value: (a: number) => 2 * a, derivative: () => 2 }],
  tensorOperation: [
    "whole",
    { shape: (s: unknown) => s, value: (a: unknown) => a, adjoint: [(u: Node) => u] },
  ],
  dim: ["n"],
  fused: [[v], { inputs: [[0]], output: [0], sizes: [3] }],
  apply: [operations.exp, [x]],
  pointwiseMap: [[v], [3]],
  decimalText: [{ n: 1n, d: 2n }],
  sparseJacobian: [[x.square()], [x]],
  sparseHessian: [x.square(), [x]],
  dot: [v, v],
  outer: [v, v],
  trace: [M],
  cumsum: [v],
  cumprod: [v],
  argmax: [v],
  argmin: [v],
  gather: [v, [0]],
  oneHot: [[0], 2],
  stack: [[v, v]],
  det: [M],
  logdet: [M],
  inverse: [M],
  solve: [M, M],
  kron: [M, M],
  vec: [M],
  conv1d: [graph.reshape(v, [1, -1]), graph.reshape(v, [1, 1, -1])],
  conv2d: [graph.reshape(M, [1, ...(M.shape as number[])]), graph.reshape(x, [1, 1, 1, 1])],
  maxPool: [v, 1],
  meanPool: [v, 1],
  matmul: [M, M],
  broadcastTo: [x, [3]],
  einsum: ["i,i->", v, v],
  concat: [[v, v]],
  slice: [v, 0, 1],
  reshape: [v, [3, 1]],
  at: [v, 0],
  softmax: [v],
  logSoftmax: [v],
  constant: [1],
  named: [x, "y"],
  scalar: ["w"],
  tensor: ["W", [1, 2]],
  updated: [x, x.add(1)],
  feasibility: [[{ polynomial: new Map(), sign: ">=" }]],
  serialise: [[x]],
  deserialise: [graph.serialise([x])],
  sequential: [x.square(), [graph.updated(x, x.add(1))]],
  hessianVector: [x.square(), x, 1],
  hessian: [x.square(), x],
  jvp: [x.square(), x, 1],
  vjp: [x.square(), x, 1],
  simplify: [x],
  nest: [{ inputs: [[0]], output: [0], sizes: [2] }, [{ shape: [2], data: [1, 2] }], { join: () => 0 }],
  concreteShape: [[3], {}],
  walk: [[], {}, {}],
};

const samples: Readonly<Record<KindName, unknown>> = {
  any: undefined,
  operand: x,
  node: x,
  nodes: [x],
  nodeOrNodes: x,
  options: {},
  holding: {},
  function: () => 1,
  text: "a",
  size: 3,
  number: 1,
  list: [3],
  object: {},
};

/** Not functions that a caller gives arguments to, or such as take anything. */
const others: ReadonlySet<string> = new Set(
  ["Node", "ChainruleError", "Numbering", "never", "declaredValue", "operationKey", "guarded", "signatureOf", "shown", "checkOptions", "checkChoice", "unknownName"], // biome-ignore format: a list
);

const functions = Object.entries<unknown>(graph).filter(
  (entry): entry is [string, Call] => typeof entry[1] === "function" && !others.has(entry[0]),
);

const refusal = (attempt: () => unknown): ChainruleError => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ChainruleError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

const wrong = [null, "3", 3n, undefined] as const;

describe.each(functions)("%s", (name, call) => {
  const takes = signatureOf(call);
  const valid = given[name] ?? takes?.kinds.slice(0, takes.least).map((kind) => samples[kind]) ?? [];

  test("takes what it should", () => {
    expect(takes, `${name} has no signature`).toBeDefined();
    expect(() => call(...valid)).not.toThrow();
  });

  test("too many, too few", () => {
    const { least = 0, most = 0 } = takes ?? {};
    if (least > 0) expect(refusal(() => call(...valid.slice(0, least - 1))).code).toMatch(/OPERAND|NAME/);
    if (!Number.isFinite(most)) return;
    const full = [...valid, ...new Array(most - valid.length).fill(undefined), x];
    const { code, message } = refusal(() => call(...full));
    expect([code, message]).toEqual(["OPERAND", expect.stringContaining(`${name}: argument ${most}`)]);
  });

  test("wrong kinds, each at its place", () => {
    valid.forEach((_, k) => {
      for (const bad of wrong) {
        if (takes?.kinds[Math.min(k, takes.kinds.length - 1)] === "text" && bad === "3") continue;
        if (k === 0 && bad === "3" && TEXT_FIRST.has(name)) continue;
        if (name === "named" && k === 1 && bad === "3") continue;
        const error = refusal(() => call(...valid.map((argument, j) => (j === k ? bad : argument))));
        expect(error.message).not.toBe("");
      }
    });
  });
});

/** A text is what these take first. */
const TEXT_FIRST: ReadonlySet<string> = new Set(
  ["scalar", "tensor", "dim", "parseName", "functionSymbol", "nearest"], // biome-ignore format: a list
);

describe("methods", () => {
  const names = Object.getOwnPropertyNames(Node.prototype).filter((name) => {
    const { value } = Object.getOwnPropertyDescriptor(Node.prototype, name) ?? {};
    return typeof value === "function" && !["constructor", "toString"].includes(name);
  });
  const methodOf = (name: string, of: unknown): Call =>
    ((of as Readonly<Record<string, Call>>)[name] as Call).bind(of); // looked up by a name that is there

  test.each(names)("%s takes as many arguments as its function, less one", (name) => {
    const call = (graph as unknown as Readonly<Record<string, Call>>)[name];
    const takes = call === undefined ? undefined : signatureOf(call);
    const valid = (given[name] ?? takes?.kinds.slice(0, takes.least).map((kind) => samples[kind]) ?? [x]) as [
      Node,
    ];
    const most = takes?.most ?? (name === "set" ? 2 : 1);
    const rest: unknown[] = valid.slice(1);
    if (Number.isFinite(most)) {
      const full = [...rest, ...new Array(Math.max(0, most - 1 - rest.length)).fill(undefined), x];
      if (name === "set") full[0] = 1;
      expect(refusal(() => methodOf(name, valid[0])(...full)).code).toBe("OPERAND");
    }
    if ((takes?.least ?? 1) > 1) expect(() => methodOf(name, valid[0])()).toThrow(ChainruleError);
    if (takes?.kinds[1] === "operand")
      for (const bad of [null, "3", 3n]) expect(() => methodOf(name, valid[0])(bad)).toThrow(ChainruleError);
  });

  test("every operation with a signature of its own has its arity from the table", () => {
    for (const op of Object.values(operations)) {
      const call = (graph as unknown as Readonly<Record<string, Call>>)[op.name];
      if (op.kind !== "pointwise" || call === undefined) continue;
      const { least, most } = signatureOf(call) ?? { least: -1, most: -1 };
      const folds = "folds" in op && op.folds;
      expect(most, op.name).toBe(folds ? Number.POSITIVE_INFINITY : op.arity);
      expect(least, op.name).toBeLessThanOrEqual(op.arity);
    }
  });
});

describe("more than two operands", () => {
  const [a, b, c] = [scalar("a", 2), scalar("b", 3), scalar("c", 7)];

  test("are folded from the left", () => {
    expect(add(a, b, c).value).toBe(12);
    expect(mul(0.5, a, b.square(), c).value).toBe(63);
    expect(a.add(b, c, 1).value).toBe(13);
    expect(a.mul(b, c).value).toBe(42);
    expect([max(a, b, c).value, min(c, b, a).value, a.max(1, 9).value, c.min(b, 1).value]).toEqual([
      7, 2, 9, 1,
    ]);
    const sum = add(a, b, c);
    expect(sum.inputs[1]).toBe(c);
    expect(sum.inputs[0]?.inputs).toEqual([a, b]);
    expect(graph.gradient(mul(a, b, c), [a, b, c]).map((node) => node.value)).toEqual([21, 14, 6]);
  });

  test("their shapes broadcast, and the types say so", () => {
    const number: Node<number> = add(a, 1, b);
    const tensors: Node<graph.TensorValue> = add(a, [1, 2], b);
    const product: Node<number> = a.mul(b, 2, c);
    expect([number.shape, tensors.shape, product.shape]).toEqual([[], [2], []]);
    // @ts-expect-error: two operands
    expect(() => graph.sub(a, b, c)).toThrow(ChainruleError);
    // @ts-expect-error: one operand
    expect(() => graph.exp(a, b)).toThrow(ChainruleError);
    // @ts-expect-error: a text
    expect(() => add(a, b, "3")).toThrow(/add: argument 2/);
    // @ts-expect-error: no operand
    expect(() => a.exp(1)).toThrow(ChainruleError);
    // @ts-expect-error: one operand
    expect(() => a.div(1, 2)).toThrow(ChainruleError);
    expect(() => max(a, graph as never)).toThrow(ChainruleError);
    expect(() => max(a, undefined as never)).toThrow(/max: argument 1/);
  });

  test("lists hand over places too, which are no operands", () => {
    expect([a, b].map(graph.square).map(({ value }) => value)).toEqual([4, 9]);
    expect([1, 4].map(graph.sqrt).map(({ value }) => value)).toEqual([1, 2]);
    const fold: never = add as never; // as callers without types do
    expect(([a, b, c] as { reduce(f: never): Node }).reduce(fold).value).toBe(12);
    expect(["p", "q"].map((name) => scalar(name)).map(graph.relu)).toHaveLength(2);
  });
});
