import { ChainruleError, shown } from "../errors";
import { checkName, type Name, nameText, parseName, raised } from "../name";
import type { Leaf, Naming } from "../node";
import { type NestedNumbers, Node, type Operand, type TensorValue, type Value } from "../node";
import { againConstant, noted } from "../repetition";
import { checkShape, type Dim, SCALAR, type Shape, type Size, sameShape, shapeText } from "../shape";
import { toValue, valueShape } from "../value";

/** A named quantity, with or without a value. */
export const symbolOperation: Leaf = { kind: "leaf", name: "symbol", law: "x" };
/** A number or tensor of numbers. */
export const constantOperation: Leaf = { kind: "leaf", name: "constant", law: "c" };
/** The number of entries along a symbolic size. */
export const sizeOperation: Leaf = { kind: "leaf", name: "size", law: "n" };
/** A definition: `net_h1 := w_1 i_1 + b_1`. */
export const namedOperation: Naming = { kind: "naming", name: "named", law: "name := x" };

const LARGEST_SHARED = 16;
const shared: readonly Node<number>[] = Array.from({ length: LARGEST_SHARED + 1 }, (_, n) => makeConstant(n));

/** A constant node. -0 and NaN are kept apart from 0 and from each other's payloads by every table of constants. */
export function constantNode(value: Value): Node {
  if (typeof value === "number") {
    const isShared =
      Number.isInteger(value) && value <= LARGEST_SHARED && value >= 0 && !Object.is(value, -0);
    return isShared ? (shared[value] as Node) : (againConstant(value) ?? noted(makeConstant(value)));
  }
  return new Node(constantOperation, [], { value }, value.shape);
}

function makeConstant(value: number): Node<number> {
  return new Node<number>(constantOperation, [], { value }, SCALAR);
}

/**
 * The 0 of what is not there: of a branch that is not taken, or of an operand that a value does not depend on. Times anything,
 * NaN and infinity too, it is 0, where an ordinary 0 times infinity is NaN; see `strong-zero.ts`. Rules and sweeps write it,
 * `constant(0)` never gives it.
 */
export const STRONG_ZERO: Node<number> = new Node<number>(
  constantOperation,
  [],
  { value: 0, strong: true },
  SCALAR,
);

/**
 * A constant from a number or nested arrays.
 * @throws ChainruleError OPERAND, SHAPE
 * @example constant([[0, 1], [1, 0]])
 */
export function constant(value: number): Node<number>;
export function constant(value: NestedNumbers | TensorValue): Node<TensorValue>;
export function constant(value: unknown): Node {
  return constantNode(toValue(value, "constant"));
}

/**
 * A scalar symbol, with a value if one is given. Two symbols of the same name are two symbols.
 * @throws ChainruleError NAME, OPERAND
 * @example scalar("w_1", 0.15)
 */
export function scalar(name: string, value?: number): Node<number> {
  const parsed = parseName(name);
  if (value !== undefined && typeof value !== "number") {
    throw new ChainruleError("OPERAND", "the value of a scalar is a number", {
      where: name,
      got: shown(value),
    });
  }
  return new Node<number>(symbolOperation, [], { name: parsed, cell: { value } }, SCALAR);
}

/** What is known of a tensor symbol beside its shape. */
export interface TensorOptions {
  /** What its entries sum to along the last axis: 1 for probabilities, such as the target of a classification. */
  readonly sumsTo?: number;
}

/**
 * A tensor symbol, from its values or from a shape alone. A flat array that holds a `dim(...)` is a shape; so is what is
 * given as `{ shape }`. What is declared of it (`sumsTo`) is held against its values, and may be used by derivations, which
 * then say so.
 * @throws ChainruleError NAME, OPERAND, SHAPE, SIZE, NUMBER for values that do not sum to what was declared
 * @example tensor("t", [dim("K")], { sumsTo: 1 })
 * @example tensor("W^(1)", [[1, 2], [3, 4]])
 * @example tensor("V", [dim("d", { index: "i" }), dim("p")])
 * @example tensor("x", { shape: [3] })
 */
export function tensor(
  name: string,
  given: NestedNumbers | TensorValue | Float64Array | readonly Size[] | { readonly shape: readonly Size[] },
  { sumsTo }: TensorOptions = {},
): Node<TensorValue> {
  const parsed = parseName(name);
  if (sumsTo !== undefined && !Number.isFinite(sumsTo)) {
    throw new ChainruleError("NUMBER", "what entries sum to is a finite number", {
      where: `${name}: sumsTo`,
      got: shown(sumsTo),
    });
  }
  const declared = sumsTo === undefined ? {} : { sumsTo };
  const shape = givenShape(given, name);
  if (shape !== undefined) {
    const attrs = { name: parsed, cell: { value: undefined }, ...declared };
    return new Node<TensorValue>(symbolOperation, [], attrs, shape);
  }
  const value = toValue(given, name);
  if (typeof value === "number") {
    throw new ChainruleError("SHAPE", "a tensor has at least one axis", {
      where: name,
      mend: "Use scalar(...)",
    });
  }
  checkSums(name, value, sumsTo);
  return new Node<TensorValue>(
    symbolOperation,
    [],
    { name: parsed, cell: { value }, ...declared },
    value.shape,
  );
}

/** Sums of decimals such as 0.1 are off by their rounding. */
const SUM_TOLERANCE = 1e-9;

