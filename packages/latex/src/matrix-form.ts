import type { Size } from "@chainrule/graph";
import { atLeast, callPiece, Level, letterPiece, type Piece } from "./piece";
import { tex } from "./safe/tex";

/*
 * Contractions as products of matrices. An index that is summed stands between the two factors that have it: delta_j a_k is
 * `delta a^T`, the sum over j of w_jk delta_j is `W^T delta`. A vector at an index that others have too scales them: it stands
 * as a diagonal matrix between them, or multiplies a vector entry by entry. What only one factor sums over meets a vector of
 * ones. Vectors are columns.
 */

/** A factor with the index of each of its axes; null where an axis of size 1 was stretched. */
export interface Factor {
  readonly piece: Piece;
  readonly indices: readonly (number | null)[];
}

interface Placed {
  readonly piece: Piece;
  readonly transposed: boolean;
}

/** Factors side by side; a vector as a column, transposed a row. */
type Product = readonly Placed[];

interface Vector {
  readonly at: number;
  readonly product: Product;
}
interface Matrix {
  readonly row: number;
  readonly column: number;
  readonly product: Product;
}

const plain = (piece: Piece): Product => [{ piece, transposed: false }];
const transposed = (product: Product): Product =>
  product.map(({ piece, transposed }) => ({ piece, transposed: !transposed })).reverse();
const ONES = plain(letterPiece(tex`\\mathbf{1}`));

/** The contraction as a product; undefined where its factors form none. */
export function matrixForm(
  factors: readonly Factor[],
  output: readonly number[],
  sizes: readonly Size[],
): Piece | undefined {
  const kept = output.filter((index) => sizes[index] !== 1);
  const isRow = output.length === 2 && kept.length === 1 && kept[0] === output[1]; // of one row
  const contraction = new Contraction(kept);
  if (!factors.every((factor) => contraction.take(factor, sizes))) return undefined;
  const found = contraction.contracted(isRow);
  return found === undefined ? undefined : productPieceOf(found);
}

class Contraction {
  readonly #output: readonly number[];
  readonly #scalars: Product[] = [];
  #vectors: Vector[] = [];
  #matrices: Matrix[] = [];

  constructor(output: readonly number[]) {
    this.#output = output;
  }

  /** False for a factor with more than two axes. */
  take({ indices, piece }: Factor, sizes: readonly Size[]): boolean {
    if (indices.length > 2) return false;
    const isLong = (index: number | null): index is number => index !== null && sizes[index] !== 1;
    const [a, b] = indices.filter(isLong);
    if (a === undefined) this.#scalars.push(plain(piece));
    else if (b === undefined) {
      const isRow = indices.length === 2 && indices[1] === a;
      this.#vectors.push({ at: a, product: [{ piece, transposed: isRow }] });
    } else if (a === b)
      this.#vectors.push({ at: a, product: plain(callPiece(tex`\\operatorname{diag}`, [piece])) });
    else this.#matrices.push({ row: a, column: b, product: plain(piece) });
    return true;
  }

