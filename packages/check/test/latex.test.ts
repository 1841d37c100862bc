/** Claims in LaTeX: formulas as notes and posts print them, equations, steps, tensors in index and in matrix notation. */
import {
  dim,
  functionSymbol,
  gradient,
  type Node,
  nameText,
  scalar,
  tensor,
  topologicalOrder,
} from "@chainrule/graph";
import { parse } from "mathjs";
import { describe, expect, test } from "vitest";
import { loss } from "../../../examples/mazur";
import { check, type Verdict } from "../src/index";

const named = new Map(
  topologicalOrder([loss]).flatMap((node) =>
    node.attrs.name === undefined ? [] : [[nameText(node.attrs.name), node] as const],
  ),
);
const quantity = (name: string): Node => named.get(name) as Node;
const total = (by: string): Node => gradient(loss, quantity(by));

describe("the 2-2-2 network, as posts print it", () => {
  test.each<[by: string, claim: string, verdict: Verdict]>([
    [
      "w_5",
      "\\frac{\\partial E_{total}}{\\partial w5}=\\frac{\\partial E_{total}}{\\partial out_{o1}}*\\frac{\\partial out_{o1}}{\\partial net_{o1}}*\\frac{\\partial net_{o1}}{\\partial w_5}",
      "proved",
    ],
    [
      "out_o1",
      "\\frac{\\partial E_{total}}{\\partial out_{o1}}=\\tfrac12*2*(target_{o1}-out_{o1})*-1+0",
      "proved",
    ],
    [
      "out_o1",
      "\\frac{\\Delta E_{total}}{\\Delta out_{o1}}=2*\\tfrac12*(target_{o1}-out_{o1})*(-1)=out_{o1}-target_{o1}",
      "proved",
    ],
    [
      "out_h1",
      "\\frac{\\Delta E_{total}}{\\Delta out_{h1}}=\\frac{\\Delta E_{total}}{\\Delta net_{o1}}\\times\\frac{\\Delta net_{o1}}{\\Delta out_{h1}}+\\frac{\\Delta E_{total}}{\\Delta net_{o2}}\\times\\frac{\\Delta net_{o2}}{\\Delta out_{h1}}",
      "proved",
    ],
    [
      "w_1",
      "\\frac{\\partial E_{total}}{\\partial w_1}=\\frac{\\partial E_{total}}{\\partial out_{h1}}*\\frac{\\partial out_{h1}}{\\partial net_{h1}}*\\frac{\\partial net_{h1}}{\\partial w_1}",
      "proved",
    ],
    ["w_5", "w5_{new}=w5_{old}-\\alpha\\frac{\\partial E_{total}}{\\partial w5}", "proved"],
    ["w_5", "w_5^{+}=w_5-0.5*\\frac{\\partial E_{total}}{\\partial w_5}", "proved"],
    ["w_5", "\\frac{\\partial E_{total}}{\\partial w_5} \\approx 0.082", "rounding only"],
    ["w_5", "\\frac{\\partial E_{total}}{\\partial w_5} = 0.741 \\cdot 0.207 \\cdot 0.593", "wrong"],
    [
      "w_5",
      "\\frac{\\partial E_{total}}{\\partial w_6} = (out_{o1} - target_{o1}) out_{o1} (1 - out_{o1}) out_{h1}",
      "wrong",
    ],
    ["w_5", "dE_total/dw_5 = (out_o1 - target_o1) * out_o1 * (1 - out_o1) * out_h1", "proved"],
    ["w_5", "dE/dw_5 = (out_o1 - target_o1) * out_o1 * (1 - out_o1) * out_h1", "proved"],
  ])("by %s: %s is %s", (by, claim, verdict) => {
    expect(check(claim, total(by)).verdict).toBe(verdict);
  });

  test("where a slip is, in what was typed, and its repair in LaTeX", () => {
    const text =
      "\\frac{\\partial E}{\\partial w_5} = (\\mathrm{out}_{o1} - \\mathrm{target}_{o1}) \\mathrm{out}_{o1} (1 - \\mathrm{out}_{o1}) \\mathrm{out}_{h2}";
    const { repair, where } = check(text, total("w_5"));
    expect(where?.place.text).toBe("\\mathrm{out}_{h2}");
    expect(text.slice((where?.place.column ?? 0) - 1)).toBe("\\mathrm{out}_{h2}");
    expect(repair?.edit).toBe("wrong index");
    expect(repair?.text).toBe(text.replace("{h2}", "{h1}"));
    expect(check(repair?.text ?? "", total("w_5")).verdict).toBe("proved");
  });
});

