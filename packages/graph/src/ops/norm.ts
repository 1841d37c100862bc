import { ChainruleError, shown } from "../errors";
import type { Node } from "../node";
import { abs } from "./compare";
import { sum } from "./contract";
import { pow } from "./elementary";
import { constantNode } from "./leaf";
import { maxOver, norm } from "./reduce";

/**
 * The p-norm of the entries over axes, (sum over k of |x_k|^p)^(1/p), in the operations that it is made of; p = 2 is one
 * operation, so that it neither overflows nor vanishes. Where it has no derivative, those operations say which is used.
 * @throws ChainruleError OPTION for p < 1, which is no norm
 */
export function pNorm(x: Node, p: number | "F", axes: readonly number[], keepDims: boolean): Node {
  if (p === 2 || p === "F") return norm(x, axes, keepDims);
  if (p === 1) return sum(abs(x), axes, keepDims);
  if (p === Number.POSITIVE_INFINITY) return maxOver(abs(x), axes, keepDims);
  if (typeof p === "number" && p > 1) {
    const powers = sum(pow(abs(x), constantNode(p)), axes, keepDims);
    return pow(powers, constantNode(1 / p));
  }
  throw new ChainruleError("OPTION", "no such norm", {
    where: "norm: p",
    got: shown(p),
    expected: 'a number from 1 to Infinity, or "F"',
  });
}
