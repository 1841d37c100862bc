import * as graph from "@chainrule/graph";
import {
  add,
  ChainruleError,
  compile,
  constant,
  diagnose,
  dim,
  evaluate,
  gradient,
  max,
  mean,
  mul,
  named,
  nameText,
  parseName,
  scalar,
  sum,
  tensor,
  updated,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";

/** What a caller without types hands over. */
const untyped = (value: unknown): never => value as never;

/** The code and message of the refusal. */
function refusal(attempt: () => unknown): readonly [string, string] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ChainruleError) return [error.code, error.message];
    throw error;
  }
  throw new Error("nothing was refused");
}

type Row = readonly [title: string, attempt: () => unknown, code: string, parts: readonly string[]];
const refuses = (rows: readonly Row[]): void => {
  test.each(rows)("%s", (_, attempt, code, parts) => {
    const [found, message] = refusal(attempt);
    expect(found).toBe(code);
    for (const part of parts) expect(message).toContain(part);
  });
};

const x = scalar("x", 2);
const power = x.exp();
const A = tensor("A", [1, 2, 3]);
const free = tensor("F", { shape: [2 ** 27] });
const row = tensor("R", { shape: [1, 2 ** 27] });
const column = tensor("C", { shape: [2 ** 27, 1] });

describe("operands", () => {
  refuses([
    ["null", () => x.add(untyped(null)), "OPERAND", ["add: argument 1", "got null"]],
    ["nothing", () => x.add(untyped(undefined)), "OPERAND", ["add: argument 1", "undefined"]],
    ["a text", () => add(1, untyped("3")), "OPERAND", ["add: argument 1", '"3"']],
    ["a BigInt first", () => mul(untyped(3n), x), "OPERAND", ["mul: argument 0", "3n (a BigInt)"]],
    [
      "a function",
      () =>
        mul(
          x,
          untyped(() => 1),
        ),
      "OPERAND",
      ["mul: argument 1", "a function"],
    ],
    ["an object", () => mul(x, untyped({})), "OPERAND", ["mul: argument 1", "an object"]],
    ["null inside an array", () => add(A, untyped([1, null, 2])), "OPERAND", ["add: argument 1[1]", "null"]],
    ["a missing third", () => x.where(1, untyped(undefined)), "OPERAND", ["where: argument 2"]],
    ["null among parts", () => graph.concat([A, untyped(null)]), "OPERAND", ["concat: argument 1"]],
    ["null for the parts", () => graph.concat(untyped(null)), "OPERAND", ["concat: argument 0"]],
    ["gradient of null", () => gradient(untyped(null), x), "OPERAND", ["gradient: argument 0", "null"]],
    ["gradient by a text", () => gradient(x, untyped("x")), "OPERAND", ["gradient: argument 1", '"x"']],
    ["gradient by a BigInt", () => gradient(x, [x, untyped(3n)]), "OPERAND", ["gradient: argument 1", "3n"]],
    ["evaluate null", () => evaluate(untyped(null)), "OPERAND", ["evaluate: argument 0", "null"]],
    ["evaluate [null]", () => evaluate([untyped(null)]), "OPERAND", ["evaluate: argument 0", "null"]],
    ["diagnose null", () => diagnose(untyped(null)), "OPERAND", ["diagnose: argument 0"]],
    ["compile null", () => compile(untyped(null), []), "OPERAND", ["compile: argument 0"]],
    ["compile for null", () => compile(x, untyped(null)), "OPERAND", ["compile: argument 1"]],
    ["update null", () => updated(untyped(null), x), "OPERAND", ["updated: argument 0"]],
    ["update by a text", () => updated(x, untyped("3")), "OPERAND", ["updated: argument 1", '"3"']],
    ["name null", () => named(untyped(null), "n"), "OPERAND", ["named: argument 0"]],
    ["bindings null", () => evaluate(x, untyped(null)), "OPERAND", ["evaluate: bindings", "null"]],
    ["bindings in an array", () => evaluate(x, untyped([1])), "OPERAND", ["bindings", "an array of 1"]],
    ["a text bound", () => evaluate(x, { x: "1" }), "OPERAND", ["x: not a number", '"1"']],
    ["undefined bound", () => evaluate(x, { x: undefined }), "OPERAND", ["x: not a number", "undefined"]],
    ["a symbol that is not there", () => evaluate(x, { z: 1 }), "UNKNOWN_SYMBOL", ['"z"', "expected x"]],
    ["no value", () => scalar("w_5").exp().value, "UNBOUND", ["w_5: this symbol has no value", "set(...)"]],
    ["a value for what is computed", () => x.exp().set(1), "NOT_A_LEAF", ["set", "exp"]],
    ["a binding for it", () => evaluate(power, new Map([[power, 1]])), "NOT_A_LEAF", ["evaluate", "exp"]],
    ["a computed input", () => compile(x, [x.exp()]), "NOT_A_LEAF", ["compile", "exp"]],
    ["gradient of a tensor", () => gradient(A, x), "NOT_SCALAR", ["gradient of A", "[3]", ".sum()"]],
    ["backward of a tensor", () => A.backward(), "NOT_SCALAR", ["gradient of A", "[3]"]],
  ]);

  test("a refusal leaves values as they were", () => {
    for (const bad of ["3", null, undefined, 3n, [1], {}])
      expect(() => x.set(untyped(bad))).toThrow(ChainruleError);
    expect(x.value).toBe(2);
    expect(() => A.set([1, 2])).toThrow(
      "A: the value has another shape than the symbol, got [2] (expected [3])",
    );
    expect(() => A.set([1, 2, untyped("3")])).toThrow("A[2]: not a number");
    expect([...A.value.data]).toEqual([1, 2, 3]);
    const y = x.square();
    y.backward();
    expect(() => gradient(y, untyped(null))).toThrow(ChainruleError);
    expect(() => evaluate(y, { x: "9" })).toThrow(ChainruleError);
    expect([x.grad, y.value]).toEqual([4, 4]);
  });
});

