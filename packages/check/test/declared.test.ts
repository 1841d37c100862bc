import { derive } from "@chainrule/derive";
import { dim, evaluate, gradient, type Node, operation, scalar, sum, tensor } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { fromLatex, type Operators, renderDocument, toLatex } from "@chainrule/latex";
import { describe, expect, test } from "vitest";
import { check, checkGradients } from "../src/index";
import { atan2, cumulativeSum, decay, hardSigmoid, layerNorm, softsign } from "./declared";

const w = scalar("w", 0.5);
const x = scalar("x", -1.5);
const t = scalar("t", 1);
const net = w.mul(x).named("net");
const out = softsign(net).named("out");
const E = out.sub(t).square().div(2).named("E");

const v = tensor("v", [0.5, -0.3, 0.8]);
const target = tensor("y", [0, 1, 2]);
const W = tensor("W", [
  [1, 2, -1],
  [3, 0.5, 0.2],
  [0.1, 0.4, -2],
]);
const a = softsign(W.matmul(v).named("z")).named("a");
const loss = layerNorm(a).named("n").sub(target).square().sum().named("E");

describe("claims", () => {
  const rows: readonly (readonly [string, Node, string])[] = [
    ["softsign(w*x)", softsign(w.mul(x)), "proved"],
    ["softsign(x*w)", softsign(w.mul(x)), "proved"],
    ["2*softsign(net) - softsign(w*x)", out, "proved"],
    ["(out - t) * x / (1 + abs(net))^2", gradient(E, w), "proved"],
    ["(out - t) * x * softsign'(net)", gradient(E, w), "proved"],
    ["(t - out) * x * softsign'(net)", gradient(E, w), "wrong"],
    ["softsign(w)*x", softsign(w.mul(x)), "wrong"],
    ["decay(w, x) / exp(x)", decay(w, x).mul(x.neg().exp()), "proved"],
    ["w * exp(-x)", decay(w, x), "numerically equal"],
    ["w*x / (1 + abs(w*x))", softsign(w.mul(x)), "numerically equal"],
    ["w*x / (1 + x^2)", softsign(w.mul(x)), "wrong"],
    ["atan(w / x)", atan2(w, x), "proved"], // by its definition
    ["-0.428571", softsign(w.mul(x)), "rounding only"],
    ["-0.428572", softsign(w.mul(x)), "wrong"],
    ["min(1, max(0, x/6 + 1/2))", hardSigmoid(x), "numerically equal"],
    ["\\operatorname{softsign}(w x)", softsign(w.mul(x)), "proved"],
    ["(\\operatorname{softsign}(w x) - t)\\,x\\,\\operatorname{softsign}'(w x)", gradient(E, w), "proved"],
    ["\\operatorname{decay}(w, x)", decay(w, x), "proved"],
  ];
  test.each(rows)("%s", (claim, truth, verdict) => {
    expect(check(claim, truth).verdict).toBe(verdict);
  });

  test("two operations of one name are not the same", () => {
    const other = operation("softsign", { value: (y) => y, derivative: () => 1 });
    expect(check(other(x), softsign(x)).verdict).toBe("wrong");
    expect(check(softsign(x), softsign(x)).verdict).toBe("proved");
  });

  test("graphs of tensors with operations on whole tensors", () => {
    const y = cumulativeSum(v.mul(2));
    expect(check(cumulativeSum(v.add(v)), y).verdict).toBe("proved");
    expect(check(cumulativeSum(v).mul(2), y).verdict).toBe("numerically equal");
    expect(check(cumulativeSum(v), y).verdict).toBe("wrong");
    expect(check(gradient(sum(cumulativeSum(v)), v), gradient(sum(cumulativeSum(v)), v)).verdict).toBe(
      "proved",
    );
  });
});

test("checkGradients takes graphs of declared operations", () => {
  expect(checkGradients(E).passes).toBe(true);
  expect(checkGradients(loss).passes).toBe(true);
  const wrong = operation("wrong", { value: (y) => y * y, derivative: (y) => y });
  const found = checkGradients(wrong(w).mul(x));
  expect(found.coordinates).toMatchObject([{ symbol: "w", gradient: -0.75 }]);
  expect(found.coordinates[0]?.measured).toBeCloseTo(-1.5, 9);
});

