import type { IndexMap } from "../index-map";
import { entryCount, strides } from "../shape";
import { room as numbers } from "../value";
import type { Entries, Kernel, Room } from "./number-system";

/** An index map whose sizes are numbers. */
export interface ConcreteMap extends IndexMap {
  readonly sizes: readonly number[];
}

/** What an index map does with entries. */
export interface Nest<T> {
  /** Of the entries of the inputs at one combination of indices, a list of its own. Left out, it is the entry of one input. */
  readonly kernel?: (entries: readonly T[]) => T;
  /** Of what falls on one output entry, in the order of the indices that are reduced over. */
  readonly join: (terms: readonly T[]) => T;
}

/** Entries of an input, and how the indices that are free and those that are reduced over move through them. */
interface Source<T> {
  readonly data: ArrayLike<T>;
  readonly from: ArrayLike<number>;
  readonly by: ArrayLike<number>;
}

/**
 * Runs over every combination of indices, applies the kernel to the entries of the inputs there and joins what falls on the
 * same output entry. Output entries that no combination reaches (off a diagonal) join nothing.
 */
export function nest<T, Data extends Room<T> = T[]>(
  map: ConcreteMap,
  inputs: readonly Entries<T, ArrayLike<T>>[],
  { kernel, join }: Nest<T>,
  room: (shape: readonly number[]) => Data = arrays,
): Entries<T, Data> {
  const { output, sizes } = map;
  const shape = output.map((index) => sizes[index] as number);
  const data = room(shape);
  const target: Room<T> = data;
  const free: number[] = [];
  const reduced: number[] = [];
  for (let index = 0; index < sizes.length; index++) (output.includes(index) ? free : reduced).push(index);
  const places = placesOf(free, sizes, stepsPerIndex(output, shape, sizes.length));
  const sources = inputs.map((input, k): Source<T> => {
    const steps = stepsPerIndex(map.inputs[k] ?? [], input.shape, sizes.length);
    return { data: input.data, from: placesOf(free, sizes, steps), by: placesOf(reduced, sizes, steps) };
  });
  const count = sources[0]?.by.length ?? placesOf(reduced, sizes, []).length;
  const at = ({ by, data: entries, from }: Source<T>, k: number, r: number): T =>
    entries[(from[k] as number) + (by[r] as number)] as T;
  if (places.length < target.length) for (let k = 0; k < target.length; k++) target[k] = join([]);
  for (let k = 0; k < places.length; k++) {
    const terms = new Array<T>(count);
    for (let r = 0; r < count; r++) {
      if (kernel === undefined) {
        terms[r] = at(sources[0] as Source<T>, k, r);
        continue;
      }
      const entries = new Array<T>(sources.length);
      for (let i = 0; i < sources.length; i++) entries[i] = at(sources[i] as Source<T>, k, r);
      terms[r] = kernel(entries);
    }
    target[places[k] as number] = join(terms);
  }
  return { shape, data };
}

/** Applies a kernel entry by entry, as the map of a pointwise operation says: no index is reduced over, none stands twice. */
export function entrywise<T, Data extends Room<T>>(
  { inputs: indices, output, sizes }: ConcreteMap,
  inputs: readonly Entries<T, Data>[],
  kernel: Kernel<T>,
  room: (shape: readonly number[]) => Data = arrays,
): Entries<T, Data> {
  const data = room(sizes);
  const target: Room<T> = data;
  const last = output.length - 1;
  const outer = output.slice(0, last);
  const sources = inputs.map((input, k) => {
    const steps = stepsPerIndex(indices[k] ?? [], input.shape, sizes.length);
    return { data: input.data, from: placesOf(outer, sizes, steps), step: steps[last] ?? 0 };
  });
  const [a, b = a, c = a] = sources as [(typeof sources)[number], ...typeof sources]; // of at most three operands
  const length = sizes[last] ?? 1;
  for (let row = 0, k = 0; k < target.length; row++) {
    let [i, j, l] = [a.from[row] as number, b.from[row] as number, c.from[row] as number];
    for (const end = k + length; k < end; k++, i += a.step, j += b.step, l += c.step)
      target[k] = kernel(a.data[i] as T, b.data[j] as T, c.data[l] as T);
  }
  return { shape: sizes, data };
}

/** Room in an array. */
export const arrays = <T, Data>(shape: readonly number[]): Data =>
  new Array<T>(entryCount(shape)) as unknown as Data; // a system without room of its own keeps entries in arrays

/** For every index of the nest: by how much one step moves through the data. */
function stepsPerIndex(
  indices: readonly (number | null)[],
  shape: readonly number[],
  loops: number,
): readonly number[] {
  const steps = strides(shape);
  const result = new Array<number>(loops).fill(0);
  indices.forEach((index, axis) => {
    if (index !== null) result[index] = (result[index] as number) + (steps[axis] as number);
  });
  return result;
}

/** Where all combinations of some indices are, the last index running fastest. */
function placesOf(
  indices: readonly number[],
  sizes: readonly number[],
  steps: readonly number[],
): ArrayLike<number> {
  let places: Room<number> = [0];
  for (const index of indices) {
    const size = sizes[index] as number;
    const step = steps[index] ?? 0;
    const count = places.length * size;
    const next: Room<number> = count > LONGEST ? numbers([count], "evaluate") : new Array<number>(count);
    let k = 0;
    for (let p = 0; p < places.length; p++)
      for (let n = 0; n < size; n++) next[k++] = (places[p] as number) + n * step;
    places = next;
  }
  return places;
}

/** Engines keep longer arrays as dictionaries. */
const LONGEST = 2 ** 24;
