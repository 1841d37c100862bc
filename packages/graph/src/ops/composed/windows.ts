import { ChainruleError, shown } from "../../errors";
import type { Node, Operand } from "../../node";
import { checkOptions } from "../../options";
import { isConcrete, type Shape, shapeText } from "../../shape";
import { guarded } from "../../signature";
import { add } from "../arithmetic";
import { mean } from "../contract";
import { einsum } from "../einsum";
import { concat, pad, reshape, slice } from "../layout";
import { lift } from "../leaf";
import { maxOver } from "../reduce";

/*
 * Convolution and pooling as what they are made of: the entries that a place of the kernel meets are one slice of the input, so a
 * convolution is a sum of as many contractions as the kernel has places, and a pool a reduction over as many slices. Their
 * adjoints, padding and adding up, are those of slices.
 */

/** How a window moves. Numbers hold for every axis that it moves along. */
export interface WindowOptions {
  /** From one window to the next; 1 by default, of pools the size of the window. */
  readonly stride?: number;
  /** Zeros on both sides, 0 by default. */
  readonly padding?: number;
}

function checkWhole(name: string, value: unknown, least: number, what: string): asserts value is number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least) return;
  throw new ChainruleError("OPTION", `${what} is a whole number >= ${least}`, {
    where: name,
    got: shown(value),
  });
}

interface Moves {
  readonly stride: number;
  readonly padding: number;
}

function movesOf(name: string, options: WindowOptions, stride: number): Moves {
  checkOptions(options, { stride: true, padding: true }, name);
  const found = { stride: options.stride ?? stride, padding: options.padding ?? 0 };
  checkWhole(name, found.stride, 1, "a stride");
  checkWhole(name, found.padding, 0, "padding");
  return found;
}

function sizesOf(name: string, x: Node, least: number): readonly number[] {
  if (isConcrete(x.shape) && x.shape.length >= least) return x.shape;
  throw new ChainruleError("SHAPE", "the operand has too few axes, or sizes that are no numbers", {
    where: name,
    got: shapeText(x.shape),
    expected: `${least} axes or more`,
  });
}

/** How many windows there are along an axis. @throws ChainruleError SHAPE */
function countOf(name: string, size: number, window: number, stride: number): number {
  if (size >= window) return Math.floor((size - window) / stride) + 1;
  throw new ChainruleError("SHAPE", "the window is larger than what it moves over", {
    where: name,
    got: `${window} over ${size}`,
  });
}

/** Every `stride`-th entry along an axis from `start` on, `count` of them. */
function strided(x: Node, axis: number, start: number, stride: number, count: number): Node {
  if (stride === 1) return slice(x, axis, start, start + count);
  const whole = start + count * stride;
  const size = x.shape[axis] as number; // the callers looked
  const long = whole > size ? pad(x, axis, 0, whole - size) : x;
  const part = slice(long, axis, start, whole);
  const shape = part.shape as readonly number[];
  const rows = reshape(part, [...shape.slice(0, axis), count, stride, ...shape.slice(axis + 1)]);
  const first = slice(rows, axis + 1, 0, 1);
  return reshape(first, [...shape.slice(0, axis), count, ...shape.slice(axis + 1)]);
}

/** For each place in a window along the last axes: what that place meets, and the place. */
function met(
  name: string,
  given: Node,
  windows: readonly number[],
  { padding, stride }: Moves,
): { readonly part: Node; readonly place: readonly number[] }[] {
  const first = given.shape.length - windows.length;
  let parts = [{ part: given, place: [] as readonly number[] }];
  windows.forEach((window, k) => {
    const axis = first + k;
    parts = parts.flatMap(({ part, place }) => {
      const x = padding === 0 ? part : pad(part, axis, padding, padding);
      const count = countOf(name, x.shape[axis] as number, window, stride);
      return Array.from({ length: window }, (_, start) => ({
        part: strided(x, axis, start, stride, count),
        place: [...place, start],
      }));
    });
  });
  return parts;
}

