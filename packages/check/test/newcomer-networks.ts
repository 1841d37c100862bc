/** Small networks and losses for claims that a newcomer types: each with its quantities by name. */
import { constant, dim, gradient, type Node, scalar, tensor, where } from "@chainrule/graph";

export type Quantities = Readonly<Record<string, Node>>;

/** y = a x + c, and one loss of the residual r = y - g. */
function residual(loss: (r: Node, y: Node, g: Node) => Node): Quantities {
  const [a, c, x, g] = [scalar("a"), scalar("c"), scalar("x"), scalar("g")];
  const y = a.mul(x).add(c).named("y");
  const r = y.sub(g).named("r");
  return { a, c, x, g, y, r, J: loss(r, y, g).named("J") };
}

const mae = residual((r) => r.abs());
const huber = residual((r) => where(r.abs().le(1), r.square().mul(0.5), r.abs().sub(0.5)));
const logCosh = residual((r) => r.cosh().log());
const hinge = residual((_r, y, g) => constant(1).sub(g.mul(y)).relu());

/** Logistic regression with binary cross-entropy and with the focal loss of exponent 2. */
function logistic(): Quantities {
  const [v, u, k, t] = [scalar("v"), scalar("u"), scalar("k"), scalar("t")];
  const s = v.mul(u).add(k).named("s");
  const p = s.sigmoid().named("p");
  const C = t
    .mul(p.log())
    .add(constant(1).sub(t).mul(constant(1).sub(p).log()))
    .neg()
    .named("C");
  const F = constant(1).sub(p).square().mul(p.log()).neg().named("F");
  return { v, u, k, t, s, p, C, F };
}

/** Gaussian log-likelihood with mean mu and log-variance h, and its divergence from the standard normal distribution. */
function gaussian(): Quantities {
  const [mu, h, d] = [scalar("mu"), scalar("h"), scalar("d")];
  const N = d.sub(mu).square().div(h.exp().mul(2)).add(h.div(2)).named("N");
  const K = mu.square().add(h.exp()).sub(1).sub(h).mul(0.5).named("K");
  return { mu, h, d, N, K };
}

/** Softmax with a temperature and cross-entropy; divergence of two distributions. */
function temperature(): Quantities {
  const m = dim("m");
  const [z, q, tau] = [tensor("z", [m]), tensor("q", [m]), scalar("tau")];
  const p = z.div(tau).softmax().named("p");
  const S = q.mul(p.log()).sum().neg().named("S");
  const w = tensor("w", [m]);
  const D = q.mul(q.log().sub(w.log())).sum().named("D");
  return { z, q, tau, p, S, w, D };
}

/** One normalised value: batch norm's last steps with given mean and variance, and layer norm of two values. */
function norms(): Quantities {
  const [x, mu, v, eps, g, b] = ["x", "mu", "v", "epsilon", "g", "b"].map((name) => scalar(name)) as [
    Node,
    Node,
    Node,
    Node,
    Node,
    Node,
  ];
  const h = x.sub(mu).div(v.add(eps).sqrt()).named("h");
  const y = g.mul(h).add(b).named("y");
  const B = y.square().mul(0.5).named("B");
  const [c, d] = [scalar("c"), scalar("d")];
  const s = c.sub(d).square().div(4).add(eps).sqrt().named("s");
  const l = c.sub(d).div(s.mul(2)).named("l");
  return { x, mu, v, epsilon: eps, g, b, h, y, B, c, d, s, l };
}

/** The score of two tokens, its softmax, and the value that is read. */
function attention(): Quantities {
  const [q, k1, k2, v1, v2] = ["q", "k_1", "k_2", "v_1", "v_2"].map((name) => scalar(name)) as [
    Node,
    Node,
    Node,
    Node,
    Node,
  ];
  const a = q.mul(k1).sub(q.mul(k2)).sigmoid().named("a");
  const o = a.mul(v1).add(constant(1).sub(a).mul(v2)).named("o");
  return { q, k_1: k1, k_2: k2, v_1: v1, v_2: v2, a, o };
}

/** One step of an LSTM cell, with gates given by their net inputs. */
function lstm(): Quantities {
  const [i, f, g, o, c0] = ["n_i", "n_f", "n_g", "n_o", "c_0"].map((name) => scalar(name)) as [
    Node,
    Node,
    Node,
    Node,
    Node,
  ];
  const [I, F, O] = [i.sigmoid().named("I"), f.sigmoid().named("F"), o.sigmoid().named("O")];
  const G = g.tanh().named("G");
  const c = F.mul(c0).add(I.mul(G)).named("c");
  const h = O.mul(c.tanh()).named("h");
  return { n_i: i, n_f: f, n_g: g, n_o: o, c_0: c0, I, F, O, G, c, h };
}

/** A residual block, a bilinear layer, a linear layer with a mean loss, over tensors. */
function tensors(): Quantities {
  const [n, m, k] = [dim("n"), dim("m"), dim("k")];
  const R = tensor("R", { shape: [n, n] });
  const [x, t] = [tensor("x", { shape: [n] }), tensor("t", { shape: [n] })];
  const u = R.matmul(x).named("u");
  const r = u.relu().add(x).named("r");
  const Q = r.sub(t).square().sum().mul(0.5).named("Q");
  const A = tensor("A", { shape: [m, k] });
  const [e, f, y] = [tensor("e", { shape: [m] }), tensor("f", { shape: [k] }), scalar("y")];
  const b = e.dot(A.matmul(f)).named("b");
  const H = b.sub(y).square().mul(0.5).named("H");
  const X = tensor("X", { shape: [n, m] });
  const [w, c, g] = [tensor("w", { shape: [m] }), scalar("c"), tensor("g", { shape: [n] })];
  const p = X.matmul(w).add(c).named("p");
  const M = p.sub(g).square().mean().named("M");
  return { R, x, t, u, r, Q, A, e, f, y, b, H, X, w, c, g, p, M };
}

/** Two layers: tanh, then sigmoid, squared error; by components and by matrices. */
function twoLayers(): Quantities {
  const [n, m, l] = [dim("n"), dim("m"), dim("l")];
  const [U, V] = [tensor("U", { shape: [m, n] }), tensor("V", { shape: [l, m] })];
  const [x, y, a, c] = [
    tensor("x", { shape: [n] }),
    tensor("y", { shape: [l] }),
    tensor("a", { shape: [m] }),
    tensor("c", { shape: [l] }),
  ];
  const h = U.matmul(x).sub(a).named("g").tanh().named("h");
  const o = V.matmul(h).sub(c).named("s").sigmoid().named("o");
  const E = o.sub(y).square().sum().mul(0.5).named("E");
  return { U, V, x, y, a, c, h, o, E };
}

export const networks = {
  mae,
  huber,
  logCosh,
  hinge,
  logistic: logistic(),
  gaussian: gaussian(),
  temperature: temperature(),
  norms: norms(),
  attention: attention(),
  lstm: lstm(),
  tensors: tensors(),
  twoLayers: twoLayers(),
} as const;

/** The derivative of one quantity of a network by another, as "dJ/da"; a quantity by its name. */
export function truthOf(quantities: Quantities, name: string): Node {
  const [, of, by] = /^d(\w+)\/d(\w+)$/.exec(name) ?? [];
  const known = (each: string): Node => {
    const node = quantities[each];
    if (node === undefined) throw new Error(`no quantity ${each}`);
    return node;
  };
  return of === undefined || by === undefined ? known(name) : gradient(known(of), known(by));
}
