import { parse } from "mathjs/number";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../../test/campaign";
import { methodNames, randomGraph } from "../../test/random-graph";
import { ChainruleError, type ErrorCode } from "../errors";
import * as graph from "../index";
import { gradient, type Node, scalar, symbolsOf, tensor } from "../index";
import { expression, mathjsName, toMathjs } from "./index";

const { abs, add, constant, div, eq, lt, mul, neg, pow, sub, where } = graph;
const a = scalar("a", 1.5);
const b = scalar("b", -2);
const c = scalar("c", 3);
const A = tensor("A", [
  [1, 2],
  [3, 4],
]);
const v = tensor("v", [1, 2]);

const named = (node: Node): Record<string, Node> =>
  Object.fromEntries(symbolsOf([node]).map((symbol) => [mathjsName(symbol), symbol]));

function codeOf(write: () => string): ErrorCode | string {
  try {
    return write();
  } catch (error) {
    if (error instanceof ChainruleError) return error.code;
    throw error;
  }
}

describe("parentheses", () => {
  test.each<[Node, string]>([
    [sub(a, sub(b, c)), "a - (b - c)"],
    [sub(sub(a, b), c), "a - b - c"],
    [add(a, add(b, c)), "a + (b + c)"],
    [mul(a, add(b, c)), "a * (b + c)"],
    [div(a, mul(b, c)), "a / (b * c)"],
    [mul(div(a, b), c), "a / b * c"],
    [neg(pow(a, constant(2))), "-a^2"],
    [pow(neg(a), constant(2)), "(-a)^2"],
    [pow(constant(-2), constant(2)), "(-2)^2"],
    [pow(a, constant(-1)), "a^-1"],
    [pow(pow(a, b), c), "(a^b)^c"],
    [pow(a, pow(b, c)), "a^b^c"],
    [neg(constant(2)), "-(2)"],
    [neg(constant(-2)), "--2"],
    [neg(add(a, b)), "-(a + b)"],
    [mul(a, neg(b)), "a * -b"],
    [sub(a, constant(-1)), "a - -1"],
    [lt(add(a, b), c), "a + b < c"],
    [eq(lt(a, b), c), "(a < b) == c"],
    [where(lt(a, b), a, c), "a < b ? a : c"],
    [add(where(a, b, c), where(a, b, where(b, c, a))), "(a ? b : c) + (a ? b : (b ? c : a))"],
    [abs(sub(a, b)), "abs(a - b)"],
    [graph.leakyRelu(a), "leakyRelu(a, 0.01)"],
    [A.matmul(v).tanh().sum(), "sum(tanh(matmul(A, v)))"],
    [add(A, v).transpose(), "(A + v)'"],
    [A.mul(A).div(A).pow(2).mul(3), "(A .* A ./ A).^2 * 3"],
    [graph.mean(v), "sum(v) / 2"],
    [graph.max(A).add(graph.min(v)).add(A.trace()), "max(A) + min(v) + trace(A)"],
    [graph.softmax(A), "softmax(A)"],
    [graph.outer(v, v).add(graph.dot(v, v)), "outer(v, v) + dot(v, v)"],
    [graph.reshape(A, [4]), "reshape(A, [4])"],
    [graph.slice(A, 1, 0, 1), "slice(A, 1, 0, 1)"],
    [graph.broadcastTo(v, [3, 2]), "broadcastTo(v, [3, 2])"],
    [
      constant([
        [1, -2.5],
        [1e-7, 0],
      ]),
      "[[1, -2.5], [1e-7, 0]]",
    ],
    [sub(a, mul(b, c).named("net")).named("out"), "a - b * c"],
    [neg(constant(3).named("three")), "-(3)"],
  ])("%#: %s", (node, text) => {
    expect(toMathjs(node)).toBe(text);
    expect(() => parse(text)).not.toThrow();
    expect(expression(text, named(node)).value).toEqual(node.value);
    expect(toMathjs(expression(text, named(node)))).toBe(text);
  });
});

