import { dim, functionSymbol, mul, type Node, type Size, tensor } from "@chainrule/graph";
import { seeded } from "../../graph/test/random-graph";

export interface RandomLayers {
  readonly loss: Node;
  readonly variables: readonly Node[];
}

const ACTIVATIONS = ["tanh", "sigmoid", "softplus", "sin", "f"] as const;

/** Layers one after another: 1 to 6 of them, widths pairwise different, with skips, shared weights, batches, no biases. */
export function randomLayers(seed: number): RandomLayers {
  const random = seeded(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const depth = 1 + pick(6);
  const isBatch = random() < 0.4;
  const width = (layer: number): Size => dim(`n_${layer}`);
  const x = tensor("x", isBatch ? [dim("s"), width(0)] : [width(0)]);
  const variables: Node[] = [x];
  const weights = new Map<string, Node>();
  let [a, from]: [Node, number] = [x, 0];
  for (let layer = 1; layer <= depth; layer++) {
    const isRecurrent = from > 0 && random() < 0.25; // the same width again, with the weights of such a layer before
    const to = isRecurrent ? from : layer;
    const key = `${to},${from}`;
    const W = weights.get(key) ?? tensor(`W^(${layer})`, [width(to), width(from)]);
    if (!weights.has(key)) variables.push(W);
    weights.set(key, W);
    let z: Node = isBatch ? a.matmul(W.transpose()) : W.matmul(a);
    if (random() < 0.7) {
      const b = tensor(`b^(${layer})`, [width(to)]);
      variables.push(b);
      z = random() < 0.5 ? z.add(b) : z.sub(b);
    }
    z = z.named(`z^(${layer})`);
    const kind = ACTIVATIONS[pick(ACTIVATIONS.length)] ?? "f";
    const active: Node = kind === "f" ? functionSymbol("f")(z) : z[kind]();
    a = (isRecurrent && random() < 0.5 ? active.add(a) : active).named(`a^(${layer})`);
    from = to;
  }
  const y = tensor("y", a.shape);
  const loss =
    random() < 0.3
      ? mul(y, a.softmax().named("p").log()).sum().neg().named("E")
      : mul(0.5, y.sub(a).square().sum()).named("E");
  return { loss, variables };
}
