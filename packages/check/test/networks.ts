/** Random layered networks over named scalars, and their gradients written by hand: as text, from the structure alone. */
import { mul, type Node, scalar } from "@chainrule/graph";
import type { Random } from "../src/prove/random";

type Activation = "sigmoid" | "tanh" | "softplus" | "identity";

interface Unit {
  readonly out: Node;
  readonly outName: string;
  readonly netName: string;
  readonly activation: Activation;
}

export interface Claim {
  readonly loss: Node;
  readonly weight: Node;
  /** dE/dw in several notations, all of them right. */
  readonly texts: readonly string[];
}

/** The derivative of an activation, as an author writes it. */
function slope({ activation, netName, outName }: Unit, style: number): string {
  switch (activation) {
    case "sigmoid":
      return style === 1 ? `sigmoid(${netName}) * (1 - sigmoid(${netName}))` : `${outName} * (1 - ${outName})`;
    case "tanh":
      return style === 1 ? `(1 - tanh(${netName})^2)` : `(1 - ${outName}^2)`;
    case "softplus":
      return `1 / (1 + exp(-${netName}))`;
    case "identity":
      return "1";
  }
}

/** A network of the given sizes; E = 1/2 sum (t - o)^2. Claims for one weight of each layer. */
export function networkClaims(sizes: readonly number[], activations: readonly Activation[], random: Random): Claim[] {
  let below: Unit[] = Array.from({ length: sizes[0] as number }, (_, k) => {
    const name = `x_${k + 1}`;
    return { out: scalar(name), outName: name, netName: name, activation: "identity" };
  });
  const layers: { readonly units: Unit[]; readonly below: Unit[]; readonly weights: Node[][]; readonly names: string[][] }[] = [];
  sizes.slice(1).forEach((size, layer) => {
    const letter = "wvuz"[layer] as string;
    const names = Array.from({ length: size }, (_, j) => below.map((_unit, k) => `${letter}_${j + 1}${k + 1}`));
    const weights = names.map((row) => row.map((name) => scalar(name)));
    const units = weights.map((row, j): Unit => {
      const netName = `net${letter}_${j + 1}`;
      const outName = `out${letter}_${j + 1}`;
      const products = row.map((w, k) => w.mul((below[k] as Unit).out));
      const sum = products.reduce((total, term) => total.add(term));
      const net = sum.add(scalar(`b${letter}_${j + 1}`)).named(netName);
      const activation = activations[layer] as Activation;
      const out = (activation === "identity" ? net : net[activation]()).named(outName);
      return { out, outName, netName, activation };
    });
    layers.push({ units, below, weights, names });
    below = units;
  });
  const errors = below.map(({ out }, j) => mul(0.5, scalar(`t_${j + 1}`).sub(out).square()).named(`E_${j + 1}`));
  const loss = errors.reduce((total, term) => total.add(term)).named("E");
  return layers.map((layer, l) => {
    const j = random.below(layer.units.length);
    const k = random.below(layer.below.length);
    const texts = [0, 1, 2].map((style) => {
      const adjoint = (at: number, unit: number): string => {
        const { outName } = layers[at]?.units[unit] as Unit;
        const above = layers[at + 1];
        if (above === undefined) return style === 2 ? `(${outName} - t_${unit + 1})` : `-(t_${unit + 1} - ${outName})`;
        const terms = above.units.map((upper, m) => {
          const factors = [adjoint(at + 1, m), slope(upper, style), above.names[m]?.[unit] as string];
          return (style === 2 ? factors.reverse() : factors).join(" * ");
        });
        return `(${terms.join(" + ")})`;
      };
      const factors = [adjoint(l, j), slope(layer.units[j] as Unit, style), (layer.below[k] as Unit).outName];
      return (style === 2 ? factors.reverse() : factors).join(" * ");
    });
    return { loss, weight: layer.weights[j]?.[k] as Node, texts };
  });
}

const ACTIVATIONS: readonly Activation[] = ["sigmoid", "tanh", "sigmoid", "softplus"];

/** Networks of two and three layers, the 2-2-2 first. */
export function manyClaims(count: number, random: Random): Claim[] {
  const claims = networkClaims([2, 2, 2], ["sigmoid", "sigmoid"], random);
  for (let n = 1; n < count; n++) {
    const depth = 2 + (n % 2);
    const sizes = Array.from({ length: depth + 1 }, () => 1 + random.below(3));
    const activations = sizes.slice(1).map(() => ACTIVATIONS[random.below(ACTIVATIONS.length)] as Activation);
    claims.push(...networkClaims(sizes, activations, random));
  }
  return claims;
}
