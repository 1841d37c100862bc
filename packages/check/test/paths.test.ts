/** Paths of the chain rule that were left out of gradients over tensors. */
import { dim, gradient, type Node, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { check } from "../src/index";

const [a, b] = [dim("a"), dim("b")];

/** Two branches from one input. */
function branches(): { q: Node; L: Node } {
  const [U, V] = [tensor("U", { shape: [a, b] }), tensor("V", { shape: [a, b] })];
  const [q, r, s] = [tensor("q", { shape: [b] }), tensor("r", { shape: [a] }), tensor("s", { shape: [a] })];
  const k = U.matmul(q).named("h").tanh().named("k");
  const l = V.matmul(q).named("g").sigmoid().named("l");
  const L = k.sub(r).square().sum().mul(0.5).add(l.sub(s).square().sum().mul(0.5)).named("L");
  return { q, L };
}

/** A residual block: x goes around the layer. */
function residual(): { x: Node; W: Node; E: Node } {
  const W = tensor("W", { shape: [a, a] });
  const [x, t] = [tensor("x", { shape: [a] }), tensor("t", { shape: [a] })];
  const o = W.matmul(x).named("z").tanh().add(x).named("o");
  return { x, W, E: o.sub(t).square().sum().mul(0.5).named("E") };
}

/** The same weights twice: a recurrent network of two steps. */
function shared(): { W: Node; E: Node } {
  const W = tensor("W", { shape: [a, a] });
  const [x, t] = [tensor("x", { shape: [a] }), tensor("t", { shape: [a] })];
  const g = W.matmul(x).named("u").tanh().named("g");
  const h = W.matmul(g).named("v").tanh().named("h");
  return { W, E: h.sub(t).square().sum().mul(0.5).named("E") };
}

const TWO = branches();
const byQ = gradient(TWO.L, TWO.q);
const BLOCK = residual();
const RECURRENT = shared();

describe("right claims", () => {
  test.each<[claim: string, truth: Node]>([
    ["U^T ((k-r) \\odot (1-k^2)) + V^T ((l-s) \\odot l \\odot (1-l))", byQ],
    ["\\sum_i (U_{ij} (k_i-r_i)(1-k_i^2) + V_{ij} (l_i-s_i) l_i (1-l_i))", byQ],
    ["W^T ((o - t) \\odot (1 - \\tanh(z)^2)) + (o - t)", gradient(BLOCK.E, BLOCK.x)],
    [
      "((h-t) \\odot (1-h^2)) g^T + ((W^T ((h-t) \\odot (1-h^2))) \\odot (1-g^2)) x^T",
      gradient(RECURRENT.E, RECURRENT.W),
    ],
  ])("%s is proved", (claim, truth) => {
    expect(check(claim, truth).verdict).toBe("proved");
  });
});

describe("one path left out", () => {
  test.each<[claim: string, truth: Node]>([
    ["U^T ((k-r) \\odot (1-k^2))", byQ],
    ["V^T ((l-s) \\odot l \\odot (1-l))", byQ],
    ["\\sum_i U_{ij} (k_i-r_i)(1-k_i^2)", byQ],
    ["\\frac{\\partial L}{\\partial q_j} = \\sum_i V_{ij} (l_i-s_i) l_i (1-l_i)", byQ],
    ["matmul(U', (k-r) .* (1-k.^2))", byQ],
    ["W^T ((o - t) \\odot (1 - \\tanh(z)^2))", gradient(BLOCK.E, BLOCK.x)],
    ["\\sum_i W_{ij} (o_i - t_i)(1 - \\tanh(z_i)^2)", gradient(BLOCK.E, BLOCK.x)],
    ["o - t", gradient(BLOCK.E, BLOCK.x)],
    ["o_j - t_j", gradient(BLOCK.E, BLOCK.x)],
    ["((h-t) \\odot (1-h^2)) g^T", gradient(RECURRENT.E, RECURRENT.W)],
    ["((W^T ((h-t) \\odot (1-h^2))) \\odot (1-g^2)) x^T", gradient(RECURRENT.E, RECURRENT.W)],
    ["(h_i - t_i)(1 - h_i^2) g_j", gradient(RECURRENT.E, RECURRENT.W)],
  ])("%s is mended", (claim, truth) => {
    const { repair, repairs, verdict, where } = check(claim, truth);
    expect(verdict).toBe("wrong");
    expect(repairs).toBeUndefined();
    expect(repair?.edit).toMatch(/^missing term/);
    expect(where?.expected).toBeDefined();
    expect(check(repair?.text ?? "", truth).verdict).toBe("proved");
  });
});
