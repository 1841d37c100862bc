import * as g from "@chainrule/graph";
import { constant, type Node } from "@chainrule/graph";
import { axisOf, type Call } from "../call";
import { nodeOf } from "../numbers";
import { misfit, Stop, unread } from "../problem";
import { taken } from "../subscript";
import { knownNumber, NONE, numberValue, type Tensor, tuple, type Value } from "../value";
import { other, type Row, type Rows, row, shapeOf } from "./row";

/* What moves entries about. Views share their entries with the tensor that they are views of. */

const view = (takes: string, build: (x: Node, call: Call) => Node): Row =>
  other(takes, (call) => call.tensor("x").view((x) => build(x, call)));

/** Sizes with -1 told by the rest. @throws Stop */
function sizesFor(x: Node, given: readonly number[]): number[] {
  const all = g.entryCount(shapeOf(x));
  const known = given.filter((size) => size !== -1).reduce((total, size) => total * size, 1);
  const result = given.map((size) => (size === -1 ? all / known : size));
  if (result.every((size) => Number.isInteger(size) && size >= 0) && g.entryCount(result) === all)
    return result;
  throw misfit(`a tensor of shape [${shapeOf(x).join(", ")}] as [${given.join(", ")}]`);
}

const reshaped = (x: Node, call: Call): Node => g.reshape(x, sizesFor(x, call.sizes("shape")));

function swapped(x: Node, first: number, second: number): Node {
  const order = x.shape.map((_, axis) => axis);
  const rank = order.length;
  const [p, q] = [axisOf(first, rank, "transpose"), axisOf(second, rank, "transpose")];
  order[p] = q;
  order[q] = p;
  return g.transpose(x, order);
}

function permuted(x: Node, given: readonly number[]): Node {
  const order = given.map((axis) => axisOf(axis, x.shape.length, "permute"));
  if (new Set(order).size !== x.shape.length)
    throw misfit(`an order of ${given.length} axes for a tensor of ${x.shape.length}`);
  return g.transpose(x, order);
}

/** NumPy's order of all axes; PyTorch's two axes that change places. */
function transposed(x: Node, call: Call): Node {
  const [first, second, third] = call.rest;
  if (first === undefined) return g.transpose(x);
  if (first.kind === "sequence")
    return permuted(
      x,
      first.items.map((each) => knownNumber(each, "an axis")),
    );
  if (second === undefined) throw unread("a transpose with one axis");
  if (third === undefined && call.library === "torch")
    return swapped(x, knownNumber(first, "an axis"), knownNumber(second, "an axis"));
  return permuted(
    x,
    call.rest.map((each) => knownNumber(each, "an axis")),
  );
}

function squeezed(x: Node, call: Call): Node {
  const shape = shapeOf(x);
  const axes = call.has("axis")
    ? call.axes(shape.length)
    : shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  if (!call.has("axis") || axes.every((axis) => shape[axis] === 1))
    return g.reshape(
      x,
      shape.filter((_, axis) => !axes.includes(axis)),
    );
  if (call.library === "torch") return x;
  throw misfit("squeeze of an axis that is not 1");
}

function unsqueezed(x: Node, call: Call): Node {
  const axis = call.number("axis", 0);
  const place = axis < 0 ? axis + x.shape.length + 1 : axis;
  return g.reshape(x, [...shapeOf(x).slice(0, place), 1, ...shapeOf(x).slice(place)]);
}

function flattened(x: Node, call: Call): Node {
  const rank = x.shape.length;
  const [start, end] = [call.number("start", 0), call.number("end", -1)];
  const [p, q] = [start < 0 ? start + rank : start, end < 0 ? end + rank : end];
  const shape = shapeOf(x);
  return g.reshape(x, [...shape.slice(0, p), g.entryCount(shape.slice(p, q + 1)), ...shape.slice(q + 1)]);
}

/** Repeated over a larger shape; -1 keeps a size. @throws Stop */
function expanded(x: Node, given: readonly number[]): Node {
  const own = shapeOf(x);
  const shape = given.map((size, k) => (size === -1 ? (own[k - given.length + own.length] ?? 1) : size));
  const fits =
    own.length <= shape.length &&
    own.every((size, k) => size === 1 || size === shape[k - own.length + shape.length]);
  if (!fits) {
    const pair = own.map((size, k): readonly [number, number] => [
      size,
      shape[k - own.length + shape.length] ?? 0,
    ]);
    throw misfit(
      `shape [${own.join(", ")}] does not broadcast to [${shape.join(", ")}]`,
      pair.find(([a, b]) => a !== b && a !== 1),
    );
  }
  return g.broadcastTo(x, shape);
}

/** The nodes of a list of tensors, whose sizes agree but along one axis. @throws Stop */
export function partsOf(
  value: Value,
  axis: (rank: number) => number,
): { readonly parts: Node[]; readonly axis: number } {
  if (value.kind === "unknown") throw new Stop(value.problem);
  if (value.kind !== "sequence" || value.items.length === 0) throw unread("parts that are no list");
  const parts = value.items.map(nodeOf);
  const first = shapeOf(parts[0] as Node); // there is one
  const along = axis(first.length);
  for (const part of parts)
    shapeOf(part).forEach((size, k) => {
      if (k !== along && size !== first[k]) throw misfit("parts of different shapes", [size, first[k] ?? 0]);
    });
  return { parts, axis: along };
}

