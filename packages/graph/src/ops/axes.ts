import { ChainruleError, shown } from "../errors";
import { type Axes, type AxisOptions, Node, type Operand } from "../node";
import { checkAxis, shapeText } from "../shape";
import { lift } from "./leaf";

/* What callers say of axes: a number, several, or options. */

/** Whether an argument is options, and not an operand. */
export const isAxisOptions = (value: unknown): value is AxisOptions =>
  typeof value === "object" &&
  value !== null &&
  !(value instanceof Node) &&
  !Array.isArray(value) &&
  !("data" in value);

export interface Reduced {
  readonly x: Node;
  /** Counted from 0, each once. */
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** An operand, and over which of its axes it is reduced: all, if none are named. @throws ChainruleError OPERAND, SHAPE */
export function reduced(operation: string, operand: Operand, given: Axes | undefined): Reduced {
  const x = lift(operand, operation, 0);
  const options: AxisOptions = isAxisOptions(given) ? given : { axis: given as number };
  const unknown = Object.keys(options).find((key) => key !== "axis" && key !== "keepDims");
  if (unknown !== undefined || (options.keepDims !== undefined && typeof options.keepDims !== "boolean")) {
    throw new ChainruleError("OPERAND", "axes are given as { axis, keepDims }", {
      where: `${operation}: argument 1`,
      got: unknown ?? `keepDims: ${shown(options.keepDims)}`,
    });
  }
  const { axis, keepDims = false } = options;
  const list = axis === undefined ? x.shape.map((_, k) => k) : [axis].flat();
  return { x, axes: [...new Set(list.map((k) => checkAxis(operation, k, x.shape)))], keepDims };
}

/** The size along an axis, where it has to be a number. @throws ChainruleError SIZE */
export function knownSize(operation: string, { shape }: Node, axis: number): number {
  const size = shape[axis];
  if (typeof size === "number") return size;
  throw new ChainruleError("SIZE", "the size along the axis must be a number", {
    where: operation,
    got: `axis ${axis} of ${shapeText(shape)}`,
  });
}
