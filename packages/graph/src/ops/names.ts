/*
 * The names of the operations that nodes have as methods, and of those with an index map of their own: the ground that all
 * others stand on. A pointwise operation made of these is a file in `pointwise/`; `table.ts` has the names of all.
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

/** The pointwise operations that nodes have as methods. */
export type MethodName = UnaryName | BinaryName | TernaryName;

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

export type GroundName = MethodName | StructuredName | LeafName;
