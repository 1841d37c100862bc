import { ChainruleError, shown } from "../../errors";
import type { Axes, AxisOptions, Node, Operand } from "../../node";
import { checkOptions } from "../../options";
import { guarded } from "../../signature";
import { div, sub } from "../arithmetic";
import { isAxisOptions, reduced } from "../axes";
import { countAlong, mean, sum } from "../contract";
import { sqrt, square } from "../elementary";
import { constantNode } from "../leaf";
import { norm } from "../reduce";

/** Axes, and what is taken from the number of entries before dividing by it. */
export interface VarianceOptions extends AxisOptions {
  /** 0, by default, divides by n; 1 by n - 1, for the variance of what the entries are a sample of. */
  readonly correction?: number;
}

/** A reduction that may correct for a sample. */
export interface VarianceFunction {
  (x: Operand): Node<number>;
  (x: Operand, axes: Axes | VarianceOptions | undefined): Node;
}

interface Deviations {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
  /** Each entry less the mean. */
  readonly centred: Node;
  /** By what their squares are divided. */
  readonly count: Node;
}

function deviations(name: string, operand: Operand, given: Axes | VarianceOptions | undefined): Deviations {
  const options: VarianceOptions = isAxisOptions(given) ? given : {};
  if (isAxisOptions(given)) checkOptions(given, { axis: true, keepDims: true, correction: true }, name);
  const { correction = 0, ...rest } = options;
  if (typeof correction !== "number" || !Number.isFinite(correction)) {
    throw new ChainruleError("OPTION", "a correction is a number", {
      where: name,
      got: shown(correction),
      expected: "0, or 1 for a sample",
    });
  }
  const { x, axes, keepDims } = reduced(name, operand, isAxisOptions(given) ? rest : given);
  const total = countAlong(name, x, axes);
  const { value } = total.attrs;
  if (typeof value === "number" && value <= correction) {
    throw new ChainruleError("SHAPE", "so few entries have no such variance", {
      where: name,
      got: `${value} with a correction of ${correction}`,
    });
  }
  const less = constantNode(correction);
  const corrected = typeof value === "number" ? constantNode(value - correction) : sub(total, less);
  const count = correction === 0 ? total : corrected;
  return { axes, keepDims, centred: sub(x, mean(x, axes, true)), count };
}

/** The mean of the squares of the deviations from the mean, over axes (all by default). @throws ChainruleError OPTION, SHAPE */
export const variance = guarded("variance", "operand any?", (x: Operand, given?: Axes | VarianceOptions) => {
  const { axes, centred, count, keepDims } = deviations("variance", x, given);
  return div(sum(square(centred), axes, keepDims), count);
}) as VarianceFunction; // the rank of what it gives depends on the axes

/**
 * The root of the variance, over axes (all by default). Where all entries are equal, its gradient is taken as 0, as that of a norm.
 * @throws ChainruleError OPTION, SHAPE
 */
export const std = guarded("std", "operand any?", (x: Operand, given?: Axes | VarianceOptions) => {
  const { axes, centred, count, keepDims } = deviations("std", x, given);
  return div(norm(centred, axes, keepDims), sqrt(count));
}) as VarianceFunction; // the rank of what it gives depends on the axes
