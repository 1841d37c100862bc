import { dim, type Node, type Size, tensor } from "@chainrule/graph";
import { seeded } from "../../graph/test/random-graph";

export interface RandomReductions {
  readonly loss: Node;
  readonly variables: readonly Node[];
}

type Step = (x: Node, axes: { readonly axis: number[]; readonly keepDims: true }) => Node;

/** What reaches its output directly and through a reduction over the same indices, and plain reductions beside it. */
export const NORMALISATIONS: Readonly<Record<string, Step>> = {
  centred: (x, axes) => x.sub(x.mean(axes)),
  "plus the sum": (x, axes) => x.add(x.sum(axes)),
  "over the sum": (x, axes) => x.div(x.sum(axes)),
  "over the norm": (x, axes) => x.div(x.norm(axes)),
  "softmax by hand": (x, axes) => x.exp().div(x.exp().sum(axes)),
  "log-softmax by hand": (x, axes) => x.sub(x.exp().sum(axes).log()),
  "centred variance": (x, axes) => x.sub(x.mean(axes)).square().mean(axes),
  standardised: (x, axes) => {
    const centred = x.sub(x.mean(axes));
    return centred.div(centred.square().mean(axes).add(0.1).sqrt());
  },
  "root mean square": (x, axes) => x.div(x.square().mean(axes).add(0.1).sqrt()),
  "less a scaled mean": (x, axes) => x.mul(2).sub(x.mean(axes).mul(3)),
  "times the sum": (x, axes) => x.mul(x.sum(axes)),
  "centred twice": (x, axes) => {
    const centred = x.sub(x.mean(axes));
    return centred.sub(centred.square().mean(axes));
  },
  "sum of exponentials": (x, axes) => x.exp().sum(axes),
};

/** Chains of such steps over vectors and matrices, some of them named, with broadcasts, products and skips between them. */
export function randomReductions(seed: number): RandomReductions {
  const random = seeded(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const isSymbolic = random() < 0.6;
  const size = (name: string, value: number): Size => (isSymbolic ? dim(name) : value);
  const shape = pick(3) === 0 ? [size("n", 3)] : [size("m", 2), size("n", 3)];
  const x = tensor("x", { shape });
  const variables = [x];
  const steps = Object.values(NORMALISATIONS);
  let a: Node = x;
  const count = 1 + pick(4);
  for (let k = 1; k <= count; k++) {
    const before = a;
    const axis = shape.length === 1 ? [0] : ([[0], [1], [0, 1]][pick(3)] as number[]);
    const kind = pick(8);
    if (kind < 5) a = (steps[pick(steps.length)] as Step)(a, { axis, keepDims: true });
    else if (kind === 5) {
      const b = tensor(`b_${k}`, { shape: random() < 0.5 ? shape : shape.slice(-1) });
      variables.push(b);
      a = random() < 0.5 ? a.add(b) : a.mul(b);
    } else if (kind === 6) a = a.tanh();
    else a = a.mul(0.5).sub(x);
    if (random() < 0.3) a = a.add(before);
    if (random() < 0.3) a = a.sub(x.mean({ axis, keepDims: true }));
    if (random() < 0.7) a = a.named(`a_${k}`);
  }
  const t = tensor("t", { shape });
  const tail = pick(3);
  if (tail === 0) return { loss: a.mul(t).sum().named("E"), variables };
  const error = a.sub(t).square();
  return { loss: (tail === 1 ? error.mean() : error.sum().mul(0.5)).named("E"), variables };
}
