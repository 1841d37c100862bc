import type { Arithmetic } from "./compile/math/arithmetic";
import type { IndexMap } from "./index-map";
import { type Name, nameText, type SymbolName } from "./name";
import type { BinaryName, FoldedName, UnaryName } from "./ops/names";
import type { Dim, Shape } from "./shape";

/** A tensor of numbers, row-major. */
export interface TensorValue {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export type Value = number | TensorValue;

/** Nested arrays of numbers, all rows of the same length. */
export type NestedNumbers = readonly (number | NestedNumbers)[];

/** What stands for a node wherever one is expected: numbers and nested arrays become constants. */
export type Operand = Node | number | NestedNumbers | TensorValue;

/** The type of the value of an operand. */
export type ValueOf<O extends Operand> = O extends number
  ? number
  : O extends Node<infer V>
    ? V
    : TensorValue;

/** The value type of a pointwise operation: a number only if both operands are. */
export type Broadcast<A extends Value, B extends Value> = A extends number ? B : TensorValue;

/** The value type of a value and operands, combined from the left. */
export type Folded<V extends Value, O extends readonly Operand[]> = O extends readonly [
  infer First extends Operand,
  ...infer Rest extends readonly Operand[],
]
  ? Folded<Broadcast<V, ValueOf<First>>, Rest>
  : V;

/** Where a symbol keeps its value. The one thing in a graph that changes. */
export interface Cell {
  value: Value | undefined;
}

/**
 * What a node carries beside its inputs: a symbol's name and cell, a constant's value, a definition's name, a size, or
 * what an operation's declaration says.
 */
export interface NodeAttributes {
  readonly map?: IndexMap;
  readonly axis?: number;
  readonly axes?: readonly number[];
  readonly start?: number;
  readonly stop?: number;
  readonly shape?: Shape;
  readonly name?: Name;
  readonly cell?: Cell;
  readonly value?: Value;
  /** On a symbol: what its entries sum to along the last axis, as its author declared. */
  readonly sumsTo?: number;
  readonly dim?: Dim;
  /** On the definition of a new value: the symbol that it replaces in the next step. */
  readonly replaces?: Node;
  /** On a constant 0: it is the 0 of what is not there; see `strong-zero.ts`. */
  readonly strong?: true;
  /** On a quotient or product: where its first operand is 0, it is 0, of 0 over 0 and 0 times infinity too. */
  readonly vanishes?: true;
  /** On a contraction in whose output an index stands twice: what is off the diagonal is such a 0. */
  readonly sparse?: true;
}

type UnaryMethods<V extends Value> = { readonly [K in UnaryName]: () => Node<V> };
type BinaryMethods<V extends Value> = {
  readonly [K in Exclude<BinaryName, FoldedName | "leakyRelu" | "elu">]: <B extends Operand>(
    other: B,
  ) => Node<Broadcast<V, ValueOf<B>>>;
};

/** Which axes to reduce over (all, if none are named), and whether they stay as axes of size 1. */
export interface AxisOptions {
  readonly axis?: number | readonly number[];
  readonly keepDims?: boolean;
}
/** A norm's axes, and which norm. */
export interface NormOptions extends AxisOptions {
  /** The p of the p-norm, from 1 to Infinity; 2 by default. "F" says that the 2-norm of all entries of a matrix is meant. */
  readonly p?: number | "F";
}

export type Axes = number | readonly number[] | AxisOptions;

/** The operations of a node as methods. The free functions of the same names say what each does. */
export interface Node<V extends Value = Value> extends UnaryMethods<V>, BinaryMethods<V> {
  /** The number, or tensor of numbers, from the values of the symbols below. @throws ChainruleError UNBOUND */
  readonly value: V;
  /** The gradient that the last `backward()` that met this node left here; zero if none did. */
  readonly grad: V;
  /**
   * Puts the gradient of this scalar into `grad` of every node below it. Calling it again changes nothing. A loop that builds
   * the same scalar graph of the same operands in each step, and ends the step with this, gets the same nodes again from its
   * fourth step on, and after some hundred steps they are compiled.
   */
  backward(): void;
  /** Gives a symbol another value of the same shape. @throws ChainruleError NOT_A_LEAF, SHAPE, OPERAND */
  set(value: V | NestedNumbers): this;
  /** This node as the definition of a name. Simplification never crosses it, printing shows it. */
  named(name: string): Node<V>;
  /** What this node is called, if it is a symbol or a definition. */
  readonly name: Name | undefined;

