import { inputsOf, type Node } from "./node";

/*
 * Places where what is written is right and its plain evaluation in float64 is not. The graph keeps what was written,
 * for a derivation must show it; evaluators ask here what to compute in its place, and gradients ask `limit.ts`.
 */

/** The x of x ln x, in either order, and its logarithm: the product is 0 at 0, where the logarithm has no value. */
export function selfLogarithm({
  op,
  first,
  second,
}: Node): { readonly x: Node; readonly log: Node } | undefined {
  if (op.name !== "mul" || first === undefined || second === undefined) return undefined;
  if (isLogOf(second, first)) return { x: first, log: second };
  return isLogOf(first, second) ? { x: second, log: first } : undefined;
}

const isLogOf = (log: Node, x: Node): boolean => log.first === x && log.op.name === "log";

/** What is computed in place of a node, and from which node below it. */
export interface StableForm {
  readonly kernel: StableKernel;
  readonly inputs: readonly Node[];
}

export type StableKernel =
  | "xlogy"
  | "oneMinusSigmoid"
  | "oneMinusTanhSquared"
  | "oneMinusSquare"
  | "binaryCrossEntropyWithLogits"
  | "xdivy"
  | "xmuly"
  | "sigmoidMinus";

/**
 * Differences from 1 that cancel: 1 - sigmoid(x) = sigmoid(-x), also with the sign of a target 1, 1 - tanh(x)^2 = 4e/(1+e)^2 with e = exp(-2|x|),
 * 1 - x^2 = (1-x)(1+x); and the cross-entropy of a sigmoid, from its logit. All seen through names, so a derivation's
 * `out (1 - out)` is as good as it can be.
 */
export function stableForm(node: Node): StableForm | undefined {
  if (node.attrs.vanishes) {
    return { kernel: node.op.name === "mul" ? "xmuly" : "xdivy", inputs: inputsOf(node) };
  }
  if (node.op.name === "mul") {
    const found = selfLogarithm(node);
    return found === undefined ? undefined : { kernel: "xlogy", inputs: [found.x, found.x] };
  }
  if (node.op.name === "oneMinusSquare") return oneMinusSquare(node.first as Node);
  if (node.op.name === "binaryCrossEntropy") return crossEntropyOf(node);
  if (node.op.name !== "sub") return undefined;
  if (node.first?.attrs.value !== 1) return sigmoidMinus(node.first as Node, node.second as Node);
  const taken = unnamed(node.second as Node);
  if (taken.op.name === "sigmoid") return { kernel: "oneMinusSigmoid", inputs: inputsOf(taken) };
  const root = squareRoot(taken);
  return root === undefined ? undefined : oneMinusSquare(root);
}

/** sigmoid(z) - t, which is -sigmoid(-z) for a target of 1. */
function sigmoidMinus(p: Node, t: Node): StableForm | undefined {
  const bare = unnamed(p);
  const { value } = t.attrs;
  if (bare.op.name !== "sigmoid" || (typeof value === "number" && value !== 1)) return undefined;
  return { kernel: "sigmoidMinus", inputs: [bare.first as Node, t] };
}

/** A probability that rounds to 0 or 1 has a logit that does not. */
function crossEntropyOf({ first: p, second: t }: Node): StableForm | undefined {
  const bare = unnamed(p as Node);
  if (bare.op.name !== "sigmoid") return undefined;
  return { kernel: "binaryCrossEntropyWithLogits", inputs: [bare.first as Node, t as Node] };
}

function oneMinusSquare(root: Node): StableForm {
  const bare = unnamed(root);
  if (bare.op.name === "tanh") return { kernel: "oneMinusTanhSquared", inputs: inputsOf(bare) };
  return { kernel: "oneMinusSquare", inputs: [root] };
}

/** The x of a node that is x^2, however it is written. */
function squareRoot(node: Node): Node | undefined {
  const { first: a, second: b } = node;
  if (a === undefined) return undefined;
  if (node.op.name === "square") return a;
  if (node.op.name === "pow" && b?.attrs.value === 2) return a;
  if (node.op.name === "mul" && a === b) return a;
  return undefined;
}

function unnamed(node: Node): Node {
  let bare = node;
  while (bare.op.kind === "naming") bare = bare.first as Node;
  return bare;
}