test("numbers are read back bit by bit", () => {
  const numbers = [0, -0, 0.1, -1 / 3, 1e21, 1.5e-300, 5e-324, Number.MAX_VALUE, 2 ** 53 + 2, 123456789.125];
  for (const x of [...numbers, Infinity, -Infinity, NaN]) {
    expect(expression(toMathjs(constant(x)), {}).value).toBe(x);
    expect(expression(toMathjs(mul(neg(constant(x)), constant(x))), {}).value).toBe(-x * x);
  }
});

describe("names", () => {
  test.each([
    ["w_1", "w_1"],
    ["net_h1", "net_h1"],
    ["W^(2)", "W$2"],
    ["delta_j^(l)", "delta_j$l"],
    ["w_{1,2}", "w_1_2"],
    ["W^2", "W$5e$2"],
    ["η", "η"],
    ["y'", "y$27$"],
    ["2nd", "_2nd"],
    ["sin", "sin$"],
    ["in", "in$"],
    ["Infinity", "Infinity$"],
    ["權", "$6b0a$"],
    ["e", "e"],
    ["__proto__", "__proto__"],
  ])("%s is %s", (name, text) => {
    const symbol = scalar(name, 0.5);
    expect(mathjsName(symbol)).toBe(text);
    expect(parse(text).type).toBe("SymbolNode");
    const formula = toMathjs(symbol.sin());
    expect(expression(formula, named(symbol)).value).toBe(Math.sin(0.5));
  });

  test("two symbols of one name are refused", () => {
    expect(codeOf(() => toMathjs(add(scalar("x", 1), scalar("x", 2))))).toBe("NAME");
  });
});

describe("size", () => {
  const length = sampled(100_000, 20_000);
  test(`a chain of ${length} operations is written and read`, () => {
    let chain: Node = a;
    for (let k = 0; k < length; k++) chain = k % 2 === 0 ? chain.add(1) : chain.neg();
    const text = toMathjs(chain);
    expect(expression(text, { a }).value).toBe(chain.value);
  });

  test("what doubles 60 times is refused at once", () => {
    let doubled: Node = a;
    for (let k = 0; k < 60; k++) doubled = add(doubled, doubled);
    expect(codeOf(() => toMathjs(doubled))).toBe("TOO_LONG");
  });
});

test("what has no words in a formula is refused", () => {
  const d = graph.dim("d");
  const refused: Node[] = [
    graph.sum(A, { axis: 0 }),
    graph.max(A, { axis: 0 }),
    graph.softmax(A, 0),
    graph.concat([v, v]),
    graph.einsum("ij,ik->jk", A, A),
    graph.mean(tensor("V", [d])),
    gradient(graph.slice(v, 0, 1).sum(), v),
  ];
  for (const node of refused) expect(codeOf(() => toMathjs(node))).toBe("NO_INTERPRETATION");
  expect(codeOf(() => toMathjs(constant([1, NaN])))).toBe("NUMBER");
  expect(() => toMathjs("x" as unknown as Node)).toThrow(ChainruleError);
});

test("1,000 random graphs and their gradients are read back to the same bits", () => {
  const met = new Set<string>();
  let compared = 0;
  for (let seed = 0; seed < 1000; seed++) {
    const { root, symbols, name } = randomGraph(seed, { size: 12, depth: 8 });
    const given = Object.fromEntries(symbols.map((symbol) => [mathjsName(symbol), symbol]));
    for (const node of [root, gradient(root, symbols[0] as Node)]) {
      const text = toMathjs(node);
      const back = expression(text, given);
      expect(back.value, text).toBe(node.value);
      expect(toMathjs(back)).toBe(text);
      compared++;
    }
    met.add(name);
  }
  expect(compared).toBe(2000);
  expect([...met].sort()).toEqual([...methodNames].sort());
});
