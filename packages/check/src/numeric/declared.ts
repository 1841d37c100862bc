import {
  declaredValue,
  type Entries,
  entryCount,
  type Node,
  type Operation,
  rational,
  type TensorValue,
  topologicalOrder,
} from "@chainrule/graph";
import { relativeRadius } from "./ball";
import { exactly, fraction, isZero, negative, times, toNumber, UNKNOWN, type Wide, within } from "./wide";

const { fromNumber: fractionOf } = rational;

/** Digits to which numbers agree that a declared operation, known in float64 only, has a part in. */
export const DECLARED_DIGITS = 9;

/** A declared operation is computed in float64, a few bits of which may be off. */
const LAST_BITS = fraction(1n, 1n << 48n);
/** A number that is known less well may be several ones in float64, and of the function between them nothing is known. */
const ONE_FLOAT = 2 ** -50;

/**
 * An operation that a user declared, computed by the declaration in float64; undefined where that is not finite, and unknown
 * where an operand is not one number in float64.
 */
export function declaredEntries(
  op: Operation,
  operands: readonly Entries<Wide>[],
  shape: readonly number[],
): Wide[] {
  const isKnown = operands.every(({ data }) =>
    data.every((x) => x !== UNKNOWN && (x?.kind !== "ball" || relativeRadius(x) < ONE_FLOAT)),
  );
  if (!isKnown) return new Array<Wide>(entryCount(shape)).fill(UNKNOWN);
  const values = operands.map(
    ({ data, shape: own }): TensorValue => ({
      shape: own,
      data: Float64Array.from(data, (x) => (typeof x === "object" ? toNumber(x) : Number.NaN)),
    }),
  );
  if (op.kind === "declared") {
    const scalars = values.map((value) => (value.shape.length === 0 ? (value.data[0] as number) : value));
    const value = declaredValue(op, scalars, shape);
    return Array.from(typeof value === "number" ? [value] : value.data, about);
  }
  const [a = Number.NaN, b = a, c = b] = values.map(({ data }) => data[0] as number);
  const value = op.kind === "pointwise" ? op.forward?.(a, b, c) : undefined;
  return Array.from({ length: entryCount(shape) }, () => about(value ?? Number.NaN));
}

/** A float64 whose last bits may be off. */
function about(x: number): Wide {
  const found = fractionOf(x);
  if (found === undefined) return undefined;
  const middle = exactly(found);
  if (isZero(middle)) return middle;
  const reach = times(x < 0 ? negative(middle) : middle, LAST_BITS, 128);
  return reach.kind === "exact" ? within(middle, reach) : reach;
}

/** Whether a graph has an operation of which float64 values are all that is known. */
export const isKnownInFloat = (roots: readonly Node[]): boolean =>
  topologicalOrder(roots).some(
    ({ op }) =>
      (op.kind === "declared" && op.entries === undefined) ||
      (op.kind === "pointwise" && op.forward !== undefined && op.lower === undefined),
  );