function joined(call: Call, initial: number): Node {
  const { axis, parts } = partsOf(call.get("parts"), (rank) => call.axis(rank, initial));
  return g.concat(parts, axis);
}

function stacked(call: Call): Node {
  const { axis, parts } = partsOf(call.get("parts"), (rank) => call.axis(rank + 1, 0));
  const whole = parts.map((part) =>
    g.reshape(part, [...shapeOf(part).slice(0, axis), 1, ...shapeOf(part).slice(axis)]),
  );
  return g.concat(whole, axis);
}

/** Parts of a tensor along an axis, as views. @throws Stop */
function split(x: Tensor, axis: number, sizes: readonly number[]): Value {
  let start = 0;
  return tuple(
    sizes.map((size) => {
      const from = start;
      start += size;
      return x.view((node) => g.slice(node, axis, from, from + size));
    }),
  );
}

function equalParts(size: number, count: number): number[] {
  if (size % count !== 0) throw new Stop({ kind: "divisor", size, by: count });
  return Array.from({ length: count }, () => size / count);
}

/** NumPy's `split` takes how many parts or where to cut, PyTorch's how large they are. */
function splitRow(call: Call): Value {
  const x = call.tensor("x");
  const axis = call.axis(x.shape.length, 0, "axis");
  const size = x.shape[axis] as number;
  const given = call.get("sections");
  if (given.kind === "sequence") {
    const list = given.items.map((each) => knownNumber(each, "a size"));
    if (call.library === "torch") return split(x, axis, list);
    const cuts = [0, ...list, size];
    return split(
      x,
      axis,
      cuts.slice(1).map((cut, k) => cut - (cuts[k] as number)),
    );
  }
  const number = call.number("sections", 1);
  const count = call.library === "torch" ? Math.ceil(size / number) : number;
  if (call.library === "torch" && size % number !== 0) {
    const sizes = Array.from({ length: count }, (_, k) => Math.min(number, size - k * number));
    return split(x, axis, sizes);
  }
  return split(x, axis, equalParts(size, count));
}

function chunked(call: Call): Value {
  const x = call.tensor("x");
  const axis = call.axis(x.shape.length, 0);
  return split(x, axis, equalParts(x.shape[axis] as number, call.number("sections", 1)));
}

function unbound(call: Call): Value {
  const x = call.tensor("x");
  const axis = call.axis(x.shape.length, 0);
  const shape = x.shape.filter((_, k) => k !== axis);
  return tuple(
    Array.from({ length: x.shape[axis] as number }, (_, k) =>
      x.view((node) => g.reshape(g.slice(node, axis, k, k + 1), shape)),
    ),
  );
}

function flipped(call: Call): Node {
  const x = call.node("x");
  const backwards = (size: number): number[] => Array.from({ length: size }, (_, k) => size - 1 - k);
  return call
    .axes(x.shape.length)
    .reduce((result, axis) => taken(result, axis, backwards(shapeOf(x)[axis] as number)), x);
}

function rolled(call: Call): Node {
  const x = call.node("x");
  const axis = call.axis(x.shape.length, 0);
  const n = shapeOf(x)[axis] as number;
  const shift = ((call.number("shift", 0) % n) + n) % n;
  return shift === 0 ? x : g.concat([g.slice(x, axis, n - shift), g.slice(x, axis, 0, n - shift)], axis);
}

function repeated(call: Call): Node {
  const x = call.node("x");
  const given = call.sizes("shape");
  const lead = Math.max(0, given.length - x.shape.length);
  const whole = lead === 0 ? x : g.reshape(x, [...Array.from({ length: lead }, () => 1), ...shapeOf(x)]);
  const own = shapeOf(whole);
  return own.reduce((result, _, axis) => {
    const times = given[axis - own.length + given.length] ?? 1;
    return times === 1
      ? result
      : g.concat(
          Array.from({ length: times }, () => result),
          axis,
        );
  }, whole);
}

/** A matrix of ones where `keep` says, for triangles and diagonals. */
const maskOf = (rows: number, columns: number, keep: (i: number, j: number) => boolean): Node =>
  constant(
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => Number(keep(i, j)))),
  );

function triangle(call: Call, keep: (i: number, j: number, k: number) => boolean): Node {
  const x = call.node("x");
  const [rows, columns] = shapeOf(x).slice(-2);
  if (rows === undefined || columns === undefined) throw misfit("a triangle of a vector");
  const k = call.number("k", 0);
  return g.mul(
    x,
    maskOf(rows, columns, (i, j) => keep(i, j, k)),
  );
}

