import type { Layout, Node, TensorValue, Value } from "../node";
import { entryCount } from "../shape";
import { room } from "../value";

/** The value of concat, slice, pad or reshape. Their inputs are tensors of known sizes. */
export function moved(op: Layout, node: Node, values: readonly Value[]): Value {
  const { axis = 0, start = 0 } = node.attrs;
  const first = asTensor(values[0] as Value);
  switch (op.name) {
    case "concat":
      return blocks(values.map(asTensor), axis);
    case "slice":
      return window(first, axis, start, (node.attrs.stop ?? 0) - start);
    case "pad":
      return window(first, axis, -start, start + (first.shape[axis] as number) + (node.attrs.stop ?? 0));
    default: {
      const shape = node.shape as readonly number[]; // reshape only takes sizes that are numbers
      return shape.length === 0 ? (first.data[0] as number) : { shape, data: first.data };
    }
  }
}

const asTensor = (value: Value): TensorValue =>
  typeof value === "number" ? { shape: [], data: Float64Array.of(value) } : value;

const before = (shape: readonly number[], axis: number): number => entryCount(shape.slice(0, axis));
const after = (shape: readonly number[], axis: number): number => entryCount(shape.slice(axis + 1));

/** `length` entries from `start` along an axis; 0 where that is outside. */
function window(x: TensorValue, axis: number, start: number, length: number): TensorValue {
  const size = x.shape[axis] as number;
  const inner = after(x.shape, axis);
  const outer = before(x.shape, axis);
  const shape = x.shape.map((old, k) => (k === axis ? length : old));
  const data = room(shape, "evaluate");
  for (let block = 0; block < outer; block++) {
    for (let k = Math.max(0, -start); k < length && k + start < size; k++) {
      const from = (block * size + k + start) * inner;
      data.set(x.data.subarray(from, from + inner), (block * length + k) * inner);
    }
  }
  return { shape, data };
}

function blocks(parts: readonly TensorValue[], axis: number): TensorValue {
  const first = parts[0] as TensorValue;
  const total = parts.reduce((length, part) => length + (part.shape[axis] as number), 0);
  const inner = after(first.shape, axis);
  const outer = before(first.shape, axis);
  const shape = first.shape.map((old, k) => (k === axis ? total : old));
  const data = room(shape, "evaluate");
  let at = 0;
  for (let block = 0; block < outer; block++) {
    for (const part of parts) {
      const row = (part.shape[axis] as number) * inner;
      data.set(part.data.subarray(block * row, (block + 1) * row), at);
      at += row;
    }
  }
  return { shape, data };
}
