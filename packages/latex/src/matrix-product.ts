/** A factor of a matrix product as it stands there. A vector is a column, transposed a row. */
export interface Placed {
  /** Its position among the factors; -1 for a vector of ones. */
  readonly factor: number;
  readonly transposed: boolean;
}

type Indices = readonly (number | null)[];

/** A factor by its indices: a matrix joins two, a vector ends at one. */
interface Edge {
  readonly factor: number;
  readonly indices: readonly number[];
}

/**
 * Arranges the factors of a contraction as a product of matrices, so that every summed index stands between the two factors
 * that share it: delta_j a_k is `delta a^T`, the sum over j of w_jk delta_j is `W^T delta`. An index that only one factor
 * has, and that is summed, meets a vector of ones.
 * Undefined where the factors form no chain from the first output index to the last.
 */
export function matrixProduct(inputs: readonly Indices[], output: readonly number[]): Placed[] | undefined {
  const edges: Edge[] = [];
  for (const [factor, indices] of inputs.entries()) {
    if (indices.length > 2 || indices.includes(null) || new Set(indices).size < indices.length)
      return undefined;
    if (indices.length > 0) edges.push({ factor, indices: indices as readonly number[] });
  }
  if (output.length > 2 || new Set(output).size < output.length || edges.length === 0) return undefined;
  for (const index of new Set([...output, ...edges.flatMap((edge) => edge.indices)])) {
    const uses = edges.filter((edge) => edge.indices.includes(index)).length;
    const wanted = output.includes(index) ? 1 : 2;
    if (uses > wanted) return undefined;
    for (let missing = uses; missing < wanted; missing++) edges.push({ factor: -1, indices: [index] });
  }
  const [row, column] = output;
  const found =
    row === undefined
      ? innerProduct(edges)
      : column === undefined
        ? columnFrom(row, edges)
        : matrixFrom(row, column, edges);
  return found !== undefined && found.length === edges.length ? found : undefined;
}

interface Walk {
  readonly placed: Placed[];
  /** The index at which the walk came out; undefined if it ended in a vector. */
  readonly end: number | undefined;
}

/** Follows factors from an index, each read from that index on, until a vector or an index that no other factor has. */
function walk(from: number, edges: readonly Edge[], used: Set<Edge>): Walk {
  const placed: Placed[] = [];
  let at = from;
  for (;;) {
    const edge = edges.find((candidate) => !used.has(candidate) && candidate.indices.includes(at));
    if (edge === undefined) return { placed, end: at };
    used.add(edge);
    const [first, second] = edge.indices;
    placed.push({ factor: edge.factor, transposed: second !== undefined && first !== at });
    if (second === undefined) return { placed, end: undefined };
    at = first === at ? second : (first as number);
  }
}

/** The same product read from the other end. */
const reversed = (placed: readonly Placed[]): Placed[] =>
  placed.map(({ factor, transposed }) => ({ factor, transposed: !transposed })).reverse();

function columnFrom(row: number, edges: readonly Edge[]): Placed[] | undefined {
  const { placed, end } = walk(row, edges, new Set());
  return end === undefined ? placed : undefined;
}

function matrixFrom(row: number, column: number, edges: readonly Edge[]): Placed[] | undefined {
  const used = new Set<Edge>();
  const left = walk(row, edges, used);
  if (left.end === column) return left.placed;
  if (left.end !== undefined) return undefined;
  const right = walk(column, edges, used);
  return right.end === undefined ? [...left.placed, ...reversed(right.placed)] : undefined;
}

function innerProduct(edges: readonly Edge[]): Placed[] | undefined {
  const start = edges.find((edge) => edge.indices.length === 1);
  const index = start?.indices[0];
  if (start === undefined || index === undefined) return undefined;
  const { placed, end } = walk(index, edges, new Set([start]));
  return end === undefined ? [{ factor: start.factor, transposed: true }, ...placed] : undefined;
}
