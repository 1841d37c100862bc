import type { Size } from "./shape";

/**
 * Which index of the output each index of the inputs is. Indices are numbered; `sizes[n]` is what index n runs over.
 * An index that is not in `output` is reduced over (summed, or maximised over); one that is in no input is a broadcast;
 * one that stands twice picks or fills a diagonal. `null` marks an axis of size 1 that is stretched.
 */
export interface IndexMap {
  readonly inputs: readonly (readonly (number | null)[])[];
  readonly output: readonly number[];
  readonly sizes: readonly Size[];
}
