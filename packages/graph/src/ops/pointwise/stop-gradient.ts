import type { Defined, Node } from "../../node";
import { unary } from "../function";

const operation: Defined = {
  kind: "pointwise",
  name: "stopGradient",
  law: "x",
  arity: 1,
  partials: ["flat"],
  untrainable: true,
  detached: true,
  lower: ([x]) => x as Node,
};

/** x itself, which gradients take as a constant: its derivative is declared to be 0. */
export const stopGradient = unary(operation);
