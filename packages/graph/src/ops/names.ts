/*
 * The names of all operations, by kind. This list is the key of every table over operations (declarations, numbers,
 * notation, text formulas, ...): add a name here and the compiler points to each row that is missing.
 */

/** Pointwise, one operand. */
export type UnaryName =
  | "neg"
  | "square"
  | "sqrt"
  | "exp"
  | "log"
  | "log1p"
  | "expm1"
  | "oneMinusSquare"
  | "sin"
  | "cos"
  | "tan"
  | "asin"
  | "acos"
  | "atan"
  | "sinh"
  | "cosh"
  | "tanh"
  | "sigmoid"
  | "softplus"
  | "relu"
  | "silu"
  | "gelu"
  | "erf"
  | "erfc"
  | "step"
  | "abs"
  | "sign";

/** Pointwise, two operands. */
export type BinaryName =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "pow"
  | "max"
  | "min"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "eq"
  | "ne"
  | "xlogy"
  | "leakyRelu"
  | "elu"
  | "binaryCrossEntropy"
  | "binaryCrossEntropyWithLogits";

/** Those of two operands that take more, too, from the left: a + b + c. */
export type FoldedName = "add" | "mul" | "max" | "min";

/** Pointwise, three operands. */
export type TernaryName = "where";

export type PointwiseName = UnaryName | BinaryName | TernaryName;

/** Operations with an index map of their own. */
export type StructuredName =
  | "contraction"
  | "maxOver"
  | "minOver"
  | "softmax"
  | "logSoftmax"
  | "logSumExp"
  | "norm"
  | "concat"
  | "slice"
  | "pad"
  | "reshape";

/** Where a graph begins, and where it is given names. */
export type LeafName = "symbol" | "constant" | "size" | "named";

export type OperationName = PointwiseName | StructuredName | LeafName;