/** @throws ChainruleError NUMBER where entries do not sum to what was declared */
function checkSums(where: string, { data, shape }: TensorValue, sumsTo: number | undefined): void {
  if (sumsTo === undefined) return;
  const length = shape[shape.length - 1] ?? 1;
  for (let start = 0; start < data.length; start += length) {
    const total = data.slice(start, start + length).reduce((sum, entry) => sum + entry, 0);
    if (Math.abs(total - sumsTo) <= SUM_TOLERANCE * Math.max(1, Math.abs(sumsTo))) continue;
    throw new ChainruleError("NUMBER", "the entries do not sum to what was declared", {
      where,
      got: shown(total),
      expected: `sums of ${sumsTo} along the last axis`,
    });
  }
}

function givenShape(given: unknown, where: string): Shape | undefined {
  if (Array.isArray(given)) {
    return given.some((entry) => typeof entry === "object" && entry !== null && !Array.isArray(entry))
      ? checkShape(given, where)
      : undefined;
  }
  if (typeof given === "object" && given !== null && "shape" in given && !("data" in given)) {
    return checkShape(given.shape, where);
  }
  return undefined;
}

/** The number of entries to divide by: a constant if it is known, else a leaf that is known once values are, never 0. */
export function sizeNode(size: Size): Node<number> {
  if (typeof size === "number") return constantNode(size) as Node<number>;
  const dim: Dim = size;
  return new Node<number>(sizeOperation, [], { dim }, SCALAR);
}

/**
 * The node as the definition of a name.
 * @throws ChainruleError NAME, OPERAND
 */
export function named<V extends Value>(node: Node<V>, name: string | Name): Node<V> {
  return definition(lift(node, "named", 0), checkName(name)) as Node<V>; // lift gives back the node itself
}

/** The node under a name that is known to be one. */
export function definition(body: Node, name: Name): Node {
  return new Node(namedOperation, [body], { name }, body.shape);
}

/**
 * The next value of a symbol, as the definition of its name raised by +: `w_5^+ := w_5 - 0.5 dE/dw_5`. A compiled program
 * that has such outputs runs many steps by itself.
 * @throws ChainruleError NOT_A_LEAF, SHAPE
 */
export function updated<V extends Value>(parameter: Node<V>, next: Node<V>): Node<V> {
  const { name, cell } = lift(parameter, "updated", 0).attrs;
  if (cell === undefined || name?.kind !== "symbol") {
    throw new ChainruleError("NOT_A_LEAF", "only a symbol can be updated", { where: nodeLabel(parameter) });
  }
  const body = lift(next, "updated", 1);
  if (!sameShape(parameter.shape, body.shape)) {
    throw new ChainruleError("SHAPE", "the new value has another shape", {
      where: nodeLabel(parameter),
      got: shapeText(body.shape),
      expected: shapeText(parameter.shape),
    });
  }
  return new Node<V>(namedOperation, [body], { name: raised(name, "+"), replaces: parameter }, body.shape);
}

/**
 * The node itself, or a constant for numbers and nested arrays.
 * @throws ChainruleError OPERAND, naming the operation and the argument's index, for anything else
 */
export function lift(operand: Operand, operation: string, argument: number): Node {
  if (typeof operand === "number") return constantNode(operand);
  // the common case first: a node of this copy of the package needs no look at its marks
  if (operand?.constructor === Node || operand instanceof Node) return operand as Node;
  const where = `${operation}: argument ${argument}`;
  if (Array.isArray(operand) || (typeof operand === "object" && operand !== null))
    return constantNode(toValue(operand, where));
  throw new ChainruleError("OPERAND", "an operand must be a node, a number or an array of numbers", {
    where,
    got: shown(operand),
  });
}

/** The node or nodes of an argument. @throws ChainruleError OPERAND, naming the operation and the index */
export function liftAll(given: unknown, operation: string, argument: number): Node[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  return list.map((each) => lift(each as Operand, operation, argument)); // lift refuses what is no operand
}

/** The error of giving a value, or an input's place, to what is computed from others. */
export function notASymbol(where: string, node: Node): ChainruleError {
  return new ChainruleError("NOT_A_LEAF", "only a symbol can be given a value", {
    where,
    got: nodeLabel(node),
  });
}

const CHANGES = Symbol.for("chainrule.changes");
const everywhere = globalThis as { [CHANGES]?: { count: number } };
everywhere[CHANGES] ??= { count: 0 };
/** How many values were set, by any copy of this package: what was computed before the last may be another now. */
export const changes: { count: number } = everywhere[CHANGES];

/** Gives a symbol another value. @throws ChainruleError NOT_A_LEAF, OPERAND, SHAPE */
export function setValue(node: Node, given: unknown): void {
  const cell = node.attrs.cell;
  if (cell === undefined) throw notASymbol("set", node);
  const value = checkedValue(node, given);
  if (typeof value !== "number") checkSums(nodeLabel(node), value, node.attrs.sumsTo);
  cell.value = value;
  changes.count++;
}

/** The value as this symbol can hold it: the right shape; symbolic sizes accept any number. */
export function checkedValue(node: Node, given: unknown): Value {
  if (typeof given === "number" && node.shape.length === 0) return given;
  const where = nodeLabel(node);
  const value = toValue(given, where);
  const shape = valueShape(value);
  const fits =
    shape.length === node.shape.length &&
    sameShape(
      shape,
      node.shape.map((size, axis) => (typeof size === "number" ? size : (shape[axis] as number))),
    );
  if (!fits) {
    throw new ChainruleError("SHAPE", "the value has another shape than the symbol", {
      where,
      got: shapeText(shape),
      expected: shapeText(node.shape),
    });
  }
  return value;
}

/** What an error calls this node: its name, or its operation. */
export function nodeLabel(node: Node): string {
  const name = node.attrs.name;
  if (name === undefined) return node.op.name;
  return nameText(name);
}
