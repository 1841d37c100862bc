import type { Defined, Node } from "../../node";
import { add, mul, sub } from "../arithmetic";
import { eq, gt, where } from "../compare";
import { unary } from "../function";
import { constantNode } from "../leaf";
import { floor } from "./floor";

const TWO = constantNode(2);
const HALF = constantNode(0.5);

/** 1 where a whole number is odd, else 0. */
const parity = (whole: Node): Node => sub(whole, mul(TWO, floor(mul(HALF, whole))));

const operation: Defined = {
  kind: "pointwise",
  name: "round",
  law: "the whole number nearest to x, of two the even one",
  arity: 1,
  partials: ["flat"],
  kink: { at: "halves", choice: "0", holds: (x) => Number.isInteger(x - 0.5) },
  untrainable: true,
  lower: ([x]) => {
    const below = floor(x as Node);
    const rest = sub(x as Node, below);
    const up = where(eq(rest, HALF), parity(below), gt(rest, HALF));
    return where(eq(below, x as Node), x as Node, add(below, up)); // whole, infinite too
  },
};

/**
 * The whole number nearest to x, and of two that are equally near the even one, as IEEE 754 and NumPy round. Its derivative is 0,
 * at the jumps too, so it trains nothing.
 */
export const round = unary(operation);
