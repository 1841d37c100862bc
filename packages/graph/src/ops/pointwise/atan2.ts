import { atan as arctangent } from "../../compile/math/inverse";
import type { Defined, Node } from "../../node";
import { add, div, mul, neg, sub } from "../arithmetic";
import { eq, gt, lt, where } from "../compare";
import { atan, sqrt, square } from "../elementary";
import { binary } from "../function";
import { constantNode } from "../leaf";

const ZERO = constantNode(0);
const TWO = constantNode(2);
const PI = constantNode(Math.PI);

const squares = (y: Node, x: Node): Node => add(square(x), square(y));

const operation: Defined = {
  kind: "pointwise",
  name: "atan2",
  law: "the angle of the point (x, y)",
  arity: 2,
  aliases: ["arctan2"],
  // DLMF 4.24.10 for y / x, which holds on every ray
  partials: [
    ([y, x]) => div(x as Node, squares(y as Node, x as Node)),
    ([y, x]) => neg(div(y as Node, squares(y as Node, x as Node))),
  ],
  kink: { at: "y = 0, x <= 0", choice: "that of either side", holds: (y, x) => y === 0 && x <= 0 },
  // half of the angle stands on the circle through the origin: tan(t/2) = y / (r + x) = (r - x) / y
  lower: ([b, a]) => {
    const [y, x] = [b as Node, a as Node];
    const r = sqrt(squares(y, x));
    const straight = where(lt(x, ZERO), PI, ZERO);
    const behind = where(eq(y, ZERO), straight, mul(TWO, atan(div(sub(r, x), y))));
    return where(gt(x, ZERO), mul(TWO, atan(div(y, add(r, x)))), behind);
  },
  recipe: (p, y, x) => {
    const [up, along] = [p.abs(y), p.abs(x)];
    const [long, short] = [p.max(up, along), p.min(up, along)];
    const equal = p.select(p.eq(long, p.number(0)), p.number(0), p.number(1)); // 0 over 0, and infinity over infinity
    const steep = arctangent(p, p.select(p.eq(short, long), equal, p.div(short, long)));
    const acute = p.select(p.lt(along, up), p.sub(p.number(Math.PI / 2), steep), steep);
    return p.withSign(p.select(p.lt(x, p.number(0)), p.sub(p.number(Math.PI), acute), acute), y);
  },
};

/**
 * The angle of the point (x, y) in radians from -pi to pi, by `atan2(y, x)`. A y of -0 counts as below the axis, an x of -0 as 0;
 * at the origin the angle is 0 and has no derivative.
 */
export const atan2 = binary(operation);
