import type { Node } from "../node";
import { entryCount } from "../shape";
import type { Entries, Room } from "./number-system";

/** How entries are moved: where they are kept, and what stands where there are none. */
export interface Moving<T, Data> {
  readonly room: (shape: readonly number[]) => Data;
  readonly outside: T;
}

/** The entries of concat, slice, pad or reshape. */
export function moved<T, Data extends Room<T>>(
  node: Node,
  inputs: readonly Entries<T, Data>[],
  moving: Moving<T, Data>,
): Entries<T, Data> {
  const { axis = 0, start = 0, stop = 0 } = node.attrs;
  const x = inputs[0] as Entries<T, Data>; // each of them takes at least one
  switch (node.op.name) {
    case "concat":
      return blocks(inputs, axis, moving);
    case "slice":
      return window(x, axis, start, stop - start, moving);
    case "pad":
      return window(x, axis, -start, start + (x.shape[axis] as number) + stop, moving);
    default:
      return { shape: node.shape as readonly number[], data: x.data }; // reshape only takes sizes that are numbers
  }
}

const before = (shape: readonly number[], axis: number): number => entryCount(shape.slice(0, axis));
const after = (shape: readonly number[], axis: number): number => entryCount(shape.slice(axis + 1));
const resized = (shape: readonly number[], axis: number, size: number): number[] =>
  shape.map((old, k) => (k === axis ? size : old));

/** `length` entries from `start` along an axis. */
function window<T, Data extends Room<T>>(
  { data, shape }: Entries<T, Data>,
  axis: number,
  start: number,
  length: number,
  { outside, room }: Moving<T, Data>,
): Entries<T, Data> {
  const size = shape[axis] as number;
  const inner = after(shape, axis);
  const result = { shape: resized(shape, axis, length), data: room(resized(shape, axis, length)) };
  const target: Room<T> = result.data;
  let at = 0;
  for (let block = 0; block < before(shape, axis); block++) {
    for (let k = start; k < start + length; k++) {
      const from = (block * size + k) * inner;
      const isInside = k >= 0 && k < size;
      for (let n = 0; n < inner; n++) target[at++] = isInside ? (data[from + n] as T) : outside;
    }
  }
  return result;
}

function blocks<T, Data extends Room<T>>(
  parts: readonly Entries<T, Data>[],
  axis: number,
  { room }: Moving<T, Data>,
): Entries<T, Data> {
  const first = parts[0] as Entries<T, Data>; // concat takes at least one
  const total = parts.reduce((length, part) => length + (part.shape[axis] as number), 0);
  const result = { shape: resized(first.shape, axis, total), data: room(resized(first.shape, axis, total)) };
  const target: Room<T> = result.data;
  let at = 0;
  for (let block = 0; block < before(first.shape, axis); block++) {
    for (const { data, shape } of parts) {
      const row = (shape[axis] as number) * after(shape, axis);
      for (let k = 0; k < row; k++) target[at++] = data[block * row + k] as T;
    }
  }
  return result;
}
