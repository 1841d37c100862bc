/** How far sums run, which letters they have, and which products there are: what a claim in LaTeX says is what is compared. */
import { ChainruleError, dim, gradient, type Node, scalar, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { audit, check } from "../src/index";

const [m, n, K] = [dim("m"), dim("n"), dim("K")];
const W = tensor("W", { shape: [m, n] });
const [x, y, u] = [tensor("x", { shape: [n] }), tensor("y", { shape: [m] }), tensor("u", { shape: [K] })];
const z = W.matmul(x).named("z");
const E = z.sub(y).square().sum().mul(0.5).named("E");
const byX = gradient(E, x);
const v = tensor("v", { shape: [n] });
const v4 = tensor("v", { shape: [4] });
const symbols = { W, x, y, u, z };

/** The verdict, or the code of the error that refuses the claim. */
function outcome(claim: string, truth: Node, more: Readonly<Record<string, Node>> = {}): string {
  try {
    return check(claim, truth, { symbols: more }).verdict;
  } catch (error) {
    if (error instanceof ChainruleError) return error.code;
    throw error;
  }
}

const S = "W_{jk} (z_j - y_j)";

describe("bounds", () => {
  test.each(["j", "j=1}^{m", "{j=1}^m"])("a whole axis: %s", (bounds) => {
    const written = bounds.startsWith("{") ? bounds : `{${bounds}}`;
    expect(check(`\\sum_${written} ${S}`, byX).verdict).toBe("proved");
  });

  test.each<[from: string, to: string, outcome: string]>([
    ["1", "m-1", "REFUSED"], // may be right with another term beside it, and has no graph
    ["1", "m - 2", "REFUSED"],
    ["2", "m", "REFUSED"],
    ["1", "2m", "REFUSED"],
    ["1", "m^2", "REFUSED"],
    ["1", "m/2", "REFUSED"],
    ["1", "Q", "REFUSED"], // no such size
    ["1", "\\infty", "REFUSED"],
    ["0", "m-1", "REFUSED"], // counted from 0
    ["m", "m", "REFUSED"],
    ["1", "k", "REFUSED"],
    ["1", "m+1", "wrong"],
    ["0", "m", "wrong"],
    ["1", "K", "wrong"],
    ["1", "n", "wrong"],
    ["1", "3", "wrong"],
  ])("from %s to %s", (from, to, expected) => {
    expect(outcome(`\\sum_{j=${from}}^{${to}} ${S}`, byX, symbols)).toBe(expected);
    expect(outcome(`\\frac{\\partial E}{\\partial x_k} = \\sum_{j=${from}}^{${to}} ${S}`, byX, symbols)).toBe(
      expected,
    );
  });

  test.each<[claim: string, outcome: string]>([
    ["\\sum_{i=1}^{4} v_i", "proved"],
    ["\\sum_{i=1}^{2+2} v_i", "proved"],
    ["\\sum_{i=1}^{3} v_i + v_4", "proved"],
    ["v_1 + \\sum_{i=2}^{4} v_i", "proved"],
    ["\\sum_{i=1}^{4-1} v_i + v_4", "proved"],
    ["\\sum_{i=1}^{3} v_i", "wrong"],
    ["\\sum_{i=2}^{4} v_i", "wrong"],
    ["\\sum_{i=1}^{5} v_i", "wrong"],
    ["\\sum_{i=0}^{4} v_i", "wrong"],
    ["\\sum_{i=0}^{3} v_i", "REFUSED"],
    ["\\sum_{i=1}^{n} v_i", "proved"],
  ])("numbers: %s", (claim, expected) => {
    expect(outcome(claim, v4.sum())).toBe(expected);
  });

  test("an error says where the bound stands and how far the axis runs", () => {
    expect(() => check(`\\sum_{j=1}^{2m} ${S}`, byX)).toThrow(/column 13: .*no size.*expected 1 to m/);
    expect(check(`\\sum_{j=1}^{m+1} ${S}`, byX).because).toMatch(/column 13: .*beyond its axis, got m\+1/);
  });

  test("several letters have the same bounds", () => {
    const all = v4.sum().mul(v4.sum());
    expect(outcome("\\sum_{i,j=1}^{4} v_i v_j", all)).toBe("proved");
    expect(outcome("\\sum_{i,j=1}^{3} v_i v_j", all)).toBe("wrong");
  });
});

describe("a sum over a letter that its summand does not have", () => {
  const squares = gradient(v.square().sum(), v);
  test.each<[claim: string, outcome: string]>([
    ["\\frac{1}{n} \\sum_{j=1}^{n} 2 v_i", "proved"],
    ["\\frac1n \\sum_{j=1}^n 2 v_i", "proved"],
    ["\\frac{1}{n-1} \\sum_{j=2}^{n} 2 v_i", "proved"],
    ["\\frac{1}{n+1} \\sum_{j=0}^{n} 2 v_i", "proved"],
    ["\\sum_{j=1}^{2} v_i", "proved"],
    ["\\sum_{j=1}^{n} 2 v_i", "wrong"],
    ["\\frac{1}{n} \\sum_{j=1}^{n} v_i", "wrong"],
    ["\\sum_{j} 2 v_i", "wrong"], // an index that stands nowhere
  ])("%s", (claim, expected) => {
    expect(outcome(claim, squares)).toBe(expected);
  });

  test("sums of numbers", () => {
    expect(outcome("\\sum_{j=1}^{n} 1", v.mul(0).add(1).sum())).toBe("proved");
    expect(outcome("\\sum_{i=1}^{n} \\sum_{j=1}^{n} 1", v.mul(0).add(1).sum())).toBe("wrong");
  });
});

describe("one value for all entries", () => {
  const total = gradient(v.sum().named("E"), v);
  const nothing = gradient(y.square().sum().add(v.mul(0).sum()).named("E"), v);
  test.each<[truth: Node, claim: string, outcome: string]>([
    [total, "\\frac{\\partial E}{\\partial v_j} = 1", "proved"],
    [total, "\\frac{\\partial E}{\\partial v_j} = 0", "wrong"],
    [total, "\\frac{\\partial E}{\\partial v_j} = n", "wrong"],
    [gradient(v.mean().named("E"), v), "\\frac{\\partial E}{\\partial v_j} = \\frac{1}{n}", "proved"],
    [nothing, "\\frac{\\partial E}{\\partial v_i} = 0", "proved"],
    [nothing, "\\frac{\\partial E}{\\partial v} = 0", "proved"],
    [nothing, "\\frac{\\partial E}{\\partial v_i} = 1", "wrong"],
  ])("%#: %s", (truth, claim, expected) => {
    expect(outcome(claim, truth)).toBe(expected);
  });
});

describe("products of matrices and vectors, which are columns", () => {
  const A = tensor("A", { shape: [n, n] });
  const quadratic = gradient(v.dot(A.matmul(v)).named("E"), v);
  test.each<[truth: Node, claim: string, outcome: string]>([
    [z, "W x", "proved"],
    [z, "(x^T W^T)^T", "proved"],
    [z, "z^T = x^T W^T", "proved"],
    [z, "x W^T", "wrong"],
    [z, "x^T W^T", "wrong"],
    [z, "z^T = W x", "wrong"],
    [z, "x W", "wrong"],
    [W.transpose().matmul(y), "y W", "wrong"],
    [quadratic, "(A + A^T) v", "proved"],
    [quadratic, "v (A + A^T)", "wrong"],
    [quadratic, "A v + v A", "wrong"],
    [y.dot(W.matmul(x)), "y^T W x", "proved"],
    [y.dot(W.matmul(x)), "2 y^T W x - x^T W^T y", "proved"],
    [y.dot(W.matmul(x)), "x^T W y", "wrong"],
    [y.dot(W.matmul(x)), "\\sum_{ij} y_i W_{ij} x_j", "proved"],
    [y.dot(W.matmul(x)), "\\sum_{i,j} y_i W_{ij} x_j", "proved"],
    [y.dot(W.matmul(x)), "\\sum_{ij} y_j W_{ij} x_i", "wrong"],
  ])("%#: %s", (truth, claim, expected) => {
    expect(outcome(claim, truth)).toBe(expected);
  });

  test("in text a vector is neither row nor column: matmul takes it as NumPy does, * asks", () => {
    expect(check("matmul(x, transpose(W))", z, { syntax: "mathjs", symbols }).verdict).toBe("proved");
    expect(() => check("x * transpose(W)", z, { syntax: "mathjs", symbols })).toThrow(/two readings/);
  });

  test("of matrices that are not square, with numbers for sizes", () => {
    const V = tensor("V", { shape: [2, 3] });
    const [a, b] = [tensor("a", { shape: [2] }), tensor("b", { shape: [3] })];
    const truth = a.dot(V.matmul(b));
    for (const claim of [
      "a^T V b",
      "b^T V^T a",
      "\\sum_{ij} a_i V_{ij} b_j",
      "\\frac12 (a^T V b + b^T V^T a)",
    ])
      expect(outcome(claim, truth), claim).toBe("proved");
    for (const claim of ["b^T V a", "\\sum_{ij} a_j V_{ij} b_i", "a^T V"])
      expect(outcome(claim, truth), claim).toBe("wrong");
    const [F, G, H] = [
      tensor("F", { shape: [n, K] }),
      tensor("G", { shape: [K, m] }),
      tensor("H", { shape: [m, n] }),
    ];
    const trace = F.matmul(G).matmul(H).trace();
    for (const claim of ["\\sum_{ijk} F_{ij} G_{jk} H_{ki}", "\\operatorname{tr}(G H F)"])
      expect(outcome(claim, trace), claim).toBe("proved");
    expect(outcome("\\sum_{ijk} F_{ij} G_{jk} H_{ik}", trace)).toBe("wrong");
  });
});

describe("in documents", () => {
  const about = (claim: string): string => {
    const { lines } = audit(
      `Let $z_j = \\sum_{k=1}^{n} w_{jk} x_k$ and $E = \\frac12 \\sum_{j=1}^{m} (z_j - y_j)^2$. Then $\\frac{\\partial E}{\\partial x_k} = ${claim}$.`,
    );
    return lines[2]?.verdict ?? "";
  };
  test.each([
    ["j", "proved"],
    ["j=1}^{m", "proved"],
    ["j=1}^{m-1", "not checked"],
    ["j=1}^{m+1", "not checked"],
    ["j=2}^{m", "not checked"],
    ["j=1}^{K", "not checked"],
    ["j=1}^{n", "not checked"],
    ["j=1}^{3", "not checked"],
  ])("\\sum_{%s}", (bounds, expected) => {
    expect(about(`\\sum_{${bounds}} w_{jk} (z_j - y_j)`)).toBe(expected);
  });

  test("axes that are counted from 0 throughout", () => {
    const { lines } = audit(
      "Let $E = \\sum_{i=0}^{n-1} (x_i - t_i)^2$. Then $\\frac{\\partial E}{\\partial x_k} = 2 (x_k - t_k)$ and $\\frac{\\partial E}{\\partial t_k} = 2 (x_k - t_k)$.",
    );
    expect(lines.map(({ verdict }) => verdict)).toEqual(["definition", "proved", "wrong"]);
  });

  test.each([
    ["\\sum_{i=1}^{n} x_i = 6", "proved"],
    ["\\sum_{i=1}^{n-1} x_i = 3", "proved"],
    ["\\sum_{i=1}^{n-1} x_i = 6", "wrong"],
    ["\\sum_{i=2}^{3} x_i = 5", "proved"],
    ["\\sum_{i=1}^{2} x_i = 6", "wrong"],
  ])("entries by their numbers: %s", (claim, expected) => {
    const { lines } = audit(
      `Let $x_1 = 1$, $x_2 = 2$, $x_3 = 3$ and $s = \\sum_{i=1}^{n} x_i$. Also $r = ${claim}$.`,
    );
    expect(lines.at(-1)?.verdict).toBe(expected);
  });

  test.each([
    ["r=1}^{N", "proved"],
    ["r=1}^{N-1", "wrong"],
    ["r=2}^{N", "wrong"],
    ["r=1}^{N/2", "not checked"],
  ])("samples: \\sum_{%s}", (bounds, expected) => {
    const { lines } = audit(
      `The loss is $E = \\sum_{r=1}^{N} E^{(r)}$ with $E^{(r)} = (t^{(r)} - w x^{(r)})^2$. Then $\\frac{\\partial E}{\\partial w} = -2 \\sum_{${bounds}} (t^{(r)} - w x^{(r)}) x^{(r)}$.`,
    );
    expect(lines.at(-1)?.verdict).toBe(expected);
  });
});

test("an exception inside a comparison is no verdict", () => {
  const w = scalar("w");
  const { because, verdict } = check(
    "\\frac{\\partial E}{\\partial v_j} = 1",
    gradient(v.sum().named("E"), v),
  );
  expect([verdict, because]).toEqual(["proved", expect.not.stringContaining("broke off")]);
  expect(["wrong", "undecided"]).toContain(check("\\log_2(w = 1)", w).verdict); // log 0 where w is not 1
});
