import { inputsOf, type Node } from "./node";
import { add } from "./ops/arithmetic";
import { constantNode } from "./ops/leaf";

/*
 * Places where what is written is right and its plain evaluation in float64 is not. The graph keeps what was written,
 * for a derivation must show it; gradients and evaluators ask here what to compute in its place.
 */

/** A product whose factors have no value at a point where the product has a limit. */
export interface LimitForm {
  readonly x: Node;
  readonly log: Node;
  readonly derivative: () => Node;
}

/** x log x is 0 at 0, with derivative log x + 1, although log x alone has no value there. */
export function limitForm(node: Node): LimitForm | undefined {
  if (node.op.name !== "mul") return undefined;
  const { first, second } = node as { readonly first: Node; readonly second: Node }; // mul takes two
  if (isLogOf(second, first)) return limitOf(first, second);
  return isLogOf(first, second) ? limitOf(second, first) : undefined;
}

const isLogOf = (log: Node, x: Node): boolean => log.first === x && log.op.name === "log";
const limitOf = (x: Node, log: Node): LimitForm => ({ x, log, derivative: () => add(log, constantNode(1)) });

/** What is computed in place of a node, and from which node below it. */
export interface StableForm {
  readonly kernel: StableKernel;
  readonly inputs: readonly Node[];
}

export type StableKernel = "xlogy" | "oneMinusSigmoid" | "oneMinusTanhSquared" | "oneMinusSquare";

/**
 * Differences from 1 that cancel: 1 - sigmoid(x) = sigmoid(-x), 1 - tanh(x)^2 = 4e/(1+e)^2 with e = exp(-2|x|),
 * 1 - x^2 = (1-x)(1+x). All seen through names, so a derivation's `out (1 - out)` is as good as it can be.
 */
export function stableForm(node: Node): StableForm | undefined {
  if (node.op.name === "mul") {
    const limit = limitForm(node);
    return limit === undefined ? undefined : { kernel: "xlogy", inputs: [limit.x, limit.x] };
  }
  if (node.op.name === "oneMinusSquare") return oneMinusSquare(node.first as Node);
  if (node.op.name !== "sub" || node.first?.attrs.value !== 1) return undefined;
  const taken = unnamed(node.second as Node);
  if (taken.op.name === "sigmoid") return { kernel: "oneMinusSigmoid", inputs: inputsOf(taken) };
  const root = squareRoot(taken);
  return root === undefined ? undefined : oneMinusSquare(root);
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
