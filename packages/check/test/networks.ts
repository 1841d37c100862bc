/** Random layered networks over named scalars, and their gradients written by hand, from the structure alone. */
import { mul, type Node, scalar } from "@chainrule/graph";
import type { Random } from "../src/prove/random";
import { difference, type Formula, name, negative, number, product } from "./formula";

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
  /** dE/dw written in several ways, all of them right. */
  readonly formulas: readonly Formula[];
}

/** The derivative of an activation, as an author writes it: the factors of a product. */
function slope({ activation, netName, outName }: Unit, style: number): Formula[] {
  const [net, out, one] = [name(netName), name(outName), number("1")];
  const called = (of: string): Formula => ({ kind: "call", of, primes: 0, x: net });
  switch (activation) {
    case "sigmoid":
      return style === 1
        ? [called("sigmoid"), difference(one, called("sigmoid"))]
        : [out, difference(one, out)];
    case "tanh":
      return [difference(one, { kind: "square", x: style === 1 ? called("tanh") : out })];
    case "softplus":
      return [called("sigmoid")];
    case "identity":
      return [];
  }
}

/** A network of the given sizes; E = 1/2 sum (t - o)^2. Claims for one weight of each layer. */
export function networkClaims(
  sizes: readonly number[],
  activations: readonly Activation[],
  random: Random,
): Claim[] {
  let below: Unit[] = Array.from({ length: sizes[0] as number }, (_, k) => {
    const name = `x_${k + 1}`;
    return { out: scalar(name), outName: name, netName: name, activation: "identity" };
  });
  const layers: {
    readonly units: Unit[];
    readonly below: Unit[];
    readonly weights: Node[][];
    readonly names: string[][];
  }[] = [];
  sizes.slice(1).forEach((size, layer) => {
    const letter = "wvuz"[layer] as string;
    const names = Array.from({ length: size }, (_, j) =>
      below.map((_unit, k) => `${letter}_${j + 1}${k + 1}`),
    );
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
  const errors = below.map(({ out }, j) =>
    mul(
      0.5,
      scalar(`t_${j + 1}`)
        .sub(out)
        .square(),
    ).named(`E_${j + 1}`),
  );
  const loss = errors.reduce((total, term) => total.add(term)).named("E");
  return layers.map((layer, l) => {
    const j = random.below(layer.units.length);
    const k = random.below(layer.below.length);
    const formulas = [0, 1, 2].map((style) => {
      const ordered = (factors: Formula[]): Formula[] => (style === 2 ? factors.reverse() : factors);
      const adjoint = (at: number, unit: number): Formula => {
        const { outName } = (layers[at] as (typeof layers)[number]).units[unit] as Unit;
        const above = layers[at + 1];
        const [t, o] = [name(`t_${unit + 1}`), name(outName)];
        if (above === undefined) return style === 2 ? difference(o, t) : negative(difference(t, o));
        const terms = above.units.map((upper, m) =>
          product(
            ordered([adjoint(at + 1, m), ...slope(upper, style), name(above.names[m]?.[unit] as string)]),
          ),
        );
        return { kind: "sum", terms, minus: terms.map(() => false) };
      };
      const unit = layer.units[j] as Unit;
      return product(ordered([adjoint(l, j), ...slope(unit, style), name((layer.below[k] as Unit).outName)]));
    });
    return { loss, weight: layer.weights[j]?.[k] as Node, formulas };
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
