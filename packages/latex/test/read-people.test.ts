/** Formulas as people type them: spellings, refusals, places of errors. Expected values are computed here, with plain numbers. */
import {
  bind,
  ChainruleError,
  dim,
  evaluate,
  functionSymbol,
  gradient,
  mul,
  type Name,
  type Node,
  nameText,
  scalar,
  symbolsOf,
  type TensorValue,
  tensor,
} from "@chainrule/graph";
import { formulaReader, fromLatex } from "@chainrule/latex";
import { describe, expect, test } from "vitest";
import { names, values as v } from "./read-names";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe("scalars", () => {
  test.each<[latex: string, value: number]>([
    ["w_5 out_{h1} + w_6 out_{h2} + b_2", v.w_5 * v.out_h1 + v.w_6 * v.out_h2 + v.b_2],
    ["w5*out_h1 + w6*out_h2 + b2", v.w_5 * v.out_h1 + v.w_6 * v.out_h2 + v.b_2],
    ["w_{5} \\cdot \\mathrm{out}_{h1}", v.w_5 * v.out_h1],
    ["w_5 \\times \\text{out}_{h1}", v.w_5 * v.out_h1],
    ["\\operatorname{out}_{o1}(1 - out_{o1})", v.out_o1 * (1 - v.out_o1)],
    ["OUT(o1)*(1-OUT(o1))", v.out_o1 * (1 - v.out_o1)],
    ["out_{o1}*(1-out_{o1})", v.out_o1 * (1 - v.out_o1)],
    ["-(target_{o1} - out_{o1})", v.out_o1 - v.target_o1],
    ["\\tfrac12*2*(target_{o1}-out_{o1})*-1+0", v.out_o1 - v.target_o1],
    ["\\frac{1}{2}\\left(target_{o1}-out_{o1}\\right)^2", 0.5 * (v.target_o1 - v.out_o1) ** 2],
    ["\\dfrac{1}{1+e^{-net_{o1}}}", sigmoid(v.net_o1)],
    ["1/(1+e^(-NET(o1)))", sigmoid(v.net_o1)],
    ["\\frac1{1+e^{-x}}", sigmoid(v.x)],
    ["\\sigma(x)", sigmoid(v.x)],
    ["σ(x)", sigmoid(v.x)],
    ["\\sigma'(x)", sigmoid(v.x) * (1 - sigmoid(v.x))],
    ["\\sigma^\\prime(x)", sigmoid(v.x) * (1 - sigmoid(v.x))],
    ["\\sigma^{\\prime}\\!\\left(x\\right)", sigmoid(v.x) * (1 - sigmoid(v.x))],
    ["sigmoid(x)", sigmoid(v.x)],
    ["\\tanh''(x)", -2 * Math.tanh(v.x) * (1 - Math.tanh(v.x) ** 2)],
    ["\\tanh(x)^2", Math.tanh(v.x) ** 2],
    ["\\tanh^2(x) + \\tanh^{2} x", 2 * Math.tanh(v.x) ** 2],
    ["y\\log x - (1-y)\\log(1+x)", v.y * Math.log(v.x) - (1 - v.y) * Math.log(1 + v.x)],
    ["\\left. x^2 + y \\right|_{x=2}", 4 + v.y],
    ["z \\frac{d}{dx} x^3 \\Big|_{x = y}", 3 * v.z * v.y ** 2],
    ["x + x^2|_{x = 3, y = 1}", v.x + 9],
    ["\\sin x\\cos y\\cdot z", Math.sin(v.x) * Math.cos(v.y) * v.z],
    ["\\sin 2x + \\sin xy", Math.sin(2 * v.x) + Math.sin(v.x * v.y)],
    ["\\log \\frac{x}{z^2}", Math.log(v.x / v.z ** 2)],
    ["\\log x^2 + 1", Math.log(v.x ** 2) + 1],
    ["\\log |y|", Math.log(Math.abs(v.y))],
    ["\\log \\sigma(x) \\odot z", Math.log(sigmoid(v.x)) * v.z],
    ["\\log\\sum_{j=1}^{3} x^j - z", Math.log(v.x + v.x ** 2 + v.x ** 3) - v.z],
    ["\\exp(-x)", Math.exp(-v.x)],
    ["\\exp[-x]", Math.exp(-v.x)],
    ["\\ln(x) + \\log(x)", 2 * Math.log(v.x)],
    ["\\log_2(x)", Math.log2(v.x)],
    ["\\log_{10}(x)", Math.log10(v.x)],
    ["\\max(0, x)", v.x],
    ["\\max\\{0, y\\}", 0],
    ["\\operatorname{ReLU}(y) + \\mathrm{relu}(x)", v.x],
    ["\\operatorname{LeakyReLU}_{0.1}(y)", 0.1 * v.y],
    ["\\sqrt{x} + \\sqrt[3]{x}", Math.sqrt(v.x) + Math.cbrt(v.x)],
    ["\\sqrt2 x", Math.SQRT2 * v.x],
    ["|y| + \\left|x\\right| + \\lvert y \\rvert", 2 * -v.y + v.x],
    ["x^2 y", v.x ** 2 * v.y],
    ["x²", v.x ** 2],
    ["2x + 3", 2 * v.x + 3],
    ["-x^2", -(v.x ** 2)],
    ["2^{3^2}", 512],
    ["x^{-1}", 1 / v.x],
    ["x^-1", 1 / v.x],
    ["e^x", Math.exp(v.x)],
    ["2\\pi", 2 * Math.PI],
    ["x / y / z", v.x / v.y / v.z],
    ["x/y*z", (v.x / v.y) * v.z],
    ["\\frac{x}{y}z", (v.x / v.y) * v.z],
    ["x - y - z", v.x - v.y - v.z],
    ["x(y+z)", v.x * (v.y + v.z)],
    ["xyz", v.x * v.y * v.z],
    ["2xy", 2 * v.x * v.y],
    ["x y_1", Number.NaN],
    ["\\eta\\big(x - \\Bigl(y + z\\Bigr)\\big)", v.eta * (v.x - v.y - v.z)],
    ["\\left[ x + y \\right] z", (v.x + v.y) * v.z],
    ["{x}+{y}", v.x + v.y],
    ["x\\,y\\;z\\quad", v.x * v.y * v.z],
    ["z^{(2)} + z", v["z^(2)"] + v.z],
    ["z^(2)", v["z^(2)"]],
    ["z^2", v.z ** 2],
    ["(z^{(2)})^{2}", v["z^(2)"] ** 2],
    ["\\hat{y} - \\hat y", 0],
    ["\\hat{y} + y", v.yhat + v.y],
    ["\\widehat{y}", v.yhat],
    ["\\boxed{x + y}z", (v.x + v.y) * v.z],
    ["\\underbrace{x + y}_{\\text{sum}}z", (v.x + v.y) * v.z],
    ["50\\% x", 0.5 * v.x],
    ["（x＋y）×２÷z", ((v.x + v.y) * 2) / v.z],
    ["x−y·z", v.x - v.y * v.z],
    ["x × y ⋅ z", v.x * v.y * v.z],
    ["\\mathbf{x} + \\boldsymbol{y}", v.x + v.y],
    ["η", v.eta],
    ["w₅", v.w_5],
    ["[x > y]", 1],
    ["[x \\le y] + [x \\geq y] + [x \\ne y]", 2],
    ["x % a comment\n + y", v.x + v.y],
    ["\\begin{cases} x & y > 0 \\\\ z & y \\le 0 \\end{cases}", v.z],
    ["\\begin{cases} 1, & x + y \\geq z \\\\ 0, & \\text{otherwise} \\end{cases}", 1],
    ["\\begin{cases} 1 & \\text{if } y > 0, \\\\ x & \\text{else.} \\end{cases}", v.x],
    ["\\left\\{\\begin{array}{ll} 1 & y > 0 \\\\ x & y \\le 0 \\end{array}\\right.", v.x],
    ["\\sum_{i=1}^{3} a_i", 10],
    ["\\sum_{i=2}^{3} a_i^2", 34],
    ["\\sum_{i=1}^2 \\sum_{k=1}^{3} a_i a_k + 1", 51],
    ["\\sum_{i=1}^{3} i a_i", 23],
    ["$x + y$", v.x + v.y],
    ["\\begin{aligned} & x + y \\\\ &\\quad - z \\end{aligned}", v.x + v.y - v.z],
    ["\\frac{x}{y} \\tag{3}", v.x / v.y],
    ["x + y.", v.x + v.y],
  ])("%s", (latex, value) => {
    if (Number.isNaN(value)) expect(() => fromLatex(latex, names)).toThrow(ChainruleError);
    else expect(fromLatex(latex, names).value).toBeCloseTo(value, 12);
  });

  test("1 where a choice says nothing is no number", () => {
    expect(fromLatex("\\begin{cases} 1 & y > 0 \\\\ 0 & y < -1 \\end{cases}", names).value).toBeNaN();
  });

  test("names of a list, aliases beside the nodes' own names, and names that look like constants", () => {
    const net = scalar("net_h1", 2);
    expect(fromLatex("net_{h1} + net_h1", [net]).value).toBe(4);
    expect(fromLatex("h_1 + net_{h1}", { h1: net }).value).toBe(4);
    expect(fromLatex("e^2 + e", { e: scalar("e", 3) }).value).toBe(12);
    expect(fromLatex("\\sigma(2)", { sigma: scalar("sigma", 3) }).value).toBe(6);
    expect(fromLatex("\\text{\\_\\_proto\\_\\_}", [scalar("__proto__", 7)]).value).toBe(7);
  });
});