  add<B extends Operand>(other: B): Node<Broadcast<V, ValueOf<B>>>;
  add<A extends Operand, B extends Operand, C extends readonly Operand[]>(
    a: A,
    b: B,
    ...others: C
  ): Node<Folded<V, [A, B, ...C]>>;
  mul<B extends Operand>(other: B): Node<Broadcast<V, ValueOf<B>>>;
  mul<A extends Operand, B extends Operand, C extends readonly Operand[]>(
    a: A,
    b: B,
    ...others: C
  ): Node<Folded<V, [A, B, ...C]>>;
  leakyRelu(slope?: Node<number> | number): Node<V>;
  elu(alpha?: Node<number> | number): Node<V>;
  max(): Node<number>;
  max(other: Node | number | NestedNumbers | TensorValue): Node<V>;
  max(a: Operand, b: Operand, ...others: readonly Operand[]): Node;
  max(axes: AxisOptions): Node;
  min(): Node<number>;
  min(other: Node | number | NestedNumbers | TensorValue): Node<V>;
  min(a: Operand, b: Operand, ...others: readonly Operand[]): Node;
  min(axes: AxisOptions): Node;
  where<A extends Operand, B extends Operand>(
    yes: A,
    no: B,
  ): Node<Broadcast<V, Broadcast<ValueOf<A>, ValueOf<B>>>>;

  sum(): Node<number>;
  sum(axes: Axes): Node;
  mean(): Node<number>;
  mean(axes: Axes): Node;
  norm(): Node<number>;
  norm(options: NormOptions & { readonly axis?: never; readonly keepDims?: false }): Node<number>;
  norm(axes: Axes | NormOptions): Node;
  logSumExp(): Node<number>;
  logSumExp(axes: Axes): Node;
  softmax(axis?: number): Node<V>;
  logSoftmax(axis?: number): Node<V>;
  matmul(other: Operand): Node;
  dot(other: Operand): Node<number>;
  outer(other: Operand): Node<TensorValue>;
  transpose(axes?: readonly number[]): Node<V>;
  trace(): Node<number>;
  broadcastTo(shape: Shape): Node<TensorValue>;
  slice(axis: number, start: number, stop?: number): Node<TensorValue>;
  at(...index: readonly number[]): Node;
  reshape(shape: readonly number[]): Node;
}

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** Marks nodes, whichever copy of this package made them (a module loaded as CommonJS beside one loaded as ESM). */
const MARK = Symbol.for("chainrule.Node");

/**
 * What one `backward()` computed of the scalars below its own, by their places in its order. To leave the gradient of a
 * node takes no more than to tell it where to look it up.
 */
export class Swept {
  adjoints: ArrayLike<number> = [];
  /** How many there are. */
  count = 0;
  /** The value of the last of them, from which it went backwards. */
  value = Number.NaN;
  /** How many values had been set by then; see `changes`. */
  changes = -1;
  /** Computes the adjoints, where that waits until somebody asks. */
  ask: (() => void) | undefined = undefined;

  at(place: number): number {
    this.ask?.();
    return this.adjoints[place] ?? Number.NaN;
  }
}

/**
 * One node of a graph: an operation on inputs. Nodes never change; only the value of a symbol can be set, and
 * `backward()` leaves a gradient.
 */
// The methods declared above are attached from the operation table (see surface.ts).
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the table is complete, a test holds it
export class Node<V extends Value = Value> {
  readonly op: Operation;
  readonly attrs: NodeAttributes;
  readonly shape: Shape;
  /** The first two inputs. Most nodes have no others, and no list of them before somebody asks for it. */
  readonly first: Node | undefined;
  readonly second: Node | undefined;
  /** All inputs, once somebody asked for them; from the start where there are more than two, or none. */
  list: readonly Node[] | undefined;
  /** Where `backward()` leaves the gradient, or where it can be looked up; read it as `grad`. */
  adjoint: V | Swept | undefined;
  /** Where this node stands in the last order that it was part of; see `standAt`. */
  place: number;

