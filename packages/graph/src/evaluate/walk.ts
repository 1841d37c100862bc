import { ChainruleError } from "../errors";
import type { IndexMap } from "../index-map";
import { nameText } from "../name";
import type { Node, Operation } from "../node";
import { pointwiseMap } from "../ops/apply";
import type { PointwiseName, StructuredName } from "../ops/names";
import { topologicalOrder } from "../order";
import { entryCount, type Size, sizeText, strides } from "../shape";
import type { Entries, NumberSystem } from "./number-system";
import type { Sizes } from "./sizes";

/**
 * The values of graphs in an interpretation, entry by entry, with the loop nests that the index maps say. Symbolic sizes
 * are taken as given.
 * @throws ChainruleError NO_INTERPRETATION for an operation that nothing is known of, SIZE for a size that is not given
 */
export function walk<T>(
  roots: readonly Node[],
  sizes: Sizes,
  table: NumberSystem<T>,
): (node: Node) => Entries<T> {
  const values = new Map<Node, Entries<T>>();
  const at = (node: Node): Entries<T> => values.get(node) as Entries<T>; // inputs come first in the order
  for (const node of topologicalOrder(roots)) values.set(node, entriesOf(node, at, sizes, table));
  return at;
}

type ValueAt<T> = (node: Node) => Entries<T>;

function entriesOf<T>(node: Node, at: ValueAt<T>, sizes: Sizes, table: NumberSystem<T>): Entries<T> {
  const op: Operation = node.op;
  switch (op.kind) {
    case "leaf":
      return leaf(node, sizes, table);
    case "naming":
      return at(node.inputs[0] as Node);
    case "pointwise":
      return pointwise(node, at, sizes, table);
    case "declared": {
      const shape = concreteShape(node.shape, sizes);
      return { shape, data: table.declared(op, node.inputs.map(at), shape) };
    }
    default: {
      const row: Row | undefined = structured[op.name as StructuredName];
      if (row !== undefined) return row(node, node.inputs.map(at), sizes, table);
      if (op.kind === "composite") return lowered(op.lower(node), node, at, sizes, table);
      throw unknown(node);
    }
  }
}

const unknown = (node: Node): ChainruleError =>
  new ChainruleError("NO_INTERPRETATION", "nothing is known about this operation", { where: node.op.name });

/** The sizes as numbers. @throws ChainruleError SIZE */
export function concreteShape(shape: readonly Size[], sizes: Sizes): number[] {
  return shape.map((size) => {
    const known = typeof size === "number" ? size : sizes[sizeText(size)];
    if (known === undefined)
      throw new ChainruleError("SIZE", "this size is not known", { got: sizeText(size) });
    return known;
  });
}

function leaf<T>(node: Node, sizes: Sizes, table: NumberSystem<T>): Entries<T> {
  const { value, dim } = node.attrs;
  if (dim !== undefined) return { shape: [], data: [table.number(concreteShape([dim], sizes)[0] as number)] };
  if (typeof value === "number") return { shape: [], data: [table.number(value)] };
  if (value !== undefined) return { shape: value.shape, data: Array.from(value.data, table.number) };
  const shape = concreteShape(node.shape, sizes);
  return { shape, data: Array.from({ length: entryCount(shape) }, (_, k) => table.symbol(node, k)) };
}

function pointwise<T>(node: Node, at: ValueAt<T>, sizes: Sizes, table: NumberSystem<T>): Entries<T> {
  const op = node.op as Extract<Operation, { kind: "pointwise" }>; // the caller looked
  const { symbol } = op;
  const known: ((...x: readonly [T, T, T]) => T) | undefined =
    symbol !== undefined
      ? (x) => table.abstract(nameText(symbol.name), symbol.order, x)
      : op.forward === undefined
        ? table.pointwise[op.name as PointwiseName]
        : op.lower === undefined
          ? (...x) => table.declared(op, x.map(scalarEntries), [])[0] as T // one entry
          : undefined;
  if (known === undefined) {
    if (op.lower === undefined) throw unknown(node);
    return lowered(op.lower(node.inputs), node, at, sizes, table);
  }
  const inputs = node.inputs.map(at);
  const map = pointwiseMap(node.inputs, node.shape);
  return nest(
    { ...map, sizes: concreteShape(map.sizes, sizes) },
    inputs,
    ([entries]) => known(...(entries as unknown as [T, T, T])), // as many as the operation has operands
  );
}

