import type { Defined, Node } from "../../node";
import { neg } from "../arithmetic";
import { unary } from "../function";
import { floor } from "./floor";

const operation: Defined = {
  kind: "pointwise",
  name: "ceil",
  law: "the smallest whole number that is at least x",
  arity: 1,
  partials: ["flat"],
  kink: { at: "whole x", choice: "0", holds: Number.isInteger },
  untrainable: true,
  lower: ([x]) => neg(floor(neg(x as Node))),
};

/** The smallest whole number that is at least x. Its derivative is 0, at the jumps too, so it trains nothing. */
export const ceil = unary(operation);
