import type { Node, Pointwise } from "../node";
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
  partials: [([, b]) => b as Node, ([a]) => a as Node],
};

export const divOperation: Pointwise = {
  kind: "pointwise",
  name: "div",
  law: "a / b",
  arity: 2,
  domain: { law: "b != 0", holds: (_a, b) => b !== 0 },
  // -(a/b)/b rather than -a/b^2: b^2 overflows where the quotient does not
  partials: [([, b]) => div(ONE, b as Node), ([, b], output) => neg(div(output, b as Node))],
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
export const neg = (x: Node): Node => applyUnary(negOperation, x);
