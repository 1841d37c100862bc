import { type CompileOptions, compile } from "../compile/program";
import { ChainruleError } from "../errors";
import { gradient } from "../gradient";
import { parseName } from "../name";
import { Node } from "../node";
import { add, mul } from "../ops/arithmetic";
import { constantNode, liftAll, nodeLabel, symbolOperation } from "../ops/leaf";
import { SCALAR, shapeText } from "../shape";
import { type Colouring, columnColouring, fullest } from "./colouring";
import { columnsIn, dependencies, heightOf, type Rows, symmetric, transposed } from "./pattern";
import { starColouring } from "./star";

/** Which entries of a matrix may differ from 0: row by row, columns in ascending order. */
export interface SparsePattern {
  readonly shape: readonly [rows: number, columns: number];
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** A matrix in numbers: the values of the entries of a pattern. */
export interface SparseMatrix extends SparsePattern {
  readonly values: Float64Array;
}

/** Partial derivatives of which most are 0, as a graph. */
export interface SparseDerivatives {
  readonly pattern: SparsePattern;
  /** The entries of the pattern, in its order. */
  readonly values: readonly Node[];
  /** How many sweeps give all of them. */
  readonly colours: number;
  /** What a sweep adds up: rows (backward), or columns (forward, and of Hessians). */
  readonly compressed: "rows" | "columns";
  /** By row, or column, the sweep that it is part of; -1 where no sweep is needed. */
  readonly colourOf: Int32Array;
  /** All entries as a function of the inputs, in numbers. @throws ChainruleError as `compile` */
  compile(options?: CompileOptions): SparseProgram;
}

export interface SparseProgram {
  /** One number for each input. */
  (values: readonly number[]): SparseMatrix;
  explain(): string;
}

const ZERO = constantNode(0);

/**
 * The partial derivatives of many scalars by many scalars, those that are not 0 by structure. Columns (or rows) that have no
 * entries in common rows (or columns) are differentiated in one sweep: as many sweeps as colours, forward for columns,
 * backward for rows, whichever are fewer. A tridiagonal Jacobian of any size takes 3, a dense row costs nothing backward.
 *
 * outputs, inputs: scalars.
 * @throws ChainruleError NOT_SCALAR, OPERAND
 * @example const { pattern, values, compile } = sparseJacobian(residuals, xs);
 */
export function sparseJacobian(outputs: readonly Node[], inputs: readonly Node[]): SparseDerivatives {
  const ys = scalars(outputs, "sparseJacobian", 0);
  const xs = scalars(inputs, "sparseJacobian", 1);
  const rows = dependencies(ys, xs);
  const columns = transposed(rows);
  const { compressed, colouring } = cheaper(rows, columns);
  if (compressed === "rows") return result(rows, xs, sweeps(ys, xs, rows, colouring), colouring, compressed);
  // u J is linear in u: its derivative by u, of the sum of some columns, is the sum of these columns of J
  const us = ys.map(
    () => new Node(symbolOperation, [], { name: parseName("u"), cell: { value: undefined } }, SCALAR),
  );
  const products = gradient(total(ys.map((y, k) => mul(us[k] as Node, y))), xs);
  const turned = sweeps(products, us, columns, colouring);
  return result(rows, xs, mirrored(rows, columns, turned), colouring, compressed);
}

/** Whether rows or columns need fewer colours. The side whose fullest line is shorter is tried first, the other if it can win. */
function cheaper(
  rows: Rows,
  columns: Rows,
): { readonly compressed: SparseDerivatives["compressed"]; readonly colouring: Colouring } {
  const sides = [
    { compressed: "rows", of: columns, least: fullest(columns) },
    { compressed: "columns", of: rows, least: fullest(rows) },
  ] as const;
  const [first, second] = sides[1].least < sides[0].least ? [sides[1], sides[0]] : sides;
  const colouring = columnColouring(first.of);
  if (second.least < colouring.count) {
    const other = columnColouring(second.of);
    if (other.count < colouring.count) return { compressed: second.compressed, colouring: other };
  }
  return { compressed: first.compressed, colouring };
}

/**
 * The second partial derivatives of a scalar by many scalars, those that are not 0 by structure: where the gradient by one
 * variable depends on the other. Columns are added up by a star colouring, so that each entry stands alone in a sweep, in
 * its row or in its mirror image's: an arrow of any size takes 2 sweeps, a tridiagonal Hessian 3.
 *
 * y: a scalar, inputs: scalars.
 * @throws ChainruleError NOT_SCALAR, OPERAND
 * @example sparseHessian(E, ws).compile()(values) // { shape, rows, columns, values }
 */
export function sparseHessian(y: Node, inputs: readonly Node[]): SparseDerivatives {
  const [of] = scalars([y], "sparseHessian", 0) as [Node];
  const xs = scalars(inputs, "sparseHessian", 1);
  const slopes = gradient(of, xs);
  const rows = symmetric(dependencies(slopes, xs));
  const colouring = starColouring(rows);
  const { colours } = colouring;
  const inRow = Array.from({ length: xs.length }, (_, row) => tally(columnsIn(rows, row), colours));
  const wanted: number[][] = Array.from({ length: colouring.count }, () => []);
  const asked = new Map<number, number>(); // by row and colour: the place among those that the sweep is asked for
  const keyOf = (row: number, colour: number): number => row * colouring.count + colour;
  const source = (row: number, column: number): readonly [row: number, colour: number] => {
    const colour = colours[column] as number;
    return inRow[row]?.get(colour) === 1 ? [row, colour] : [column, colours[row] as number];
  };
  each(rows, (row, column) => {
    const [from, colour] = source(row, column);
    if (asked.has(keyOf(from, colour))) return;
    asked.set(keyOf(from, colour), (wanted[colour] as number[]).push(from) - 1);
  });
  const found = classes(colouring).map((members, colour) =>
    gradient(
      total(members.map((k) => slopes[k] as Node)),
      (wanted[colour] as number[]).map((k) => xs[k] as Node),
    ),
  );
  const values: Node[] = [];
  each(rows, (row, column) => {
    const [from, colour] = source(row, column);
    values.push(found[colour]?.[asked.get(keyOf(from, colour)) as number] as Node);
  });
  return result(rows, xs, values, colouring, "columns");
}

/** The derivatives of `ys` by `xs`, one backward sweep for all rows of a colour, row by row. */
function sweeps(ys: readonly Node[], xs: readonly Node[], rows: Rows, colouring: Colouring): Node[] {
  const values = new Array<Node>(rows.columns.length);
  for (const members of classes(colouring)) {
    const places = members.flatMap((row) =>
      Array.from(columnsIn(rows, row), (column, k) => [(rows.starts[row] as number) + k, column] as const),
    );
    const found = gradient(
      total(members.map((row) => ys[row] as Node)),
      places.map(([, column]) => xs[column] as Node),
    );
    places.forEach(([place], k) => {
      values[place] = found[k] as Node;
    });
  }
  return values;
}

/** Values that stand column by column, row by row. */
function mirrored(rows: Rows, columns: Rows, values: readonly Node[]): Node[] {
  const next = columns.starts.slice();
  return Array.from(rows.columns, (column) => {
    const place = next[column] as number;
    next[column] = place + 1;
    return values[place] as Node;
  });
}

/** The rows, or columns, of each colour. */
function classes({ colours, count }: Colouring): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  colours.forEach((colour, k) => {
    if (colour !== -1) lists[colour]?.push(k);
  });
  return lists;
}

