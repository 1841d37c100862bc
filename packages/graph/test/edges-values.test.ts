import {
  abs,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  compile,
  diagnose,
  exp,
  gradient,
  leakyRelu,
  log,
  logSumExp,
  max,
  min,
  type Node,
  norm,
  relu,
  scalar,
  sigmoid,
  softmax,
  softplus,
  sqrt,
  step,
  tanh,
  tensor,
  topologicalOrder,
  where,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";

type Function1 = (x: Node<number>) => Node<number>;

const value = (f: Function1, at: number): number => f(scalar("x", at)).value;
function slope(f: Function1, at: number): number {
  const x = scalar("x", at);
  return gradient(f(x), x).value;
}
function slopes(f: (a: Node<number>, b: Node<number>) => Node<number>, a: number, b: number): number[] {
  const [x, y] = [scalar("a", a), scalar("b", b)];
  return gradient(f(x, y), [x, y]).map((node) => node.value as number); // the gradient of a scalar is one
}
const entries = (node: Node): number[] => {
  const { value: found } = node;
  return typeof found === "number" ? [found] : [...found.data];
};

const xLogX: Function1 = (x) => x.mul(log(x));
const guarded: Function1 = (x) => where(x.gt(0), log(x), 0);
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

describe("values and slopes at the edges", () => {
  test.each<readonly [string, number, number]>([
    ["sigmoid(-745)", value(sigmoid, -745), 5e-324],
    ["sigmoid(745)", value(sigmoid, 745), 1],
    ["sigmoid'(40)", slope(sigmoid, 40), 4.248354255291589e-18],
    ["sigmoid'(-745)", slope(sigmoid, -745), 5e-324],
    ["sigmoid'(745)", slope(sigmoid, 745), 5e-324],
    ["tanh'(19)", slope(tanh, 19), 1.2556531168192118e-16],
    ["tanh'(20)", slope(tanh, 20), 1.6993417021166355e-17],
    ["softplus(21)", value(softplus, 21), 21.000000000758256],
    ["softplus(-745)", value(softplus, -745), 5e-324],
    ["exp(-745)", value(exp, -745), 5e-324],
    ["exp(709.8)", value(exp, 709.8), infinity],
    ["log(5e-324)", value(log, 5e-324), -744.4400719213812],
    ["relu'(0)", slope(relu, 0), 0],
    ["relu(NaN)", value(relu, nan), nan],
    ["relu'(NaN)", slope(relu, nan), nan],
    ["leakyRelu'(0)", slope(leakyRelu, 0), 0.01],
    ["leakyRelu'(0), slope 0.3", slope((x) => leakyRelu(x, 0.3), 0), 0.3],
    ["leakyRelu'(NaN)", slope(leakyRelu, nan), nan],
    ["abs'(0)", slope(abs, 0), 0],
    ["abs'(NaN)", slope(abs, nan), nan],
    ["step'(0)", slope(step, 0), 0],
    ["step'(3)", slope(step, 3), 0],
    ["sqrt'(0)", slope(sqrt, 0), infinity],
    ["x ln x at 0", value(xLogX, 0), 0],
    ["(x ln x)'(0)", slope(xLogX, 0), -infinity],
    ["(ln x x)'(0)", slope((x) => log(x).mul(x), 0), -infinity],
    ["(-2 x ln x)'(0)", slope((x) => xLogX(x).neg().mul(2), 0), infinity],
    ["(x ln x)'(2)", slope(xLogX, 2), 1 + Math.LN2],
    ["pow(0, 0)", value((x) => x.pow(x), 0), 1],
    ["(x^0)'(0)", slope((x) => x.pow(0), 0), 0],
    ["(x^1)'(0)", slope((x) => x.pow(1), 0), 1],
    ["pow(-2, 3)", value((x) => x.pow(3), -2), -8],
    ["(x^3)'(-2)", slope((x) => x.pow(3), -2), 12],
    ["BCE(0, 1)", value((p) => binaryCrossEntropy(p, 1), 0), infinity],
    ["BCE(0, 0)", value((p) => binaryCrossEntropy(p, 0), 0), 0],
    ["BCE(1, 1)", value((p) => binaryCrossEntropy(p, 1), 1), 0],
    ["BCE from logits (-inf, 1)", value((z) => binaryCrossEntropyWithLogits(z, 1), -infinity), infinity],
    ["BCE' from logits (-inf, 1)", slope((z) => binaryCrossEntropyWithLogits(z, 1), -infinity), -1],
    ["BCE from logits (inf, 1)", value((z) => binaryCrossEntropyWithLogits(z, 1), infinity), 0],
  ])("%s", (_, found, expected) => {
    expect(found).toBe(expected);
  });

  test("ties are shared in halves", () => {
    expect(slopes(max, 2, 2)).toEqual([0.5, 0.5]);
    expect(slopes(min, -1, -1)).toEqual([0.5, 0.5]);
    expect(slope((x) => max(x, x), 7)).toBe(1);
    const x = tensor("x", [3, 1, 3]);
    expect(entries(gradient(max(x), x))).toEqual([0.5, 0, 0.5]);
  });

  test("pow(0, 0): base 0, exponent -infinity and flagged; a constant exponent has no slope", () => {
    expect(slopes((x, y) => x.pow(y), 0, 0)).toEqual([0, -infinity]);
    const [x, y] = [scalar("x", 0), scalar("y", 0)];
    expect(diagnose([gradient(x.pow(y), y)]).map((flag) => flag.code)).toContain("DOMAIN");
    const cube = gradient(x.set(-2).pow(3), x);
    expect(topologicalOrder([cube]).some((node) => ["log", "xlogy"].includes(node.op.name))).toBe(false);
  });

  test("softmax, logSumExp and norm neither overflow nor divide by 0", () => {
    expect(entries(softmax([1e308, -1e308]))).toEqual([1, 0]);
    const huge = tensor("x", [1e308, 1e308]);
    expect(logSumExp(huge).value).toBe(1e308);
    expect(entries(gradient(logSumExp(huge), huge))).toEqual([0.5, 0.5]);
    // 50-digit arithmetic on the float64 operands 3e200 and 4e200: 4.99999999999999986656e200
    expect(norm([3e200, 4e200]).value).toBe(4.9999999999999995e200);
    expect(norm([3e-200, 4e-200]).value).toBeCloseTo(5e-200, 215);
    const origin = tensor("o", [0, 0]);
    expect(entries(gradient(norm(origin), origin))).toEqual([0, 0]);
    expect(norm([infinity, 1]).value).toBe(infinity);
  });

  test("max keeps NaN, comparisons pass it on", () => {
    expect([max(nan, 1).value, min(1, nan).value, max([1, nan]).value]).toEqual([nan, nan, nan]);
    expect([scalar("x", nan).gt(0).value, where(nan, 1, 2).value]).toEqual([nan, nan]);
  });
});

describe("a dead branch never poisons a gradient", () => {
  const X = tensor("X", [0, 1, 4]);
  const twice: Function1 = (x) => {
    const h = log(x);
    return where(x.gt(0), h.mul(h), 0);
  };
  const inTwoPlaces: Function1 = (x) => {
    const h = log(x);
    return where(x.gt(0), h, 0).add(where(x.gt(0), h.mul(2), 0));
  };
  test.each<readonly [string, number]>([
    ["where(x > 0, ln x, 0)", slope(guarded, 0)],
    ["the other branch", slope((x) => where(x.le(0), 0, log(x)), 0)],
    ["a longer way", slope((x) => where(x.gt(0), sqrt(x).mul(3), 0).mul(2).exp(), -1)],
    ["a value used twice in it", slope(twice, 0)],
    ["a value used in two of them", slope(inTwoPlaces, 0)],
    ["one inside another", slope((x) => where(x.gt(0), where(x.gt(1), log(x), 0), 0), 0)],
    ["x ln x in it", slope((x) => where(x.gt(0), xLogX(x), 0), 0)],
    ["an exponential that overflows in it", slope((x) => where(x.lt(9), exp(x), 0), 1000)],
    ["under a name", slope((x) => where(x.gt(0), log(x).named("l"), 0).named("y"), 0)],
    ["relu", slope((x) => relu(log(x)), 0)],
    ["second order", slope((x) => gradient(guarded(x), x), 0)],
  ])("%s", (_, found) => {
    expect(found).toBe(0);
  });

  test("in tensors", () => {
    expect(entries(gradient(where(X.gt(0), X.log(), 0).sum(), X))).toEqual([0, 1, 0.25]);
    expect(entries(gradient(where(X.gt(0), X.log(), 0).mean(), X))).toEqual([0, 1 / 3, 0.25 / 3]);
    expect(entries(gradient(where(min(X).gt(0), X.log().mean(), 0), X))).toEqual([0, 0, 0]);
    expect(entries(gradient(where(min(X).gt(0), X.log().norm(), 0), X))).toEqual([0, 0, 0]);
    const x = scalar("x", 0);
    const scale = tensor("c", [0, 0]);
    expect(gradient(where(scale, log(x), 0).sum(), x).value).toBe(0);
  });

  test("and a living one is not hidden", () => {
    expect(slope(guarded, 4)).toBe(0.25);
    expect(slope(twice, Math.E)).toBeCloseTo(2 / Math.E, 15);
    expect(slope(inTwoPlaces, 2)).toBe(1.5);
    expect(slope((x) => where(x.gt(0), log(x), 0).add(log(x)), 0)).toBe(infinity);
  });
});

describe("flags", () => {
  const x = scalar("x", 0);
  const at = (number: number): Node<number> => x.set(number);
  test.each<readonly [string, readonly Node[], number, readonly string[]]>([
    ["exp overflows", [exp(x)], 709.8, ["OVERFLOW e^x"]],
    ["exp at 709 does not", [exp(x)], 709, []],
    ["sqrt' at 0", [gradient(sqrt(x), x)], 0, ["DOMAIN a / b"]],
    ["log on its border", [log(x)], 0, ["DOMAIN ln x"]],
    ["log outside", [log(x)], -1, ["DOMAIN ln x"]],
    ["relu at its kink", [relu(x)], 0, ["KINK x where x > 0, else 0"]],
    ["relu beside it", [relu(x)], 1, []],
    ["step anywhere", [step(x)], 3, ["UNTRAINABLE 1 where x >= 0, else 0"]],
    ["step at its kink", [step(x)], 0, ["KINK 1 where x >= 0, else 0", "UNTRAINABLE 1 where x >= 0, else 0"]],
  ])("%s", (_, roots, number, expected) => {
    at(number);
    expect(diagnose(roots).map(({ code, node }) => `${code} ${node.op.law}`)).toEqual(expected);
  });

  test("name the place and the value chosen", () => {
    const net = at(0).add(0).named("net_h1");
    const [flag] = diagnose([relu(net).named("out_h1")]);
    expect(flag).toMatchObject({ code: "KINK", where: "out_h1", choice: "0" });
    expect(flag?.message).toBe("x where x > 0, else 0 has no derivative at x = 0");
  });

  test("a network with step in training is told that no rule derived through it trains", () => {
    const w = scalar("w", 0.5);
    const E = step(w.mul(2).sub(0.5)).sub(1).square();
    expect(gradient(E, w).value).toBe(0);
    expect(compile(E, [w])([0.1])).toBe(1);
    const flag = diagnose([E]).find(({ code }) => code === "UNTRAINABLE");
    expect(flag?.message).toMatch(/derivative of .* is 0 wherever it exists: no rule .* can train/);
  });
});
