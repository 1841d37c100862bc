import type { Node } from "./node";
import { add, mul, neg, sub } from "./ops/arithmetic";
import { sum } from "./ops/contract";
import { pow, square } from "./ops/elementary";
import { constantNode } from "./ops/leaf";
import { logSoftmaxOver } from "./ops/reduce";
import { selfLogarithm } from "./stable";

/*
 * Functions of functions that are smooth where the chain rule, factor by factor, is infinity times 0: the logarithm of a
 * probability that rounds to 0, the square of a norm at the origin. Such a pair is differentiated as one function.
 */

const ONE = constantNode(1);

/** A node f(g(x)) that is differentiated by x itself. */
export interface LimitForm {
  readonly x: Node;
  /** Which operands reach x through g. What arrives there for their own sake has gone to x already. */
  readonly over: readonly number[];
  /** From these operands down to g: all nodes that the derivative by x goes past. */
  readonly between: readonly Node[];
  /** df/dx entry by entry; of `isWhole`, where x is an operand too, by all ways. */
  readonly partial?: () => Node;
  readonly isWhole?: boolean;
  /** In place of `partial`: an equal graph of x and of the other operands. */
  readonly equal?: () => Node;
}

/** What differentiates this node by something further down than its operands, if there is such a form. */
export function limitForm(node: Node): LimitForm | undefined {
  switch (node.op.name) {
    case "mul":
      return productLimit(node);
    case "log":
      return logarithmOf(node.first as Node, undefined);
    case "log1p":
      return logarithmOfComplement(node.first as Node);
    case "xlogy":
      return logarithmOf(node.second as Node, node.first as Node);
    case "binaryCrossEntropy":
      return crossEntropyOf(node.first as Node, node.second as Node);
    case "square":
      return powerOfNorm(node.first as Node, 2);
    case "pow": {
      const exponent = node.second?.attrs.value;
      return typeof exponent === "number" && exponent >= 2
        ? powerOfNorm(node.first as Node, exponent)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** x ln x is 0 at 0, with derivative ln x + 1, although ln x alone has no value there; and the square of a norm. */
function productLimit(node: Node): LimitForm | undefined {
  const { first: a, second: b } = node as { readonly first: Node; readonly second: Node }; // mul takes two
  if (a === b || areOneNorm(a, b)) {
    const form = powerOfNorm(a, 2, [0, 1]);
    return form && a !== b ? { ...form, between: [...form.between, ...under(b).between] } : form;
  }
  const found = selfLogarithm(node);
  if (found === undefined) return undefined;
  const { log, x } = found;
  return { x, over: [log === b ? 1 : 0], between: [log], partial: () => add(log, ONE), isWhole: true };
}

/** t ln p, or ln p, with p = sigmoid(z), 1 - sigmoid(z), or softmax(z): by z, t (1 - p), -t p, or as t log-softmax(z). */
function logarithmOf(p: Node, t: Node | undefined): LimitForm | undefined {
  const { inner, between } = under(p);
  const over = [t === undefined ? 0 : 1];
  const weighted = (factor: Node): Node => (t === undefined ? factor : mul(t, factor));
  if (inner.op.name === "sigmoid")
    return { x: inner.first as Node, over, between, partial: () => weighted(sub(ONE, inner)) };
  if (inner.op.name === "softmax") {
    const z = inner.first as Node;
    return { x: z, over, between, equal: () => weighted(logSoftmaxOver(z, inner.attrs.axes ?? [])) };
  }
  if (inner.op.name !== "sub" || inner.first?.attrs.value !== 1) return undefined;
  const below = under(inner.second as Node);
  if (below.inner.op.name !== "sigmoid") return undefined;
  return {
    x: below.inner.first as Node,
    over,
    between: [...between, ...below.between],
    partial: () => weighted(neg(below.inner)),
  };
}

/** ln(1 + (-p)) with p = sigmoid(z): by z, -p. */
function logarithmOfComplement(minus: Node): LimitForm | undefined {
  const { inner, between } = under(minus);
  if (inner.op.name !== "neg") return undefined;
  const below = under(inner.first as Node);
  if (below.inner.op.name !== "sigmoid") return undefined;
  return {
    x: below.inner.first as Node,
    over: [0],
    between: [...between, ...below.between],
    partial: () => neg(below.inner),
  };
}

/** Of p = sigmoid(z) and t: by z, p - t. */
function crossEntropyOf(p: Node, t: Node): LimitForm | undefined {
  const { inner, between } = under(p);
  if (inner.op.name !== "sigmoid") return undefined;
  return { x: inner.first as Node, over: [0], between, partial: () => sub(inner, t) };
}

/** r^n of r = norm(x), n = 2, 3, ...: the sum of x^2, times r^(n-2). */
function powerOfNorm(r: Node, n: number, over: readonly number[] = [0]): LimitForm | undefined {
  const { inner, between } = under(r);
  if (inner.op.name !== "norm" || !Number.isInteger(n)) return undefined;
  const x = inner.first as Node;
  const equal = (): Node => {
    const axes = inner.attrs.axes ?? [];
    const keepDims = axes.length > 0 && inner.shape.length === x.shape.length;
    const squares = sum(square(x), axes, keepDims);
    return n === 2 ? squares : mul(squares, pow(inner, constantNode(n - 2)));
  };
  return { x, over, between, equal };
}

/** Whether two nodes are norms of one node over the same axes. */
function areOneNorm(a: Node, b: Node): boolean {
  const [first, second] = [under(a).inner, under(b).inner];
  return (
    first.op.name === "norm" &&
    second.op.name === "norm" &&
    first.first === second.first &&
    (first.attrs.axes ?? []).join() === (second.attrs.axes ?? []).join() &&
    first.shape.length === second.shape.length
  );
}

/** What stands under names, and all from the outermost name down to it. */
function under(node: Node): { readonly inner: Node; readonly between: readonly Node[] } {
  const between = [node];
  let inner = node;
  while (inner.op.kind === "naming") {
    inner = inner.first as Node;
    between.push(inner);
  }
  return { inner, between };
}
