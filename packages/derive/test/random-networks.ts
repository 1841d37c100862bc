import { concat, dim, functionSymbol, mul, type Node, type Size, shapeText, tensor } from "@chainrule/graph";
import { seeded } from "./random-definitions";

/** A loss over tensors with everything it may be differentiated by. */
export interface Network {
  readonly name: string;
  readonly loss: Node;
  readonly variables: readonly Node[];
}

const dims = (...names: readonly string[]): Size[] => names.map((name) => dim(name));
const halfSquare = (x: Node): Node => mul(0.5, x.square().sum());

function classifier(kind: "probabilities" | "logits" | "batch"): Network {
  const [n, d, k] = dims("n", "d", "k") as [Size, Size, Size];
  const rows = kind === "batch" ? [n] : [];
  const [x, W, c] = [
    tensor("x", { shape: [...rows, d] }),
    tensor("W", { shape: [k, d] }),
    tensor("c", { shape: [k] }),
  ];
  const t = tensor("t", { shape: [...rows, k] }, { sumsTo: 1 });
  const z = (kind === "batch" ? x.matmul(W.transpose()) : W.matmul(x)).add(c).named("z");
  const logarithm = kind === "logits" ? z.logSoftmax() : z.softmax().named("p").log();
  const total = t.mul(logarithm).sum().neg();
  const loss = (kind === "batch" ? total.div(3) : total).named("E");
  return { name: `softmax, ${kind}`, loss, variables: [z, W, c, x] };
}

function binary(kind: "probabilities" | "logits"): Network {
  const [m, d] = dims("m", "d") as [Size, Size];
  const [x, W, t] = [tensor("x", [d] as never), tensor("W", { shape: [m, d] }), tensor("t", { shape: [m] })];
  const z = W.matmul(x).named("z");
  const error =
    kind === "logits" ? z.binaryCrossEntropyWithLogits(t) : z.sigmoid().named("y").binaryCrossEntropy(t);
  return { name: `sigmoid, ${kind}`, loss: error.sum().named("E"), variables: [z, W, x] };
}

function recurrent(steps: number): Network {
  const [m, d] = dims("m", "d") as [Size, Size];
  const [W, U, b] = [
    tensor("W", { shape: [m, m] }),
    tensor("U", { shape: [m, d] }),
    tensor("b", { shape: [m] }),
  ];
  let h: Node = tensor("g", { shape: [m] });
  for (let k = 0; k < steps; k++) {
    const x = tensor("uvwxyz"[k] as string, { shape: [d] });
    h = W.matmul(h)
      .add(U.matmul(x))
      .add(b)
      .named("abcpqr"[k] === "b" ? "s" : ("acopqr"[k] as string))
      .tanh()
      .named("hijklm"[k] as string);
  }
  return {
    name: `recurrent, ${steps}`,
    loss: halfSquare(h.sub(tensor("t", { shape: [m] }))).named("E"),
    variables: [W, U, b],
  };
}

function skips(): Network {
  const [m] = dims("m") as [Size];
  const [x, W, V, y] = [
    tensor("x", { shape: [m] }),
    tensor("W", { shape: [m, m] }),
    tensor("V", { shape: [m, m] }),
    tensor("y", { shape: [m] }),
  ];
  const f = functionSymbol("f");
  const h = f(W.matmul(x)).add(x).named("h");
  const g = f(V.matmul(h)).add(h).add(x).named("g");
  return { name: "skips", loss: halfSquare(g.sub(y)).named("E"), variables: [V, W, x] };
}

function autoencoder(isTied: boolean): Network {
  const [d, q] = dims("d", "q") as [Size, Size];
  const [x, W, b] = [
    tensor("x", { shape: [d] }),
    tensor("W", { shape: [q, d] }),
    tensor("b", { shape: [q] }),
  ];
  const V = isTied ? W.transpose() : tensor("V", { shape: [d, q] });
  const h = functionSymbol("f")(W.matmul(x).add(b)).named("h");
  const r = V.matmul(h).named("r");
  const variables = isTied ? [W, b, x] : [V, W, b, x];
  return { name: `autoencoder${isTied ? ", tied" : ""}`, loss: halfSquare(r.sub(x)).named("E"), variables };
}

function normalised(isBatch: boolean): Network {
  const [N, n] = dims("N", "n") as [Size, Size];
  const x = tensor("x", { shape: isBatch ? [N, n] : [n] });
  const [g, b, y] = [
    tensor("g", { shape: [n] }),
    tensor("b", { shape: [n] }),
    tensor("y", { shape: x.shape }),
  ];
  const axis = { axis: isBatch ? 1 : 0, keepDims: true };
  const mu = x.mean(axis).named("m");
  const v = x.sub(mu).square().mean(axis).named("v");
  const h = x.sub(mu).div(v.add(0.01).sqrt()).named("h");
  return {
    name: `layer normalisation${isBatch ? ", batch" : ""}`,
    loss: halfSquare(g.mul(h).add(b).sub(y)).named("E"),
    variables: [g, b, x],
  };
}