function convolution(name: string, x: Node, weights: Node, axes: number, options: WindowOptions): Node {
  const sizes = sizesOf(name, x, axes + 1);
  const kernel = sizesOf(name, weights, axes + 2);
  const channels = sizes[sizes.length - axes - 1];
  if (kernel.length !== axes + 2 || kernel[1] !== channels) {
    throw new ChainruleError("SHAPE", "the kernel is [outputs, inputs, ...window]", {
      where: name,
      got: `${shapeText(x.shape)} and ${shapeText(weights.shape)}`,
    });
  }
  const letters = "hw".slice(0, axes);
  const notation = `...i${letters},oi->...o${letters}`;
  const [outputs, inputs] = kernel as readonly [number, number];
  return met(name, x, kernel.slice(2), movesOf(name, options, 1))
    .map(({ part, place }) => einsum(notation, [part, atPlace(weights, place, [outputs, inputs])]))
    .reduce(add);
}

/** The matrix of weights at one place of the window. */
function atPlace(weights: Node, place: readonly number[], shape: Shape): Node {
  const part = place.reduce((w, start, k) => slice(w, k + 2, start, start + 1), weights);
  return reshape(part, shape);
}

/**
 * Convolution along one axis, as networks take it (the kernel is not turned): x: [..., inputs, n], weights: [outputs, inputs, k] ->
 * [..., outputs, m]. @throws ChainruleError OPTION, SHAPE
 * @example conv1d([[1, 2, 3, 4]], [[[1, -1]]]) // [[-1, -1, -1]]
 */
export const conv1d = guarded(
  "conv1d",
  "operand operand options?",
  (x: Operand, weights: Operand, options: WindowOptions = {}): Node =>
    convolution("conv1d", lift(x, "conv1d", 0), lift(weights, "conv1d", 1), 1, options),
);

/**
 * The same along two: x: [..., inputs, h, w], weights: [outputs, inputs, k, l] -> [..., outputs, m, n].
 * @throws ChainruleError OPTION, SHAPE
 */
export const conv2d = guarded(
  "conv2d",
  "operand operand options?",
  (x: Operand, weights: Operand, options: WindowOptions = {}): Node =>
    convolution("conv2d", lift(x, "conv2d", 0), lift(weights, "conv2d", 1), 2, options),
);

type Window = number | readonly number[];

function pooled(name: string, operand: Operand, window: Window, stride: unknown, over: typeof maxOver): Node {
  const x = lift(operand, name, 0);
  const windows = [window].flat();
  for (const size of windows) checkWhole(name, size, 1, "a window");
  sizesOf(name, x, windows.length);
  const [first] = windows;
  const moves = movesOf(name, stride === undefined ? {} : { stride: stride as number }, first ?? 1);
  const parts = met(name, x, windows, moves).map(({ part }) =>
    reshape(part, [...(part.shape as readonly number[]), 1]),
  );
  return over(concat(parts, -1), [x.shape.length], false);
}

/**
 * The largest entry of each window along the last axes: a number for one axis, `[2, 2]` for two; the stride is the window's first
 * size if left out. Entries that reach it share the gradient. @throws ChainruleError OPTION, SHAPE
 * @example maxPool([[1, 3], [2, 0]], [2, 2]) // [[3]]
 */
export const maxPool = guarded(
  "maxPool",
  "operand any number?",
  (x: Operand, window: Window, stride?: number): Node => pooled("maxPool", x, window, stride, maxOver),
);

/** The mean of each window, as `maxPool` takes the largest. @throws ChainruleError OPTION, SHAPE */
export const meanPool = guarded(
  "meanPool",
  "operand any number?",
  (x: Operand, window: Window, stride?: number): Node =>
    pooled("meanPool", x, window, stride, (stacked, axes) => mean(stacked, axes ?? [], false)),
);
