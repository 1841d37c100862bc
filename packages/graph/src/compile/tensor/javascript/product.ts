import { Expressions } from "../expression";
import type { MatrixView, Product } from "../instruction";
import { isSmall } from "../small";
import type { FunctionText, Layout } from "./function";
import { nestText } from "./nest";
import { COLUMNS, tiledText } from "./tile";

/** Stands for the scratch memory. */
const SCRATCH = -1;

/** Numbers of scratch memory that a product needs: B in panels of columns, if it is too large to be read where it is. */
export const scratchFor = (product: Product): number => (isSmall(product) ? 0 : whole(product) * product.k);

/** The columns that fill whole panels. */
const whole = ({ n }: Product): number => n - (n % COLUMNS);

/**
 * The functions that do a product when they are called one after the other: a copy of B in panels, so that what is read
 * next lies next in memory, the product with these, and that with the columns that are left.
 */
export function productTexts(product: Product, layout: Layout, scratch: number): FunctionText[] {
  const { m, n, k, a, b, output, offset, finish } = product;
  const expressions = new Expressions();
  const entries = ({ buffer, offset: from }: MatrixView, strides: readonly number[]) =>
    expressions.load(buffer, strides, from);
  const inside: Layout = {
    ...layout,
    addressOf: (buffer) => (buffer === SCRATCH ? scratch : layout.addressOf(buffer)),
  };
  const sum = { kind: "nest", output, combine: "sum", fill: 0 } as const;
  /** With the columns from one on, read where they are. */
  const direct = (from: number): FunctionText =>
    tiledText(
      {
        ...sum,
        loops: [m, n - from, k],
        body: expressions.apply("mul", [
          entries(a, [a.row, 0, a.column]),
          entries({ ...b, offset: b.offset + from * b.column }, [0, b.column, b.row]),
        ]),
        strides: [n, 1, 0],
        offset: offset + from,
      },
      { outer: [], rows: 0, columns: 1, reduced: [2] },
      inside,
      finish,
    );
  if (isSmall(product)) return [direct(0)];
  const packed = whole(product);
  const panels = packed / COLUMNS;
  const copy = nestText(
    {
      kind: "nest",
      loops: [panels, k, COLUMNS],
      body: entries(b, [COLUMNS * b.column, b.row, b.column]),
      output: SCRATCH,
      strides: [COLUMNS * k, COLUMNS, 1],
      offset: 0,
      combine: "store",
      fill: undefined,
    },
    inside,
  );
  const blocks = tiledText(
    {
      ...sum,
      loops: [panels, m, COLUMNS, k],
      body: expressions.apply("mul", [
        entries(a, [0, a.row, 0, a.column]),
        expressions.load(SCRATCH, [COLUMNS * k, 0, 1, COLUMNS], 0),
      ]),
      strides: [COLUMNS, n, 1, 0],
      offset,
    },
    { outer: [0], rows: 1, columns: 2, reduced: [3] },
    inside,
  );
  return [...(panels > 0 ? [copy, blocks] : []), ...(packed < n ? [direct(packed)] : [])];
}