const scalarEntries = <T>(x: T): Entries<T> => ({ shape: [], data: [x] });

/** A graph that stands for a node, over the node's own inputs. */
function lowered<T>(
  body: Node,
  node: Node,
  at: ValueAt<T>,
  sizes: Sizes,
  table: NumberSystem<T>,
): Entries<T> {
  const inputs = new Set(node.inputs);
  const inner = new Map<Node, Entries<T>>();
  const innerAt: ValueAt<T> = (step) => inner.get(step) as Entries<T>; // in topological order
  for (const step of topologicalOrder([body], inputs)) {
    inner.set(step, inputs.has(step) ? at(step) : entriesOf(step, innerAt, sizes, table));
  }
  return innerAt(body);
}

interface ConcreteMap extends IndexMap {
  readonly sizes: readonly number[];
}

/** Gathers, for each output entry, the inputs' entries over all combinations of the other indices, and joins them. */
export function nest<T>(
  map: ConcreteMap,
  inputs: readonly Entries<T>[],
  join: (combinations: readonly (readonly T[])[]) => T,
): Entries<T> {
  const shape = map.output.map((index) => map.sizes[index] as number);
  const steps = [map.output, ...map.inputs].map((indices, k) => {
    const own = strides(k === 0 ? shape : (inputs[k - 1] as Entries<T>).shape);
    const perIndex = new Array<number>(map.sizes.length).fill(0);
    indices.forEach((index, axis) => {
      if (index !== null) perIndex[index] = (perIndex[index] as number) + (own[axis] as number);
    });
    return perIndex;
  });
  const gathered = Array.from({ length: entryCount(shape) }, (): (readonly T[])[] => []);
  const counter = new Array<number>(map.sizes.length).fill(0);
  const offset = (k: number): number =>
    counter.reduce((total, place, index) => total + place * ((steps[k] as number[])[index] as number), 0);
  for (let remaining = entryCount(map.sizes); remaining > 0; remaining--) {
    gathered[offset(0)]?.push(inputs.map(({ data }, k) => data[offset(k + 1)] as T));
    for (let index = counter.length - 1; index >= 0; index--) {
      counter[index] = (counter[index] as number) + 1;
      if ((counter[index] as number) < (map.sizes[index] as number)) break;
      counter[index] = 0;
    }
  }
  return { shape, data: gathered.map(join) };
}

type Row = <T>(node: Node, inputs: readonly Entries<T>[], sizes: Sizes, table: NumberSystem<T>) => Entries<T>;

/** Every operation with an index map of its own. */
const structured: { readonly [K in StructuredName]: Row } = {
  contraction: (node, inputs, sizes, table) =>
    nest(mapOf(node, sizes), inputs, (combinations) => table.sum(combinations.map(table.product))),
  maxOver: (node, inputs, sizes, table) =>
    nest(mapOf(node, sizes), inputs, (combinations) => table.largest(combinations.flat())),
  minOver: (node, inputs, sizes, table) =>
    nest(mapOf(node, sizes), inputs, (combinations) => table.smallest(combinations.flat())),
  softmax: (node, inputs, _sizes, table) =>
    over(node, inputs, (row) => {
      const powers = row.map((x) => unary(table, "exp", x));
      const total = table.sum(powers);
      return powers.map((power) => table.pointwise.div(power, total, total));
    }),
  logSoftmax: (node, inputs, _sizes, table) =>
    over(node, inputs, (row) => {
      const total = logSum(table, row);
      return row.map((x) => table.pointwise.sub(x, total, total));
    }),
  logSumExp: (node, inputs, sizes, table) => reduced(node, inputs, sizes, (row) => logSum(table, row)),
  norm: (node, inputs, sizes, table) =>
    reduced(node, inputs, sizes, (row) =>
      unary(table, "sqrt", table.sum(row.map((x) => unary(table, "square", x)))),
    ),
  concat: (node, inputs) => blocks(inputs, node.attrs.axis ?? 0),
  slice: (node, [x]) => {
    const { axis = 0, start = 0, stop = 0 } = node.attrs;
    return window(x as Entries<never>, axis, (k) => k + start, stop - start, undefined as never);
  },
  pad: (node, [x], _sizes, table) => {
    const { axis = 0, start = 0, stop = 0 } = node.attrs;
    const length = start + ((x as Entries<never>).shape[axis] as number) + stop;
    return window(x as Entries<never>, axis, (k) => k - start, length, table.number(0) as never);
  },
  reshape: (node, [x], sizes) => ({
    shape: concreteShape(node.shape, sizes),
    data: (x as Entries<never>).data,
  }),
};

