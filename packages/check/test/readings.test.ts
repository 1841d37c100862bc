/**
 * What a formula could also mean: nothing that is typed is dropped, what has two readings is refused or tried in both, and names
 * that only look alike are not taken for one another.
 */
import { dim, gradient, type Node, scalar, tensor } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { fromLatex } from "@chainrule/latex";
import { describe, expect, test } from "vitest";
import { check } from "../src";

const R = String.raw;
const names = { x: scalar("x", 2), y: scalar("y", 3), z: scalar("z", 5) };
const v = tensor("v", [-1, -2, -4]);

const latex = (
  text: string,
  more: Readonly<Record<string, Node>> = {},
  indices?: readonly string[],
): unknown => outcome(() => fromLatex(text, { ...names, ...more }, indices && { indices }).value);
const plain = (text: string, more: Readonly<Record<string, Node>> = {}): unknown =>
  outcome(() => expression(text, { ...names, ...more }).value);

function outcome(read: () => unknown): unknown {
  try {
    const value = read();
    return typeof value === "object" && value !== null && "data" in value
      ? [...(value.data as Float64Array)]
      : value;
  } catch (error) {
    return (error as { readonly code?: string }).code;
  }
}

describe("arguments are never dropped", () => {
  test.each(["e(x, y)", "pi(x, y)", "xy(x, z)", "x(y, z)", R`\pi(x, y)`])("%s", (text) => {
    expect(latex(text)).toBe("SYNTAX");
  });

  test.each([R`\frac{1}{}x`, R`\frac x {} y`, R`\sqrt{} x`])("%s", (text) => {
    expect(latex(text)).toBe("SYNTAX");
  });

  test("nothing in braces only keeps signs apart", () => {
    expect(latex("{}x + {}y")).toBe(5);
    expect(latex("x {}- {}y")).toBe(-1);
    expect(latex("x^{}")).toBe(2);
  });
});

describe("a comma in a number", () => {
  test("1{,}000 has two readings", () => expect(latex("1{,}000 x")).toBe("REFUSED"));
  test.each([
    ["0{,}5 x", 1],
    ["0{,}125 x", 0.25],
    ["1{,}25 x", 2.5],
  ])("%s", (text, value) => expect(latex(text)).toBe(value));
});

describe("what stands after / without a sign", () => {
  test.each(["1/xy", "x/yz", "1/2x"])("%s asks", (text) => expect(latex(text)).toBe("REFUSED"));
  test("1/y x is (1/y) x, set as it is", () => {
    expect(latex("1/y x")).toBeCloseTo(2 / 3, 15);
    expect(plain("1/y x")).toBeCloseTo(2 / 3, 15);
    expect(plain("1 / y x")).toBe("REFUSED");
  });
});

describe("conditions below a sum, a product, an extremum", () => {
  test.each([
    [R`\max_{j \ne i} v_j`, [-2, -1, -1]],
    [R`\min_{j \ne i} v_j`, [-4, -4, -2]],
    [R`\sum_{j \ne i} v_j`, [-6, -5, -3]],
    [R`\sum_{j \ne i} v_j^2`, [20, 17, 5]],
    [R`\sum_{j \ne i} \frac{1}{v_i - v_j}`, [1 + 1 / 3, -1 + 1 / 2, -1 / 3 - 1 / 2]],
  ])("%s", (text, value) => {
    const found = latex(text, { v }, ["i"]) as number[];
    for (const [k, each] of value.entries()) expect(found[k]).toBeCloseTo(each, 14);
  });

  test("a condition is a relation, a set has a name", () => {
    expect(latex(R`\sum_{i=1,x}^{3} v_i`, { v })).toBe("REFUSED");
    expect(latex(R`\sum_{i \in \{1,2\}} v_i`, { v })).toBe("REFUSED");
    expect(latex(R`\sum_{i \in S} v_i`, { v })).toBe(-7);
    expect(latex(R`\sum_{i \in S} v_i + \sum_{i \in T} v_i`, { v })).toBe("REFUSED");
  });
});

describe("quantities called d and Σ", () => {
  const more = { d: scalar("d", 7), dx: scalar("dx", 14) };
  test.each([
    ["d/dx", 0.5],
    ["d/dx * y", 1.5],
    ["d/dx y", 1.5],
    ["y d/dx", 1.5],
    ["d/dx + y", 3.5],
  ])("%s", (text, value) => expect(plain(text, more)).toBe(value));

  test("without them, an operator", () => {
    expect(plain("d/dx x^2")).toBe(4);
    expect(latex(R`\frac{d}{dx} x^2`)).toBe(4);
    expect(latex(R`\frac{d}{dx}`)).toBe("UNKNOWN_SYMBOL");
    expect(latex(R`\frac{\partial}{\partial x}`)).toBe("REFUSED");
  });

  test.each([
    ["Σ * 2", 4],
    ["2 Σ", 4],
    ["Σ + 1", 3],
    ["y / Σ", 1.5],
  ])("%s", (text, value) => expect(plain(text, { Σ: names.x })).toBe(value));
});

describe("factorials of numbers", () => {
  test.each([
    ["3! + x", 8],
    ["1/3!", 1 / 6],
  ])("%s", (text, value) => {
    expect(plain(text)).toBe(value);
    expect(latex(text)).toBe(value);
  });
  test("of a quantity there is none", () => expect(plain("x!")).toBe("REFUSED"));
});

describe("names that look alike", () => {
  test("x_i is not ξ, ξ is", () => {
    const xi = scalar("xi", 3);
    expect(() => check("x_i", xi)).toThrow();
    expect(check("ξ", xi).verdict).toBe("proved");
  });

  test("w x is not w_x", () => {
    const [w, wx] = [scalar("w"), scalar("w_x")];
    const { x } = names;
    expect(check(R`\frac{1}{1} wx`, w.mul(x).add(wx.mul(0))).verdict).toBe("proved");
    expect(check(R`\frac{1}{1} wx`, wx.add(w.mul(0)).add(x.mul(0))).verdict).toBe("wrong");
  });
});

describe("brackets after a name", () => {
  test("what makes a claim wrong is tried as a product", () => {
    const q = names.x.square().named("q");
    expect(check("q(x)", q.mul(names.x)).verdict).toBe("proved");
    expect(check("q(x)", q.mul(names.x)).because).toContain("factors");
    expect(check("q(x)", q.mul(1)).verdict).toBe("proved");
    expect(check("q(x)", q.mul(names.x).add(1)).verdict).toBe("wrong");
  });

  test("a transposed matrix before brackets", () => {
    const [n, m] = [dim("n"), dim("m")];
    const [W, x, y] = [
      tensor("W", { shape: [m, n] }),
      tensor("x", { shape: [n] }),
      tensor("y", { shape: [m] }),
    ];
    const E = W.matmul(x).named("a").sub(y).square().sum().mul(0.5).named("E");
    for (const text of ["W^T(a - y)", "W.T @ (a - y)", "W'(a - y)"])
      expect(check(text, gradient(E, x)).verdict).toBe("proved");
  });
});
