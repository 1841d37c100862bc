import { concat, constant, type Node, type Size, type Value } from "@chainrule/graph";
import type { Call } from "./call";
import { unreadable } from "./decode";

/* Operators that move entries about. */

const MOST_ENTRIES = 2 ** 22;

export function reshaped(call: Call): Node {
  const [x, sizes] = [call.x(0), call.sizes(0)];
  const asked = call.list("shape", 1) ?? [];
  const kept = asked.map((size, k) =>
    size === 0 && call.integer("allowzero", 0) === 0 ? (sizes[k] ?? 0) : size,
  );
  const count = sizes.reduce((product, size) => product * size, 1);
  const known = kept.reduce((product, size) => (size === -1 ? product : product * size), 1);
  return x.reshape(kept.map((size) => (size === -1 ? count / known : size)));
}

export function flattened(call: Call): Node {
  const sizes = call.sizes(0);
  const axis = call.integer("axis", 1);
  const at = axis < 0 ? axis + sizes.length : axis;
  const product = (list: readonly number[]): number => list.reduce((total, size) => total * size, 1);
  return call.x(0).reshape([product(sizes.slice(0, at)), product(sizes.slice(at))]);
}

/** Without axes of size 1: sums over them, which symbolic sizes beside them do not disturb. */
export function squeezed(call: Call): Node {
  const x = call.x(0);
  const given = call.list("axes", 1)?.map((axis) => call.axis(axis, x.shape.length));
  const axes = given ?? x.shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  if (axes.some((axis) => x.shape[axis] !== 1))
    throw unreadable("only an axis of size 1 can be left out", call.where);
  return axes.length === 0 ? x : x.sum(axes);
}

/** With axes of size 1: put in front, then moved. */
export function unsqueezed(call: Call): Node {
  const x = call.x(0);
  const given = call.list("axes", 1) ?? [];
  const rank = x.shape.length + given.length;
  const axes = given.map((axis) => call.axis(axis, rank));
  if (axes.length === 0) return x;
  if (new Set(axes).size < axes.length) throw unreadable("an axis stands twice", call.where);
  const front = x.broadcastTo([...axes.map(() => 1), ...x.shape]);
  const rest = Array.from({ length: x.shape.length }, (_, k) => k + axes.length);
  const order = Array.from({ length: rank }, (_, axis) =>
    axes.includes(axis) ? axes.indexOf(axis) : (rest.shift() as number),
  );
  return order.every((axis, k) => axis === k) ? front : front.transpose(order);
}

export function sliced(call: Call): Node {
  let x = call.x(0);
  const [starts, ends] = [call.list("starts", 1) ?? [], call.list("ends", 2) ?? []];
  const axes = call.list("axes", 3) ?? starts.map((_, k) => k);
  const steps = call.has(4) ? call.wholes(4) : [];
  if (ends.length !== starts.length || axes.length !== starts.length)
    throw unreadable("as many ends as starts", call.where);
  for (const [k, start] of starts.entries()) {
    const axis = call.axis(axes[k] as number, x.shape.length); // as many as starts
    const size = x.shape[axis];
    if (typeof size !== "number") throw call.refusal("slices lie along axes of known sizes");
    if ((steps[k] ?? 1) !== 1) throw call.refusal("steps other than 1 are not read");
    const clamp = (at: number): number => Math.min(size, Math.max(0, at < 0 ? at + size : at));
    x = x.slice(axis, clamp(start), Math.max(clamp(start), clamp(ends[k] as number)));
  }
  return x;
}

export function split(call: Call): readonly Node[] {
  const x = call.x(0);
  const axis = call.axis(call.integer("axis", 0), x.shape.length);
  const size = call.sizes(0)[axis] as number; // the axis was looked at
  const part = Math.ceil(size / Math.max(1, call.outputs));
  const lengths =
    call.list("split", 1) ?? Array.from({ length: call.outputs }, (_, k) => Math.min(part, size - k * part));
  let start = 0;
  return lengths.map((length) => {
    const from = start;
    start += length;
    return x.slice(axis, from, start);
  });
}

export function gathered(call: Call): Node {
  const x = call.x(0);
  const axis = call.axis(call.integer("axis", 0), x.shape.length);
  const size = call.sizes(0)[axis] as number; // the axis was looked at
  const value = call.value(1);
  const [shape, list] = typeof value === "number" ? [[], [value]] : [value.shape, [...value.data]];
  if (list.length === 0 || list.length > MOST_ENTRIES)
    throw call.refusal("a list of places is empty or too long");
  const rows = list.map((index) => x.slice(axis, index, index + 1 === 0 ? size : index + 1));
  const joined = rows.length === 1 ? (rows[0] as Node) : concat(rows, axis);
  const sizes = call.sizes(0);
  return joined.reshape([...sizes.slice(0, axis), ...shape, ...sizes.slice(axis + 1)]);
}

/** Zeros, or another number, around the entries. */
export function padded(call: Call): Node {
  if (call.text("mode", "constant") !== "constant") throw call.refusal("only constant borders are read");
  const fill = call.has(2) ? call.value(2) : call.real("value", 0);
  let x = call.x(0);
  const widths = call.list("pads", 1) ?? [];
  const axes = call.has(3)
    ? call.wholes(3).map((axis) => call.axis(axis, x.shape.length))
    : x.shape.map((_, axis) => axis);
  if (widths.length !== 2 * axes.length) throw unreadable("two widths for each axis", call.where);
  for (const [k, axis] of axes.entries()) {
    const border = (width: number): Node[] =>
      width === 0
        ? []
        : [
            filledWith(
              call,
              fill,
              x.shape.map((size, j) => (j === axis ? width : size)),
            ),
          ];
    x = concat([...border(widths[k] as number), x, ...border(widths[k + axes.length] as number)], axis);
  }
  return x;
}

/** A constant of one number. @throws ChainruleError SIZE, SYNTAX */
export function filledWith(call: Call, fill: Value, shape: readonly Size[]): Node {
  const number = typeof fill === "number" ? fill : fill.data[0];
  const count = shape.reduce<number>(
    (product, size) => product * (typeof size === "number" && size >= 0 ? size : Number.NaN),
    1,
  );
  if (number === undefined || !(count <= MOST_ENTRIES))
    throw unreadable("a constant is too large, or of unknown size", call.where);
  return constant({ shape: shape as readonly number[], data: new Float64Array(count).fill(number) }); // a symbolic size counts as NaN
}
