import { evaluate, type Node, symbolsOf } from "@chainrule/graph";
import type { Expression, FunctionStatement, Parameter, Statement } from "../python/syntax";
import { type Placed, Stop, unread } from "./problem";

/**
 * A tensor as Python has it: a place in memory that several names share. What changes it in place is seen through all of them.
 * A view has its entries in another tensor; it follows that one, and is not written to.
 */
export class Tensor {
  readonly kind = "tensor";
  /** What a comparison gives: used as an index it selects. */
  readonly isMask: boolean;
  #node: Node;
  readonly #base: Tensor | undefined;
  readonly #build: ((node: Node) => Node) | undefined;
  #seen: Node | undefined;

  constructor(node: Node, isMask = false, base?: Tensor, build?: (node: Node) => Node) {
    this.#node = node;
    this.isMask = isMask;
    this.#base = base;
    this.#build = build;
    this.#seen = base?.node;
  }

  /** The same entries in another arrangement. */
  view(build: (node: Node) => Node): Tensor {
    return new Tensor(build(this.node), this.isMask, this, build);
  }

  get node(): Node {
    if (this.#base !== undefined && this.#build !== undefined && this.#base.node !== this.#seen) {
      this.#seen = this.#base.node;
      this.#node = this.#build(this.#seen);
    }
    return this.#node;
  }

  get shape(): readonly number[] {
    return this.node.shape as readonly number[]; // the reader makes no symbolic sizes
  }

  /** Changes the entries. @throws Stop for a view, and where the shape would change */
  write(node: Node): void {
    if (this.#base !== undefined) throw unread("a view of a tensor is changed in place");
    this.#node = node;
  }
}

export interface NumberValue {
  readonly kind: "number";
  readonly value: number;
}

export interface Sequence {
  readonly kind: "sequence";
  readonly items: Value[];
  readonly isTuple: boolean;
}

export interface Attributes {
  readonly kind: "object";
  readonly entries: Map<string, Value>;
  /** What it is called in findings, and by its methods. */
  readonly name: string;
  readonly methods: ReadonlyMap<string, FunctionStatement>;
}

export interface Callable {
  readonly kind: "function";
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[] | Expression;
  readonly scope: Scope;
  readonly self?: Attributes;
}

export type Value =
  | Tensor
  | NumberValue
  | Sequence
  | Attributes
  | Callable
  | { readonly kind: "truth"; readonly value: boolean }
  | { readonly kind: "none" }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "slice"; readonly start?: number; readonly stop?: number; readonly step?: number }
  | { readonly kind: "ellipsis" }
  /** A library, or a function of one, by its full name. */
  | { readonly kind: "library"; readonly path: string }
  /** A method of a tensor that waits for its arguments. */
  | { readonly kind: "method"; readonly of: Value; readonly name: string; readonly index?: readonly Value[] }
  | ({ readonly kind: "unknown" } & Placed);

/** Names and what they stand for; inner scopes see outer ones. */
export class Scope {
  readonly names = new Map<string, Value>();
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  find(name: string): Value | undefined {
    return this.names.get(name) ?? this.#outer?.find(name);
  }
}

export const NONE: Value = { kind: "none" };
export const numberValue = (value: number): NumberValue => ({ kind: "number", value });
export const truth = (value: boolean): Value => ({ kind: "truth", value });
export const tuple = (items: Value[]): Sequence => ({ kind: "sequence", items, isTuple: true });

/** The numbers of a tensor that depends on nothing. */
export function numbersOf(node: Node): Float64Array | undefined {
  if (symbolsOf([node]).length > 0) return undefined;
  const value = evaluate(node);
  return typeof value === "number" ? Float64Array.of(value) : value.data;
}

/** A number that is known. @throws Stop */
export function knownNumber(value: Value, what: string): number {
  if (value.kind === "number") return value.value;
  if (value.kind === "truth") return value.value ? 1 : 0;
  if (value.kind === "tensor" && value.shape.length === 0) {
    const found = numbersOf(value.node)?.[0];
    if (found !== undefined) return found;
    wantedOf(value.node, "number");
  }
  if (value.kind === "unknown") throw new Stop(value.problem);
  throw unread(`${what} is not a number that the code tells`);
}

/** Asks for another sort of a quantity that was supposed to be a tensor of numbers. @throws Stop */
export function wantedOf(node: Node, sort: "indices" | "number" | "truth", below?: number): void {
  const { cell, name } = node.attrs;
  if (cell === undefined || name?.kind !== "symbol") return;
  throw new Stop({ kind: "wants", of: node.toString(), sort, ...(below !== undefined && { below }) });
}
