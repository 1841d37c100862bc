import { Node, type Pointwise } from "../node";
import { broadcastShape } from "../shape";
import { applyBinary, applyUnary } from "./apply";
import { constantNode } from "./leaf";

/*
 * The four operations and the sign. Rules are written with the operations of this file alone.
 * Source of all elementary derivatives: NIST Digital Library of Mathematical Functions, chapter 4.
 */

const ONE = constantNode(1);
const MINUS_ONE = constantNode(-1);

export const addOperation: Pointwise = {
  kind: "pointwise",
  name: "add",
  law: "a + b",
  arity: 2,
  folds: true,
  partials: [() => ONE, () => ONE],
};

export const subOperation: Pointwise = {
  kind: "pointwise",
  name: "sub",
  law: "a - b",
  arity: 2,
  partials: [() => ONE, () => MINUS_ONE],
};

export const mulOperation: Pointwise = {
  kind: "pointwise",
  name: "mul",
  law: "a b",
  arity: 2,
  folds: true,
  partials: [([, b]) => b as Node, ([a]) => a as Node],
};

export const divOperation: Pointwise = {
  kind: "pointwise",
  name: "div",
  law: "a / b",
  arity: 2,
  domain: { law: "b != 0", holds: (_a, b) => b !== 0 },
  // -(a/b)/b rather than -a/b^2: b^2 overflows where the quotient does not
  partials: [
    ([, b]) => div(ONE, b as Node),
    ([, b], output) => neg((output.attrs.vanishes ? vanishingQuotient : div)(output, b as Node)),
  ],
};

export const negOperation: Pointwise = {
  kind: "pointwise",
  name: "neg",
  law: "-x",
  arity: 1,
  partials: [() => MINUS_ONE],
};

export const add = (a: Node, b: Node): Node => applyBinary(addOperation, a, b);
export const sub = (a: Node, b: Node): Node => applyBinary(subOperation, a, b);
export const mul = (a: Node, b: Node): Node => applyBinary(mulOperation, a, b);
export const div = (a: Node, b: Node): Node => applyBinary(divOperation, a, b);

/**
 * a / b for an a that stands for how much of 1 / b there is, such as a target of a cross-entropy: 0 / 0 is 0, its limit as b
 * goes to 0. It is read and printed as the quotient that it is.
 * @throws ChainruleError SHAPE
 */
export function vanishingQuotient(a: Node, b: Node): Node {
  const shape = broadcastShape(divOperation.name, [a.shape, b.shape]);
  return new Node(divOperation, undefined, { vanishes: true }, shape, a, b);
}

/**
 * a b for an a that stands for how much of b there is, such as the exponent before the next lower power: 0 times infinity is 0,
 * the limit as b grows. It is read and printed as the product that it is.
 * @throws ChainruleError SHAPE
 */
export function vanishingProduct(a: Node, b: Node): Node {
  const shape = broadcastShape(mulOperation.name, [a.shape, b.shape]);
  return new Node(mulOperation, undefined, { vanishes: true }, shape, a, b);
}

export const neg = (x: Node): Node => applyUnary(negOperation, x);
