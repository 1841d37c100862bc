export { bind, type Meanings } from "./bind";
export type { Backend } from "./compile/backend";
export { type CompileOptions, compile, type Program } from "./compile/program";
export { type DiagnoseOptions, diagnose } from "./diagnose/diagnose";
export type { Finding, FindingCode } from "./diagnose/finding";
export { jvp, vjp } from "./directional";
export { ChainruleError, type ErrorCode, type ErrorDetails } from "./errors";
export { declaredValue, operationKey } from "./evaluate/declared";
export { exactValues } from "./evaluate/exact";
export { nest } from "./evaluate/nest";
export type { Entries, Kernel, NumberSystem } from "./evaluate/number-system";
export { type Bindings, type EvaluateOptions, evaluate } from "./evaluate/reference";
export { concreteShape, type Sizes } from "./evaluate/sizes";
export { walk } from "./evaluate/walk";
export { type GradientOptions, gradient, gradientOrigin } from "./gradient";
export { hessian, hessianVector } from "./hessian";
export type { IndexMap } from "./index-map";
export { jacobian } from "./jacobian";
export { type MappedNodes, map } from "./map/map";
export type { Columns, MapOptions, Sample } from "./map/samples";
export { type MultipliedOut, type MultiplyOutOptions, multipliedOut } from "./monomials/multiply-out";
export {
  type Name,
  nameText,
  type PartialName,
  parseName,
  partialName,
  raised,
  type SymbolName,
} from "./name";
export { nearest } from "./nearest";
export {
  type NestedNumbers,
  Node,
  type NormOptions,
  type Operand,
  type Operation,
  type TensorValue,
  type Value,
} from "./node";
export { type FunctionSymbol, functionSymbol } from "./ops/abstract";
export { apply, pointwiseMap } from "./ops/apply";
export {
  type DerivativeRule,
  operation,
  type PointwiseDeclaration,
  type PointwiseOperation,
} from "./ops/declare";
export {
  type AdjointRule,
  type TensorDeclaration,
  type TensorOperation,
  tensorOperation,
} from "./ops/declare-tensor";
export type { OperationName, PointwiseName, StructuredName } from "./ops/names";
export { operations } from "./ops/table";
export { symbolsOf, topologicalOrder } from "./order";
export { quantitiesIn } from "./quantities";
export type { Rational } from "./rational";
export * as rational from "./rational";
export {
  type Dim,
  dim,
  entryCount,
  type Shape,
  type Size,
  sameShape,
  shapeText,
  sizeText,
  strides,
} from "./shape";
export { type FuseOptions, fused, never } from "./simplify/fuse";
export { Numbering } from "./simplify/numbering";
export { type Rule, rules } from "./simplify/rules";
export { simplify } from "./simplify/simplify";
export {
  type SparseDerivatives,
  type SparseMatrix,
  type SparsePattern,
  type SparseProgram,
  sparseHessian,
  sparseJacobian,
} from "./sparse/sparse";
export * from "./surface";