  /** `inputs` may be left out where `first` and `second` are all there are. */
  constructor(
    op: Operation,
    inputs: readonly Node[] | undefined,
    attrs: NodeAttributes,
    shape: Shape,
    first: Node | undefined = inputs?.[0],
    second: Node | undefined = inputs?.[1],
  ) {
    this.op = op;
    this.attrs = attrs;
    this.shape = shape;
    this.first = first;
    this.second = second;
    this.list = inputs;
    this.adjoint = undefined;
    this.place = 0;
  }

  /** The nodes that the operation is applied to, in its order. */
  get inputs(): readonly Node[] {
    this.list ??= inputsOf(this);
    return this.list;
  }

  get [MARK](): true {
    return true;
  }

  /** The name, the value of a constant, or the operation: not the graph below, which may be large. */
  toString(): string {
    const { name, value } = this.attrs;
    if (name !== undefined) return nameText(name);
    return this.op.kind === "leaf" && typeof value === "number" ? String(value) : this.op.name;
  }

  /** What `console.log` of Node, and test runners, show. */
  [INSPECT](): string {
    return `Node(${this.toString()})`;
  }

  static [Symbol.hasInstance](value: unknown): value is Node {
    return typeof value === "object" && value !== null && MARK in value;
  }
}

/** The inputs of a node, without keeping the list as `node.inputs` does. */
export function inputsOf({ list, first, second }: Node): readonly Node[] {
  if (list !== undefined) return list;
  return second === undefined ? [first as Node] : [first as Node, second]; // without a list there is at least one
}

/** What an adjoint rule is given. Rules return graph nodes, so gradients are graphs, of any order. */
export interface AdjointContext {
  readonly node: Node;
  /** The node's value as the graph names it: its `named` wrapper if there is one, else the node. */
  readonly output: Node;
  /** The adjoint of the node. It may have a smaller shape that broadcasts to the node's. */
  readonly upstream: Node;
  /** Which inputs need an adjoint; rules for others are not asked. */
  readonly wanted: readonly boolean[];
}

/** The adjoint of one input; undefined where it is not wanted or exactly 0. */
export type Adjoint = Node | undefined;

interface Declaration {
  readonly name: string;
  /** The operation's law in plain text, as a reader would write it. */
  readonly law: string;
}

/** Where a function is defined; outside it the value is NaN or infinite. */
export interface Domain {
  readonly law: string;
  readonly holds: (...x: readonly number[]) => boolean;
}

/** Where a function has no derivative, and which value is chosen there. */
export interface Kink {
  readonly at: string;
  readonly choice: string;
  readonly holds: (...x: readonly number[]) => boolean;
  /** Of a declared function of one operand: the numbers. */
  readonly places?: readonly number[];
}

/** A derivative rule for one operand: the local partial, as a graph over the operands and the output. */
export type Partial = (inputs: readonly Node[], output: Node) => Node;

/** An abstract function, `f`, or one of its derivatives, `f'` (order 1), `f''` (order 2). */
export interface FunctionName {
  readonly name: SymbolName;
  readonly order: number;
}

/** The value of a function written in an arithmetic, so that it has the same bits in every backend. */
export type PointwiseRecipe = <T, M>(p: Arithmetic<T, M>, a: T, b: T, c: T) => T;

/** A function applied entry by entry; operands broadcast. Its value in float64 is a row of the kernel table. */
export interface Pointwise extends Declaration {
  readonly kind: "pointwise";
  readonly arity: number;
  /** One rule for each operand. "flat" where the derivative is 0 wherever it exists. */
  readonly partials: readonly (Partial | "flat")[];
  readonly domain?: Domain;
  readonly kink?: Kink;
  /** Set where moderate operands of the domain give more than float64 holds: exponentials. */
  readonly overflows?: boolean;
  /** The same function in other operations: what it means to all that have no row for it, such as numbers and proofs. */
  readonly lower?: (inputs: readonly Node[]) => Node;
  /** Set where more than two operands are folded from the left: a + b + c. */
  readonly folds?: true;
  /** Set on functions without a meaning of their own: what they are called. */
  readonly symbol?: FunctionName;
  /** Set on functions that readers know only written out as `lower`; the operation is there to be accurate, and one. */
  readonly writtenOut?: boolean;
  /** Set on functions whose derivative is 0 almost everywhere, so that a rule derived through them trains nothing. */
  readonly untrainable?: boolean;
  /** Other names that formulas have for it. */
  readonly aliases?: readonly string[];
  /** Set where the derivative is declared, and not that of the values: a difference of values says nothing about it. */
  readonly detached?: boolean;
  /** Its value over the operations of IEEE 754, where `lower` would overflow or cancel; that of `lower` if left out. */
  readonly recipe?: PointwiseRecipe;
  /** Set on functions that a user declared: their value in float64, which is a row of no table. */
  readonly forward?: (a: number, b: number, c: number) => number;
}

/** A pointwise operation that is made of others. Tables over operations need no row for it. */
export interface Defined extends Pointwise {
  readonly lower: (inputs: readonly Node[]) => Node;
}

/** Sums (contraction) or extrema over indices, as the node's `IndexMap` attribute says. */
export interface Indexed extends Declaration {
  readonly kind: "indexed";
  readonly adjoints: (context: AdjointContext) => readonly Adjoint[];
}

/** Moves entries about: concat, slice, pad, reshape. */
export interface Layout extends Declaration {
  readonly kind: "layout";
  readonly adjoints: (context: AdjointContext) => readonly Adjoint[];
}

/** An operation with a name of its own that is written in others. */
export interface Composite extends Declaration {
  readonly kind: "composite";
  readonly lower: (node: Node) => Node;
  /** Where the derivative has a form better than that of the lowered graph. */
  readonly adjoints?: (context: AdjointContext) => readonly Adjoint[];
}

/** Numbers of any kind, as far as matrices need them. */
export interface Field<T> {
  readonly number: (value: number) => T;
  readonly add: (a: T, b: T) => T;
  readonly mul: (a: T, b: T) => T;
  readonly div: (a: T, b: T) => T;
  readonly neg: (a: T) => T;
  readonly log: (a: T) => T;
}

/** A tensor of numbers of any kind, row-major. */
export interface Grid<T> {
  readonly shape: readonly number[];
  readonly data: ArrayLike<T>;
}

/** An operation on whole tensors, computed by a function: one that a user declared, or one of linear algebra. */
export interface Declared extends Declaration {
  readonly kind: "declared";
  readonly arity: number;
  /** The entries over numbers of any kind: set on what is built in, which proofs and error bounds then see through. */
  readonly entries?: <T>(field: Field<T>, operands: readonly Grid<T>[]) => readonly T[];
  /** What operands it needs, where others give NaN or infinity: "an A that is not singular". */
  readonly needs?: string;
  /** The value in float64, as its author wrote it; see `declaredValue` for what guards it. */
  readonly forward: (...inputs: readonly TensorValue[]) => TensorValue | number | NestedNumbers;
  readonly adjoints: (context: AdjointContext) => readonly Adjoint[];
}

export interface Leaf extends Declaration {
  readonly kind: "leaf";
}

/** A definition boundary: the input under a name. */
export interface Naming extends Declaration {
  readonly kind: "naming";
}

export type Operation = Pointwise | Indexed | Layout | Composite | Declared | Leaf | Naming;

/** The attributes of an operation that has none. */
export const NO_ATTRIBUTES: NodeAttributes = Object.freeze({});