/** How many of some columns have each colour. */
function tally(columns: Int32Array, colours: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const column of columns) {
    const colour = colours[column] as number;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return counts;
}

function each(rows: Rows, visit: (row: number, column: number) => void): void {
  for (let row = 0; row < heightOf(rows); row++)
    for (const column of columnsIn(rows, row)) visit(row, column);
}

const total = (terms: readonly Node[]): Node =>
  terms.length === 0 ? ZERO : terms.reduce((sum, term) => add(sum, term));

function scalars(given: readonly Node[], operation: string, argument: number): Node[] {
  const nodes = liftAll(given, operation, argument);
  for (const node of nodes) {
    if (node.shape.length === 0) continue;
    throw new ChainruleError("NOT_SCALAR", "sparse derivatives are of scalars, by scalars", {
      where: `${operation}: ${nodeLabel(node)}`,
      got: `shape ${shapeText(node.shape)}`,
      mend: "Make a list of scalars, or use jacobian or hessian",
    });
  }
  return nodes;
}

function result(
  rows: Rows,
  inputs: readonly Node[],
  values: readonly Node[],
  { colours: colourOf, count: colours }: Colouring,
  compressed: SparseDerivatives["compressed"],
): SparseDerivatives {
  const rowOf = new Int32Array(rows.columns.length);
  for (let row = 0; row < heightOf(rows); row++) rowOf.fill(row, rows.starts[row], rows.starts[row + 1]);
  const pattern: SparsePattern = { shape: [heightOf(rows), rows.width], rows: rowOf, columns: rows.columns };
  const compiled = (options: CompileOptions = {}): SparseProgram => {
    const program = compile(values, inputs, options);
    const call = (given: readonly number[]): SparseMatrix => ({
      ...pattern,
      values: Float64Array.from(program(given) as number[]), // of scalars
    });
    return Object.assign(call, { explain: program.explain });
  };
  return { pattern, values, colours, compressed, colourOf, compile: compiled };
}