describe("a general layer, as a post prints it", () => {
  const f = functionSymbol("f");
  const [n, m, p] = [dim("n"), dim("m"), dim("p")];
  const a0 = tensor("a^(L-2)", { shape: [p] });
  const [w1, w2] = [tensor("w^(L-1)", { shape: [m, p] }), tensor("w^L", { shape: [n, m] })];
  const z1 = w1
    .matmul(a0)
    .add(tensor("b^(L-1)", { shape: [m] }))
    .named("z^(L-1)");
  const a1 = f(z1).named("a^(L-1)");
  const z2 = w2
    .matmul(a1)
    .add(tensor("b^L", { shape: [n] }))
    .named("z^L");
  const a2 = f(z2).named("a^L");
  const E = tensor("y", { shape: [n] })
    .sub(a2)
    .square()
    .sum()
    .mul(0.5)
    .named("E");

  test.each<[by: Node, claim: string]>([
    [a2, "\\frac{\\partial E}{\\partial a_j^L}=-(y_j-a_j^L)"],
    [w2, "\\frac{\\partial E}{\\partial w_{jk}^L}=a_k^{L-1}(a_j^L-y_j)f'(z_j^L)"],
    [z2, "\\delta_j^L=(a_j^L-y_j)f'(z_j^L)"],
    [a1, "\\frac{\\partial E}{\\partial a_k^{L-1}}=\\sum_j(a_j^L-y_j)f'(z_j^L)w_{jk}^L"],
    [
      w1,
      "\\frac{\\partial E}{\\partial w_{ki}^{L-1}}=a_i^{L-2}f'(z_k^{L-1})\\sum_j(a_j^L-y_j)f'(z_j^L)w_{jk}^L",
    ],
    [z1, "\\delta_k^{L-1}=f'(z_k^{L-1})*\\sum_j(a_j^L-y_j)*f'(z_j^L)*w_{jk}^L"],
  ])("formula %#", (by, claim) => {
    expect(check(claim, gradient(E, by)).verdict).toBe("proved");
  });

  test("a wrong index, and a weight the wrong way round", () => {
    const truth = gradient(E, a1);
    const slipped = check("\\sum_j (a_j^L - y_j) f'(z_j^L) w_{kj}^L", truth);
    expect(slipped.verdict).toBe("wrong");
    expect(slipped.where?.place.text).toBe("w_{kj}^L");
    expect(slipped.repair?.text).toBe("\\sum_j (a_j^L - y_j) f'(z_j^L) w_{jk}^L");
  });
});

