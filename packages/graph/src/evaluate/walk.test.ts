import { expect, test } from "vitest";
import {
  concat,
  dim,
  evaluate,
  functionSymbol,
  type Kernel,
  Node,
  type NumberSystem,
  operation,
  operations,
  type PointwiseName,
  rational,
  scalar,
  tensor,
  tensorOperation,
  walk,
} from "../index";
import { pad } from "../ops/layout";

/** A row for each pointwise operation. */
function rows<T>(row: (name: string, arity: number) => Kernel<T>): Record<PointwiseName, Kernel<T>> {
  const pointwise = Object.values(operations).flatMap((op) => (op.kind === "pointwise" ? [op] : []));
  return Object.fromEntries(pointwise.map(({ arity, name }) => [name, row(name, arity)])) as Record<
    PointwiseName,
    Kernel<T>
  >; // all of them
}

/** Numbers that are what they are computed from, as text. */
const texts: NumberSystem<string> = {
  number: String,
  symbol: (node, entry) => `${node}${node.shape.length > 0 ? entry : ""}`,
  abstract: (name, order, x) => `${name}${"'".repeat(order)}(${x})`,
  declared: ({ name }, operands, shape) =>
    Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, k) => {
      return `${name}${k}(${operands.flatMap(({ data }) => data).join()})`;
    }),
  pointwise: rows(
    (name, arity) =>
      (...x) =>
        `${name}(${x.slice(0, arity).join()})`,
  ),
  sum: (terms) => (terms.length === 1 ? (terms[0] as string) : `[${terms.join("+")}]`),
  product: (factors) => factors.join(""),
  largest: (entries) => `max{${entries.join()}}`,
  smallest: (entries) => `min{${entries.join()}}`,
};
const written = (node: Node, sizes = {}): readonly string[] => walk([node], sizes, texts)(node).data;

const A = tensor("a", { shape: [2, 2] });
const x = tensor("x", { shape: [2] });
const [s, t] = [scalar("s"), scalar("t")];

test("contractions join products, in the order of the indices that are summed", () => {
  expect(written(A.matmul(A))).toEqual(["[a0a0+a1a2]", "[a0a1+a1a3]", "[a2a0+a3a2]", "[a2a1+a3a3]"]);
  expect(written(A.trace())).toEqual(["[a0+a3]"]);
  expect(written(A.transpose())).toEqual(["a0", "a2", "a1", "a3"]);
  expect(written(A.max({ axis: 0 }))).toEqual(["max{a0,a2}", "max{a1,a3}"]);
  expect(written(A.min())).toEqual(["min{a0,a1,a2,a3}"]);
});

test("what no combination of indices reaches joins nothing", () => {
  const map = { inputs: [[0]], output: [0, 0], sizes: [2] };
  const diagonal = new Node(operations.contraction, [x], { map }, [2, 2]);
  expect(written(diagonal)).toEqual(["x0", "[]", "[]", "x1"]);
  expect(written(tensor("e", { shape: [0] }).sum())).toEqual(["[]"]);
});

test("pointwise operations broadcast", () => {
  expect(written(s.sub(t))).toEqual(["sub(s,t)"]);
  expect(written(A.add(x))).toEqual(["add(a0,x0)", "add(a1,x1)", "add(a2,x0)", "add(a3,x1)"]);
  expect(
    written(
      tensor("c", { shape: [2, 1] })
        .mul(x)
        .neg(),
    ),
  ).toEqual(["c0,x0", "c0,x1", "c1,x0", "c1,x1"].map((each) => `neg(mul(${each}))`));
  expect(written(tensor("e", { shape: [0, 2] }).add(x))).toEqual([]);
});

test("entries are moved", () => {
  expect(written(concat([A, A], 1))).toEqual(["a0", "a1", "a0", "a1", "a2", "a3", "a2", "a3"]);
  expect(written(A.slice(1, 1))).toEqual(["a1", "a3"]);
  expect(written(pad(x, 0, 1, 2))).toEqual(["0", "x0", "x1", "0", "0"]);
  expect(written(A.reshape([4]).at(2))).toEqual(["a2"]);
});