const unary = <T>(table: NumberSystem<T>, name: "exp" | "log" | "sqrt" | "square", x: T): T =>
  table.pointwise[name](x, x, x);

const logSum = <T>(table: NumberSystem<T>, row: readonly T[]): T =>
  unary(table, "log", table.sum(row.map((x) => unary(table, "exp", x))));

const mapOf = (node: Node, sizes: Sizes): ConcreteMap => {
  const map = node.attrs.map as IndexMap; // every indexed operation has one
  return { ...map, sizes: concreteShape(map.sizes, sizes) };
};

/** The entries in groups that run over the node's axes; each group by the positions of its entries. */
function groups<T>({ shape }: Entries<T>, axes: readonly number[]): number[][] {
  const own = strides(shape);
  const found = new Map<number, number[]>();
  for (let position = 0; position < entryCount(shape); position++) {
    let key = position;
    for (const axis of axes) {
      const step = own[axis] as number;
      key -= (Math.floor(position / step) % (shape[axis] as number)) * step;
    }
    const group = found.get(key);
    if (group === undefined) found.set(key, [position]);
    else group.push(position);
  }
  return [...found.values()];
}

function over<T>(
  node: Node,
  inputs: readonly Entries<T>[],
  f: (row: readonly T[]) => readonly T[],
): Entries<T> {
  const x = inputs[0] as Entries<T>;
  const data = [...x.data];
  for (const group of groups(x, node.attrs.axes ?? [])) {
    const row = f(group.map((position) => x.data[position] as T));
    group.forEach((position, k) => {
      data[position] = row[k] as T;
    });
  }
  return { shape: x.shape, data };
}

function reduced<T>(
  node: Node,
  inputs: readonly Entries<T>[],
  sizes: Sizes,
  f: (row: readonly T[]) => T,
): Entries<T> {
  const x = inputs[0] as Entries<T>;
  const rows = groups(x, node.attrs.axes ?? []);
  return {
    shape: concreteShape(node.shape, sizes),
    data: rows.map((group) => f(group.map((position) => x.data[position] as T))),
  };
}

/** `length` entries along an axis, each from the place `from` says; `outside` where there is none. */
function window<T>(
  x: Entries<T>,
  axis: number,
  from: (k: number) => number,
  length: number,
  outside: T,
): Entries<T> {
  const size = x.shape[axis] as number;
  const inner = entryCount(x.shape.slice(axis + 1));
  const outer = entryCount(x.shape.slice(0, axis));
  const data: T[] = [];
  for (let block = 0; block < outer; block++) {
    for (let k = 0; k < length; k++) {
      const place = from(k);
      for (let rest = 0; rest < inner; rest++) {
        const isInside = place >= 0 && place < size;
        data.push(isInside ? (x.data[(block * size + place) * inner + rest] as T) : outside);
      }
    }
  }
  return { shape: x.shape.map((old, k) => (k === axis ? length : old)), data };
}

function blocks<T>(parts: readonly Entries<T>[], axis: number): Entries<T> {
  const first = parts[0] as Entries<T>; // concat takes at least one
  const outer = entryCount(first.shape.slice(0, axis));
  const inner = entryCount(first.shape.slice(axis + 1));
  const total = parts.reduce((length, part) => length + (part.shape[axis] as number), 0);
  const data: T[] = [];
  for (let block = 0; block < outer; block++) {
    for (const part of parts) {
      const row = (part.shape[axis] as number) * inner;
      for (let k = 0; k < row; k++) data.push(part.data[block * row + k] as T);
    }
  }
  return { shape: first.shape.map((old, k) => (k === axis ? total : old)), data };
}