const empty = constant({ shape: [0, 3], data: new Float64Array(0) });
const n = dim("n");
const open = tensor("v", [n]);
const counted = graph.broadcastTo(1, [n]).sum();

describe("shapes", () => {
  refuses([
    ["sum of two", () => add(A, [1, 2]), "SHAPE", ["add:", "[3] and [2]", "Axis 0 has 3 and 2"]],
    ["of three", () => A.where(A, [1, 2]), "SHAPE", ["where:", "[3] and [3] and [2]"]],
    ["matrices", () => graph.matmul([[1, 2, 3]], [[1, 2]]), "SHAPE", ["matmul:", "[1,3] and [1,2]", "[3,n]"]],
    ["inner product", () => A.dot([1, 2]), "SHAPE", ["dot:", "[3] and [2]"]],
    ["concat", () => graph.concat([[[1, 2]], [[1]]]), "SHAPE", ["concat:", "[1,2] and [1,1]"]],
    ["einsum", () => graph.einsum("ij,ij", [[1]], [[1, 2]]), "SHAPE", ["index j", "[1,1] and [1,2]"]],
    ["reshape", () => A.reshape([2, 2]), "SHAPE", ["reshape:", "[3] to [2,2]"]],
    ["broadcast to less", () => A.broadcastTo([1]), "SHAPE", ["broadcastTo:", "[3] to [1]"]],
    ["trace", () => A.trace(), "SHAPE", ["trace:", "[3]"]],
    ["transpose", () => graph.transpose([[1]], untyped(0)), "SHAPE", ["transpose:", "[0] for [1,1]"]],
    ["an axis too far", () => sum(A, 1), "SHAPE", ["sum: no such axis", "axis 1 of shape [3]", "-1 to 0"]],
    ["an axis that is a text", () => sum(A, untyped("0")), "SHAPE", ['axis "0" of shape [3]']],
    ["an axis that is null", () => sum(A, untyped(null)), "SHAPE", ["axis null"]],
    ["an axis of a scalar", () => graph.softmax(x), "SHAPE", ["softmax", "this is a scalar"]],
    ["a slice outside", () => A.slice(0, 2, 9), "SHAPE", ["slice", "2 to 9", "0 to 3"]],
    ["a position outside", () => A.at(-4), "SHAPE", ["slice", "-4"]],
    ["mean of nothing", () => mean([]), "SHAPE", ["the mean of nothing"]],
    ["mean over an empty axis", () => mean(empty, 0), "SHAPE", ["the mean of nothing"]],
    ["max of nothing", () => max([]), "SHAPE", ["the max of nothing"]],
    ["min of nothing", () => graph.min(empty, { axis: 0 }), "SHAPE", ["the min of nothing"]],
    ["logSumExp of nothing", () => graph.logSumExp([]), "SHAPE", ["the logSumExp of nothing"]],
    ["softmax of nothing", () => graph.softmax([]), "SHAPE", ["the softmax of nothing"]],
    ["mean of a size that is 0", () => evaluate(mean(open), { v: [] }), "SHAPE", ["the mean of nothing"]],
    ["max of a size that is 0", () => evaluate(max(open), { v: [] }), "SHAPE", ["the max of nothing"]],
    ["ragged", () => tensor("W", [[1, 2], [3]]), "SHAPE", ["W[1]", "ragged", "1 entries", "expected 2"]],
    [
      "ragged inside",
      () =>
        constant([
          [[1], [2]],
          [[1], []],
        ]),
      "SHAPE",
      ["constant[1][1]", "ragged"],
    ],
    ["a number for a row", () => tensor("W", [[1], untyped(2)]), "SHAPE", ["W[1]"]],
    ["a row for a number", () => tensor("W", [1, [2]]), "SHAPE", ["W[1]", "rows differ in depth"]],
    ["a hole", () => tensor("W", new Array(2)), "OPERAND", ["W[0]", "undefined"]],
    [
      "too deep",
      () => constant(untyped(JSON.parse(`${"[".repeat(99)}${"]".repeat(99)}`))),
      "SHAPE",
      ["32 axes"],
    ],
    ["size -1", () => tensor("W", { shape: [2, -1] }), "SIZE", ["W: axis 1", "-1"]],
    ["size 1.5", () => tensor("W", { shape: [1.5] }), "SIZE", ["W: axis 0", "1.5"]],
    ["size NaN", () => A.reshape([Number.NaN]), "SIZE", ["reshape: axis 0", "NaN"]],
    ["size '3'", () => A.broadcastTo(untyped(["3"])), "SIZE", ["broadcastTo: axis 0", '"3"']],
    ["no shape", () => A.broadcastTo(untyped(null)), "SIZE", ["broadcastTo", "null"]],
    [
      "data that does not fill",
      () => constant({ shape: [2], data: untyped([1]) }),
      "SHAPE",
      ["1 numbers for [2]"],
    ],
    ["beyond 2^53", () => tensor("W", { shape: [2 ** 27, 2 ** 27] }), "SIZE", ["W:", "2^53"]],
    ["by broadcasting", () => add(row, column), "SIZE", ["add:", "[134217728,134217728]"]],
    ["by a product", () => free.outer(free), "SIZE", ["[134217728,134217728]"]],
    ["by broadcastTo", () => column.broadcastTo([2 ** 27, 2 ** 27]), "SIZE", ["broadcastTo:"]],
    ["by joining", () => graph.concat(Array(3).fill(tensor("W", { shape: [2 ** 52] }))), "SIZE", ["concat:"]],
    ["of data", () => constant({ shape: [2 ** 30, 2 ** 30], data: untyped([1]) }), "SIZE", ["2^53"]],
    ["no such memory", () => evaluate(counted, {}, { sizes: { n: 2 ** 50 } }), "SIZE", ["memory"]],
    ["a size that is negative", () => evaluate(counted, {}, { sizes: { n: -5 } }), "SIZE", ["size n", "-5"]],
    ["a size that is a text", () => evaluate(counted, {}, { sizes: untyped({ n: "5" }) }), "SIZE", ['"5"']],
    ["a size nobody told", () => counted.value, "UNBOUND", ["size n is not known"]],
    [
      "a size told twice",
      () => evaluate(open.add(tensor("u", [n])), { v: [1], u: [1, 2] }),
      "SIZE",
      ["size n", "u"],
    ],
  ]);

  test("a scalar is not a [1]", () => {
    expect(refusal(() => x.set(untyped([2])))[1]).toContain("got [1] (expected [])");
    expect(refusal(() => tensor("o", [1]).set(untyped(2)))[1]).toContain("got [] (expected [1])");
    expect(refusal(() => tensor("o", untyped(3)))).toEqual([
      "SHAPE",
      "o: a tensor has at least one axis. Use scalar(...)",
    ]);
    expect([sum([5]).value, constant([5]).value]).toEqual([5, { shape: [1], data: Float64Array.of(5) }]);
  });

  test("the sum of nothing is 0, and empty results are allowed", () => {
    expect([sum([]).value, graph.norm([]).value]).toEqual([0, 0]);
    expect(sum(empty, 0).value).toEqual({ shape: [3], data: new Float64Array(3) });
    expect(max(empty, { axis: 1 }).value).toEqual({ shape: [0], data: new Float64Array(0) });
    expect(evaluate(sum(open), { v: [] })).toBe(0);
  });

  test("the gradient of a broadcast is reduced back", () => {
    const [a, b, c] = [scalar("a", 2), tensor("b", [[1], [2]]), tensor("c", [[1, 2, 3]])];
    const [da, db, dc] = gradient(a.mul(b).mul(c).sum(), [a, b, c]).map((node) => node.value);
    expect(da).toBe(18);
    expect(db).toEqual({ shape: [2, 1], data: Float64Array.of(12, 12) });
    expect(dc).toEqual({ shape: [1, 3], data: Float64Array.of(6, 6, 6) });
  });
});