describe("a network with thresholds, as a note prints it", () => {
  const [d, q, l] = [dim("d"), dim("q"), dim("l")];
  const [x, y] = [tensor("x", { shape: [d] }), tensor("y", { shape: [l] })];
  const [v, w] = [tensor("v", { shape: [d, q] }), tensor("w", { shape: [q, l] })];
  const [gamma, theta] = [tensor("gamma", { shape: [q] }), tensor("theta", { shape: [l] })];
  const b = v.transpose().matmul(x).named("alpha").sub(gamma).sigmoid().named("b");
  const yhat = w.transpose().matmul(b).named("beta").sub(theta).sigmoid().named("yhat");
  const E = yhat.sub(y).square().sum().mul(0.5).named("E");
  const g = yhat.sub(y).neg().mul(yhat).mul(yhat.mul(-1).add(1)).named("g");
  const symbols = { g };

  test.each<[by: Node, claim: string, verdict: Verdict]>([
    [
      w,
      "\\Delta w_{hj}=-\\eta\\frac{\\partial E}{\\partial w_{hj}}=-\\eta(\\hat y_j-y_j)(\\hat y_j(1-\\hat y_j))(b_h)",
      "proved",
    ],
    [theta, "\\Delta\\theta_j=-\\eta g_j", "proved"],
    [theta, "\\Delta\\theta_j=\\eta(\\hat y_j-y_j)(\\hat y_j(1-\\hat y_j))", "proved"],
    [v, "\\Delta v_{ih}=\\eta b_h(1-b_h)\\sum_{j=1}^{l}w_{hj}g_jx_i", "proved"],
    [gamma, "\\Delta\\gamma_h=\\eta b_h(1-b_h)\\sum_{j=1}^{l}w_{hj}g_j", "wrong"],
    [gamma, "\\Delta\\gamma_h=-\\eta b_h(1-b_h)\\sum_{j=1}^{l}w_{hj}g_j", "proved"],
  ])("formula %#", (by, claim, verdict) => {
    expect(check(claim, gradient(E, by), { symbols }).verdict).toBe(verdict);
  });

  test("the wrong sign is mended", () => {
    const claim = "\\Delta\\gamma_h=\\eta b_h(1-b_h)\\sum_{j=1}^{l}w_{hj}g_j";
    const { repair } = check(claim, gradient(E, gamma), { symbols });
    expect(check(repair?.text ?? "", gradient(E, gamma), { symbols }).verdict).toBe("proved");
  });
});

describe("shapes", () => {
  const [m, n] = [dim("m"), dim("n")];
  const W = tensor("W", { shape: [m, n] });
  const [x, y] = [tensor("x", { shape: [n] }), tensor("y", { shape: [m] })];
  const E = W.matmul(x).named("a").sub(y).square().sum().mul(0.5).named("E");

  test("a transposed weight and a transposed result are named as such", () => {
    const weight = check("W (a - y)", gradient(E, x));
    expect(weight.because).toContain("inner sizes differ");
    expect(weight.repair?.text).toBe("W^T (a - y)");
    const result = check("x (a - y)^T", gradient(E, W));
    expect(result.because).toBe("the claim has shape [n,m], the truth [m,n]: it is transposed");
  });

  test("the order of axes: by the letters of the left side, else as it fits", () => {
    expect(check("\\frac{\\partial E}{\\partial W_{jk}} = (a_j - y_j) x_k", gradient(E, W)).verdict).toBe(
      "proved",
    );
    expect(check("x_k (a_j - y_j)", gradient(E, W)).verdict).toBe("proved");
    expect(check("\\frac{\\partial E}{\\partial W_{jk}} = (a_k - y_k) x_j", gradient(E, W)).verdict).toBe(
      "wrong",
    );
  });
});

test("what mathjs derives, printed by mathjs as LaTeX, is proved", () => {
  const [x, y] = [scalar("x"), scalar("y")];
  const truth = gradient(x.mul(y).add(x.square()).mul(y.exp()), x);
  for (const text of ["(y + 2 * x) * exp(y)", "y * exp(y) + 2 * x * exp(y)"]) {
    expect(check(parse(text).toTex(), truth, { syntax: "latex" }).verdict, parse(text).toTex()).toBe(
      "proved",
    );
  }
});

test("the option syntax, and refusals", () => {
  const [w, x] = [scalar("w"), scalar("x")];
  const truth = w.mul(x);
  expect(check("w x", truth).verdict).toBe("proved");
  expect(() => check("w \\cdot x", truth, { syntax: "mathjs" })).toThrow();
  expect(check("x*w", truth, { syntax: "latex" }).verdict).toBe("proved");
  expect(() => check("w < x", truth, { syntax: "latex" })).toThrow(/a formula or an equation/);
  expect(() => check("a = w \\\\ b = x", truth)).toThrow(/several equations/);
  // @ts-expect-error: no such choice of a syntax
  expect(() => check("w", w, { syntax: "tex" })).toThrow(/no such choice/);
});

test("what differs in a small region is found beside its border", () => {
  const x = scalar("x");
  const found = check("x + max(0.01 - abs(x - 0.505), 0)", x.add(x).sub(x));
  expect(found.verdict).toBe("wrong");
});
