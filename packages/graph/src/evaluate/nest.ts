import type { IndexMap } from "../index-map";
import type { TensorValue, Value } from "../node";
import { entryCount, strides } from "../shape";
import { room, valueShape } from "../value";

/** An index map whose sizes are numbers. */
export interface ConcreteMap extends IndexMap {
  readonly sizes: readonly number[];
}

/** How entries that fall on the same output entry are combined. */
export type Combine = { readonly start: number; readonly step: (total: number, entry: number) => number };

export const SUM: Combine = { start: 0, step: (total, entry) => total + entry };
/** For output entries that one combination reaches: entries as they are, -0 too. */
export const ALONE: Combine = { start: 0, step: (_, entry) => entry };

/**
 * Runs over every combination of indices, applies the kernel to the entries of the inputs there and combines what falls on
 * the same output entry. Output entries that no combination reaches (off a diagonal) are 0.
 */
export function runNest(
  map: ConcreteMap,
  inputs: readonly Value[],
  kernel: (entries: readonly number[]) => number,
  combine: Combine,
): Value {
  const shape = map.output.map((index) => map.sizes[index] as number);
  const data = room(shape, "evaluate");
  const loops = map.sizes.length;
  const outputSteps = stepsPerIndex(map.output, strides(shape), loops);
  const inputSteps = inputs.map((value, k) =>
    stepsPerIndex(map.inputs[k] ?? [], strides(valueShape(value)), loops),
  );
  const sources = inputs.map((value) => (typeof value === "number" ? undefined : value.data));
  const scalars = inputs.map((value) => (typeof value === "number" ? value : 0));
  const started = new Uint8Array(data.length);
  const counter = new Array<number>(loops).fill(0);
  const entries = new Array<number>(inputs.length).fill(0);
  for (let remaining = entryCount(map.sizes); remaining > 0; remaining--) {
    for (let k = 0; k < inputs.length; k++) {
      const source = sources[k];
      entries[k] =
        source === undefined
          ? (scalars[k] as number)
          : (source[offset(counter, inputSteps[k] as readonly number[])] as number);
    }
    const position = offset(counter, outputSteps);
    const before = started[position] === 1 ? (data[position] as number) : combine.start;
    data[position] = combine.step(before, kernel(entries));
    started[position] = 1;
    advance(counter, map.sizes);
  }
  if (combine.start !== 0 && data.length > 0 && entryCount(map.sizes) === 0) data.fill(combine.start);
  return shape.length === 0 ? (data[0] as number) : ({ shape, data } satisfies TensorValue);
}

/** For every index of the nest: by how much one step moves through the data. */
function stepsPerIndex(
  indices: readonly (number | null)[],
  steps: readonly number[],
  loops: number,
): number[] {
  const result = new Array<number>(loops).fill(0);
  indices.forEach((index, axis) => {
    if (index !== null) result[index] = (result[index] as number) + (steps[axis] as number);
  });
  return result;
}

function offset(counter: readonly number[], steps: readonly number[]): number {
  let position = 0;
  for (let index = 0; index < counter.length; index++)
    position += (counter[index] as number) * (steps[index] as number);
  return position;
}

function advance(counter: number[], sizes: readonly number[]): void {
  for (let index = counter.length - 1; index >= 0; index--) {
    const next = (counter[index] as number) + 1;
    if (next < (sizes[index] as number)) {
      counter[index] = next;
      return;
    }
    counter[index] = 0;
  }
}
