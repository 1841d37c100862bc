import type { Node } from "@chainrule/graph";
import { type ExportOptions, listingOf } from "./listing";
import { checkExport } from "./options";
import { pythonLines, writes } from "./python";
import { type Dialect, type Expression, returned, tuple } from "./python-expression";

const functions = {
  exp: "np.exp",
  floor: "np.floor",
  log: "np.log",
  log1p: "np.log1p",
  expm1: "np.expm1",
  sqrt: "np.sqrt",
  square: "np.square",
  sin: "np.sin",
  cos: "np.cos",
  tan: "np.tan",
  asin: "np.arcsin",
  acos: "np.arccos",
  atan: "np.arctan",
  sinh: "np.sinh",
  cosh: "np.cosh",
  tanh: "np.tanh",
  abs: "np.abs",
  sign: "np.sign",
  erf: "erf",
  erfc: "erfc",
  max: "np.maximum",
  min: "np.minimum",
};

/** The operations of one array library that goes by NumPy's names. */
export const numpyLike = (
  name: string,
  module: string,
  given: Readonly<Record<string, string>>,
): Dialect => ({
  name,
  module,
  functions: given,
  takesArrays: false,
  others: {
    relu: (_, [x]) => `${module}.maximum(${(x as Expression).text}, 0.0)`,
    softplus: (_, [x]) => `${module}.logaddexp(0.0, ${(x as Expression).text})`,
  },
  array: (numbers) => `${module}.array(${numbers})`,
  truth: (condition) => `${module}.where(${condition}, 1.0, 0.0)`,
  reduce: (f, x, axes, keeps) => {
    const axis = axes === undefined ? "" : `, axis=${axes.length === 1 ? axes[0] : tuple(axes)}`;
    return `${module}.${f}(${x.text}${axis}${keeps ? ", keepdims=True" : ""})`;
  },
  permute: (x, axes) => `${module}.transpose(${x.text}, ${tuple(axes)})`,
  eye: (size) => `${module}.eye(${size})`,
  concat: (parts, axis) => `${module}.concatenate([${parts.join(", ")}], axis=${axis})`,
  pad: (x, rank, axis, before, after) => {
    const widths = Array.from({ length: rank }, (_, k) => (k === axis ? `(${before}, ${after})` : "(0, 0)"));
    return `${module}.pad(${x}, ${tuple(widths)})`;
  },
});

const dialect = numpyLike("toNumpy", "np", functions);

/** The special functions that NumPy lacks, from Python's own library. */
const FROM_MATH = ["erf", "erfc"] as const;

/**
 * A NumPy module with two functions: `forward` gives the loss and what its gradient needs of the way to it, `backward` the
 * gradient by each parameter, times the derivative that arrives from above (1 by default).
 * @throws ChainruleError OPTION, OPERAND, NOT_SCALAR, NOT_A_LEAF (wrt names something else than symbols), NO_INTERPRETATION
 * (an operation that cannot be written), SIZE (a symbolic size that no symbol has)
 * @example toNumpy(loss, { wrt: [W, b] })
 */
export function toNumpy(loss: Node, options: ExportOptions): string {
  checkExport(options, "toNumpy");
  const listing = listingOf(loss, options, { name: "toNumpy", writes: writes(dialect) });
  const { forward, saved, backward, loss: result, gradients } = pythonLines(listing, dialect);
  const body = [...forward, ...backward].join("\n");
  const special = FROM_MATH.filter((name) => new RegExp(`(^|[^\\w.])${name}\\(`).test(body));
  return [
    `"""${result} and its gradient: ${gradients.join(", ")}. The numbers in comments are those of the equations."""`,
    ...(special.length > 0 ? ["import math", ""] : []),
    "import numpy as np",
    "",
    ...special.map((name) => `${name} = np.vectorize(math.${name}, otypes=[float])`),
    ...(special.length > 0 ? ["", ""] : [""]),
    `def forward(${listing.symbols.map(listing.identifier).join(", ")}):`,
    `    """${result}, and what its gradient needs of the way to it."""`,
    ...forward.map((line) => `    ${line}`),
    `    return ${result}, ${tuple(saved)}`,
    "",
    "",
    "def backward(saved, upstream=1.0):",
    `    """The gradient, by ${listing.parameters.map(listing.identifier).join(", ")}, times the derivative by ${result}."""`,
    ...(saved.length === 0 ? [] : [`    ${saved.join(", ")}${saved.length === 1 ? "," : ""} = saved`]),
    ...backward.map((line) => `    ${line}`),
    `    return ${returned(gradients.map((gradient) => `upstream * ${gradient}`))}`,
    "",
  ].join("\n");
}
