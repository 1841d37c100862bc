import { ChainruleError } from "../errors";
import type { Declared, Operation, TensorValue, Value } from "../node";
import { sameShape } from "../shape";
import { toValue, valueShape } from "../value";

/**
 * The value of an operation on whole tensors that a user declared. It is given copies, and its answer is copied, so that
 * nothing it does later changes a graph.
 * @throws ChainruleError SHAPE, OPERAND when the answer is not what the shape rule says
 */
export function declaredValue(op: Declared, inputs: readonly Value[], shape: readonly number[]): Value {
  const where = `${op.name}: value`;
  const result = toValue(op.forward(...inputs.map(asTensor)), where);
  if (sameShape(valueShape(result), shape)) return result;
  throw new ChainruleError("SHAPE", "the value has another shape than the shape rule says", {
    where,
    got: `[${valueShape(result).join()}]`,
    expected: `[${shape.join()}]`,
  });
}

const asTensor = (value: Value): TensorValue =>
  typeof value === "number"
    ? { shape: [], data: Float64Array.of(value) }
    : { shape: value.shape, data: value.data.slice() };

const keys = new WeakMap<Operation, string>();
let declared = 0;

/**
 * What tells operations apart: the name, and a number for those that users declared, of which two may have one name. Never a
 * reason for an order.
 */
export function operationKey(op: Operation): string {
  if (op.kind !== "declared" && (op.kind !== "pointwise" || op.forward === undefined)) return op.name;
  let key = keys.get(op);
  if (key === undefined) {
    key = `${op.name}#${declared++}`;
    keys.set(op, key);
  }
  return key;
}
