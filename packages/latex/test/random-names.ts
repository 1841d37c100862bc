import { type Dim, dim, type Node, scalar, tensor } from "@chainrule/graph";
import { seeded } from "../../graph/test/random-graph";

/* Networks whose names are of all letters, and whose shapes have ones, equal sizes, numbers beside symbols, and chosen letters. */

const LATIN = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const GREEK = [
  ..."alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi psi omega".split(
    " ",
  ),
  ..."Gamma Delta Theta Lambda Sigma Phi Omega α β γ δ ε θ λ μ π σ φ ω Δ Σ".split(" "),
];
const ENDINGS = [
  "",
  "",
  "",
  "'_1",
  "''_k",
  "_1",
  "_i",
  "_{ij}",
  "_{jk}",
  "^(1)",
  "^(2)",
  "_k^(1)",
  "'_2",
  "^L",
  "hat",
  "_out",
  "2",
  "_α",
];
const INDICES = [undefined, undefined, "i", "j", "k", "e", "l", "α", "beta", "μ", "d", "n"];

export interface NamedNetwork {
  readonly loss: Node;
  readonly wrt: readonly Node[];
}

/** A network of one or two layers over tensors, or a sum over scalars. */
export function randomNamedNetwork(seed: number): NamedNetwork {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const taken = new Set<string>();
  const dims = new Map<string, Dim>();
  const size = (): number | Dim => {
    if (random() < 0.25) return 1;
    if (random() < 0.3) return pick([2, 3]);
    const letter = pick([...LATIN.slice(0, 26), "alpha", "β"]);
    const known = dims.get(letter);
    if (known !== undefined) return known;
    const index = pick(INDICES);
    const made = index === undefined ? dim(letter) : dim(letter, { index });
    dims.set(letter, made);
    return made;
  };
  const [inner, middle, outer] = [size(), size(), size()];
  const name = (): string => {
    for (;;) {
      const base = random() < 0.6 ? pick(LATIN) : pick(GREEK);
      const text = `${base}${pick(ENDINGS)}`;
      const key = text.normalize("NFC");
      if (taken.has(key) || dims.has(text)) continue;
      taken.add(key);
      return text;
    }
  };
  const activation = (x: Node): Node =>
    pick<(x: Node) => Node>([(y) => y.tanh(), (y) => y.sigmoid(), (y) => y.exp()])(x);
  const wrt: Node[] = [];
  const parameter = (shape: readonly (number | Dim)[]): Node => {
    const made = tensor(name(), { shape });
    wrt.push(made);
    return made;
  };
  const layer = (x: Node, from: number | Dim, to: number | Dim): Node => {
    const z = parameter([to, from]).matmul(x);
    const net = random() < 0.5 ? z.add(parameter([to])) : random() < 0.5 ? z.sub(parameter([to])) : z;
    return activation(net.named(name())).named(name());
  };
  const x = tensor(name(), { shape: [inner] });
  let a = layer(x, inner, middle);
  if (random() < 0.5) a = layer(a, middle, outer);
  const last = a.shape[0] as number | Dim;
  if (random() < 0.3) a = a.mul(scalar(name())).named(name());
  const y = tensor(name(), { shape: [last] });
  const kind = random();
  const loss =
    kind < 0.6
      ? a.sub(y).square().sum().mul(0.5)
      : kind < 0.8
        ? a.softmax().named(name()).log().mul(y).sum().neg()
        : a.sub(y).square().mean();
  return { loss: loss.named(name()), wrt };
}
