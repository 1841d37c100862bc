/** Functions that recipes do not write themselves: of angles so large that few ask for them, and the error function. */
export type ForeignName = "sin" | "cos" | "tan" | "erf" | "erfc";

/**
 * What a recipe is written in: the operations of float64 that IEEE 754 defines to the last bit, and a few on the exponent.
 * One implementation computes with numbers, another records the recipe to write it as WebAssembly, so a function that is
 * written once gives the same bits everywhere. T stands for a number, M for a truth value.
 */
export interface Ieee<T, M> {
  number(x: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  /** The smaller; NaN if either is; -0 is smaller than 0. */
  min(a: T, b: T): T;
  max(a: T, b: T): T;
  neg(a: T): T;
  abs(a: T): T;
  sqrt(a: T): T;
  /** The magnitude of the first with the sign of the second. */
  withSign(a: T, sign: T): T;
  lt(a: T, b: T): M;
  le(a: T, b: T): M;
  eq(a: T, b: T): M;
  and(a: M, b: M): M;
  select(condition: M, yes: T, no: T): T;
  /** 2^k for a whole k from -1022 to 1023. */
  power2(k: T): T;
  /** The e of x = m 2^e with 1 <= m < 2, for positive normal x. */
  exponent(x: T): T;
  /** The m of x = m 2^e. */
  significand(x: T): T;
}

/** With functions that are called. */
export interface Arithmetic<T, M> extends Ieee<T, M> {
  foreign(name: ForeignName, a: T, b: T): T;
  /** The foreign function where the condition holds, which is rare; else `usual`. */
  rarely(condition: M, name: ForeignName, a: T, usual: T): T;
}