  /** The product, a vector as a row if asked for. */
  contracted(isRow: boolean): Product | undefined {
    const [row, column] = this.#output;
    if (this.#output.length > 2) return undefined;
    const trace = this.#trace();
    if (trace !== undefined) return trace;
    for (let index = this.#next(); index !== undefined; index = this.#next()) this.#eliminate(index);
    this.#mergeMatrices();
    const free = new Set(this.#output);
    if (this.#matrices.some((matrix) => !free.has(matrix.row) || !free.has(matrix.column))) return undefined;
    if (this.#vectors.some((vector) => !free.has(vector.at))) return undefined;
    const body =
      row === undefined
        ? []
        : column === undefined
          ? this.#vectorAt(row)
          : row === column
            ? diagonal(this.#vectorAt(row))
            : this.#matrixAt(row, column);
    if (body === undefined) return undefined;
    const scalars = this.#scalars.map((scalar) => {
      const isInner = scalar.length > 1 && (body.length > 0 || this.#scalars.length > 1);
      return isInner ? plain(inParentheses(productPieceOf(scalar))) : scalar;
    });
    return [...scalars.flat(), ...(isRow ? transposed(body) : body)];
  }

  /** tr(A^T B) for the sum of all products of entries of two matrices. */
  #trace(): Product | undefined {
    const [a, b] = this.#matrices;
    if (this.#output.length > 0 || this.#matrices.length !== 2 || this.#vectors.length > 0) return undefined;
    if (a === undefined || b === undefined || this.#scalars.length > 0) return undefined;
    const isSame = a.row === b.row && a.column === b.column;
    if (!isSame && !(a.row === b.column && a.column === b.row)) return undefined;
    const inner = productPieceOf([...(isSame ? transposed(a.product) : a.product), ...b.product]);
    return plain(callPiece(tex`\\operatorname{tr}`, [inner]));
  }

  /** A summed index that at most two matrices have; vectors at its far ends first. */
  #next(): number | undefined {
    this.#mergeMatrices();
    const all = new Set([
      ...this.#vectors.map(({ at }) => at),
      ...this.#matrices.flatMap((m) => [m.row, m.column]),
    ]);
    const summed = [...all].filter((index) => !this.#output.includes(index));
    const degree = (index: number): number =>
      this.#matrices.filter((matrix) => matrix.row === index || matrix.column === index).length;
    return [0, 1, 2].flatMap((wanted) => summed.filter((index) => degree(index) === wanted))[0];
  }

  /** Sums over an index. */
  #eliminate(index: number): void {
    const vectors = this.#vectors.filter(({ at }) => at === index).map(({ product }) => product);
    const ends = this.#matrices.filter((matrix) => matrix.row === index || matrix.column === index);
    this.#vectors = this.#vectors.filter(({ at }) => at !== index);
    this.#matrices = this.#matrices.filter((matrix) => !ends.includes(matrix));
    const [a, b] = ends.map((matrix) => fromFarEnd(matrix, index));
    if (a === undefined) {
      const [first, ...others] = vectors as [Product, ...Product[]]; // something has the index
      const alone = first.length > 1 ? [...transposed(first), ...ONES] : [...transposed(ONES), ...first];
      this.#scalars.push(others.length === 0 ? alone : [...transposed(first), ...together(others)]);
    } else if (b === undefined) {
      const by = vectors.length === 0 ? ONES : together(vectors);
      this.#vectors.unshift({ at: a.row, product: [...a.product, ...by] });
    } else {
      const between = vectors.length === 0 ? [] : diagonal(entrywise(vectors));
      this.#matrices.push({
        row: a.row,
        column: b.row,
        product: [...a.product, ...between, ...transposed(b.product)],
      });
    }
  }

  /** Matrices over the same two indices are multiplied entry by entry. */
  #mergeMatrices(): void {
    const merged: { row: number; column: number; parts: Product[] }[] = [];
    for (const { column, product, row } of this.#matrices) {
      const same = merged.find((each) => each.row === row && each.column === column);
      const turned = merged.find((each) => each.row === column && each.column === row);
      if (same !== undefined) same.parts.push(product);
      else if (turned !== undefined) turned.parts.push(transposed(product));
      else merged.push({ row, column, parts: [product] });
    }
    this.#matrices = merged.map(({ column, parts, row }) => ({ row, column, product: entrywise(parts) }));
  }

  #vectorAt(row: number): Product {
    const vectors = this.#vectors.filter(({ at }) => at === row).map(({ product }) => product);
    return vectors.length === 0 ? ONES : together(vectors);
  }

  #matrixAt(row: number, column: number): Product | undefined {
    const [matrix, ...others] = this.#matrices;
    if (others.length > 0) return undefined;
    if (matrix === undefined) return [...this.#vectorAt(row), ...transposed(this.#vectorAt(column))];
    const scaled = (index: number): Product =>
      this.#vectors.some(({ at }) => at === index) ? diagonal(this.#vectorAt(index)) : [];
    const body = matrix.row === row ? matrix.product : transposed(matrix.product);
    return [...scaled(row), ...body, ...scaled(column)];
  }
}

/** A matrix read from its other index to the given one. */
const fromFarEnd = (matrix: Matrix, index: number): Matrix =>
  matrix.column === index
    ? matrix
    : { row: matrix.column, column: matrix.row, product: transposed(matrix.product) };

const diagonal = (vector: Product): Product =>
  plain(callPiece(tex`\\operatorname{diag}`, [productPieceOf(vector)]));

/** Vectors at one index, multiplied entry by entry; a row among them stays a row, which the others scale. */
function together(vectors: readonly Product[]): Product {
  const rows = vectors.filter((product) => product[product.length - 1]?.transposed === true);
  const columns = vectors.filter((product) => !rows.includes(product));
  const [row] = rows;
  if (row === undefined || rows.length > 1 || columns.length === 0) return entrywise(vectors);
  return [...diagonal(entrywise(columns)), ...row];
}

const entrywise = (parts: readonly Product[]): Product => {
  const [only] = parts;
  return parts.length === 1 && only !== undefined
    ? only
    : plain(parts.map(productPieceOf).reduce(entrywisePiece));
};

/** Matrices and vectors side by side. */
export function productPieceOf(product: Product): Piece {
  const factors = product.map(({ piece, transposed }) => (transposed ? transposedPiece(piece) : piece));
  const [only] = factors;
  if (only === undefined) return letterPiece(tex`1`);
  if (factors.length === 1) return only;
  const guarded = factors.map((factor) => atLeast(factor, Level.power));
  const [first, last] = [guarded[0] as Piece, guarded[guarded.length - 1] as Piece];
  return {
    latex: tex.join(
      guarded.map((factor) => factor.latex),
      tex`\\,`,
    ),
    level: Level.product,
    starts: first.starts,
    ends: last.ends,
    tall: guarded.some((factor) => factor.tall),
  };
}

const inParentheses = (piece: Piece): Piece => atLeast({ ...piece, level: Level.sum }, Level.atom);

/** The transposed; of a transposed, what that was. */
export function transposedPiece(piece: Piece): Piece {
  const isDiagonal = piece.ends === "call" && piece.latex.startsWith("\\operatorname{diag}");
  if (isDiagonal || piece.latex === "I") return piece;
  if (piece.turned !== undefined) return piece.turned;
  const base = atLeast(
    piece.raised || piece.ends === "call" ? { ...piece, level: Level.sum } : piece,
    Level.atom,
  );
  return {
    ...base,
    latex: tex`${base.latex}^{\\mathsf{T}}`,
    level: Level.power,
    raised: true,
    turned: piece,
  };
}

/** The product entry by entry. */
export function entrywisePiece(a: Piece, b: Piece): Piece {
  const guard = (piece: Piece): Piece => (piece.entrywise ? piece : atLeast(piece, Level.power));
  const [left, right] = [guard(a), guard(b)];
  return {
    latex: tex`${left.latex} \\odot ${right.latex}`,
    level: Level.product,
    starts: left.starts,
    ends: right.ends,
    tall: (left.tall ?? false) || (right.tall ?? false),
    entrywise: true,
  };
}
