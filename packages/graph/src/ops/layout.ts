import { ChainruleError } from "../errors";
import type { Layout } from "../node";
import { Node } from "../node";
import {
  checkAxis,
  checkShape,
  checkTotal,
  entryCount,
  isConcrete,
  type Shape,
  sameSize,
  shapeText,
} from "../shape";
import { knownSize } from "./axes";
import { expand } from "./contract";

/* Operations that move entries about. Their sizes along the axis they touch must be numbers. */

export const concatOperation: Layout = {
  kind: "layout",
  name: "concat",
  law: "the inputs one after another along an axis",
  adjoints: ({ node, upstream, wanted }) => {
    const axis = node.attrs.axis ?? 0;
    const whole = expand(upstream, node.shape);
    let start = 0;
    return node.inputs.map((input, k) => {
      const from = start;
      start += input.shape[axis] as number; // concat checked that it is a number
      return wanted[k] ? slice(whole, axis, from, start) : undefined;
    });
  },
};

export const sliceOperation: Layout = {
  kind: "layout",
  name: "slice",
  law: "the entries from start up to, not including, stop along an axis",
  adjoints: ({ node, upstream }) => {
    const { axis = 0, start = 0, stop = 0 } = node.attrs;
    const total = (node.inputs[0] as Node).shape[axis] as number; // slice checked that it is a number
    return [pad(expand(upstream, node.shape), axis, start, total - stop)];
  },
};

/** `start` zeros before and `stop` zeros after. */
export const padOperation: Layout = {
  kind: "layout",
  name: "pad",
  law: "zeros before and after the entries along an axis",
  adjoints: ({ node, upstream }) => {
    const { axis = 0, start = 0 } = node.attrs;
    const length = (node.inputs[0] as Node).shape[axis] as number; // pad checked that it is a number
    return [slice(expand(upstream, node.shape), axis, start, start + length)];
  },
};

export const reshapeOperation: Layout = {
  kind: "layout",
  name: "reshape",
  law: "the same entries, row by row, in another shape",
  adjoints: ({ node, upstream }) => [reshape(expand(upstream, node.shape), (node.inputs[0] as Node).shape)],
};

const withSize = (operation: string, shape: Shape, axis: number, size: number): Shape =>
  checkTotal(
    shape.map((old, k) => (k === axis ? size : old)),
    operation,
  );

/** Joins along an axis; all other sizes agree. @throws ChainruleError SHAPE, SIZE */
export function concat(inputs: readonly Node[], axis = 0): Node {
  const first = inputs[0];
  if (first === undefined) throw new ChainruleError("OPERAND", "nothing to join", { where: "concat" });
  const along = checkAxis("concat", axis, first.shape);
  let total = 0;
  for (const input of inputs) {
    const fits =
      input.shape.length === first.shape.length &&
      input.shape.every((size, k) => k === along || sameSize(size, first.shape[k] ?? -1));
    if (!fits) {
      throw new ChainruleError("SHAPE", `sizes differ outside axis ${along}`, {
        where: "concat",
        got: inputs.map((node) => shapeText(node.shape)).join(" and "),
      });
    }
    total += knownSize("concat", input, along);
  }
  return new Node(concatOperation, inputs, { axis: along }, withSize("concat", first.shape, along, total));
}

/** Entries `start` to `stop - 1` along an axis; negative positions count from the end. @throws ChainruleError SHAPE, SIZE */
export function slice(x: Node, axis: number, start: number, stop?: number): Node {
  const along = checkAxis("slice", axis, x.shape);
  const size = knownSize("slice", x, along);
  const from = start < 0 ? start + size : start;
  const to = stop === undefined ? size : stop < 0 ? stop + size : stop;
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to > size || from > to) {
    throw new ChainruleError("SHAPE", "the slice is outside the axis", {
      where: "slice",
      got: `${start} to ${stop ?? size} of axis ${along} of ${shapeText(x.shape)}`,
      expected: `0 to ${size}`,
    });
  }
  return new Node(
    sliceOperation,
    [x],
    { axis: along, start: from, stop: to },
    withSize("slice", x.shape, along, to - from),
  );
}

/** Zeros around the entries along an axis. @throws ChainruleError SHAPE, SIZE */
export function pad(x: Node, axis: number, before: number, after: number): Node {
  const along = checkAxis("pad", axis, x.shape);
  const size = knownSize("pad", x, along);
  if (!Number.isInteger(before) || !Number.isInteger(after) || before < 0 || after < 0) {
    throw new ChainruleError("SHAPE", "padding is a whole number >= 0", {
      where: "pad",
      got: `${before} and ${after}`,
    });
  }
  return new Node(
    padOperation,
    [x],
    { axis: along, start: before, stop: after },
    withSize("pad", x.shape, along, size + before + after),
  );
}

/** A shape in which one size may be -1: what is left of so many entries. @throws ChainruleError SHAPE */
function completed(shape: Shape, from: Shape): Shape {
  const open = Array.isArray(shape) ? shape.indexOf(-1) : -1;
  if (open === -1 || !isConcrete(from)) return checkShape(shape, "reshape");
  const others = checkShape(
    shape.map((size, k) => (k === open ? 1 : size)),
    "reshape",
  );
  const known = isConcrete(others) ? entryCount(others) : 0;
  const rest = entryCount(from) / known;
  if (Number.isInteger(rest)) return others.map((size, k) => (k === open ? rest : size));
  throw new ChainruleError("SHAPE", "no size fits for -1", {
    where: "reshape",
    got: `${shapeText(from)} to ${shapeText(others)} without the size at ${open}`,
  });
}

/**
 * The same entries in another shape of as many entries, in which one size may be -1: what is left.
 * @throws ChainruleError SHAPE, SIZE
 */
export function reshape(x: Node, shape: Shape): Node {
  const target = completed(shape, x.shape);
  if (!isConcrete(target) || !isConcrete(x.shape)) {
    throw new ChainruleError("SIZE", "reshape needs sizes that are numbers", {
      where: "reshape",
      got: `${shapeText(x.shape)} to ${shapeText(target)}`,
    });
  }
  if (entryCount(target) !== entryCount(x.shape)) {
    throw new ChainruleError("SHAPE", "the number of entries differs", {
      where: "reshape",
      got: `${shapeText(x.shape)} to ${shapeText(target)}`,
    });
  }
  return new Node(reshapeOperation, [x], { shape: target }, target);
}
