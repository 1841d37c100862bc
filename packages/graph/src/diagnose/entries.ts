import type { Node, Value } from "../node";
import { entryCount, strides } from "../shape";
import { valueShape } from "../value";

export type ValueAt = (node: Node) => Value;

/** One entry of a node beside those of its operands that it is made of. */
export type Holds = (operands: readonly number[], entry: number, position: number) => boolean;

/** The operands of the first entry of a pointwise node for which something holds; operands broadcast. */
export function firstEntry(node: Node, valueAt: ValueAt, holds: Holds): readonly number[] | undefined {
  const output = valueAt(node);
  const shape = valueShape(output);
  const steps = strides(shape);
  const readers = node.inputs.map((input) => reader(valueAt(input), shape, steps));
  const count = entryCount(shape);
  for (let position = 0; position < count; position++) {
    const operands = readers.map((read) => read(position));
    if (holds(operands, entryAt(output, position), position)) return operands;
  }
  return undefined;
}

export const entryAt = (value: Value, position: number): number =>
  typeof value === "number" ? value : (value.data[position] as number);

/** Reads the entry of an operand that stands at a position of what it broadcasts to. */
function reader(
  value: Value,
  shape: readonly number[],
  steps: readonly number[],
): (position: number) => number {
  if (typeof value === "number") return () => value;
  const own = strides(value.shape);
  const offset = shape.length - value.shape.length;
  return (position) => {
    let at = 0;
    value.shape.forEach((size, axis) => {
      if (size === 1) return;
      const index =
        Math.floor(position / (steps[axis + offset] as number)) % (shape[axis + offset] as number);
      at += index * (own[axis] as number);
    });
    return value.data[at] as number;
  };
}

/** Whether some entry of a value is such a number. */
export const hasEntry = (value: Value, is: (entry: number) => boolean): boolean =>
  typeof value === "number" ? is(value) : value.data.some(is);
