import { ChainruleError, shown } from "@chainrule/graph";
import { checkFinite } from "./parameter";

/** Points of two classes, checked. */
export interface LabelledPoints {
  /** n points of d coordinates each. */
  readonly points: readonly (readonly number[])[];
  /** One for each point: whether it is in the class that a unit is to answer with 1. */
  readonly isOne: readonly boolean[];
}

/**
 * Points of one length with finite coordinates, and a label for each: 0 or 1, or else -1 or 1.
 * @throws ChainruleError OPTION (no points), SHAPE (numbers of coordinates or labels), NUMBER (naming point and coordinate)
 */
export function labelledPoints(
  points: readonly unknown[],
  labels: readonly unknown[],
  where: string,
): LabelledPoints {
  if (points.length === 0) throw new ChainruleError("OPTION", "at least one point", { where });
  if (labels.length !== points.length) {
    throw new ChainruleError("SHAPE", "one label for each point", {
      where,
      got: `${labels.length} labels`,
      expected: `${points.length}`,
    });
  }
  const coordinates = points.map((point, k) => coordinatesOf(point, `${where}: point ${k}`));
  const dimension = coordinates[0]?.length ?? 0; // there is a first one
  coordinates.forEach((point, k) => {
    if (point.length === dimension) return;
    throw new ChainruleError("SHAPE", "points have one number of coordinates", {
      where: `${where}: point ${k}`,
      got: `${point.length}`,
      expected: `${dimension}`,
    });
  });
  const other = labels.includes(-1) ? -1 : 0;
  return {
    points: coordinates,
    isOne: labels.map((label, k) => isOne(label, other, `${where}: label ${k}`)),
  };
}

function coordinatesOf(point: unknown, where: string): readonly number[] {
  if (!Array.isArray(point) || point.length === 0) {
    throw new ChainruleError("SHAPE", "a point is an array of one coordinate or more", {
      where,
      got: shown(point),
    });
  }
  return Object.freeze(point.map((each: unknown, k) => checkFinite(each, `${where}, coordinate ${k}`)));
}

function isOne(label: unknown, other: number, where: string): boolean {
  if (label === 1) return true;
  if (label === other) return false;
  throw new ChainruleError("NUMBER", "labels are 0 and 1, or -1 and 1", { where, got: shown(label) });
}