function diagonal(call: Call): Node {
  const x = call.node("x");
  const [n, m] = shapeOf(x);
  if (n === undefined || x.shape.length > 2) throw unread("a diagonal of more axes");
  if (m === undefined)
    return g.mul(
      g.reshape(x, [n, 1]),
      maskOf(n, n, (i, j) => i === j),
    );
  return g.sum(
    g.mul(
      x,
      maskOf(n, m, (i, j) => i === j),
    ),
    { axis: 1 },
  );
}

function padded(call: Call): Node {
  const x = call.node("x");
  const widths = call.get("widths");
  const [mode, value] = [call.text("mode", "constant"), call.number("value", 0)];
  if (mode !== "constant" || value !== 0 || widths.kind !== "sequence") throw unread("padding of this kind");
  const numbers = widths.items.map((each) =>
    each.kind === "sequence"
      ? each.items.map((size) => knownNumber(size, "a width"))
      : knownNumber(each, "a width"),
  );
  const rank = x.shape.length;
  return x.shape.reduce((result: Node, _, axis) => {
    const own = call.library === "torch" ? 2 * (rank - 1 - axis) : axis;
    const given = numbers[own];
    const pair = Array.isArray(given)
      ? given
      : call.library === "torch"
        ? [given ?? 0, numbers[own + 1] ?? 0]
        : [0, 0];
    const zeros = (width: unknown): Node[] => {
      const shape = shapeOf(result).map((size, k) => (k === axis ? Number(width) : size));
      return Number(width) > 0 ? [g.broadcastTo(constant(0), shape)] : [];
    };
    const parts = [...zeros(pair[0]), result, ...zeros(pair[1])];
    return parts.length === 1 ? result : g.concat(parts, axis);
  }, x);
}

const swapRow = view("x first second", (x, call) =>
  swapped(x, call.number("first", -1), call.number("second", -2)),
);
const expandRow = view("x shape...", (x, call) => expanded(x, call.sizes("shape")));

export const layoutRows: Rows = {
  reshape: view("x shape...", reshaped),
  view: view("x shape...", reshaped),
  transpose: view("x axis...", transposed),
  permute: view("x axis...", (x, call) => permuted(x, call.sizes("axis"))),
  t: view("x", (x) => g.transpose(x)),
  swapaxes: swapRow,
  swapdims: swapRow,
  squeeze: view("x axis", squeezed),
  unsqueeze: view("x axis", unsqueezed),
  expand_dims: view("x axis", unsqueezed),
  flatten: view("x start end", flattened),
  ravel: view("x", (x) => g.reshape(x, [g.entryCount(shapeOf(x))])),
  expand: expandRow,
  broadcast_to: expandRow,
  expand_as: view("x y", (x, call) => expanded(x, shapeOf(call.node("y")))),
  view_as: view("x y", (x, call) => g.reshape(x, sizesFor(x, shapeOf(call.node("y"))))),
  reshape_as: view("x y", (x, call) => g.reshape(x, sizesFor(x, shapeOf(call.node("y"))))),
  sum_to_size: row("x shape...", (call) => {
    const x = call.node("x");
    const shape = call.sizes("shape");
    const axes = shapeOf(x).flatMap((size, axis) =>
      shape[axis - x.shape.length + shape.length] === size ? [] : [axis],
    );
    return g.reshape(g.sum(x, { axis: axes }), shape);
  }),
  concatenate: row("parts axis", (call) => joined(call, 0)),
  cat: row("parts axis", (call) => joined(call, 0)),
  hstack: row("parts", (call) =>
    joined(call, call.get("parts").kind === "sequence" && ranksOf(call) === 1 ? 0 : 1),
  ),
  vstack: row("parts", (call) => (ranksOf(call) === 1 ? stacked(call) : joined(call, 0))),
  stack: row("parts axis", stacked),
  split: other("x sections axis", splitRow),
  array_split: other("x sections axis", splitRow),
  chunk: other("x sections axis", chunked),
  unbind: other("x axis", unbound),
  flip: row("x axis", flipped),
  roll: row("x shift axis", rolled),
  repeat: row("x shape...", repeated),
  tile: row("x shape...", repeated),
  tril: row("x k", (call) => triangle(call, (i, j, k) => j <= i + k)),
  triu: row("x k", (call) => triangle(call, (i, j, k) => j >= i + k)),
  diag: row("x", diagonal),
  diagonal: row("x", diagonal),
  diagflat: row("x", diagonal),
  diag_embed: row("x", diagonal),
  pad: row("x widths mode value", padded),
  size: other("x axis", (call) => {
    const { shape } = call.tensor("x");
    return call.has("axis")
      ? numberValue(shape[call.axis(shape.length)] as number)
      : tuple(shape.map(numberValue));
  }),
  shape: other("x", (call) => tuple(call.tensor("x").shape.map(numberValue))),
  dim: other("x", (call) => numberValue(call.tensor("x").shape.length)),
  ndim: other("x", (call) => numberValue(call.tensor("x").shape.length)),
  item: other("x", (call) => call.get("x")),
  tolist: other("x", (call) => call.get("x")),
};

function ranksOf(call: Call): number {
  const parts = call.get("parts");
  const first = parts.kind === "sequence" ? parts.items[0] : NONE;
  return first?.kind === "tensor" ? first.shape.length : 0;
}
