/** Index notation: the printed entries of definitions, Jacobians and closed forms, in the notations of textbooks. */
import { derive } from "@chainrule/derive";
import { concat, dim, functionSymbol, mul, type Node, nameText, tensor } from "@chainrule/graph";
import katex from "katex";
import { describe, expect, test } from "vitest";
import { spellingOf } from "../document/spelling";

/** The lines of a derivation in index notation, `left = right`, by role and symbol. */
function lines(loss: Node, wrt: readonly Node[], form: "chain" | "delta" = "delta"): Map<string, string[]> {
  const derivation = derive(loss, { wrt, form });
  const spelling = spellingOf("index", derivation, {});
  const found = new Map<string, string[]>();
  for (const { expression, stands, symbol } of derivation.statements) {
    const left = spelling.name(symbol, expression.shape);
    const line = `${left} = ${spelling.expression(expression, {}).join(" ")}`;
    katex.renderToString(line, { strict: "error", throwOnError: true });
    const key = nameText(stands ?? symbol);
    found.set(key, [...(found.get(key) ?? []), line]);
  }
  return found;
}

const f = functionSymbol("f");
const last = <T>(list: readonly T[] | undefined): T | undefined => list?.[list.length - 1];

describe("weights w_jk that lead to j from k", () => {
  const [m, p] = [dim("m", { index: "j" }), dim("p", { index: "k" })];
  const [w, a, b, y] = [tensor("w^L", [m, p]), tensor("a^{L-1}", [p]), tensor("b^L", [m]), tensor("y", [m])];
  const z = w.matmul(a).add(b).named("z^L");
  const out = f(z).named("a^L");
  const E = mul(0.5, y.sub(out).square().sum()).named("E");
  const found = lines(E, [w, b, a]);

  test.each([
    ["z^L", "z_{j}^{L} = \\sum_{k=1}^{p} w_{jk}^{L} a_{k}^{L-1} + b_{j}^{L}"],
    ["a^L", "a_{j}^{L} = f(z_{j}^{L})"],
    ["E", "E = \\frac{1}{2}\\,\\sum_{j=1}^{m} (y_{j} - a_{j}^{L})^{2}"],
    ["dE/da^L", "\\frac{\\partial E}{\\partial a_{j}^{L}} = -(y_{j} - a_{j}^{L})"],
    ["dE/dz^L", "\\delta_{j}^{L} = \\frac{\\partial E}{\\partial a_{j}^{L}}\\,f'(z_{j}^{L})"],
    ["dE/dw^L", "\\frac{\\partial E}{\\partial w_{jk}^{L}} = \\delta_{j}^{L} a_{k}^{L-1}"],
    ["dE/db^L", "\\frac{\\partial E}{\\partial b_{j}^{L}} = \\delta_{j}^{L}"],
    ["dE/da^L-1", "\\frac{\\partial E}{\\partial a_{k}^{L-1}} = \\sum_{j=1}^{m} \\delta_{j}^{L} w_{jk}^{L}"],
  ])("%s", (symbol, line) => {
    expect(last(found.get(symbol))).toBe(line);
  });

  test("a Jacobian has letters of its own, and the step in which the delta collapses a sum", () => {
    expect(found.get("dz^L/dw^L")).toEqual([
      "\\frac{\\partial z_{j}^{L}}{\\partial w_{nk}^{L}} = \\sum_{q=1}^{p} \\delta_{jn} \\delta_{qk} a_{q}^{L-1}",
      "\\frac{\\partial z_{j}^{L}}{\\partial w_{nk}^{L}} = a_{k}^{L-1} \\delta_{jn}",
    ]);
  });
});

describe("weights v_ih and w_hj that lead from the first index to the second, thresholds subtracted", () => {
  const [d, q, l] = [dim("d", { index: "i" }), dim("q", { index: "h" }), dim("l", { index: "j" })];
  const [x, v, gamma] = [tensor("x", [d]), tensor("v", [d, q]), tensor("gamma", [q])];
  const [w, theta, y] = [tensor("w", [q, l]), tensor("theta", [l]), tensor("y", [l])];
  const alpha = x.matmul(v).named("alpha");
  const b = f(alpha.sub(gamma)).named("b");
  const beta = b.matmul(w).named("beta");
  const yhat = f(beta.sub(theta)).named("yhat");
  const E = mul(0.5, yhat.sub(y).square().sum()).named("E");
  const found = lines(E, [w, theta, v, gamma], "chain");

  test.each([
    ["alpha", "\\alpha_{h} = \\sum_{i=1}^{d} x_{i} v_{ih}"],
    ["yhat", "\\hat{y}_{j} = f(\\beta_{j} - \\theta_{j})"],
    ["dE/dw", "\\frac{\\partial E}{\\partial w_{hj}} = \\frac{\\partial E}{\\partial \\beta_{j}}\\,b_{h}"],
    [
      "dE/dtheta",
      "\\frac{\\partial E}{\\partial \\theta_{j}} = -\\frac{\\partial E}{\\partial \\hat{y}_{j}}\\,f'(\\beta_{j} - \\theta_{j})",
    ],
    ["dE/dv", "\\frac{\\partial E}{\\partial v_{ih}} = \\frac{\\partial E}{\\partial \\alpha_{h}}\\,x_{i}"],
  ])("%s", (symbol, line) => {
    expect(last(found.get(symbol))).toBe(line);
  });
});

