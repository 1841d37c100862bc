import {
  constant,
  fused,
  type IndexMap,
  type Node,
  never,
  type Size,
  shapeText,
  transpose,
} from "../../index";
import type { Examples } from "../style";
import { sameSizeText } from "./sizes";

/** A tensor without index letters. A vector is a column unless it was transposed. */
export interface Whole {
  readonly kind: "whole";
  readonly node: Node;
  /** A vector that was transposed. */
  readonly row: boolean;
  /** Axes of size 1 that stand for ones of any length: those of a bold 1. */
  readonly open: readonly boolean[];
}

export const wholeOf = (node: Node, row = false): Whole => ({
  kind: "whole",
  node,
  row: row && node.shape.length === 1,
  open: node.shape.map(() => false),
});

/** A column of ones, of whatever length its neighbours have. */
export const ones: Whole = { kind: "whole", node: constant([1]), row: false, open: [true] };

export const shapeOf = ({ node, open, row }: Whole): string => {
  const sizes = node.shape.map((size, axis) =>
    open[axis] ? "?" : typeof size === "number" ? `${size}` : shapeText([size]).slice(1, -1),
  );
  return `[${sizes.join(",")}]${row ? " (a row)" : ""}`;
};

export function transposed(x: Whole): Whole {
  if (x.node.shape.length === 1) return { ...x, row: !x.row };
  return { ...x, node: transpose(x.node), open: [...x.open].reverse() };
}

/** Why two tensors side by side have no product. */
export interface NoProduct {
  readonly what: string;
  readonly mend?: string;
}

/**
 * The matrix product of what stands side by side: matrix and column, row and matrix, row and column (a scalar), column and row
 * (the outer product). A column before a matrix has none, whatever their sizes: x^T W is one, x W is not.
 */
export function matrixProductOf(a: Whole, b: Whole, examples: Examples): Whole | NoProduct {
  const [rankA, rankB] = [a.node.shape.length, b.node.shape.length];
  if (rankA > 2 || rankB > 2) return { what: "only vectors and matrices have a matrix product" };
  const aInner = rankA === 2 || a.row ? rankA - 1 : undefined;
  const bInner = rankB === 2 || !b.row ? 0 : undefined;
  if (aInner === undefined && bInner === undefined) return joined(a, b, undefined, undefined);
  if (aInner !== undefined && bInner !== undefined) return contracted(a, b, aInner, bInner);
  if (aInner === undefined && rankB === 1)
    return {
      what: "two columns side by side have no product",
      mend: examples.vectors,
    };
  if (aInner === undefined)
    return {
      what: "a column before a matrix has no product",
      mend: "Transpose it, or write it after the matrix",
    };
  if (rankA === 1) return { what: "two rows side by side have no product", mend: "Transpose one of them" };
  return { what: "a matrix before a row has no product", mend: "Leave out the transposition" };
}

function contracted(a: Whole, b: Whole, i: number, j: number): Whole | NoProduct {
  const [p, q] = [a.node.shape[i] as Size, b.node.shape[j] as Size];
  const [openA, openB] = [a.open[i] ?? false, b.open[j] ?? false];
  if (openA && openB) return { what: "nothing says how many ones these are" };
  if (!openA && !openB && !sameSizeText(p, q)) return { what: "inner sizes differ" };
  return joined(a, b, i, j);
}

/** Joins two tensors at an axis of each, or at none. */
function joined(a: Whole, b: Whole, i: number | undefined, j: number | undefined): Whole {
  const sizes: Size[] = [];
  const output: number[] = [];
  const open: boolean[] = [];
  const innerSize = i === undefined ? undefined : a.open[i] ? b.node.shape[j as number] : a.node.shape[i];
  const inner = innerSize === undefined ? -1 : sizes.push(innerSize) - 1;
  const indices = (x: Whole, at: number | undefined): (number | null)[] =>
    x.node.shape.map((size, axis) => {
      if (axis === at) return x.open[axis] && innerSize !== 1 ? null : inner;
      output.push(sizes.length);
      open.push(x.open[axis] ?? false);
      return sizes.push(size) - 1;
    });
  const map: IndexMap = { inputs: [indices(a, i), indices(b, j)], output, sizes };
  const node = fused([a.node, b.node], map, { open: never });
  return { kind: "whole", node, row: a.row && b.node.shape.length === 2, open };
}

/** Which axes of a result are ones of any length still: those that no operand gives a length. */
export function openAxes(operands: readonly Whole[], rank: number): boolean[] {
  return Array.from({ length: rank }, (_, axis) =>
    operands.every(({ node, open }) => {
      const own = axis - rank + node.shape.length;
      return own < 0 || (open[own] ?? false);
    }),
  );
}