describe("derivatives", () => {
  const [w, x, b] = [scalar("w_5", 0.4), scalar("x", 1.5), scalar("b", 0.2)];
  const net = w.mul(x).add(b).named("net_o1");
  const out = net.sigmoid().named("out_o1");
  const E = mul(0.5, out.sub(0.01).square()).named("E_total");
  const all = { w, x, b, net_o1: net, out_o1: out, E_total: E };
  const expected = gradient(E, w).value as number;

  test.each([
    "\\frac{\\partial E_{total}}{\\partial w_5}",
    "\\frac{\\partial E_{\\mathrm{total}}}{\\partial w_{5}}",
    "\\partial E_{total} / \\partial w_{5}",
    "\\frac{\\Delta E_{total}}{\\Delta w5}",
    "\\dfrac{dE_{total}}{dw_5}",
    "dE_total/dw_5",
    "\\frac{\\mathrm{d} E_{total}}{\\mathrm{d} w_5}",
    "∂E_{total}/∂w_5",
    "\\frac{\\partial E_{total}}{\\partial out_{o1}} * \\frac{\\partial out_{o1}}{\\partial net_{o1}} * \\frac{\\partial net_{o1}}{\\partial w_5}",
    "\\frac{\\Delta E_{total}}{\\Delta out_{o1}}\\times\\frac{\\Delta out_{o1}}{\\Delta net_{o1}}\\times\\frac{\\Delta net_{o1}}{\\Delta w5}",
    "(out_{o1} - 0.01) out_{o1} (1 - out_{o1}) x",
  ])("%s", (latex) => {
    expect(fromLatex(latex, all).value).toBeCloseTo(expected, 14);
  });

  test("a derivative that was given by name comes first", () => {
    const given = scalar("q", 42);
    expect(fromLatex("\\frac{\\partial E}{\\partial v}", { "dE/dv": given }).value).toBe(42);
  });

  test("second derivatives", () => {
    const [p, q] = [scalar("p", 0.3), scalar("q", 0.7)];
    const F = p.mul(q).sin().named("F");
    const [pp, pq] = [
      gradient(gradient(F, p), p).value as number,
      gradient(gradient(F, p), q).value as number,
    ];
    expect(fromLatex("\\frac{\\partial^2 F}{\\partial p^2}", [F, p, q]).value).toBeCloseTo(pp, 14);
    expect(fromLatex("\\frac{\\partial^{2} F}{\\partial p\\,\\partial q}", [F, p, q]).value).toBeCloseTo(
      pq,
      14,
    );
  });
});

