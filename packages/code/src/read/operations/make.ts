import * as g from "@chainrule/graph";
import { constant, type NestedNumbers, type Node } from "@chainrule/graph";
import type { Call } from "../call";
import { nodeOf } from "../numbers";
import { unread } from "../problem";
import { knownNumber, numbersOf, numberValue, Tensor, tuple, type Value, wantedOf } from "../value";
import { other, type Row, type Rows, row, shapeOf } from "./row";

/* Tensors from nothing: zeros, ranges, numbers in a list; casts, which change no value here. */

const filled = (value: Node | number, shape: readonly number[]): Node => g.broadcastTo(value, shape);

const like = (value: (call: Call) => Node | number): Row =>
  row("x value", (call) => filled(value(call), shapeOf(call.node("x"))));

const of = (value: number): Row => row("shape...", (call) => filled(value, call.sizes("shape")));

const same = other("x dtype", (call): Value => {
  const value = call.get("x");
  return value.kind === "tensor" && value.isMask ? new Tensor(value.node) : value;
});
/** A copy: what changes one does not change the other. */
const copy = row("x dtype", (call) => call.node("x"));

/** Whole numbers from start to before stop. */
function range(call: Call): Value {
  const numbers = call.rest.map((each) => knownNumber(each, "an end of a range"));
  const [start, stop, step] =
    numbers.length === 1 ? [0, numbers[0] as number, 1] : [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 1];
  const count = Math.ceil((stop - start) / step);
  if (!(count >= 0 && count <= 10_000)) throw unread("a range of this length");
  return tuple(Array.from({ length: count }, (_, k) => numberValue(start + k * step)));
}

const rangeTensor = row("bounds...", (call) => {
  const list = range(call);
  const numbers = list.kind === "sequence" ? list.items.map((each) => knownNumber(each, "an entry")) : [];
  return constant(numbers);
});

/** An array of what is given: of lists of numbers, of lists of tensors, or of a tensor. */
function arrayOf(call: Call): Node {
  const value = call.get("x");
  if (value.kind !== "sequence" || !holdsTensor(value)) return nodeOf(value);
  const parts = value.items.map(nodeOf);
  return g.concat(
    parts.map((part) => g.reshape(part, [1, ...shapeOf(part)])),
    0,
  );
}

const holdsTensor = (value: Value): boolean =>
  value.kind === "tensor" || (value.kind === "sequence" && value.items.some(holdsTensor));

function identity(call: Call): Node {
  const n = call.number("n", 1);
  const m = call.has("m") ? call.number("m", n) : n;
  if (!(n * m <= 10_000)) throw unread("an identity matrix of this size");
  return constant(Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => Number(i === j))));
}

/** Rows of the identity matrix by labels that are known. @throws Stop */
export function oneHot(labels: Node, classes: number): Node {
  wantedOf(labels, "indices", classes);
  const numbers = numbersOf(labels);
  if (numbers === undefined) throw unread("labels that depend on numbers");
  const data = Float64Array.from({ length: numbers.length * classes }, (_, k) =>
    Number(numbers[Math.floor(k / classes)] === k % classes),
  );
  return constant({ shape: [...shapeOf(labels), classes], data });
}

function spaced(call: Call): Node {
  const count = call.number("count", 50);
  const [start, stop] = [call.number("start", 0), call.number("stop", 1)];
  const entries: NestedNumbers = Array.from(
    { length: Math.min(count, 1000) },
    (_, k) => start + ((stop - start) * k) / (count - 1),
  );
  return constant(entries);
}

export const makeRows: Rows = {
  zeros: of(0),
  ones: of(1),
  empty: of(0),
  zeros_like: like(() => 0),
  ones_like: like(() => 1),
  empty_like: like(() => 0),
  new_zeros: row("x shape...", (call) => filled(0, call.sizes("shape"))),
  new_ones: row("x shape...", (call) => filled(1, call.sizes("shape"))),
  full_like: like((call) => call.node("value")),
  full: row("shape value", (call) => filled(call.node("value"), call.sizes("shape"))),
  eye: row("n m", identity),
  identity: row("n", identity),
  arange: rangeTensor,
  range: other("bounds...", range),
  linspace: row("start stop count", spaced),
  array: row("x", arrayOf),
  tensor: row("x", arrayOf),
  as_tensor: same,
  asarray: row("x", arrayOf),
  from_numpy: same,
  Parameter: same,
  scalar_tensor: same,
  float: same,
  double: same,
  half: same,
  long: same,
  int: other("x", (call) => {
    const value = call.get("x");
    return value.kind === "number" ? numberValue(Math.trunc(value.value)) : value;
  }),
  astype: same,
  type: same,
  type_as: other("x y", (call) => call.get("x")),
  to: same,
  cpu: same,
  cuda: same,
  numpy: same,
  contiguous: same,
  ascontiguousarray: same,
  requires_grad_: same,
  float32: same,
  float64: same,
  copy,
  clone: copy,
  one_hot: row("x classes", (call) => oneHot(call.node("x"), call.number("classes", 0))),
  len: other("x", (call) => {
    const value = call.get("x");
    if (value.kind === "sequence") return numberValue(value.items.length);
    return numberValue(call.tensor("x").shape[0] ?? 0);
  }),
};
