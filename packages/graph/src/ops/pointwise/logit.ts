import type { Defined, Node } from "../../node";
import { div, mul, neg, sub } from "../arithmetic";
import { log, log1p } from "../elementary";
import { unary } from "../function";
import { constantNode } from "../leaf";

const ONE = constantNode(1);

const operation: Defined = {
  kind: "pointwise",
  name: "logit",
  law: "ln(p / (1 - p))",
  arity: 1,
  partials: [([p]) => div(ONE, mul(p as Node, sub(ONE, p as Node)))],
  domain: { law: "0 < p < 1", holds: (p) => p > 0 && p < 1 },
  lower: ([p]) => sub(log(p as Node), log1p(neg(p as Node))),
};

/** ln(p / (1 - p)), the inverse of the sigmoid, for 0 < p < 1. */
export const logit = unary(operation);