test("composite operations are what they are defined as, where nothing is rounded", () => {
  expect(written(x.softmax())).toEqual(["x0", "x1"].map((each) => `div(exp(${each}),[exp(x0)+exp(x1)])`));
  expect(written(x.logSumExp())).toEqual(["log([exp(x0)+exp(x1)])"]);
  expect(written(A.logSumExp({ axis: 1, keepDims: true }))).toEqual([
    "log([exp(a0)+exp(a1)])",
    "log([exp(a2)+exp(a3)])",
  ]);
  expect(written(x.norm())).toEqual(["sqrt([square(x0)+square(x1)])"]);
});

test("functions without a row", () => {
  const value = (a: number, b: number): number => a + b;
  const derivative = [(a: Node) => a, (a: Node) => a] as const;
  const opaque = operation("opaque", { value, derivative });
  const first = operation("first", { value, derivative, definition: (a) => a.exp() });
  const whole = tensorOperation("whole", { value: (a) => a, adjoint: (_, __, upstream) => upstream });
  expect(written(functionSymbol("f")(s))).toEqual(["f(s)"]);
  expect(written(opaque(x, s))).toEqual(["opaque0(x0,s)", "opaque0(x1,s)"]);
  expect(written(first(s, x))).toEqual(["exp(s)", "exp(s)"]);
  expect(written(whole(x))).toEqual(["whole0(x0,x1)", "whole1(x0,x1)"]);
});

test("symbolic sizes are those given", () => {
  const v = tensor("v", [dim("n")]);
  expect(written(v.mean(), { n: 2 })).toEqual(["div([v0+v1],2)"]);
  const codeOf = (sizes: object): unknown => {
    try {
      return written(v.mean(), { ...sizes });
    } catch (error) {
      return (error as { code?: unknown }).code;
    }
  };
  expect([codeOf({}), codeOf({ constructor: 2 }), codeOf({ n: 0 })]).toEqual(["UNBOUND", "UNBOUND", "SHAPE"]);
});

test("a number that is undefined stays so, entry by entry", () => {
  const nothing: NumberSystem<number | undefined> = {
    number: (value) => value,
    symbol: (_, entry) => (entry === 0 ? undefined : entry),
    abstract: () => undefined,
    declared: (_, __, shape) => new Array<undefined>(shape.length),
    pointwise: rows(() => (a, b) => (a === undefined || b === undefined ? undefined : a - b)),
    sum: () => undefined,
    product: () => undefined,
    largest: () => undefined,
    smallest: () => undefined,
  };
  const difference = tensor("p", { shape: [2] }).sub(tensor("q", { shape: [2] }));
  expect(walk([difference], {}, nothing)(difference).data).toEqual([undefined, 0]);
});

test("float64 rounds what exact fractions say", () => {
  const { fromNumber, minus, negative, ONE, plus, times, ZERO } = rational;
  type Fraction = rational.Rational;
  const known: Partial<Record<PointwiseName, Kernel<Fraction>>> = {
    add: plus,
    sub: minus,
    mul: times,
    neg: negative,
    square: (a) => times(a, a),
  };
  const exactly = (value: number): Fraction => fromNumber(value) as Fraction; // finite numbers only
  const fractions: NumberSystem<Fraction> = {
    number: exactly,
    symbol: ({ attrs }, entry) => {
      const value = attrs.cell?.value ?? Number.NaN;
      return exactly(typeof value === "number" ? value : (value.data[entry] as number));
    },
    abstract: () => ZERO,
    declared: () => [],
    pointwise: { ...rows(() => () => ZERO), ...known },
    sum: (terms) => terms.reduce(plus, ZERO),
    product: (factors) => factors.reduce(times, ONE),
    largest: () => ZERO,
    smallest: () => ZERO,
  };
  const W = tensor("W", [
    [0.1, -0.2, 0.7],
    [1.5, 0.25, -3],
  ]);
  const v = tensor("v", [0.3, -0.1, 2]);
  const root = W.matmul(v).sub(0.7).square().mul(v.at(0)).sum().add(W.transpose().matmul(W).trace());
  const [{ n, d }] = walk([root], {}, fractions)(root).data as readonly [Fraction];
  expect(Number(n) / Number(d)).toBeCloseTo(evaluate(root) as number, 12);
});
