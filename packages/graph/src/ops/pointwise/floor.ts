import type { Pointwise } from "../../node";
import { unary } from "../function";

/** From here on every float64 is whole. */
const ALL_WHOLE = 2 ** 52;

const operation: Pointwise = {
  kind: "pointwise",
  name: "floor",
  law: "the largest whole number that is at most x",
  arity: 1,
  partials: ["flat"],
  kink: { at: "whole x", choice: "0", holds: Number.isInteger },
  untrainable: true,
  // adding 2^52 and taking it away again rounds to a whole number, one too large half of the time
  recipe: (p, x) => {
    const size = p.number(ALL_WHOLE);
    const signed = p.withSign(size, x);
    const nearest = p.sub(p.add(x, signed), signed);
    const below = p.select(p.lt(x, nearest), p.sub(nearest, p.number(1)), nearest);
    return p.select(p.lt(p.abs(x), size), p.select(p.eq(nearest, x), x, below), x);
  },
};

/** The largest whole number that is at most x. Its derivative is 0, at the jumps too, so it trains nothing. */
export const floor = unary(operation);
