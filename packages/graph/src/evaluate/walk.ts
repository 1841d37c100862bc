import { ChainruleError } from "../errors";
import type { IndexMap } from "../index-map";
import { nameText } from "../name";
import {
  type Field,
  inputsOf,
  type Leaf,
  type Naming,
  type Node,
  type Operation,
  type Pointwise,
} from "../node";
import { pointwiseMap } from "../ops/apply";
import { expand, reductionMap, refuseEmpty } from "../ops/contract";
import type { PointwiseName } from "../ops/table";
import { placesIn, topologicalOrder } from "../order";
import { stableForm } from "../stable";
import { definitions } from "./definitions";
import { moved } from "./layout";
import { arrays, type ConcreteMap, entrywise, type Nest, nest } from "./nest";
import type { Entries, Kernel, NumberSystem, Room } from "./number-system";
import { concreteShape, concreteSize, type Sizes } from "./sizes";

/** The value of a node: of a scalar the number itself, for boxes would cost as much as the arithmetic. */
export type Held<T, Data = readonly T[]> = T | Entries<T, Data>;

/** What the value of a node is made from: the values of the nodes below it, the sizes, the numbers. */
export interface Given<T, Data extends Room<T>> {
  readonly valueAt: (node: Node) => Held<T, Data>;
  readonly sizes: Sizes;
  readonly system: NumberSystem<T, Data>;
}

/**
 * The values of graphs over the numbers of a system, entry by entry, in one pass: all that evaluates nodes one after another
 * is this walk over one system or another. Symbolic sizes are taken as given.
 * @throws ChainruleError NO_INTERPRETATION for an operation that nothing is known of, UNBOUND for a size that is not given,
 * SHAPE for an extremum or mean of nothing
 * @example walk([E], { n: 3 }, intervals)(E).data // of a scalar one entry
 */
export function walk<T, Data extends Room<T> = readonly T[]>(
  roots: readonly Node[],
  sizes: Sizes,
  system: NumberSystem<T, Data>,
): (node: Node) => Entries<T, Data> {
  const valueAt = valuesIn(topologicalOrder(roots), sizes, system);
  return (node) => entriesAt(node, { valueAt, sizes, system });
}

/** The values of all nodes of an order, from first to last. */
export function valuesIn<T, Data extends Room<T>>(
  order: readonly Node[],
  sizes: Sizes,
  system: NumberSystem<T, Data>,
  placeOf: (node: Node) => number = placesIn(order),
): (node: Node) => Held<T, Data> {
  const values = new Array<Held<T, Data>>(order.length);
  const valueAt = (node: Node): Held<T, Data> => values[placeOf(node)] as Held<T, Data>; // inputs stand before
  const given = { valueAt, sizes, system };
  for (let place = 0; place < order.length; place++) values[place] = nodeValue(order[place] as Node, given);
  return valueAt;
}

/** The value of one node from those of the nodes below it. */
export function nodeValue<T, Data extends Room<T>>(node: Node, given: Given<T, Data>): Held<T, Data> {
  const op: Operation = node.op;
  switch (op.kind) {
    case "leaf":
      return leaf(node, given);
    case "naming":
      return given.valueAt(node.first as Node);
    case "pointwise":
      return pointwise(node, op, given);
    case "composite": {
      const { norm, stable } = given.system;
      if (op.name === "norm" && norm !== undefined) break;
      const define = stable === undefined ? definitions[op.name] : undefined;
      return lowered(node, define === undefined ? op.lower(node) : define(node, node.first as Node), given);
    }
    case "indexed":
    case "layout":
    case "declared":
      break;
  }
  const entries = structured(node, op, given);
  return node.shape.length === 0 ? (entries.data[0] as T) : entries;
}

/** The value of a node as entries, whatever its shape. */
function entriesAt<T, Data extends Room<T>>(
  node: Node,
  { system, valueAt }: Given<T, Data>,
): Entries<T, Data> {
  const value = valueAt(node);
  if (node.shape.length > 0) return value as Entries<T, Data>; // only the values of scalars are bare
  return filled([], () => value as T, system);
}

function filled<T, Data extends Room<T>>(
  shape: readonly number[],
  entry: (k: number) => T,
  { room = arrays }: NumberSystem<T, Data>,
): Entries<T, Data> {
  const data = room(shape);
  const target: Room<T> = data;
  for (let k = 0; k < target.length; k++) target[k] = entry(k);
  return { shape, data };
}

function leaf<T, Data extends Room<T>>(node: Node, { sizes, system }: Given<T, Data>): Held<T, Data> {
  const { value, dim } = node.attrs;
  if (typeof value === "number") return system.number(value);
  if (dim !== undefined) {
    const count = concreteSize(dim, sizes, node);
    refuseEmpty("mean", [count]);
    return system.number(count);
  }
  if (node.shape.length === 0) return system.symbol(node, 0);
  const shape = concreteShape(node.shape, sizes, node);
  const data = system.given?.(node);
  if (data !== undefined) return { shape, data };
  const entry = (k: number): T => (value ? system.number(value.data[k] as number) : system.symbol(node, k));
  return filled(shape, entry, system);
}