describe("LaTeX", () => {
  test.each<readonly [Node, Operators, string]>([
    [softsign(x), {}, "\\operatorname{softsign}(x)"],
    [softsign(x.div(w)), {}, "\\operatorname{softsign}\\left(\\frac{x}{w}\\right)"],
    [softsign(x).square(), {}, "(\\operatorname{softsign}(x))^{2}"],
    [decay(w, x).mul(x), {}, "\\operatorname{decay}(w, x)\\,x"],
    [softsign(x), { softsign: "s" }, "s(x)"],
    [
      softsign(x.add(1)).neg(),
      { softsign: (y) => `\\left\\lfloor ${y} \\right\\rceil` },
      "-\\left\\lfloor x + 1 \\right\\rceil",
    ],
    [
      operation("hard_tanh", { value: (y) => y, derivative: () => 1 })(x),
      {},
      "\\operatorname{hard\\_tanh}(x)",
    ],
    [cumulativeSum(v), {}, "\\operatorname{cumulativeSum}(v)"],
  ])("%#", (node, operators, latex) => {
    expect(toLatex(node, { operators })).toBe(latex);
  });

  test("what is printed is read back", () => {
    const node = softsign(w.mul(x)).mul(decay(x, w)).add(softsign(x));
    const again = fromLatex(toLatex(node), { w, x }, { functions: [softsign, decay] });
    expect(evaluate(again)).toBe(evaluate(node));
    const typed = expression("softsign(w*x) * decay(x, w) + softsign(x)", { w, x }, { softsign, decay });
    expect(evaluate(typed)).toBe(evaluate(node));
  });
});

describe("documents", () => {
  test.each(["chain", "delta", "factors"] as const)("scalars, %s", (form) => {
    const text = renderDocument(derive(E, { wrt: [w], form }), { format: "markdown" });
    expect(text).toContain("\\operatorname{softsign}(\\mathrm{net})");
    expect(text).toContain("\\operatorname{softsign}'(x) = \\frac{1}{(");
    expect(text).toContain("derivative of }\\operatorname{softsign}");
    for (const format of ["latex", "html"] as const)
      expect(renderDocument(derive(E, { wrt: [w], form }), { format })).toContain("softsign");
    const own = renderDocument(derive(E, { wrt: [w], form }), {
      format: "markdown",
      operators: { softsign: "s" },
    });
    expect(own).toContain("s(\\mathrm{net})");
    expect(own).not.toContain("\\operatorname{softsign}");
  });

  test("an operation on tensors of any size", () => {
    const [m, n] = [dim("m", { index: "j" }), dim("n", { index: "k" })];
    const [V, u, y] = [tensor("V", [m, n]), tensor("u", [n]), tensor("y", [m])];
    const any = layerNorm(V.matmul(u).named("z")).named("s").sub(y).square().sum().named("E");
    for (const notation of ["index", "matrix"] as const)
      expect(renderDocument(derive(any, { wrt: [V] }), { format: "markdown", notation })).toContain(
        "layerNorm",
      );
    const sums = cumulativeSum(V.matmul(u).named("z")).named("s").sub(y).square().sum().named("E");
    expect(() => derive(sums, { wrt: [V] })).toThrow(/cumulativeSum: .*sizes that are numbers/);
  });

  test.each(["index", "matrix"] as const)("tensors, %s notation", (notation) => {
    const text = renderDocument(derive(loss, { wrt: [W] }), { format: "markdown", notation });
    expect(text).toContain(
      notation === "index"
        ? "n_{i} &:= \\operatorname{layerNorm}(a)_{i}"
        : "n &:= \\operatorname{layerNorm}(a)",
    );
    expect(text).toMatch(
      /\d+ statements about derivatives of the loss were compared with the gradient itself/,
    );
  });
});
