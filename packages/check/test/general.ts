/** Networks over tensors of any size, and their gradients written by hand in index and in matrix notation. */
import { constant, dim, functionSymbol, gradient, type Node, type Size, tensor } from "@chainrule/graph";
import type { Random } from "../src/prove/random";
import { difference, type Formula, name, number, product } from "./formula";

type Activation = "f" | "sigmoid" | "tanh";

export interface GeneralClaim {
  readonly loss: Node;
  readonly truth: Node;
  /** The name of the loss and of the variable, with its letters: what stands left of the equals sign. */
  readonly left: string;
  /** The letters of the result. */
  readonly letters: string;
  readonly index: Formula;
  readonly matrix: Formula;
}

interface Layer {
  readonly weight: string;
  readonly below: string;
  readonly net: string;
  readonly out: string;
  readonly activation: Activation;
  readonly letter: string;
}

const [WEIGHTS, BIASES, NETS, OUTS] = ["WVU", "bcd", "zsr", "hog"] as const;
/** The letters of a layer's units, the inputs' first. */
const LETTERS = "ikjl";

/** A network of fully connected layers with E = 1/2 of the sum, or of the mean, of squared errors; claims for each weight and x. */
export function generalClaims(random: Random): GeneralClaim[] {
  const depth = 1 + random.below(3);
  const isSymbolic = random.below(2) === 0;
  const isMean = random.below(3) === 0;
  const sizes = Array.from(
    { length: depth + 1 },
    (_, l): Size => (isSymbolic ? dim("npmq"[l] as string) : 2 + random.below(3)),
  );
  const layers: Layer[] = [];
  const nodes = new Map<string, Node>();
  let below = tensor("x", { shape: [sizes[0] as Size] });
  nodes.set("x", below);
  for (let l = 0; l < depth; l++) {
    const at = (letters: string): string => letters[l] as string; // as many as layers
    const [weight, bias, net, out] = [at(WEIGHTS), at(BIASES), at(NETS), at(OUTS)];
    const W = tensor(weight, { shape: [sizes[l + 1] as Size, sizes[l] as Size] });
    const activation = (["f", "f", "sigmoid", "tanh"] as const)[random.below(4)] as Activation;
    const s = W.matmul(below)
      .add(tensor(bias, { shape: [sizes[l + 1] as Size] }))
      .named(net);
    const o = (activation === "f" ? functionSymbol("f")(s) : s[activation]()).named(out);
    const under = layers[l - 1]?.out ?? "x";
    layers.push({ weight, below: under, net, out, activation, letter: LETTERS[l + 1] as string });
    nodes.set(weight, W);
    below = o;
  }
  const errors = below.sub(tensor("y", { shape: [sizes[depth] as Size] })).square();
  const loss = (isMean ? errors.mean() : errors.sum()).mul(constant(0.5)).named("E");
  const size = sizes[depth] as Size;
  const count = isMean ? [number(`1/${typeof size === "number" ? size : "npmq"[depth]}`)] : [];
  const claims = layers.map((layer, l): GeneralClaim => {
    const letters = `${layer.letter}${LETTERS[l]}`;
    return {
      loss,
      truth: gradient(loss, nodes.get(layer.weight) as Node),
      left: `${layer.weight}_{${letters}}`,
      letters,
      index: product([...count, ...deltaIndex(layers, l), name(layer.below, LETTERS[l])]),
      matrix: product([...count, deltaMatrix(layers, l), name(layer.below, "", true)], "matrix"),
    };
  });
  const [first] = layers as [Layer];
  const body = product([name(first.weight, "ki"), ...deltaIndex(layers, 0)]);
  claims.push({
    loss,
    truth: gradient(loss, nodes.get("x") as Node),
    left: "x_i",
    letters: "i",
    index: product([...count, { kind: "over", letter: "k", x: body }]),
    matrix: product([...count, name(first.weight, "", true), deltaMatrix(layers, 0)], "matrix"),
  });
  return claims;
}

/** The derivative of a layer's activation, entry by entry. */
function slope({ activation, letter, net, out }: Layer, isIndexed: boolean): Formula[] {
  const letters = isIndexed ? letter : "";
  const o = name(out, letters);
  const square: Formula = isIndexed ? { kind: "square", x: o } : product([o, o], "entrywise");
  switch (activation) {
    case "f":
      return [{ kind: "call", of: "f", primes: 1, x: name(net, letters) }];
    case "sigmoid":
      return [o, difference(number("1"), o)];
    case "tanh":
      return [difference(number("1"), square)];
  }
}

/** The factors of a layer's error term. */
function deltaIndex(layers: readonly Layer[], l: number): Formula[] {
  const layer = layers[l] as Layer;
  const above = layers[l + 1];
  if (above === undefined)
    return [difference(name(layer.out, layer.letter), name("y", layer.letter)), ...slope(layer, true)];
  const weight = name(above.weight, `${above.letter}${layer.letter}`);
  const x = product([weight, ...deltaIndex(layers, l + 1)]);
  return [...slope(layer, true), { kind: "over", letter: above.letter, x }];
}

function deltaMatrix(layers: readonly Layer[], l: number): Formula {
  const layer = layers[l] as Layer;
  const above = layers[l + 1];
  if (above === undefined)
    return product([difference(name(layer.out), name("y")), ...slope(layer, false)], "entrywise");
  const back = product([name(above.weight, "", true), deltaMatrix(layers, l + 1)], "matrix");
  return product([back, ...slope(layer, false)], "entrywise");
}