function pointwise<T, Data extends Room<T>>(node: Node, op: Pointwise, given: Given<T, Data>): Held<T, Data> {
  const { sizes, system, valueAt } = given;
  const stable = system.stable === undefined ? undefined : stableForm(node);
  const inputs = stable?.inputs ?? inputsOf(node);
  const kernel = stable === undefined ? kernelOf(op, system) : system.stable?.[stable.kernel];
  if (kernel === undefined) {
    if (op.lower !== undefined) return lowered(node, expand(op.lower(inputs), node.shape), given);
    const where = op.name;
    throw new ChainruleError("NO_INTERPRETATION", "nothing is known about this operation", { where });
  }
  if (node.shape.length === 0) {
    const [a, b = a, c = a] = inputs as readonly [Node, Node?, Node?];
    return kernel(valueAt(a) as T, valueAt(b) as T, valueAt(c) as T); // a scalar's inputs are scalars
  }
  const map = concreteMap(pointwiseMap(inputs, node.shape), sizes, node);
  const entries = inputs.map((input) => entriesAt(input, given));
  return entrywise(map, entries, kernel, system.room);
}

/** The row of an operation; undefined where it means what it is lowered to. */
function kernelOf<T, Data extends Room<T>>(
  op: Pointwise,
  system: NumberSystem<T, Data>,
): Kernel<T> | undefined {
  const { arity, forward, lower, symbol } = op;
  if (symbol !== undefined) return (x) => system.abstract(nameText(symbol.name), symbol.order, x);
  if (forward === undefined) return system.pointwise[op.name as PointwiseName];
  if (system.forward !== undefined) return system.forward(forward);
  if (lower !== undefined) return undefined;
  return (...x) => {
    const operands = x.slice(0, arity).map((entry) => filled([], () => entry, system));
    return system.declared(op, operands, [])[0] as T; // a scalar has one entry
  };
}

/** The value of a graph over a node's own inputs that stands for the node. */
function lowered<T, Data extends Room<T>>(node: Node, body: Node, given: Given<T, Data>): Held<T, Data> {
  const inputs = new Set(node.inputs);
  const values = new Map<Node, Held<T, Data>>();
  // in topological order; a stable form may reach below the node's inputs
  const valueAt = (step: Node): Held<T, Data> =>
    values.has(step) ? (values.get(step) as Held<T, Data>) : given.valueAt(step);
  const inner = { ...given, valueAt };
  for (const step of topologicalOrder([body], inputs))
    values.set(step, inputs.has(step) ? given.valueAt(step) : nodeValue(step, inner));
  return valueAt(body);
}

/** Of larger matrices, formulas for entries are longer than anyone can compare. */
const MOST_ENTRIES = 36;

/** The arithmetic of a number system. */
function fieldOf<T, Data extends Room<T>>({ number, pointwise: rows }: NumberSystem<T, Data>): Field<T> {
  return {
    number,
    add: (a, b) => rows.add(a, b, b),
    mul: (a, b) => rows.mul(a, b, b),
    div: (a, b) => rows.div(a, b, b),
    neg: (a) => rows.neg(a, a, a),
    log: (a) => rows.log(a, a, a),
  };
}

/** What has an index map of its own, moves entries about, or was declared on whole tensors. */
function structured<T, Data extends Room<T>>(
  node: Node,
  op: Exclude<Operation, Leaf | Naming | Pointwise>,
  given: Given<T, Data>,
): Entries<T, Data> {
  const { sizes, system } = given;
  const inputs = node.inputs.map((input) => entriesAt(input, given));
  const run = (map: IndexMap, rows: Nest<T>): Entries<T, Data> =>
    nest<T, Data>(concreteMap(map, sizes, node), inputs, rows, system.room);
  switch (op.kind) {
    case "declared": {
      const shape = concreteShape(node.shape, sizes, node);
      const { entries } = op;
      const isRounded =
        system.forward !== undefined || inputs.some((input) => input.data.length > MOST_ENTRIES);
      if (entries === undefined || isRounded) return { shape, data: system.declared(op, inputs, shape) };
      const found = entries(fieldOf(system), inputs);
      return filled(shape, (k) => found[k] as T, system);
    }
    case "layout":
      return moved<T, Data>(node, inputs, { room: system.room ?? arrays, outside: system.number(0) });
    case "composite": {
      const { shape } = node.first as Node;
      const map = reductionMap(shape, node.attrs.axes ?? [], node.shape.length === shape.length);
      return run(map, { join: system.norm as NonNullable<typeof system.norm> }); // all others are lowered
    }
    case "indexed": {
      const map = node.attrs.map as IndexMap; // every indexed operation has one
      if (op.name === "contraction")
        return run(map, { join: system.sum, ...(inputs.length !== 1 && { kernel: system.product }) });
      const isMax = op.name === "maxOver";
      const reduced = map.sizes.filter((_, index) => !map.output.includes(index));
      refuseEmpty(isMax ? "max" : "min", concreteShape(reduced, sizes, node));
      return run(map, { join: isMax ? system.largest : system.smallest });
    }
  }
}

const concreteMap = (map: IndexMap, sizes: Sizes, node: Node): ConcreteMap => ({
  ...map,
  sizes: concreteShape(map.sizes, sizes, node),
});
