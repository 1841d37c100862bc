export type { Meanings } from "./bind";
export * from "./calls";
export type { Backend } from "./compile/backend";
export type { CompileOptions, Program } from "./compile/program";
export type { DiagnoseOptions } from "./diagnose/diagnose";
export type { Finding, FindingCode } from "./diagnose/finding";
export { ChainruleError, type ErrorCode, type ErrorDetails } from "./errors";
export { declaredValue, operationKey } from "./evaluate/declared";
export type { Entries, Kernel, NumberSystem } from "./evaluate/number-system";
export type { Bindings, EvaluateOptions } from "./evaluate/reference";
export type { Sizes } from "./evaluate/sizes";
export type { GradientOptions } from "./gradient";
export type { IndexMap } from "./index-map";
export type { MappedNodes } from "./map/map";
export type { Columns, MapOptions, Sample } from "./map/samples";
export type { MultipliedOut, MultiplyOutOptions } from "./monomials/multiply-out";
export type { Name, PartialName, SymbolName } from "./name";
export {
  type NestedNumbers,
  Node,
  type NormOptions,
  type Operand,
  type Operation,
  type TensorValue,
  type Value,
} from "./node";
export type { FunctionSymbol } from "./ops/abstract";
export * from "./ops/composed";
export type { DerivativeRule, PointwiseDeclaration, PointwiseOperation } from "./ops/declare";
export type { AdjointRule, TensorDeclaration, TensorOperation } from "./ops/declare-tensor";
export * from "./ops/linear";
export type { StructuredName } from "./ops/names";
export * from "./ops/pointwise";
export {
  type DefinedName,
  type OperationName,
  operations,
  type PointwiseName,
  type PointwiseTable,
  type UnaryFunctionName,
} from "./ops/table";
export type { OptionNames } from "./options";
export type { Rational } from "./rational";
export * as rational from "./rational";
export type { SerialGraph, SerialNode, SerialNumber, SerialSize } from "./serial/format";
export type { Dim, Shape, Size } from "./shape";
export { guarded, type KindName, type Signature, signatureOf } from "./signature";
export type { Constraint, Feasibility } from "./simplex";
export { type FuseOptions, never } from "./simplify/fuse";
export { Numbering } from "./simplify/numbering";
export { type Rule, rules } from "./simplify/rules";
export type { SparseDerivatives, SparseMatrix, SparsePattern, SparseProgram } from "./sparse/sparse";
export * from "./surface";
