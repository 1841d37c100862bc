import type { Defined, Node } from "../../node";
import { apply } from "../apply";
import { gt, lt, maxOperation, minOperation, where } from "../compare";
import { ternary } from "../function";
import { constantNode, STRONG_ZERO } from "../leaf";

const ONE = constantNode(1);

const raised = (x: Node, low: Node): Node => apply(maxOperation, [x, low]);

const operation: Defined = {
  kind: "pointwise",
  name: "clip",
  law: "min(max(x, low), high)",
  arity: 3,
  aliases: ["clamp"],
  partials: [
    ([x, low, high]) => {
      const inside = where(lt(x as Node, low as Node), STRONG_ZERO, ONE);
      return where(gt(raised(x as Node, low as Node), high as Node), STRONG_ZERO, inside);
    },
    ([x, low, high]) => {
      const below = where(lt(x as Node, low as Node), ONE, STRONG_ZERO);
      return where(gt(raised(x as Node, low as Node), high as Node), STRONG_ZERO, below);
    },
    ([x, low, high]) => where(gt(raised(x as Node, low as Node), high as Node), ONE, STRONG_ZERO),
  ],
  kink: {
    at: "x = low, x = high",
    choice: "1",
    holds: (x, low, high) => x === low || Math.max(x, low) === high,
  },
  lower: ([x, low, high]) => apply(minOperation, [raised(x as Node, low as Node), high as Node]),
};

/** x, but at least `low` and at most `high`; `high` where low > high. The derivative at a bound is taken as that inside, 1. */
export const clip = ternary(operation);
