import type { Operation } from "../node";
import * as activation from "./activation";
import * as arithmetic from "./arithmetic";
import * as compare from "./compare";
import * as contract from "./contract";
import * as elementary from "./elementary";
import * as layout from "./layout";
import * as leaf from "./leaf";
import type { OperationName } from "./names";
import * as reduce from "./reduce";

/** Every operation, by name. Tests, tables of notation and evaluators iterate over it. */
export const operations = {
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
} as const satisfies { readonly [K in OperationName]: Operation };
