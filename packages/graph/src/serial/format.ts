/*
 * A graph as plain data, which JSON holds: its nodes in an order in which operands come first, each with its operation, the places
 * of its operands and what else its constructor takes. Values of symbols are no part of it.
 */

export const VERSION = 1;

/** A number, or the name of a symbolic size, with its index letter if it has one. */
export type SerialSize = number | { readonly name: string; readonly index?: string };

/** A number as JSON can hold it: what it cannot is a word. */
export type SerialNumber = number | "NaN" | "Infinity" | "-Infinity" | "-0";

export interface SerialNode {
  readonly op: string;
  /** Places of the operands; left out where there are none. */
  readonly inputs?: readonly number[];
  /** Of a symbol or a definition. */
  readonly name?: string;
  /** Of a symbol and of what is reshaped. */
  readonly shape?: readonly SerialSize[];
  readonly sumsTo?: number;
  /** Of a constant. */
  readonly value?:
    | SerialNumber
    | { readonly shape: readonly number[]; readonly data: readonly SerialNumber[] };
  readonly dim?: SerialSize;
  readonly map?: {
    readonly inputs: readonly (readonly (number | null)[])[];
    readonly output: readonly number[];
    readonly sizes: readonly SerialSize[];
  };
  readonly axis?: number;
  readonly axes?: readonly number[];
  readonly keepDims?: boolean;
  readonly start?: number;
  readonly stop?: number;
}

/** A graph as plain data. */
export interface SerialGraph {
  readonly version: typeof VERSION;
  readonly nodes: readonly SerialNode[];
  /** The places of the outputs. */
  readonly outputs: readonly number[];
}
