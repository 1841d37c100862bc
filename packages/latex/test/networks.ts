import { constant, max, mul, type Node, scalar, where } from "@chainrule/graph";
import { loss as mazurLoss, parameters as mazurParameters } from "../../../examples/mazur";
import { loss as mlpLoss, parameters as mlpParameters } from "../../../examples/mazur-mlp";

/** Something to derive, with what a document is told besides. */
export interface Example {
  readonly name: string;
  readonly loss: Node;
  readonly wrt: readonly Node[];
  readonly rate?: number;
}

const named = (node: Node, name: string): Node => node.named(name);

/** 2-2-1 with ReLU, for one row of the XOR table. */
function xor(): Example {
  const [x1, x2] = [scalar("x_1", 1), scalar("x_2", 0)];
  const w = [0.6, -0.4, 0.3, 0.8, -0.7, 0.9].map((value, k) => scalar(`w_${k + 1}`, value)) as Node<number>[];
  const b = [0.1, -0.2, 0.05].map((value, k) => scalar(`b_${k + 1}`, value)) as Node<number>[];
  const unit = (k: number): Node => {
    const net = (w[2 * k] as Node)
      .mul(x1)
      .add((w[2 * k + 1] as Node).mul(x2))
      .add(b[k] as Node);
    return named(named(net, `z_${k + 1}`).relu(), `h_${k + 1}`);
  };
  const y = named(
    (w[4] as Node)
      .mul(unit(0))
      .add((w[5] as Node).mul(unit(1)))
      .add(b[2] as Node),
    "yhat",
  );
  const target = scalar("y", 1);
  return {
    name: "xor with relu",
    loss: mul(0.5, y.sub(target).square()).named("E"),
    wrt: [...w, ...b],
    rate: 0.1,
  };
}

/** Max pooling and a choice between two branches. */
function pooled(): Example {
  const [a, b, x] = [scalar("a", 0.7), scalar("b", -0.3), scalar("x", 1.5)];
  const u = named(a.mul(x), "u");
  const v = named(b.mul(x).add(1), "v");
  const m = named(max(u, v), "m");
  const c = named(where(m.gt(a), m.square(), mul(0.1, m).exp()), "c");
  return { name: "max and where", loss: c.add(u.abs()).named("L"), wrt: [a, b] };
}

/** The expression of micrograd's README, every step with a name. */
function micrograd(): Example {
  const [a, b] = [scalar("a", -4), scalar("b", 2)];
  const c1 = named(a.add(b), "c_1");
  const d1 = named(a.mul(b).add(b.pow(3)), "d_1");
  const c2 = named(c1.add(c1.add(1)), "c_2");
  const c3 = named(c2.add(constant(1).add(c2).add(a.neg())), "c_3");
  const d2 = named(d1.add(d1.mul(2).add(b.add(a).relu())), "d_2");
  const d3 = named(d2.add(d2.mul(3).add(b.sub(a).relu())), "d_3");
  const e = named(c3.sub(d3), "e");
  const f = named(e.pow(2), "f");
  return { name: "micrograd", loss: f.div(2).add(constant(10).div(f)).named("g"), wrt: [a, b] };
}

/** Without values, with thresholds, a cross entropy and names of several scripts. */
function symbolic(): Example {
  const [x, w, theta, t] = ["x", "w^(1)", "θ", "t%"].map((name) => scalar(name)) as [Node, Node, Node, Node];
  const z = named(w.mul(x).sub(theta), "z^(1)");
  const p = named(z.sigmoid(), "p_hat");
  return { name: "no values", loss: p.binaryCrossEntropy(t).named("loss"), wrt: [w, theta] };
}

/** A loss that is one quotient, of values that are large and small. */
function quotient(): Example {
  const [a, b, c] = [scalar("alpha", 4e-7), scalar("beta", 1234567), scalar("gamma", -0.1)];
  const p = named(a.mul(b).tanh(), "p");
  const q = named(c.exp().add(p.softplus()).sqrt(), "q");
  return { name: "quotient", loss: p.div(q.mul(c)).named("J"), wrt: [a, b, c], rate: 0.01 };
}

/** Thirty weights into one unit, and a sum of thirty terms. */
function wide(): Example {
  const w = Array.from({ length: 30 }, (_, k) => scalar(`w_${k + 1}`, Math.sin(k + 1)));
  const x = Array.from({ length: 30 }, (_, k) => scalar(`x_${k + 1}`, Number((0.1 * (k - 14)).toFixed(1))));
  const products = w.map((weight, k) => weight.mul(x[k] as Node));
  const net = named(
    products.reduce((total, each) => total.add(each)),
    "net",
  );
  const out = named(net.tanh(), "out");
  return { name: "thirty weights", loss: out.sub(scalar("t", 0.5)).square().named("E"), wrt: w, rate: 0.1 };
}

/** A chain of ten layers of one unit each, so that products are long. */
function deep(): Example {
  let h: Node = scalar("x", 0.8);
  const w = Array.from({ length: 10 }, (_, k) => scalar(`w_${k + 1}`, Number((1.1 - 0.3 * k).toFixed(1))));
  for (const [k, weight] of w.entries())
    h = named(named(weight.mul(h), `net_layer${k + 1}`).tanh(), `out_layer${k + 1}`);
  return { name: "ten layers", loss: mul(0.5, h.sub(0.25).square()).named("E"), wrt: w.slice(0, 3) };
}

/** A variable that the loss does not depend on, one that is the loss's own term, and a definition to differentiate by. */
function odd(): Example {
  const [x, y, unused] = [scalar("x", 2), scalar("y", 3), scalar("unused", 1)];
  const s = named(x.mul(y), "s");
  return { name: "odd", loss: s.add(x).named("F"), wrt: [x, s, unused] };
}

export const examples: readonly Example[] = [
  { name: "mazur", loss: mazurLoss, wrt: mazurParameters, rate: 0.5 },
  { name: "mazur from layers", loss: mlpLoss, wrt: mlpParameters, rate: 0.5 },
  xor(),
  pooled(),
  micrograd(),
  symbolic(),
  quotient(),
  wide(),
  deep(),
  odd(),
];
