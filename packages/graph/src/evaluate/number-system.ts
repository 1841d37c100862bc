import type { Node, Operation } from "../node";
import type { PointwiseTable } from "../ops/table";
import type { StableKernel } from "../stable";

/** A function of numbers of one kind; operands in the order of the operation's. */
export type Kernel<T> = (a: T, b: T, c: T) => T;

/** Where entries are kept: an array, or a typed one. */
export interface Room<T> {
  readonly length: number;
  [place: number]: T;
}

/** A tensor of numbers of one kind, row-major; of shape [] for a scalar. */
export interface Entries<T, Data = readonly T[]> {
  readonly shape: readonly number[];
  readonly data: Data;
}

/**
 * What graphs mean over numbers of one kind: float64, exact fractions, intervals, elements of finite fields. Each pointwise
 * operation has a row, but those that are made of others mean what they are made of if they have none. What is optional is for numbers that are rounded and fast; without it, an operation means its definition.
 */
export interface NumberSystem<T, Data extends Room<T> = readonly T[]> {
  /** A number of the graph, which means the decimal it is written as. */
  readonly number: (value: number) => T;
  /** One entry of a symbol. */
  readonly symbol: (node: Node, entry: number) => T;
  /** An abstract function or one of its derivatives. */
  readonly abstract: (name: string, order: number, x: T) => T;
  /** The entries of an operation that a user declared, from those of its operands. */
  readonly declared: (op: Operation, operands: readonly Entries<T, Data>[], shape: readonly number[]) => Data;
  readonly pointwise: PointwiseTable<Kernel<T>>;
  readonly sum: (terms: readonly T[]) => T;
  readonly product: (factors: readonly T[]) => T;
  readonly largest: (entries: readonly T[]) => T;
  readonly smallest: (entries: readonly T[]) => T;
  /** Room for the entries of a tensor; an array if left out. */
  readonly room?: (shape: readonly number[]) => Data;
  /** The entries of a tensor that is a symbol or constant, where they need not be made. */
  readonly given?: (node: Node) => Data;
  /** The forms that do not cancel (see `stable.ts`); composite operations are then computed as they are lowered. */
  readonly stable?: { readonly [K in StableKernel]: Kernel<T> };
  /** The Euclidean norm of entries, where squares may leave the range. */
  readonly norm?: (entries: readonly T[]) => T;
  /** A pointwise function that a user declared, where its value in float64 is as good as its definition. */
  readonly forward?: (value: Kernel<number>) => Kernel<T>;
}
