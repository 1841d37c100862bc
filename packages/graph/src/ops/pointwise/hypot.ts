import type { Defined, Node } from "../../node";
import { add, div } from "../arithmetic";
import { eq, where } from "../compare";
import { sqrt, square } from "../elementary";
import { binary } from "../function";
import { constantNode, STRONG_ZERO } from "../leaf";

const ZERO = constantNode(0);
/** Squares of what lies between these neither overflow nor vanish. */
const SMALLEST = 2 ** -480;
const LARGEST = 2 ** 480;

/** One operand over the length, and nothing at the origin. */
const part = (leg: Node, length: Node): Node => where(eq(length, ZERO), STRONG_ZERO, div(leg, length));

const operation: Defined = {
  kind: "pointwise",
  name: "hypot",
  law: "sqrt(a^2 + b^2)",
  arity: 2,
  partials: [([a], length) => part(a as Node, length), ([, b], length) => part(b as Node, length)],
  kink: { at: "a = b = 0", choice: "0", holds: (a, b) => a === 0 && b === 0 },
  lower: ([a, b]) => sqrt(add(square(a as Node), square(b as Node))),
  recipe: (p, a, b) => {
    const [x, y] = [p.abs(a), p.abs(b)];
    const [long, short] = [p.max(x, y), p.min(x, y)];
    const direct = p.sqrt(p.add(p.mul(a, a), p.mul(b, b)));
    const ratio = p.div(short, long);
    const scaled = p.mul(long, p.sqrt(p.add(p.number(1), p.mul(ratio, ratio))));
    const isModerate = p.and(p.lt(p.number(SMALLEST), long), p.lt(long, p.number(LARGEST)));
    const unscaled = p.select(p.eq(long, p.number(Number.POSITIVE_INFINITY)), long, scaled);
    return p.select(isModerate, direct, p.select(p.eq(long, p.number(0)), long, unscaled));
  },
};

/** sqrt(a^2 + b^2) without overflow, NaN if either is; its derivative at the origin is taken as 0. */
export const hypot = binary(operation);