describe("names", () => {
  test.each([
    "__proto__",
    "constructor",
    "toString",
    "class",
    "eval",
    "e",
    "i",
    "pi",
    "E",
    "b",
    "h",
    "g",
    "λ",
  ])("%s is an ordinary name", (name) => {
    const symbol = scalar(name, 3);
    const bindings = Object.fromEntries([[name, 5]]);
    expect(nameText(parseName(name))).toBe(name);
    expect([symbol.square().value, evaluate(symbol.square(), bindings)]).toEqual([9, 25]);
    expect(tensor("t", [dim(name)]).shape).toHaveLength(1);
    expect(refusal(() => scalar(name).value)[1]).toContain(`${name}: this symbol`);
  });

  const wicked = [
    "x;alert(1)",
    "`x`",
    "a\u2028b",
    "a\u202eb",
    "a\u0000b",
    "a b",
    "<b>",
    '"q"',
    "a@b",
    "\ud800",
  ];
  refuses(
    wicked.flatMap((name): Row[] => [
      [`scalar ${JSON.stringify(name)}`, () => scalar(name), "NAME", ["U+"]],
      [`named ${JSON.stringify(name)}`, () => x.named(name), "NAME", ["U+"]],
      [`tensor ${JSON.stringify(name)}`, () => tensor(name, [1]), "NAME", ["U+"]],
      [`dim ${JSON.stringify(name)}`, () => dim(name), "NAME", ["U+"]],
      [
        `as data ${JSON.stringify(name)}`,
        () => named(x, { kind: "symbol", base: name, sub: "", sup: "" }),
        "NAME",
        ["U+"],
      ],
    ]),
  );
  refuses([
    ["empty", () => scalar(""), "NAME", ["at least one character"]],
    ["no text", () => x.named(untyped(3)), "NAME", ["got 3"]],
    ["missing", () => x.named(untyped(undefined)), "NAME", ["undefined"]],
    ["too long", () => scalar("x".repeat(201)), "NAME", ["200"]],
    [
      "parts that do not fit",
      () => named(x, { kind: "symbol", base: "a_1", sub: "2", sup: "" }),
      "NAME",
      ["a_1_2"],
    ],
  ]);
});

describe("numbers", () => {
  test.each(["1e999", "", "0x10", "1,5", " 3 ", "NaN"])("the text %j is not a number", (text) => {
    for (const attempt of [
      () => scalar("w", untyped(text)),
      () => x.set(untyped(text)),
      () => constant(untyped(text)),
      () => tensor("w", untyped([text])),
      () => add(x, untyped(text)),
    ])
      expect(refusal(attempt)[0]).toBe("OPERAND");
  });

  test("5e-324 and -0 stay what they are", () => {
    for (const number of [5e-324, -0, 0, -5e-324, 2 ** 53 + 2, Number.NaN]) {
      expect(scalar("w", number).value).toBe(number);
      expect(constant(number).value).toBe(number);
      expect(evaluate(scalar("w"), { w: number })).toBe(number);
      expect(constant([number]).at(0).value).toBe(number);
    }
    expect(constant(-0)).not.toBe(constant(0));
  });
});