/** The values of the symbols in a graph that has only some of them. */
const bindingsIn = (node: Node, given: Readonly<Record<string, unknown>>): Map<Node, unknown> =>
  new Map(
    symbolsOf([node])
      .filter((symbol) => symbol.attrs.cell?.value === undefined)
      .map((symbol) => [symbol, given[nameText(symbol.attrs.name as Name)]]),
  );

describe("index notation", () => {
  const [m, p] = [dim("m", { index: "j" }), dim("p", { index: "k" })];
  const [w, a, b, y] = [tensor("w^L", [m, p]), tensor("a^{L-1}", [p]), tensor("b^L", [m]), tensor("y", [m])];
  const f = functionSymbol("f");
  const z = w.matmul(a).add(b).named("z^L");
  const out = f(z).named("a^L");
  const E = mul(0.5, y.sub(out).square().sum()).named("E");
  const delta = gradient(E, z).named("delta^L");
  const all = [w, a, b, y, z, out, E, delta];
  const given = {
    "w^L": [
      [0.1, -0.2, 0.3],
      [0.4, 0.5, -0.6],
    ],
    "a^L-1": [0.7, -0.8, 0.9],
    "b^L": [0.05, -0.15],
    y: [0.3, 0.8],
  };
  const meanings = { f: (u: Node) => u.tanh() };
  const evaluated = (node: Node): number[] => {
    const value = evaluate(bind(node, meanings), bindingsIn(node, given), { sizes: { m: 2, p: 3 } });
    return typeof value === "number" ? [value] : [...(value as TensorValue).data];
  };
  const close = (found: readonly number[], expected: readonly number[]): void => {
    expect(found.length).toBe(expected.length);
    for (const [k, each] of found.entries()) expect(each).toBeCloseTo(expected[k] as number, 12);
  };

  test.each<[string, Node]>([
    ["\\sum_k w_{jk}^L a_k^{L-1}+b_j^L", z],
    ["\\sum_{k} w_{jk}^{L} a_{k}^{L-1} + b_{j}^{L}", z],
    ["\\sum_{k=1}^{p} w^L_{jk} a^{L-1}_k + b^L_j", z],
    ["Σ_k w_{jk}^L a_k^{L-1} + b_j^L", z],
    ["f\\Big(\\sum_k w_{jk}^L a_k^{L-1}+b_j^L\\Big)", out],
    ["f(z_j^L)", out],
    ["\\frac12\\sum_j[y_j-a_j^L]^2", E],
    ["\\frac{1}{2} \\sum_{j} (y_{j} - a_{j}^{L})^{2}", E],
    ["(a_j^L-y_j)f'(z_j^L)", delta],
    ["a_k^{L-1}(a_j^L-y_j)f'(z_j^L)", gradient(E, w).transpose()],
    ["\\delta_j^La_k^{L-1}", gradient(E, w)],
    ["\\frac{\\partial E}{\\partial w_{jk}^L}", gradient(E, w)],
    [
      "\\frac{\\partial E}{\\partial a_j^L}*\\frac{\\partial a_j^L}{\\partial z_j^L}*a_k^{L-1}",
      gradient(E, w),
    ],
    ["\\sum_j\\frac{\\partial E}{\\partial z_j^L} w_{jk}^L", gradient(E, a)],
    ["\\sum_{j=1}^{m} \\delta_j^L w_{jk}^L", gradient(E, a)],
    ["\\sum_{j} \\sum_{n} \\delta_{jn} \\delta_{n}^{L} w_{jk}^{L}", gradient(E, a)],
    ["\\operatorname{softmax}(z^L)_j", z.softmax()],
    ["\\frac{e^{z_j^L}}{\\sum_{n=1}^{m} e^{z_n^L}}", z.softmax()],
    ["\\max_{n} z_n^L", z.max()],
    ["m", mul(1, y.broadcastTo([m]).mul(0).add(1).sum())],
  ])("%s", (latex, expected) => {
    close(evaluated(fromLatex(latex, all)), evaluated(expected));
  });

  test("axes are in the order asked for, or as the letters appear", () => {
    const reader = formulaReader(all);
    expect(reader.read("a_k^{L-1} \\delta_j^L").indices).toEqual(["k", "j"]);
    const asked = reader.read("a_k^{L-1} \\delta_j^L", { indices: ["j", "k"] });
    expect(asked.node.shape).toEqual([m, p]);
    expect(Object.keys(asked.sizes)).toEqual(["j", "k"]);
    const left = reader.read("\\frac{\\partial z_j^L}{\\partial b_n^L}");
    expect(left.node.shape).toEqual([m, m]);
    close(evaluated(reader.read("\\delta_{jn}", left).node), [1, 0, 0, 1]);
    close(evaluated(reader.read("1", { indices: ["j"], sizes: { j: m } }).node), [1, 1]);
  });

  test("numbers pick entries", () => {
    const W = tensor("W", [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const u = tensor("u", [7, 8, 9]);
    expect(fromLatex("W_{12} + W_{2,3} + u_1 + u3", { W, u }).value).toBe(2 + 6 + 7 + 9);
    expect([...(fromLatex("W_{2k}", { W }).value as TensorValue).data]).toEqual([4, 5, 6]);
    expect(fromLatex("\\sum_{k=1}^{3} W_{1k} u_k", { W, u }).value).toBe(7 + 16 + 27);
    expect(fromLatex("\\sum_{k=2}^{3} W_{1k} u_k", { W, u }).value).toBe(16 + 27);
    expect(() => fromLatex("u_4", { u })).toThrow(/indices count from 1/);
  });

  test("names that carry letters of their own", () => {
    const own = [tensor("w_{jk}^L", [m, p]), tensor("a_k^(2)", [p])];
    const found = fromLatex("\\sum_k w_{jk}^{L} a^{(2)}_k", own);
    expect(found.shape).toEqual([m]);
    expect(fromLatex("\\sum_i w_{ni}^L a_i^{(2)}", own).shape).toEqual([m]);
  });
});

describe("matrix notation", () => {
  const [m, p] = [dim("m"), dim("p")];
  const [W, x, d, b] = [tensor("W", [m, p]), tensor("x", [p]), tensor("delta", [m]), tensor("b", [m])];
  const X = tensor("X", [dim("n"), p]);
  const given = {
    W: [
      [0.1, -0.2, 0.3],
      [0.4, 0.5, -0.6],
    ],
    x: [0.7, -0.8, 0.9],
    delta: [0.3, -0.4],
    b: [1, 2],
    X: [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
      [1, 0, 1],
    ],
  };
  const all = [W, x, d, b, X];
  const evaluated = (node: Node) => evaluate(node, bindingsIn(node, given), { sizes: { m: 2, p: 3, n: 4 } });

  test.each<[string, Node]>([
    ["W x + b", W.matmul(x).add(b)],
    ["W\\,x", W.matmul(x)],
    ["\\mathbf{W}\\mathbf{x}", W.matmul(x)],
    ["W \\cdot x", W.matmul(x)],
    ["W^T \\delta", W.transpose().matmul(d)],
    ["W^\\top \\delta", W.transpose().matmul(d)],
    ["W^{\\mathsf T} \\delta", W.transpose().matmul(d)],
    ["W^{\\mathsf{T}} \\delta", W.transpose().matmul(d)],
    ["W^{\\mathrm T} \\delta", W.transpose().matmul(d)],
    ["W^\\intercal \\delta", W.transpose().matmul(d)],
    ["W^⊤ δ", W.transpose().matmul(d)],
    ["(W)^T\\delta", W.transpose().matmul(d)],
    ["\\delta x^{\\mathsf T}", d.outer(x)],
    ["\\delta^T b", d.dot(b)],
    ["\\delta^{\\top} W x", d.dot(W.matmul(x))],
    ["\\delta^T W", d.matmul(W)],
    ["X W^T + b", X.matmul(W.transpose()).add(b)],
    ["(W^T\\delta) \\odot x", W.transpose().matmul(d).mul(x)],
    ["W^T\\delta \\odot \\tanh'(x)", W.transpose().matmul(d).mul(x.tanh().square().neg().add(1))],
    ["x \\circ x - x^2", x.mul(0)],
    ["2 W x \\odot b", W.matmul(x).mul(b).mul(2)],
    ["X^T \\mathbf{1}", X.sum(0)],
    ["\\mathbf 1^T X", X.sum(0)],
    ["X x + \\mathbf{1} \\delta^T b", X.matmul(x).add(d.dot(b))],
    ["\\operatorname{sum}(x) + \\|x\\|", x.sum().add(x.norm())],
    [
      "\\operatorname{diag}(x)",
      tensor("D", [
        [0.7, 0, 0],
        [0, -0.8, 0],
        [0, 0, 0.9],
      ]),
    ],
    [
      "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} \\begin{pmatrix} 5 \\\\ 6 \\end{pmatrix}",
      tensor("c", [17, 39]),
    ],
    ["\\frac{\\partial (x^T x)}{\\partial x}", x.mul(2)],
  ])("%s", (latex, expected) => {
    const [found, wanted] = [evaluated(fromLatex(latex, all)), evaluated(expected)];
    const data = (value: typeof found): number[] => (typeof value === "number" ? [value] : [...value.data]);
    expect(data(found).length).toBe(data(wanted).length);
    for (const [k, each] of data(found).entries()) expect(each).toBeCloseTo(data(wanted)[k] as number, 12);
  });
});
