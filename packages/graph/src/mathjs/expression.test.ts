import { describe, expect, test } from "vitest";
import { sampled } from "../../../../test/campaign";
import { seeded } from "../../test/random-graph";
import { ChainruleError, type ErrorCode } from "../errors";
import { constant, Node, scalar, tensor } from "../index";
import { expression } from "./index";

const x = scalar("x", 2);
const y = scalar("y", 3);
const A = tensor("A", [
  [1, 2],
  [3, 4],
]);
const v = tensor("v", [1, 2]);
const symbols = { x, y, A, v, w_1: scalar("w_1", 0.5), target: y };

function read(text: string, given: Record<string, Node> = symbols): unknown {
  const { value } = expression(text, given);
  return typeof value === "number" ? value : [value.shape, [...value.data]];
}

function refusalOf(text: string, given: Record<string, Node> = symbols): ChainruleError {
  try {
    expression(text, given);
  } catch (error) {
    if (error instanceof ChainruleError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe("what a formula means", () => {
  test.each<[string, number]>([
    ["-2^2", -4],
    ["2^3^2", 512],
    ["2^-1", 0.5],
    ["-x^2", -4],
    ["(-x)^2", 4],
    ["1 - 2 - 3", -4],
    ["8 / 4 / 2", 1],
    ["1 / 2 * x", 1],
    ["2x", 4],
    ["2x^2", 8],
    ["-2x", -4],
    ["2(x + 1)", 6],
    ["3sin(0) + 2x / 4", 1],
    ["y * 2x", 12],
    ["x < y", 1],
    ["x >= y", 0],
    ["x == 2", 1],
    ["x != 2", 0],
    ["x < y ? x : y", 2],
    ["0 ? 1 : 0 ? 2 : 3", 3],
    ["where(x > y, 1, 5)", 5],
    ["ln(1) + log(1)", 0],
    ["max(x, y) - min(x, y)", 1],
    ["leakyRelu(-1)", -0.01],
    ["leakyRelu(-1, 0.5)", -0.5],
    ["elu(3)", 3],
    ["add(x, mul(y, neg(2)))", -4],
    ["sigmoid(0)", 0.5],
    ["+x", 2],
    [".5 + 2.", 2.5],
    ["1e3 + 1E-3", 1000.001],
    [" x\t+\n 1 ", 3],
    ["(x\n+ 1)", 3],
    ["２＋３×ｘ", 8],
    ["x − y ÷ 2", 0.5],
    ["x · y", 6],
    ["x² + y³", 31],
    ["−x²", -4],
    ["（x ≤ y） ＊ 2", 2],
    ["x ≠ y", 1],
    ["sum([[1, 2], [3, -4]])", 2],
    ["dot(v, v) + trace(A) + norm([3, 4])", 15],
    ["mean(A) + max(A) + min(v)", 7.5],
    ["x y", 6],
    ["x(y + 1)", 8],
    ["(x)(y)", 6],
    ["x²y", 12],
    ["x⁻¹", 0.5],
    ["x ** 3", 8],
    ["2 ** -1 ** 2", 0.5],
    ["1/y * 3x", 2],
    ["x < y < 4", 1],
    ["x ? y ? 1 : 2 : 3", 1],
    ["w1 * x", 1],
    ["w₁ x", 1],
    ["cos(2 pi)", 1],
    ["cos 0 + sin²(0) + tanh^2 (0)", 1],
    ["∥[[3, 4]]∥", 5],
    ["e^0", 1],
    ["√(x y + 3)", 3],
    ["|x - y| + x", 3],
    ["Sigmoid(0)", 0.5],
    ["max(x, y, 1)", 3],
    ["sum(A.T @ v) - sum(v @ A)", 0],
  ])("%s is %d", (text, value) => {
    expect(read(text)).toBe(value);
  });

  test.each<[string, readonly number[], readonly number[]]>([
    ["A'", [2, 2], [1, 3, 2, 4]],
    ["2 * A", [2, 2], [2, 4, 6, 8]],
    ["A .* A", [2, 2], [1, 4, 9, 16]],
    ["1 ./ v", [2], [1, 0.5]],
    ["v.^2", [2], [1, 4]],
    ["matmul(A, v)", [2], [5, 11]],
    ["outer(v, v) - transpose(A)", [2, 2], [0, -1, 0, 0]],
    ["A + v", [2, 2], [2, 4, 4, 6]],
    ["[[1, 2], [3, 4]]", [2, 2], [1, 2, 3, 4]],
    ["reshape(A, [4])", [4], [1, 2, 3, 4]],
    ["slice(A, 0, 1)", [1, 2], [3, 4]],
  ])("%s has shape %j and entries %j", (text, shape, data) => {
    expect(read(text)).toEqual([shape, data]);
  });

  test("names with another meaning elsewhere are ordinary when they are given", () => {
    const names = ["i", "E", "b", "h", "g", "in", "to", "mod", "and", "not", "true", "null", "NaN"];
    const odd = [
      "end",
      "Infinity",
      "constructor",
      "toString",
      "hasOwnProperty",
      "x₁",
      "ŷ",
      "η",
      "_",
      "$",
      "sin",
    ];
    for (const name of [...names, ...odd, "__proto__"]) {
      const given = Object.fromEntries([[name, x]]);
      expect(expression(name, given), name).toBe(x);
      expect(read(`1 + ${name} * ${name}`, given), name).toBe(5);
      expect(refusalOf(`1 + ${name}`, {}).details.column, name).toBe(5);
    }
  });

  test("only own names count", () => {
    const inherited: Record<string, Node> = Object.create({ z: x });
    expect(refusalOf("z", inherited).code).toBe("UNKNOWN_SYMBOL");
  });

  test("equal parts are one node, and numbers stay what was written", () => {
    const product = expression("(x + y) * (x + y)", symbols);
    expect(product.inputs[0]).toBe(product.inputs[1]);
    expect(expression("x^-2", symbols).inputs[1]?.attrs.value).toBe(-2);
    expect(expression("-(2)", symbols).op.name).toBe("neg");
    expect(Object.is(read("-0"), -0)).toBe(true);
  });
});

describe("what is refused, where, and what is said", () => {
  test.each<[string, ErrorCode, number, string]>([
    // ambiguous
    ["sin x / 2", "REFUSED", 5, "two readings"],
    ["sin^-1(x)", "UNKNOWN_SYMBOL", 1, "no such function"],
    ["1 + sin", "REFUSED", 5, "Write sin(x)"],
    ["1/2x", "REFUSED", 4, "two readings"],
    ["1/2(x)", "REFUSED", 4, "two readings"],
    ["2^3x", "REFUSED", 4, "two readings"],
    ["2^-3x", "REFUSED", 5, "two readings"],
    ["x²^3", "SYNTAX", 3, "second superscript"],
    ["(x)2", "REFUSED", 4, "needs a sign"],
    ["2 3", "SYNTAX", 3, "two numbers"],
    ["A * A", "REFUSED", 1, "matmul(a, b)"],
    ["A / (A)'", "REFUSED", 1, "./"],
    ["(A + A)^2", "REFUSED", 1, ".^"],
    // what mathjs would run
    ["a = 1", "REFUSED", 3, "assign"],
    ["x = 1", "REFUSED", 3, "assign"],
    ["f(x) = x", "REFUSED", 6, "assign"],
    ["import", "UNKNOWN_SYMBOL", 1, "no such name"],
    ['import("fs")', "REFUSED", 8, "strings"],
    ['cos.constructor("return 1")()', "REFUSED", 17, "strings"],
    ["x.y", "REFUSED", 2, "properties"],
    ["ones(1e5, 1e5)", "UNKNOWN_SYMBOL", 1, "no such function"],
    ["format(1, {precision: 1e9})", "SYNTAX", 21, "do not match"],
    ["x + constructor(1)", "UNKNOWN_SYMBOL", 5, "no such function"],
    ["'text'", "REFUSED", 1, "strings"],
    ["5 cm", "UNKNOWN_SYMBOL", 3, "no such name"],
    ["x to y", "UNKNOWN_SYMBOL", 3, "no such name"],
    ["x and y", "UNKNOWN_SYMBOL", 3, "no such name"],
    ["1:3", "REFUSED", 2, "ranges"],
    ["x; y", "REFUSED", 2, "one formula"],
    ["x\ny", "REFUSED", 1, "line break"],
    ["x\n- y", "REFUSED", 1, "line break"],
    ["x!", "REFUSED", 2, "factorial"],
    ["5%", "REFUSED", 2, "percentages"],
    ["x | y", "SYNTAX", 3, "never closed"],
    ["x # note", "REFUSED", 3, "comments"],
    ["v[1]", "REFUSED", 2, "indices"],
    ["[1, x]", "REFUSED", 5, "numbers only"],
    ["broadcastTo(x, [1e5, 1e5])", "TOO_LONG", 1, "1000000"],
    // names
    ["x + tagret", "UNKNOWN_SYMBOL", 5, "expected target)"],
    ["１＋ｚ", "UNKNOWN_SYMBOL", 3, "got ｚ"],
    // grammar
    ["", "SYNTAX", 1, "empty"],
    [" \n", "SYNTAX", 1, "empty"],
    ["x +", "SYNTAX", 4, "missing"],
    ["* x", "SYNTAX", 1, "missing"],
    ["()", "SYNTAX", 2, "missing"],
    ["((x)", "SYNTAX", 1, "never closed"],
    ["x)", "SYNTAX", 2, "do not match"],
    ["(x]", "SYNTAX", 3, "expected ))"],
    ["max(x,)", "SYNTAX", 7, "missing"],
    ["x ? y", "SYNTAX", 3, "has no :"],
    ["😀", "SYNTAX", 1, "no meaning"],
    ["x + \u202e", "SYNTAX", 5, "U+202E"],
    // numbers
    ["1,5", "SYNTAX", 2, "1.5"],
    ["0x10", "NUMBER", 1, "decimal"],
    ["x + 0b1", "NUMBER", 5, "decimal"],
    ["1e999", "NUMBER", 1, "too large"],
    ["1e-999", "NUMBER", 1, "too small"],
    ["1e+", "NUMBER", 1, "power of ten"],
    ["1.2.3", "SYNTAX", 4, "two numbers"],
    // operands
    ["sin(x, y)", "OPERAND", 1, "expected 1)"],
    ["log(x, 2)", "OPERAND", 1, "log(x) / log(b)"],
    ["slice(A, x, 1)", "OPERAND", 1, "a number"],
    ["x * A + [1, 2, 3]", "SHAPE", 1, "broadcast"],
    ["[[1, 2], [3]]", "SHAPE", 1, "ragged"],
    ["1 + trace(v)", "SHAPE", 5, "square"],
  ])("%j: %s at column %d", (text, code, column, said) => {
    const error = refusalOf(text);
    expect([error.code, error.details.column]).toEqual([code, column]);
    expect(error.message).toContain(said);
    expect(error.message).toMatch(new RegExp(`^(line \\d+, )?column ${column}: `));
  });

  test("a name that is not a node, symbols that are not an object, a text that is none", () => {
    expect(refusalOf("x + k", { x, k: 3 as unknown as Node }).details).toMatchObject({ got: "k: 3" });
    expect(() => expression("x", null as unknown as Record<string, Node>)).toThrow(ChainruleError);
    expect(() => expression(3 as unknown as string)).toThrow(ChainruleError);
    expect(refusalOf("x", {}).message).toContain("no names were given");
  });
});

describe("size", () => {
  const many = sampled(100_000, 20_000);
  const nested = (open: string, close: string, n: number): string => `${open.repeat(n)}x${close.repeat(n)}`;

  test.each<[string, string, unknown]>([
    ["1,000 parentheses", nested("(", ")", 1000), 2],
    [`${many} parentheses`, nested("(", ")", many), 2],
    [`${many} calls`, nested("abs(", ")", many), 2],
    ["2,000 mixed", nested("(1+(x?2:-(3^", ")))", 2000), 3],
    [`${many} terms`, Array(many).fill("x").join("+"), 2 * many],
    [`${many} differences`, `${"x-".repeat(many)}x`, 2 - 2 * many],
    ["100 powers", `${"1^".repeat(100)}x`, 1],
    ["100 signs", `${"-".repeat(100)}x`, 2],
    ["100 choices", `${"0?1:".repeat(100)}x`, 2],
    ["1,000 powers", `${"1^".repeat(1000)}x`, 1],
    ["1,000 signs", `${"-".repeat(1000)}x`, 2],
    ["1,000 choices", `${"0?1:".repeat(1000)}x`, 2],
    ["100 choices of 100 powers", `${`0?1:${"1^".repeat(100)}`.repeat(100)}x`, 1],
  ])("%s", (_, text, value) => {
    expect(read(text)).toBe(value);
  });

  test.each<[string, string, ErrorCode]>([
    ["1,000 arrays", nested("[", "]", 1000), "TOO_DEEP"],
    [`${many} open parentheses`, "(".repeat(many), "SYNTAX"],
    ["1,000,001 characters", " ".repeat(1_000_001), "TOO_LONG"],
  ])("%s", (_, text, code) => {
    expect(refusalOf(text).code).toBe(code);
  });
});

test("whatever is typed gives a node or a refusal with its column", () => {
  const random = seeded(7);
  const words =
    "x y A v sin max where e 1 2 .5 0 + - * / ^ .* ./ .^ ( ) [ ] , ? : ' < <= == ² ³ ; = . \" \n".split(" ");
  const texts = sampled(20_000, 4_000);
  let accepted = 0;
  for (let k = 0; k < texts; k++) {
    const length = 1 + Math.floor(random() * 8);
    const text = Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(
      random() < 0.5 ? " " : "",
    );
    try {
      expect(expression(text, symbols)).toBeInstanceOf(Node);
      accepted++;
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw new Error(`${JSON.stringify(text)}: ${error}`);
      expect(error.details.column, text).toBeGreaterThan(0);
    }
  }
  expect(accepted).toBeGreaterThan(texts / 40);
});

test("constants are nodes like any other", () => {
  expect(expression("2 * pi", { pi: constant(Math.PI) }).value).toBe(2 * Math.PI);
});
