import { ChainruleError, shown } from "./errors";
import { nameText, parseName, type SymbolName } from "./name";

/**
 * A size that is not yet a number, such as the number of hidden nodes `p`.
 * Two sizes of the same name are the same size.
 */
export interface Dim {
  readonly kind: "dim";
  readonly name: SymbolName;
  /** The letter that runs over this size in index notation, if the author chose one. */
  readonly index?: string;
}

export type Size = number | Dim;
export type Shape = readonly Size[];

/** The shape of a scalar. A scalar is not a tensor of shape [1]. */
export const SCALAR: Shape = Object.freeze([]);

/**
 * A symbolic size.
 * @example tensor("V", [dim("d", { index: "i" }), dim("p")])
 * @throws ChainruleError NAME
 */
export function dim(name: string, options: { readonly index?: string } = {}): Dim {
  const parsed = parseName(name);
  if (options.index === undefined) return { kind: "dim", name: parsed };
  parseName(options.index);
  return { kind: "dim", name: parsed, index: options.index };
}

export function sameSize(a: Size, b: Size): boolean {
  if (typeof a === "number" || typeof b === "number") return a === b;
  return a === b || nameText(a.name) === nameText(b.name);
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((size, axis) => sameSize(size, b[axis] as Size));
}

export function sizeText(size: Size): string {
  return typeof size === "number" ? String(size) : nameText(size.name);
}

/** `[2,3]`, `[d,p]`; a scalar is `[]`. */
export function shapeText(shape: Shape): string {
  return `[${shape.map(sizeText).join(",")}]`;
}

/** Whether every entry is a number. */
export function isConcrete(shape: Shape): shape is readonly number[] {
  return shape.every((size) => typeof size === "number");
}

/**
 * Checks what a caller handed over as a shape.
 * @throws ChainruleError SIZE on -1, 1.5, NaN, or more than 2^53 entries in all (before anything is allocated).
 */
export function checkShape(shape: unknown, where: string): Shape {
  if (!Array.isArray(shape)) {
    throw new ChainruleError("SIZE", "a shape is an array of sizes", { where, got: shown(shape) });
  }
  const sizes: readonly unknown[] = shape;
  for (const [axis, size] of sizes.entries()) {
    if (!isDim(size) && !isCount(size)) {
      throw new ChainruleError("SIZE", `axis ${axis} of a shape is not a size`, {
        where,
        got: shown(size),
        expected: "a whole number >= 0 or dim(name)",
      });
    }
  }
  return checkTotal(Object.freeze([...(shape as readonly Size[])]), where);
}

/** Whether something is the number of entries along an axis. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The shape itself. @throws ChainruleError SIZE when it has more than 2^53 entries */
export function checkTotal(shape: Shape, where: string): Shape {
  let total = 1;
  for (const size of shape) if (typeof size === "number") total *= size;
  if (total <= Number.MAX_SAFE_INTEGER) return shape;
  throw new ChainruleError("SIZE", "a shape has too many entries", {
    where,
    got: shapeText(shape),
    expected: "at most 2^53",
  });
}

export function isDim(value: unknown): value is Dim {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "dim";
}

/** The number of entries of a concrete shape; 1 for a scalar. */
export function entryCount(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) count *= size;
  return count;
}

/** Row-major strides: `[2,3,4]` has `[12,4,1]`. */
export function strides(shape: readonly number[]): number[] {
  const result = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    result[axis] = step;
    step *= shape[axis] as number;
  }
  return result;
}

/**
 * The shape of a pointwise operation on operands of these shapes, by NumPy's rule: aligned from the right, each axis
 * equal or 1.
 * @throws ChainruleError SHAPE, with all shapes
 */
export function broadcastShape(operation: string, shapes: readonly Shape[]): Shape {
  let result = shapes[0] ?? SCALAR;
  for (let k = 1; k < shapes.length; k++) {
    const other = shapes[k] as Shape;
    if (other === result || other.length === 0) continue;
    result = result.length === 0 ? other : pairShape(operation, result, other, shapes);
  }
  return result;
}

function pairShape(operation: string, a: Shape, b: Shape, all: readonly Shape[]): Shape {
  const rank = Math.max(a.length, b.length);
  const result: Size[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const p = a[axis - rank + a.length] ?? 1;
    const q = b[axis - rank + b.length] ?? 1;
    if (sameSize(p, q) || q === 1) result.push(p);
    else if (p === 1) result.push(q);
    else {
      throw new ChainruleError("SHAPE", "shapes do not broadcast", {
        where: operation,
        got: all.map(shapeText).join(" and "),
        expected: "sizes that are equal, or 1, counted from the last axis",
        mend: `Axis ${axis} has ${sizeText(p)} and ${sizeText(q)}; transpose or reshape one operand`,
      });
    }
  }
  return checkTotal(Object.freeze(result), operation);
}

/** Counts negative axes from the end. @throws ChainruleError SHAPE when out of range */
export function checkAxis(operation: string, axis: number, shape: Shape): number {
  const counted = Number.isInteger(axis) && axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(axis) || counted < 0 || counted >= shape.length) {
    throw new ChainruleError("SHAPE", "no such axis", {
      where: operation,
      got: `axis ${shown(axis)} of shape ${shapeText(shape)}`,
      expected: shape.length === 0 ? "a tensor, this is a scalar" : `-${shape.length} to ${shape.length - 1}`,
    });
  }
  return counted;
}
