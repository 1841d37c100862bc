import { load, loadDefault } from "./load";

/** The part of ml-matrix that is used. */
export interface MlMatrix {
  readonly Matrix: new (rows: readonly (readonly number[])[]) => Matrix;
}

export interface Matrix {
  get(i: number, j: number): number;
  set(i: number, j: number, value: number): this;
  mmul(other: Matrix): Matrix;
  transpose(): Matrix;
  addRowVector(row: readonly number[]): this;
  sub(other: Matrix): this;
  mul(factor: number): this;
  clone(): Matrix;
  sum(by: "column"): number[];
}

export const mlMatrix = (): Promise<MlMatrix> => load<MlMatrix>("ml-matrix");

/** The part of numpy-ts that is used. */
export interface NumpyTs {
  array(rows: readonly (readonly number[])[]): NdArray;
  zeros(shape: readonly number[]): NdArray;
  matmul(a: NdArray, b: NdArray): NdArray;
  maximum(a: NdArray, b: number): NdArray;
  greater(a: NdArray, b: number): NdArray;
  max(a: NdArray, axis: number, keepDims: boolean): NdArray;
  sum(a: NdArray, axis?: number, keepDims?: boolean): NdArray;
  exp(a: NdArray): NdArray;
  log(a: NdArray): NdArray;
  transpose(a: NdArray): NdArray;
}

export interface NdArray {
  get(index: readonly number[]): number;
  add(other: NdArray): NdArray;
  subtract(other: NdArray): NdArray;
  multiply(other: NdArray | number): NdArray;
  divide(other: NdArray): NdArray;
  dispose?(): void;
}

export const numpyTs = (): Promise<NumpyTs> => load<NumpyTs>("numpy-ts");

/** stdlib's dgemm: C := alpha A B + beta C. */
export type Dgemm = (
  order: "row-major",
  transposeA: "no-transpose",
  transposeB: "no-transpose",
  m: number,
  n: number,
  k: number,
  alpha: number,
  A: Float64Array,
  strideA: number,
  B: Float64Array,
  strideB: number,
  beta: number,
  C: Float64Array,
  strideC: number,
) => Float64Array;

export const dgemm = (): Promise<Dgemm> => loadDefault<Dgemm>("@stdlib/blas-base-dgemm");