function attention(): Network {
  const [n, m, d, v] = dims("n", "m", "d", "v") as [Size, Size, Size, Size];
  const [Q, K, V] = [
    tensor("Q", { shape: [n, d] }),
    tensor("K", { shape: [m, d] }),
    tensor("V", { shape: [m, v] }),
  ];
  const A = Q.matmul(K.transpose()).div(2).named("S").softmax(1).named("A");
  const O = A.matmul(V).named("O");
  return {
    name: "attention",
    loss: halfSquare(O.sub(tensor("Y", { shape: [n, v] }))).named("E"),
    variables: [V, Q, K],
  };
}

function movedEntries(): Network {
  const [x, u] = [tensor("x", { shape: [4] }), tensor("u", { shape: [2] })];
  const [W, y] = [tensor("W", { shape: [3, 6] }), tensor("y", { shape: [3] })];
  const h = W.matmul(concat([x, u]).named("c"))
    .tanh()
    .named("h");
  const q = x
    .reshape([2, 2])
    .named("M")
    .matmul(h.slice(0, 1, 3).named("s"))
    .named("q");
  const loss = halfSquare(h.sub(y)).add(q.square().sum()).add(x.max().named("r")).named("E");
  return { name: "concat, slice, reshape, max", loss, variables: [x, W, u] };
}

/** One network of each kind that has a test of its own. */
export const networks: readonly Network[] = [
  classifier("probabilities"),
  classifier("logits"),
  classifier("batch"),
  binary("probabilities"),
  binary("logits"),
  recurrent(3),
  skips(),
  autoencoder(false),
  autoencoder(true),
  normalised(false),
  normalised(true),
  attention(),
  movedEntries(),
];

const NAMES = [..."abcdgpqrstuvw"];

/** Vectors or batches through three to seven random steps: layers, norms, gates, sums over axes, softmax, skips, used twice. */
export function randomNetwork(seed: number): Network {
  const random = seeded(seed);
  for (let k = 0; k < 5; k++) random(); // the first numbers of seeds in a row are alike
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const [N, n, m] = dims("N", "n", "m") as [Size, Size, Size];
  const isBatch = random() < 0.4;
  const shape = (size: Size): Size[] => (isBatch ? [N, size] : [size]);
  const names = [...NAMES];
  const fresh = (size: readonly Size[]): Node => {
    const leaf = tensor((names.shift() as string).toUpperCase(), { shape: size });
    variables.push(leaf);
    return leaf;
  };
  const variables: Node[] = [];
  let width: Size = n;
  let x: Node = fresh(shape(n));
  let before: Node = x;
  const last = isBatch ? 1 : 0;
  const steps: readonly (() => Node)[] = [
    () => {
      const to = pick([n, m]);
      const W = fresh([to, width]);
      width = to;
      return isBatch ? x.matmul(W.transpose()) : W.matmul(x);
    },
    () => x.tanh(),
    () => functionSymbol("f")(x),
    () => x.sigmoid().mul(fresh([width])),
    () => x.softmax(last),
    () => x.sub(x.mean({ axis: last, keepDims: true })),
    () => x.mul(x.softmax(last).named(names.shift() as string)),
    () => (shapeText(before.shape) === shapeText(x.shape) ? x.add(before) : x.neg()),
    () => x.div(x.square().sum({ axis: last, keepDims: true }).add(1)),
    () =>
      x
        .add(fresh([width]))
        .exp()
        .mul(0.1),
  ];
  const count = 3 + Math.floor(random() * 4);
  for (let k = 0; k < count; k++) {
    const next = pick(steps)();
    if (random() < 0.4) before = x;
    x = random() < 0.75 ? next.named(names.shift() as string) : next;
  }
  const y = tensor("Y", { shape: x.shape }, random() < 0.5 ? { sumsTo: 1 } : {});
  const losses: readonly (() => Node)[] = [
    () => halfSquare(x.sub(y)),
    () => y.mul(x.softmax(last).named("z").log()).sum().neg(),
    () => y.mul(x.logSoftmax(last)).sum().neg(),
    () => x.sigmoid().named("z").binaryCrossEntropy(y).sum(),
    () => x.logSumExp(last).sum().sub(x.mul(y).sum()),
    () => x.mul(x).mean().add(x.sum().square()),
  ];
  return { name: `seed ${seed}`, loss: pick(losses)().named("E"), variables };
}
