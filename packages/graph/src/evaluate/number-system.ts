import type { Node, Operation } from "../node";
import type { PointwiseName } from "../ops/names";

/** A function of values of one kind; operands in the order of the operation's. */
export type Kernel<T> = (a: T, b: T, c: T) => T;

/**
 * What graphs mean over values of some kind: elements of finite fields, numbers of high precision, intervals. The table of
 * pointwise operations has a row for each.
 */
export interface NumberSystem<T> {
  /** A number of the graph, which means the decimal it is written as. */
  readonly number: (value: number) => T;
  /** One entry of a symbol. */
  readonly symbol: (node: Node, entry: number) => T;
  /** An abstract function or one of its derivatives. */
  readonly abstract: (name: string, order: number, x: T) => T;
  /** The entries of an operation that a user declared, from those of its operands. */
  readonly declared: (
    op: Operation,
    operands: readonly Entries<T>[],
    shape: readonly number[],
  ) => readonly T[];
  readonly pointwise: { readonly [K in PointwiseName]: Kernel<T> };
  readonly sum: (terms: readonly T[]) => T;
  readonly product: (factors: readonly T[]) => T;
  readonly largest: (entries: readonly T[]) => T;
  readonly smallest: (entries: readonly T[]) => T;
}

/** A tensor of values, row-major. */
export interface Entries<T> {
  readonly shape: readonly number[];
  readonly data: readonly T[];
}
