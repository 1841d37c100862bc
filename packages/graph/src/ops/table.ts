import type { Defined, Operation, Pointwise } from "../node";
import * as activation from "./activation";
import * as arithmetic from "./arithmetic";
import * as compare from "./compare";
import * as contract from "./contract";
import * as elementary from "./elementary";
import type { UnaryFunction } from "./function";
import * as layout from "./layout";
import * as leaf from "./leaf";
import type { GroundName } from "./names";
import * as pointwise from "./pointwise";
import * as reduce from "./reduce";

/** Those that everything else is made of, and that nodes have as methods. */
const ground = {
  symbol: leaf.symbolOperation,
  constant: leaf.constantOperation,
  size: leaf.sizeOperation,
  named: leaf.namedOperation,
  add: arithmetic.addOperation,
  sub: arithmetic.subOperation,
  mul: arithmetic.mulOperation,
  div: arithmetic.divOperation,
  neg: arithmetic.negOperation,
  pow: elementary.powOperation,
  square: elementary.squareOperation,
  sqrt: elementary.sqrtOperation,
  exp: elementary.expOperation,
  log: elementary.logOperation,
  log1p: elementary.log1pOperation,
  expm1: elementary.expm1Operation,
  oneMinusSquare: elementary.oneMinusSquareOperation,
  xlogy: elementary.xlogyOperation,
  sin: elementary.sinOperation,
  cos: elementary.cosOperation,
  tan: elementary.tanOperation,
  asin: elementary.asinOperation,
  acos: elementary.acosOperation,
  atan: elementary.atanOperation,
  sinh: elementary.sinhOperation,
  cosh: elementary.coshOperation,
  tanh: elementary.tanhOperation,
  erf: elementary.erfOperation,
  erfc: elementary.erfcOperation,
  sigmoid: activation.sigmoidOperation,
  softplus: activation.softplusOperation,
  relu: compare.reluOperation,
  leakyRelu: compare.leakyReluOperation,
  elu: activation.eluOperation,
  silu: activation.siluOperation,
  gelu: activation.geluOperation,
  binaryCrossEntropy: activation.binaryCrossEntropyOperation,
  binaryCrossEntropyWithLogits: activation.binaryCrossEntropyWithLogitsOperation,
  step: compare.stepOperation,
  abs: compare.absOperation,
  sign: compare.signOperation,
  min: compare.minOperation,
  max: compare.maxOperation,
  where: compare.whereOperation,
  lt: compare.ltOperation,
  le: compare.leOperation,
  gt: compare.gtOperation,
  ge: compare.geOperation,
  eq: compare.eqOperation,
  ne: compare.neOperation,
  contraction: contract.contractionOperation,
  maxOver: reduce.maxOverOperation,
  minOver: reduce.minOverOperation,
  softmax: reduce.softmaxOperation,
  logSoftmax: reduce.logSoftmaxOperation,
  logSumExp: reduce.logSumExpOperation,
  norm: reduce.normOperation,
  concat: layout.concatOperation,
  slice: layout.sliceOperation,
  pad: layout.padOperation,
  reshape: layout.reshapeOperation,
} as const satisfies { readonly [K in GroundName]: Operation };

/** Whether an operation of this name is one that everything else is made of. */
export const isGround = (name: string): boolean => Object.hasOwn(ground, name);

/** Those that are a file each. */
type Filed = { readonly [K in keyof typeof pointwise]: (typeof pointwise)[K]["operation"] };
const filed = Object.fromEntries(
  Object.entries(pointwise).map(([name, { operation }]) => [name, operation]),
) as Filed; // the set's own keys

/** Every operation, by name. Tests, tables of notation and evaluators iterate over it. */
export const operations = { ...ground, ...filed } as const;

/** The names of all operations: the keys of tables over them. */
export type OperationName = keyof typeof operations;

type NamesOf<Kind> = {
  [K in OperationName]: (typeof operations)[K] extends Kind ? K : never;
}[OperationName];

export type PointwiseName = NamesOf<Pointwise>;
/** Those of one operand that are a file each. */
export type UnaryFunctionName = {
  [K in keyof typeof pointwise]: (typeof pointwise)[K] extends UnaryFunction ? K : never;
}[keyof typeof pointwise];
/** Those that are made of others, and mean that where a table has no row for them. */
export type DefinedName = NamesOf<Defined>;

/** A table over the pointwise operations: a row for each that is not made of others, and for those where it is to differ. */
export type PointwiseTable<Row> = { readonly [K in Exclude<PointwiseName, DefinedName>]: Row } & {
  readonly [K in DefinedName]?: Row;
};
