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
import * as fixed from "./fixed";

const { fromNumber: fractionOf } = rational;

/** Digits to which numbers agree that a declared operation, known in float64 only, has a part in. */
export const DECLARED_DIGITS = 9;

/** An operation that a user declared, computed by the declaration in float64; undefined where that is not finite. */
export function declaredEntries(
  op: Operation,
  operands: readonly Entries<bigint | undefined>[],
  shape: readonly number[],
): (bigint | undefined)[] {
  const values = operands.map(
    ({ data, shape: own }): TensorValue => ({
      shape: own,
      data: Float64Array.from(data, (x) => (x === undefined ? Number.NaN : fixed.toNumber(x))),
    }),
  );
  if (op.kind === "declared") {
    const scalars = values.map((value) => (value.shape.length === 0 ? (value.data[0] as number) : value));
    const value = declaredValue(op, scalars, shape);
    return Array.from(typeof value === "number" ? [value] : value.data, precise);
  }
  const [a = Number.NaN, b = a, c = b] = values.map(({ data }) => data[0] as number);
  const value = op.kind === "pointwise" ? op.forward?.(a, b, c) : undefined;
  return new Array<bigint | undefined>(entryCount(shape)).fill(precise(value ?? Number.NaN));
}

function precise(x: number): bigint | undefined {
  const fraction = fractionOf(x);
  return fraction === undefined ? undefined : fixed.fromFraction(fraction.n, fraction.d);
}

/** Whether a graph has an operation of which float64 values are all that is known. */
export const isKnownInFloat = (roots: readonly Node[]): boolean =>
  topologicalOrder(roots).some(
    ({ op }) =>
      op.kind === "declared" ||
      (op.kind === "pointwise" && op.forward !== undefined && op.lower === undefined),
  );
