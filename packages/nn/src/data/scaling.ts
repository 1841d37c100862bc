import { ChainruleError, Node, type TensorValue } from "@chainrule/graph";
import { type Rows, rowCount, rowLength, tensorOf } from "./rows";

/** Columns moved and stretched: (x - shift) / scale, column by column. */
export interface Scaling {
  readonly shift: readonly number[];
  readonly scale: readonly number[];
  /** The same for other samples, or for a node, so that the scaling is a part of the network. x: [N, n] or [n] */
  apply(x: Node): Node;
  apply(x: Rows): TensorValue;
  /** The inverse: x scale + shift. */
  invert(x: Node): Node;
  invert(x: Rows): TensorValue;
}

/**
 * Each column with mean 0 and standard deviation 1; one whose entries are all the same is only moved. x: [N, n]
 * @throws ChainruleError OPERAND, SHAPE, NUMBER
 * @example mlp(standardise(data.x).apply(x), [8, 3]) // takes x as it was measured
 */
export function standardise(x: Rows): Scaling {
  const { columns, count } = columnsOf(x, "standardise");
  const shift = columns.map((column) => column.reduce((sum, entry) => sum + entry, 0) / count);
  const scale = columns.map((column, k) => {
    const centre = shift[k] as number; // one for each column
    return Math.sqrt(column.reduce((sum, entry) => sum + (entry - centre) ** 2, 0) / count);
  });
  return scaling(shift, scale);
}

/**
 * Each column from 0 to 1; one whose entries are all the same is only moved. x: [N, n]
 * @throws ChainruleError OPERAND, SHAPE, NUMBER
 */
export function minMax(x: Rows): Scaling {
  const { columns } = columnsOf(x, "minMax");
  const lows = columns.map((column) => column.reduce((low, entry) => Math.min(low, entry)));
  const highs = columns.map((column) => column.reduce((high, entry) => Math.max(high, entry)));
  return scaling(
    lows,
    highs.map((high, k) => high - (lows[k] as number)), // one for each column
  );
}

function columnsOf(given: Rows, where: string): { readonly columns: Float64Array[]; readonly count: number } {
  const value = tensorOf(given, where);
  const [width, count] = [rowLength(value), rowCount(value)];
  const columns = Array.from({ length: width }, (_, k) =>
    Float64Array.from({ length: count }, (_, row) => value.data[row * width + k] as number),
  );
  return { columns, count };
}

function scaling(shift: readonly number[], spread: readonly number[]): Scaling {
  const scale = spread.map((each) => (each === 0 ? 1 : each));
  const width = scale.length;
  const each = (x: Rows, where: string, change: (entry: number, k: number) => number): TensorValue => {
    const value = tensorOf(x, where);
    const isColumn = width === 1 && value.shape.length === 1;
    if (value.shape[value.shape.length - 1] !== width && !isColumn) {
      throw new ChainruleError("SHAPE", "another number of columns", {
        where,
        got: `[${value.shape.join()}]`,
        expected: `[N, ${width}]`,
      });
    }
    return { shape: value.shape, data: value.data.map((entry, k) => change(entry, k % width)) };
  };
  const at = (list: readonly number[], k: number): number => list[k] as number; // k is below the width
  function apply(x: Node): Node;
  function apply(x: Rows): TensorValue;
  function apply(x: Node | Rows): Node | TensorValue {
    if (x instanceof Node) return x.sub(shift).div(scale);
    return each(x, "apply", (entry, k) => (entry - at(shift, k)) / at(scale, k));
  }
  function invert(x: Node): Node;
  function invert(x: Rows): TensorValue;
  function invert(x: Node | Rows): Node | TensorValue {
    if (x instanceof Node) return x.mul(scale).add(shift);
    return each(x, "invert", (entry, k) => entry * at(scale, k) + at(shift, k));
  }
  return Object.freeze({ shift: Object.freeze(shift), scale: Object.freeze(scale), apply, invert });
}
