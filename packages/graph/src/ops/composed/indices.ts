import { ChainruleError, shown } from "../../errors";
import type { Node, Operand, TensorValue } from "../../node";
import { checkAxis, type Shape, shapeText } from "../../shape";
import { guarded } from "../../signature";
import { knownSize } from "../axes";
import { eq, where } from "../compare";
import { expand, sum } from "../contract";
import { reshape } from "../layout";
import { constantNode, lift, STRONG_ZERO } from "../leaf";
import { maxOver, minOver } from "../reduce";

/* Operations by position. Positions are counted from 0, and no gradient flows to them. */

/** 0, 1, 2, ... along an axis of a shape, of size 1 along the others. */
function places(count: number, axis: number, rank: number): Node {
  const data = Float64Array.from({ length: count }, (_, k) => k);
  return constantNode({ shape: Array.from({ length: rank }, (_, k) => (k === axis ? count : 1)), data });
}

function extremeAt(name: string, operand: Operand, axis: number, over: typeof maxOver): Node {
  const x = lift(operand, name, 0);
  const along = checkAxis(name, axis, x.shape);
  const count = knownSize(name, x, along);
  const reached = eq(x, over(x, [along], true));
  return minOver(where(reached, places(count, along, x.shape.length), constantNode(count)), [along], false);
}

/**
 * The position of the largest entry along an axis (the last by default), of several that of the first; NaN where there is one.
 * Its derivative is 0. @throws ChainruleError SHAPE, SIZE
 */
export const argmax = guarded(
  "argmax",
  "operand number?",
  (x: Operand, axis = -1): Node => extremeAt("argmax", x, axis, maxOver),
);

/** The position of the smallest entry along an axis. Its derivative is 0. @throws ChainruleError SHAPE, SIZE */
export const argmin = guarded(
  "argmin",
  "operand number?",
  (x: Operand, axis = -1): Node => extremeAt("argmin", x, axis, minOver),
);

/** Refuses constant positions that are none. What is only known when a program runs is no position of anything. */
function checkPlaces(name: string, indices: Node, count: number): void {
  const { value } = indices.attrs;
  if (value === undefined) return;
  const all = typeof value === "number" ? [value] : [...(value as TensorValue).data];
  const bad = all.find((place) => !Number.isInteger(place) || place < 0 || place >= count);
  if (bad === undefined) return;
  throw new ChainruleError("OPERAND", "a position is a whole number inside the axis", {
    where: name,
    got: String(bad),
    expected: `0 to ${count - 1}`,
  });
}

function checkCount(count: unknown): asserts count is number {
  if (typeof count === "number" && Number.isInteger(count) && count > 0) return;
  throw new ChainruleError("SIZE", "the number of classes is a whole number > 0", {
    where: "oneHot",
    got: shown(count),
  });
}

/** Whether each position is the one of an entry: with an axis of `count` more at the end. */
function isAt(indices: Node, count: number): Node {
  const { shape } = indices;
  const whole = reshape(indices, [...shape, 1]);
  return eq(whole, places(count, shape.length, shape.length + 1));
}

/**
 * 1 at each position and 0 elsewhere, along an axis more at the end: indices of shape [...] -> [..., count]. Of a position outside,
 * which a program may be given, all are 0.
 * @throws ChainruleError OPERAND for constants that are no positions, SIZE
 * @example oneHot([2, 0], 3) // [[0, 0, 1], [1, 0, 0]]
 */
export const oneHot = guarded("oneHot", "operand number", (operand: Operand, count: number): Node => {
  checkCount(count);
  const indices = lift(operand, "oneHot", 0);
  checkPlaces("oneHot", indices, count);
  return isAt(indices, count);
});

/**
 * The entries at positions along an axis (the first by default): x: [..., n, ...], indices: [m] -> [..., m, ...]. What is not taken
 * does not matter, NaN and infinities too; the gradient adds up where a position stands twice.
 * @throws ChainruleError OPERAND for constants that are no positions, SHAPE, SIZE
 * @example gather([[1, 2], [3, 4]], [1, 1, 0]) // [[3, 4], [3, 4], [1, 2]]
 */
export const gather = guarded(
  "gather",
  "operand operand number?",
  (operand: Operand, positions: Operand, axis = 0): Node => {
    const x = lift(operand, "gather", 0);
    const indices = lift(positions, "gather", 1);
    const along = checkAxis("gather", axis, x.shape);
    const count = knownSize("gather", x, along);
    checkPlaces("gather", indices, count);
    if (indices.shape.length > 1) {
      throw new ChainruleError("SHAPE", "positions are a number or a vector", {
        where: "gather",
        got: shapeText(indices.shape),
      });
    }
    const taken = indices.shape.length === 0 ? [] : [knownSize("gather", indices, 0)];
    const before = x.shape.slice(0, along) as readonly number[];
    const after = x.shape.slice(along + 1) as readonly number[];
    const ones = (shape: Shape): number[] => shape.map(() => 1);
    const mask = reshape(isAt(indices, count), [...ones(before), ...taken, count, ...ones(after)]);
    const spread = reshape(x, [...before, ...ones(taken), count, ...after]);
    const whole = [...before, ...taken, count, ...after];
    return sum(where(mask, expand(spread, whole), STRONG_ZERO), [along + taken.length], false);
  },
);