test("a sum over samples, and letters for sizes without a choice", () => {
  const [n, d, m] = [dim("n"), dim("d"), dim("m")];
  const [X, W, Y] = [tensor("X", [n, d]), tensor("W", [m, d]), tensor("Y", [n, m])];
  const Z = X.matmul(W.transpose()).named("Z");
  const E = Z.sub(Y).square().sum().named("E");
  const found = lines(E, [W], "chain");
  expect(found.get("Z")).toEqual(["Z_{ik} = \\sum_{j=1}^{d} X_{ij} W_{kj}"]);
  expect(last(found.get("dE/dW"))).toBe(
    "\\frac{\\partial E}{\\partial W_{kj}} = \\sum_{i=1}^{n} \\frac{\\partial E}{\\partial Z_{ik}}\\,X_{ij}",
  );
});

test("softmax: diag(p) - p p^T", () => {
  const s = tensor("s", [dim("n", { index: "i" })]);
  const t = tensor("t", [dim("n", { index: "i" })]);
  const p = s.softmax().named("p");
  const found = lines(mul(t, p.log()).sum().neg().named("E"), [s], "chain");
  expect(found.get("p")).toEqual(["p_{i} = \\frac{e^{s_{i}}}{\\sum_{j=1}^{n} e^{s_{j}}}"]);
  expect(last(found.get("dp/ds"))).toBe(
    "\\frac{\\partial p_{i}}{\\partial s_{j}} = p_{i} \\delta_{ij} - p_{i} p_{j}",
  );
});

test("a sum multiplied from the right stands in parentheses", () => {
  const a = tensor("a", [dim("n", { index: "i" })]);
  const found = lines(a.sum().mul(a.sum()).named("E"), [a]);
  expect(found.get("E")).toEqual(["E = \\left(\\sum_{i=1}^{n} a_{i}\\right)\\,\\sum_{i=1}^{n} a_{i}"]);
});

test("letters that nobody chose are not the names of quantities, functions or sizes", () => {
  const i = tensor("i", [dim("j"), dim("m")]);
  const k = tensor("k", [dim("m")]);
  const z = functionSymbol("n")(i.matmul(k)).named("z");
  const found = lines(z.sum().named("E"), [i]);
  expect(found.get("z")).toEqual(["z_{p} = n\\left(\\sum_{q=1}^{m} i_{pq} k_{q}\\right)"]);
});

test("moved entries: index arithmetic and choices", () => {
  const a = tensor("a", { shape: [4] });
  const u = tensor("u", { shape: [2] });
  const s = a.slice(0, 1, 3).named("s");
  const c = concat([a, u]).named("c");
  const M = a.reshape([2, 2]).named("M");
  const v = mul(2, M).reshape([4]).named("v");
  const E = s.square().sum().add(c.sum()).add(M.square().sum()).add(v.sum()).named("E");
  const found = lines(E, [a, u]);
  expect(found.get("s")).toEqual(["s_{j} = a_{j+1}"]);
  expect(found.get("M")).toEqual(["M_{jm} = a_{2(j-1)+m}"]);
  expect(found.get("v")).toEqual(["v_{i} = 2\\,M_{\\lceil i/2 \\rceil,(i-1) \\bmod 2 + 1}"]);
  expect(found.get("c")).toEqual([
    "c_{k} = \\begin{cases} a_{k} & k \\le 4 \\\\ u_{k-4} & k > 4 \\end{cases}",
  ]);
  expect(last(found.get("dE/du"))).toBe(
    "\\frac{\\partial E}{\\partial u_{j}} = \\frac{\\partial E}{\\partial c_{j+4}}",
  );
});

test("an axis of one entry has no letter, and its only entry is the first", () => {
  const A = tensor("A", [dim("n", { index: "i" }), dim("m", { index: "j" })]);
  const mu = A.mean({ axis: 1, keepDims: true }).named("mu");
  const found = lines(A.sub(mu).square().sum().named("E"), [A]);
  expect(found.get("mu")).toEqual(["\\mu_{i} = \\frac{\\sum_{j=1}^{m} A_{ij}}{m}"]);
  expect(found.get("E")).toEqual(["E = \\sum_{i=1}^{n} \\sum_{j=1}^{m} (A_{ij} - \\mu_{i})^{2}"]);
  const b = tensor("b", { shape: [3] });
  const first = b.slice(0, 0, 1).named("f");
  expect(lines(first.square().sum().named("E"), [b]).get("f")).toEqual(["f = b_{1}"]);
});
