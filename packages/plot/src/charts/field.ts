import { compile, map, Node, substituted, tensor, type Value } from "@chainrule/graph";

/* Nodes of two inputs over a grid: computed for all points together by a compiled program. */

/** The two quantities that span a plane: two scalars, a vector of two entries, or a batch of such rows. */
export type Plane = readonly [Node, Node] | Node;

/** The centres of the cells of a grid, row by row from above. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

export function gridOf(x: readonly [number, number], y: readonly [number, number], count: number): Grid {
  const [xs, ys] = [new Float64Array(count * count), new Float64Array(count * count)];
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      xs[row * count + column] = x[0] + ((column + 0.5) / count) * (x[1] - x[0]);
      ys[row * count + column] = y[1] - ((row + 0.5) / count) * (y[1] - y[0]);
    }
  }
  return { columns: count, rows: count, xs, ys };
}

/**
 * The entries of nodes at all points of a grid: for each node, one field for each of its entries of one sample.
 * @throws ChainruleError UNBOUND, SHAPE
 */
export function fieldsOf(nodes: readonly Node[], plane: Plane, { xs, ys }: Grid): Float64Array[][] {
  return plane instanceof Node ? ofTensor(nodes, plane, xs, ys) : ofScalars(nodes, plane, xs, ys);
}

function ofScalars(
  nodes: readonly Node[],
  [a, b]: readonly [Node, Node],
  xs: Float64Array,
  ys: Float64Array,
): Float64Array[][] {
  const [x, y] = [tensor("x", xs), tensor("y", ys)];
  const meaning = (sample: { readonly x: Node; readonly y: Node }): Map<Node, Node> =>
    new Map([
      [a, sample.x],
      [b, sample.y],
    ]);
  const lifted = liftedTo(nodes, { x, y }, meaning);
  return separated(compile(lifted, [x, y])([xs, ys]), xs.length, xs.length);
}

/**
 * Over a vector a point is a sample; over a batch of any size all points are the batch; one of a fixed number of rows is a sample of
 * as many points.
 */
function ofTensor(nodes: readonly Node[], input: Node, xs: Float64Array, ys: Float64Array): Float64Array[][] {
  const rows = input.shape.length === 1 ? 1 : input.shape[0];
  if (typeof rows !== "number") {
    const points = { shape: [xs.length, 2], data: paired(xs, ys, xs.length) };
    return separated(compile([...nodes], [input])([points]), xs.length, xs.length);
  }
  const samples = Math.ceil(xs.length / rows);
  const shape = input.shape.length === 1 ? [samples, 2] : [samples, rows, 2];
  const data = paired(xs, ys, samples * rows);
  const x = tensor("x", { shape, data });
  const lifted = liftedTo(nodes, { x }, (sample: { readonly x: Node }) => new Map([[input, sample.x]]));
  return separated(compile(lifted, [x])([{ shape, data }]), samples * rows, xs.length);
}

/** A graph for one sample, with the inputs of many. */
function liftedTo<S>(
  nodes: readonly Node[],
  columns: Readonly<Record<string, Node>>,
  meaning: (sample: S) => Map<Node, Node>,
): Node[] {
  const results = map(columns, (sample: Readonly<Record<string, Node>>) => {
    const meanings = meaning(sample as S); // a node for each column
    return substituted(nodes, (node) => meanings.get(node));
  });
  return results as readonly Node[] as Node[]; // an array was returned
}

/** Points as rows of a tensor; where there are too few, the last ones are 0. */
function paired(xs: Float64Array, ys: Float64Array, count: number): Float64Array {
  const data = new Float64Array(2 * count);
  for (let k = 0; k < xs.length; k++) {
    data[2 * k] = xs[k] ?? 0;
    data[2 * k + 1] = ys[k] ?? 0;
  }
  return data;
}

/** Results whose first axes run over rows, by entries. What depends on no input is the same everywhere. */
function separated(results: readonly Value[], rows: number, points: number): Float64Array[][] {
  return results.map((value) => {
    const data = typeof value === "number" ? Float64Array.of(value) : value.data;
    const isEverywhere = data.length % rows !== 0;
    const entries = isEverywhere ? data.length : data.length / rows;
    return Array.from({ length: entries }, (_, j) => {
      const column = new Float64Array(points);
      for (let k = 0; k < points; k++) column[k] = data[isEverywhere ? j : k * entries + j] ?? Number.NaN;
      return column;
    });
  });
}
