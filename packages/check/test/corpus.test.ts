import { dim, gradient, type Node, scalar, tensor } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { expect, test } from "vitest";
import { check, type Verdict } from "../src/index";
import { corpus, matrixRules } from "./corpus";

/** What is not proved, by source, name and variable. */
const EXCEPTIONS: Readonly<Record<string, Verdict>> = {
  // whether what they ask for is positive is not shown
  "DiffRules asec x": "numerically equal",
  "DiffRules acsc x": "numerically equal",
  "DiffRules acsch x": "numerically equal",
  // at the kink x = y each library makes its own choice, and the kinks found say so
  "DiffRules max x": "numerically equal",
  "DiffRules min x": "numerically equal",
  "DiffRules max y": "numerically equal",
  "DiffRules min y": "numerically equal",
  "PyTorch clamp_min x": "numerically equal",
  "PyTorch clamp_max x": "numerically equal",
  // 2 / sqrt(pi) is a float64 number in the graph, and ln 2 one in the rule
  "DiffRules erf x": "rounding only",
  "DiffRules erfc x": "rounding only",
  "PyTorch erf x": "rounding only",
  "PyTorch erfc x": "rounding only",
  "PyTorch log2 x": "rounding only",
  // ln 10 = 2.30258509299404568..., so 2.3025850929940456 is cut off, not rounded
  "PyTorch log10 x": "wrong",
};

test.each(corpus.map((rule) => [rule.source, rule.name, rule.by, rule] as const))(
  "%s: %s, by %s",
  (source, name, by, { claim, of }) => {
    const [x, y] = [scalar("x"), scalar("y")];
    const truth = gradient(expression(of, { x, y }), by === "x" ? x : y);
    const { because, verdict } = check(claim, truth, { symbols: { x, y } });
    expect(verdict, because).toBe(EXCEPTIONS[`${source} ${name} ${by}`] ?? "proved");
  },
);

test.each(matrixRules)("%s, by %s: %s", (name, by, claim) => {
  const [m, n, p] = [dim("m"), dim("n"), dim("p")];
  const [A, B, G] = [
    tensor("A", { shape: [m, n] }),
    tensor("B", { shape: [n, p] }),
    tensor("G", { shape: [m, p] }),
  ];
  const [u, v, g] = [tensor("u", { shape: [m] }), tensor("v", { shape: [n] }), tensor("g", { shape: [m] })];
  const [w, H, c] = [tensor("w", { shape: [m] }), tensor("H", { shape: [m, n] }), scalar("c")];
  const losses: Readonly<Record<string, Node>> = {
    mm: A.matmul(B).mul(G).sum(),
    mv: A.matmul(v).mul(g).sum(),
    ger: u.outer(v).mul(H).sum(),
    dot: u.mul(w).sum().mul(c),
  };
  const truth = gradient(losses[name] as Node, { A, B, u, v }[by] as Node);
  expect(check(claim, truth, { symbols: { A, B, G, u, v, g, w, H, c } }).verdict).toBe("proved");
});
