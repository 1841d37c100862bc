import type { Defined, Node } from "../../node";
import { add, div } from "../arithmetic";
import { abs } from "../compare";
import { square } from "../elementary";
import { unary } from "../function";
import { constantNode } from "../leaf";

const ONE = constantNode(1);

const operation: Defined = {
  kind: "pointwise",
  name: "softsign",
  law: "x / (1 + |x|)",
  arity: 1,
  partials: [([x]) => div(ONE, square(add(ONE, abs(x as Node))))],
  lower: ([x]) => div(x as Node, add(ONE, abs(x as Node))),
  // at infinity the quotient is its limit, not infinity over infinity
  recipe: (p, x) => {
    const size = p.abs(x);
    const one = p.number(1);
    const isInfinite = p.eq(size, p.number(Number.POSITIVE_INFINITY));
    return p.select(isInfinite, p.withSign(one, x), p.div(x, p.add(one, size)));
  },
};

/** x / (1 + |x|), between -1 and 1. Glorot and Bengio 2010. */
export const softsign = unary(operation);
