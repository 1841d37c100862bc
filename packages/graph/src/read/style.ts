/** How a notation writes what messages tell people to type. */
export interface Examples {
  readonly times: string;
  /** What to do about a product after a sign of division. */
  readonly quotient: string;
  /** What to do about * between tensors. */
  readonly entrywise: string;
  /** What follows a name to transpose it. */
  readonly transposed: string;
  /** The products of two vectors. */
  readonly vectors: string;
  readonly sum: string;
  readonly derivative: string;
  /** An entry of the result of a function. */
  readonly entry: string;
  readonly functions: string;
  readonly relations: string;
  /** The indices of norms. */
  readonly norms: string;
  readonly axisNorm: string;
  readonly matrixNorm: string;
}

/** What a notation decides beside how it is cut into tokens. */
export interface Style {
  /**
   * Typed as in a program: a word is one name, never a product of its letters; x^-y^z, [1, 2], c ? a : b and x' for a transpose
   * are read; * and ^ are no matrix product and no power of a matrix.
   */
  readonly isCode: boolean;
  readonly examples: Examples;
}
