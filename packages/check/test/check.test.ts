import {
  constant,
  dim,
  functionSymbol,
  gradient,
  type Node,
  nameText,
  scalar,
  tensor,
  topologicalOrder,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { loss as general } from "../../../examples/general-layer";
import { loss } from "../../../examples/mazur";
import { check } from "../src/index";

const named = new Map(
  topologicalOrder([loss]).flatMap((node) =>
    node.attrs.name === undefined ? [] : [[nameText(node.attrs.name), node] as const],
  ),
);
const quantity = (name: string): Node => named.get(name) as Node;
const g5 = gradient(loss, quantity("w_5"));
const g1 = gradient(loss, quantity("w_1"));

const D1 = "(target_o1 - out_o1) * out_o1 * (1 - out_o1)";
const D2 = "(target_o2 - out_o2) * out_o2 * (1 - out_o2)";
const HIDDEN = "out_h1 * (1 - out_h1) * i1";

describe("the 2-2-2 network", () => {
  test.each([
    [`-${D1} * out_h1`, g5],
    [`(out_o1 - target_o1) * out_o1 * (1 - out_o1) * out_h1`, g5],
    [`out_h1 * (out_o1^2 - out_o1) * (target_o1 - out_o1)`, g5],
    ["-(targeto1 - outo1) * outo1 * (1 - outo1) * outh1", g5],
    ["(sigmoid(net_o1) - target_o1) * exp(-net_o1) / (1 + exp(-net_o1))^2 * out_h1", g5],
    [`(-${D1} * w5 - ${D2} * w7) * ${HIDDEN}`, g1],
    [`-${D1} * w_5 * ${HIDDEN} - ${D2} * w_7 * ${HIDDEN}`, g1],
    [`w_5 - 0.5 * (-${D1} * out_h1)`, quantity("w_5").sub(g5.mul(0.5))],
  ])("%s is proved", (claim, truth) => {
    const { evidence, verdict } = check(claim, truth);
    expect(verdict).toBe("proved");
    expect(evidence.method).toBe("prime fields");
    expect(evidence.errorProbability).toBeLessThan(1e-40);
    expect(evidence.primes).toHaveLength(2);
    expect(evidence.points).toBeGreaterThanOrEqual(20);
    expect(evidence.worstUlps).toBeLessThan(1e5);
  });

  // what was slipped, the place that is named, what is expected there, the ratio, the repaired text
  test.each([
    [
      `${D1} * out_h1`,
      g5,
      "(target_o1 - out_o1)",
      "-(target_o1 - out_o1)",
      "-1",
      "(out_o1 - target_o1) * out_o1 * (1 - out_o1) * out_h1",
    ],
    [`-${D1} * out_h2`, g5, "out_h2", "out_h1", undefined, `-${D1} * out_h1`],
    [
      `-${D1.replace("(1 -", "(1 +")} * out_h1`,
      g5,
      "(1 + out_o1)",
      "1 - out_o1",
      undefined,
      `-${D1} * out_h1`,
    ],
    [`-2 * ${D1} * out_h1`, g5, "-2", "-1", "2", `-1 * ${D1} * out_h1`],
    [
      `-(target_o1 - out_o1) * out_h1`,
      g5,
      "-(target_o1 - out_o1) * out_h1",
      "out_o1 * (1 - out_o1)",
      "1/(out_o1 * (1 - out_o1))",
      undefined,
    ],
    [`-${D1} * out_h1 * i1`, g5, "i1", undefined, "i_1", `-${D1} * out_h1`],
    [
      `(-${D1} * w5 - ${D2} * w6) * ${HIDDEN}`,
      g1,
      "w6",
      "w_7",
      undefined,
      `(-${D1} * w5 - ${D2} * w_7) * ${HIDDEN}`,
    ],
  ])("%s is wrong, and mended", (claim, truth, place, expected, ratio, repaired) => {
    const { counterexample, repair, verdict, where } = check(claim, truth);
    expect(verdict).toBe("wrong");
    expect(where?.place.text).toBe(place);
    expect(where?.place.column).toBe(claim.indexOf(place) + 1);
    expect(where?.expected).toBe(expected);
    expect(where?.ratio).toBe(ratio);
    expect(repair).toBeDefined();
    if (repaired !== undefined) expect(repair?.text).toBe(repaired);
    expect(check(repair?.text ?? "", truth).verdict).toBe("proved");
    expect(counterexample?.claim).not.toBe(counterexample?.truth);
  });

  test("a path that was dropped", () => {
    const { repair, where } = check(`(-${D1} * w5) * ${HIDDEN}`, g1);
    expect(where?.what).toBe("missing term");
    expect(where?.place.text).toBe(`-${D1} * w5`);
    expect(check(repair?.text ?? "", g1).verdict).toBe("proved");
  });

  test("the gradient for the update", () => {
    const eta = scalar("eta");
    const truth = quantity("w_5").sub(eta.mul(g5));
    const { repair } = check(`-${D1} * out_h1`, truth);
    expect(repair?.edit).toBe("gradient for update");
    expect(check(repair?.text ?? "", truth).verdict).toBe("proved");
  });

  test("an already updated weight", () => {
    const [w5, w7] = [quantity("w_5"), quantity("w_7")];
    const updated = w5.sub(g5.mul(0.5)).named("w_5new");
    const claim = `(-${D1} * w5new - ${D2} * w7) * ${HIDDEN}`;
    const { repair, where } = check(claim, g1, { symbols: { w5new: updated, w7 } });
    expect(where?.place.text).toBe("w5new");
    expect(repair?.replacement).toBe("w_5");
  });
});

describe("numbers", () => {
  test.each([
    ["0.082167041", "rounding only"],
    ["0.0822", "rounding only"],
    ["0.0821", "wrong"],
    ["0.74136507 * 0.186815602 * 0.593269992", "rounding only"],
    ["0.741365 * 0.186816 * 0.59", "rounding only"],
    ["0.741 * 0.187 * 0.6", "rounding only"],
    ["0.741 * 0.207 * 0.593", "wrong"],
  ])("%s for dE/dw_5 = 0.08216704056423078: %s", (claim, verdict) => {
    const found = check(claim, g5);
    expect(found.verdict).toBe(verdict);
    expect(found.value).toBeCloseTo(0.08216704056423078, 16);
  });

  test("exact decimals, not floats", () => {
    expect(check("0.3775", quantity("net_h1")).verdict).toBe("proved");
    expect(check("0.15 * 0.05 + 0.2 * 0.1 + 0.35", quantity("net_h1")).verdict).toBe("proved");
    expect(check("0.3", constant(0.1).add(0.2)).verdict).toBe("proved");
    expect(check("0.30000000000000004", constant(0.1).add(0.2)).verdict).toBe("wrong");
  });

  test("numbers given as data are exact", () => {
    const x = scalar("x", 0.62);
    expect(check("0.6", x).verdict).toBe("rounding only");
    expect(check("0.6", x, { data: [0.6] }).verdict).toBe("wrong");
  });

  test("digits cut off are named as such", () => {
    expect(check("0.186", constant(0.1868156)).because).toContain("cut off");
  });
});

const x = scalar("x");

describe("small differences, domains, kinks", () => {
  test.each(["x * (1 + 1e-15)", "x * 1.000000001", "x + 1e-9", "1.0000000001 * x"])(
    "%s for x is wrong",
    (claim) => {
      const { counterexample, verdict } = check(claim, x);
      expect(verdict).toBe("wrong");
      expect(typeof counterexample?.at.x).toBe("number");
    },
  );

  test("log x^2 and 2 log x", () => {
    const narrow = check("2 * log(x)", x.square().log());
    expect(narrow.verdict).toBe("holds where");
    expect(narrow.condition).toBe("x > 0");
    expect(narrow.domain).toMatch(/^differs for x < 0/);
    expect(narrow.because).toContain("differs for x < 0");
    expect(narrow.counterexample?.claim).toBe("undefined");
    const wide = check("log(x^2)", x.log().mul(2));
    expect(wide.verdict).toBe("numerically equal");
    expect(wide.domain).toMatch(/^differs for x < 0/);
    expect(check("sqrt(x^2)", x).domain).toBe("differs for x < 0");
  });

  test("kinks: equal away from them, and what happens at them", () => {
    const found = check("step(x)", gradient(x.relu(), x));
    expect(found.verdict).toBe("numerically equal");
    expect(found.kinks).toEqual([{ at: "x = 0", claim: 1, truth: 0, equal: false }]);
    expect(check("(x + abs(x)) / 2", x.relu()).verdict).toBe("proved");
    expect(check("x > 0 ? 1 : 0", gradient(x.relu(), x)).verdict).toBe("proved");
    expect(check("(x + abs(x)) / 2 * 1.000000001", x.relu()).verdict).toBe("wrong");
  });

  test("overflow is no domain, and float64 constants of the truth are rounded ones", () => {
    expect(check("exp(800 * x) / exp(800 * x)", x.div(x)).verdict).toBe("proved");
    expect(check("exp(-60 * x) / exp(-60 * x) * x", x).verdict).toBe("proved");
    expect(check("x / sqrt(2)", x.mul(Math.SQRT1_2)).verdict).toBe("rounding only");
    expect(check("x / sqrt(2.0001)", x.mul(Math.SQRT1_2)).verdict).toBe("wrong");
    const slope = "erfc(-x / sqrt(2)) / 2 + x * exp(-x^2 / 2) / sqrt(2 * 3.141592653589793)";
    expect(check(slope, gradient(x.gelu(), x)).verdict).toBe("rounding only");
  });

  test("more digits than float64 or 70 places show", () => {
    expect(check("x + 1e-60", x).verdict).toBe("wrong");
    expect(check("x + 1e-300", x).verdict).toBe("wrong");
  });
});

describe("tensors", () => {
  const [n, d, p] = [dim("n"), dim("d"), dim("p")];
  const [X, W, b, T] = [tensor("X", [n, d]), tensor("W", [d, p]), tensor("b", [p]), tensor("T", [n, p])];
  const Y = X.matmul(W).add(b).named("Z").sigmoid().named("Y");
  const E = Y.sub(T).square().sum().mul(0.5).named("E");
  const truth = gradient(E, W);

  test("matrix claims are instantiated at different sizes", () => {
    const { evidence, verdict } = check("matmul(X', (Y - T) .* Y .* (1 - Y))", truth);
    expect(verdict).toBe("proved");
    expect(new Set(Object.values(evidence.sizes ?? {})).size).toBe(3);
  });

  test("shape errors are named as such", () => {
    const product = check("matmul(X, (Y - T) .* Y .* (1 - Y))", truth);
    expect(product.verdict).toBe("wrong");
    expect(product.evidence.method).toBe("shapes");
    expect(product.because).toContain("inner sizes differ");
    expect(product.repair?.text).toBe("matmul(X', (Y - T) .* Y .* (1 - Y))");
    const transposed = check("matmul(((Y - T) .* Y .* (1 - Y))', X)", truth);
    expect(transposed.because).toContain("it is transposed");
    expect(check("sum(Y - T)", truth).because).toContain("the claim has shape []");
  });

  test("a factor that is missing inside a product of matrices", () => {
    const { repair, where } = check("matmul(X', (Y - T) .* Y)", truth);
    expect(where?.place.text).toBe("(Y - T) .* Y");
    expect(where?.what).toBe("missing factor");
    expect(check(repair?.text ?? "", truth).verdict).toBe("proved");
    const swapped = check("matmul(X', (T - Y) .* Y .* (1 - Y))", truth);
    expect(swapped.where?.place.text).toBe("(T - Y)");
    expect(swapped.repair?.text).toBe("matmul(X', (Y - T) .* Y .* (1 - Y))");
  });

  test("a transposed weight of a square matrix", () => {
    const [A, v] = [tensor("A", { shape: [2, 2] }), tensor("v", { shape: [2] })];
    const { repair, verdict } = check("matmul(A, v)", A.transpose().matmul(v));
    expect(verdict).toBe("wrong");
    expect(repair?.text).toBe("matmul(A', v)");
  });

  test("softmax", () => {
    const [s, t] = [tensor("s", [p]), tensor("t", [p])];
    const L = t.mul(s.logSoftmax()).sum().neg();
    expect(check("softmax(s) * sum(t) - t", gradient(L, s)).verdict).toBe("proved");
    expect(check("softmax(s) - t", gradient(L, s)).verdict).toBe("wrong");
  });
});

test("abstract functions", () => {
  const f = functionSymbol("f");
  const [w, y, t] = [scalar("w"), scalar("y"), scalar("t")];
  const net = w.mul(y).named("net");
  const E = t.sub(f(net)).square().mul(0.5).named("E");
  const slope = gradient(f(net), net);
  expect(check(f(net).sub(t).mul(slope).mul(y), gradient(E, w)).verdict).toBe("proved");
  expect(check("-(t - f(net)) * f'(net) * y", gradient(E, w)).verdict).toBe("proved");
  const forgotten = check("-(t - f(net)) * y", gradient(E, w));
  expect(forgotten.where?.what).toBe("missing factor");
  expect(forgotten.where?.ratio).toBe("1/(f'(net))");
  expect(forgotten.repair?.text).toBe("-(t - f(net)) * y * (f'(net))");
  const twice = check("-(t - f(net)) * f'(net) * f'(net) * y", gradient(E, w));
  expect(twice.where?.what).toBe("extra factor");
  expect(twice.where?.place.text).toBe("f'(net)");
  expect(twice.repair).toBeDefined();
});

test("a general layer over symbolic sizes", () => {
  const found = topologicalOrder([general]).find(
    ({ attrs }) => attrs.name !== undefined && nameText(attrs.name) === "b^L",
  );
  const truth = gradient(general, found as Node);
  expect(check("(aL - y) .* f'(zL)", truth).verdict).toBe("proved");
  const swapped = check("(y - aL) .* f'(zL)", truth);
  expect(swapped.where?.expected).toBe("-(y - aL)");
  expect(swapped.repair?.text).toBe("(aL - y) .* f'(zL)");
  const forgotten = check("aL - y", truth);
  expect(forgotten.where).toMatchObject({ what: "missing factor", expected: "f'(zL)" });
  expect(check(forgotten.repair?.text ?? "", truth).verdict).toBe("proved");
});

test("names: symbols, aliases, loose spelling, refusals", () => {
  const [w, b] = [scalar("w"), scalar("b")];
  expect(check("w*x + b^2", w.mul(x).add(b.square()), { symbols: { w, x, b } }).verdict).toBe("proved");
  expect(check("h1 * 1", quantity("out_h1"), { aliases: { h1: "out_h1" } }).verdict).toBe("proved");
  expect(check("θ_1 + θ₁", scalar("theta_1").mul(2)).verdict).toBe("proved");
  expect(() => check("w * unknown", w)).toThrow(/no such name/);
  expect(() => check("w *", w)).toThrow(/a value is missing/);
  expect(() => check("ab", scalar("a_b").add(scalar("a^b")))).toThrow(/several quantities/);
  expect(() => check("w", w, { points: 3 })).toThrow(/points/);
});

test("results are plain data, the same for the same seed", () => {
  const claim = `-${D1} * out_h2`;
  const found = check(claim, g5, { seed: 7 });
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  expect(check(claim, g5, { seed: 7 })).toEqual(found);
});

test("a sum of 2,000 terms and a chain of 1,000 definitions", () => {
  let [sum, chain]: Node[] = [x, x];
  for (let k = 0; k < 2000; k++) sum = (sum as Node).add(1);
  for (let k = 0; k < 1000; k++) chain = (chain as Node).add(x).named(`c_${k}`);
  expect(check("x + 2000", sum as Node).verdict).toBe("proved");
  expect(check("1001 * x", chain as Node).verdict).toBe("proved");
  expect(check("1000 * x", chain as Node).verdict).toBe("wrong");
});

test("an exponent is never dropped, nor taken for an index", () => {
  const [n, xn] = [scalar("n"), scalar("x_n")];
  const truth = x.pow(n).add(xn);
  expect(check("x^n + x_n", truth).verdict).toBe("proved");
  expect(check("x_n + x_n", truth).verdict).toBe("wrong");
  expect(check("x^(n + n + n + n + n + n + n)", x.pow(n.mul(7))).verdict).toBe("proved");
  expect(check("x^(n + n + n + n + n + n + n)", x, { symbols: { n } }).verdict).toBe("wrong");
  expect(check("x^(x^(x^x))", x.pow(x.pow(x.pow(x)))).verdict).toBe("proved");
});
