import type { Defined, Node } from "../node";
import { apply } from "./apply";
import { add, div, mul, neg, sub, vanishingQuotient } from "./arithmetic";
import { gt, where } from "./compare";
import { erfc, exp, expm1, log1p, xlogy } from "./elementary";
import { constantNode, STRONG_ZERO } from "./leaf";

/* Activations and losses of one entry that are smooth, or smooth on each side. */

const ZERO = constantNode(0);
const HALF = constantNode(0.5);
const ONE = constantNode(1);
const MINUS_ROOT_HALF = constantNode(-Math.SQRT1_2);

export const sigmoidOperation: Defined = {
  kind: "pointwise",
  name: "sigmoid",
  law: "1 / (1 + e^-x)",
  arity: 1,
  partials: [(_inputs, y) => mul(y, sub(ONE, y))],
  lower: ([x]) => div(ONE, add(ONE, exp(neg(x as Node)))),
};

export const softplusOperation: Defined = {
  kind: "pointwise",
  name: "softplus",
  law: "ln(1 + e^x)",
  arity: 1,
  partials: [([x]) => sigmoid(x as Node)],
  lower: ([x]) => log1p(exp(x as Node)),
};

export const sigmoid = (x: Node): Node => apply(sigmoidOperation, [x]);
export const softplus = (x: Node): Node => apply(softplusOperation, [x]);

/** Elfwing, Uchibe and Doya 2018 (arXiv 1702.03118). */
export const siluOperation: Defined = {
  kind: "pointwise",
  name: "silu",
  law: "x sigmoid(x)",
  arity: 1,
  partials: [
    ([x]) => {
      const s = sigmoid(x as Node);
      return add(s, mul(x as Node, mul(s, sub(ONE, s))));
    },
  ],
  lower: ([x]) => mul(x as Node, sigmoid(x as Node)),
};

/** The exact form x Phi(x) of Hendrycks and Gimpel 2016 (arXiv 1606.08415), Phi the normal distribution function. */
export const geluOperation: Defined = {
  kind: "pointwise",
  name: "gelu",
  law: "x Phi(x)",
  arity: 1,
  partials: [
    ([x]) => {
      const density = mul(
        constantNode(1 / Math.sqrt(2 * Math.PI)),
        exp(mul(constantNode(-0.5), mul(x as Node, x as Node))),
      );
      return add(normalDistribution(x as Node), mul(x as Node, density));
    },
  ],
  lower: ([x]) => mul(x as Node, normalDistribution(x as Node)),
};

/** Phi(x) = erfc(-x / sqrt 2) / 2, accurate in the left tail. */
const normalDistribution = (x: Node): Node => mul(HALF, erfc(mul(MINUS_ROOT_HALF, x)));

/** Clevert, Unterthiner and Hochreiter 2015 (arXiv 1511.07289). */
export const eluOperation: Defined = {
  kind: "pointwise",
  name: "elu",
  law: "x where x > 0, else a (e^x - 1)",
  arity: 2,
  partials: [
    ([x, alpha]) => where(gt(x as Node, ZERO), ONE, mul(alpha as Node, exp(x as Node))),
    ([x]) => where(gt(x as Node, ZERO), STRONG_ZERO, expm1(x as Node)),
  ],
  kink: { at: "x = 0, if a != 1", choice: "a", holds: (x, alpha) => x === 0 && alpha !== 1 },
  lower: ([x, alpha]) => where(gt(x as Node, ZERO), x as Node, mul(alpha as Node, expm1(x as Node))),
};

/** For a probability p and a target t. */
export const binaryCrossEntropyOperation: Defined = {
  kind: "pointwise",
  name: "binaryCrossEntropy",
  law: "-(t ln p + (1 - t) ln(1 - p))",
  arity: 2,
  partials: [
    ([p, t]) =>
      add(
        neg(vanishingQuotient(t as Node, p as Node)),
        vanishingQuotient(sub(ONE, t as Node), sub(ONE, p as Node)),
      ),
    ([p]) => sub(log1p(neg(p as Node)), xlogy(ONE, p as Node)),
  ],
  domain: { law: "0 <= p <= 1", holds: (p) => p >= 0 && p <= 1 },
  lower: ([p, t]) => neg(add(xlogy(t as Node, p as Node), xlogy(sub(ONE, t as Node), sub(ONE, p as Node)))),
};

/** The same of p = sigmoid(z), finite for every finite z, with derivative sigmoid(z) - t. */
export const binaryCrossEntropyWithLogitsOperation: Defined = {
  kind: "pointwise",
  name: "binaryCrossEntropyWithLogits",
  law: "ln(1 + e^z) - t z",
  arity: 2,
  partials: [([z, t]) => sub(sigmoid(z as Node), t as Node), ([z]) => neg(z as Node)],
  lower: ([z, t]) => sub(softplus(z as Node), mul(t as Node, z as Node)),
};
