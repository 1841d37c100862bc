import type { Node } from "@chainrule/graph";
import { type ExportOptions, listingOf } from "./listing";
import { checkExport } from "./options";
import { pythonLines, writes } from "./python";
import { BINDS, type Dialect, type Expression, returned, tuple, within } from "./python-expression";

const softmaxOver =
  (f: string) =>
  (node: Node, [x]: readonly Expression[]) => {
    const axes = node.attrs.axes ?? [];
    return `torch.${f}(${(x as Expression).text}, dim=${axes[0] ?? 0})`;
  };

const dialect: Dialect = {
  name: "toPytorch",
  module: "torch",
  functions: {
    exp: "torch.exp",
    floor: "torch.floor",
    log: "torch.log",
    log1p: "torch.log1p",
    expm1: "torch.expm1",
    sqrt: "torch.sqrt",
    square: "torch.square",
    sin: "torch.sin",
    cos: "torch.cos",
    tan: "torch.tan",
    asin: "torch.asin",
    acos: "torch.acos",
    atan: "torch.atan",
    sinh: "torch.sinh",
    cosh: "torch.cosh",
    tanh: "torch.tanh",
    sigmoid: "torch.sigmoid",
    relu: "torch.relu",
    abs: "torch.abs",
    sign: "torch.sign",
    erf: "torch.erf",
    erfc: "torch.erfc",
    max: "torch.maximum",
    min: "torch.minimum",
    xlogy: "torch.xlogy",
  },
  takesArrays: true,
  others: {
    softmax: softmaxOver("softmax"),
    logSoftmax: softmaxOver("log_softmax"),
    logSumExp: ({ attrs, inputs, shape }, [x]) => {
      const keeps = shape.length === inputs[0]?.shape.length;
      return `torch.logsumexp(${(x as Expression).text}, dim=${tuple(attrs.axes ?? [])}${keeps ? ", keepdim=True" : ""})`;
    },
    softplus: (_, [x]) =>
      `torch.logaddexp(${(x as Expression).text}, ${within(x as Expression, BINDS.atom)}.new_zeros(()))`,
  },
  array: (numbers, like) => `${like}.new_tensor(${numbers})`,
  truth: (condition, like) => `(${condition}).to(${like}.dtype)`,
  reduce: (f, x, axes, keeps) => {
    const dim = axes === undefined ? "" : `, dim=${axes.length === 1 ? axes[0] : tuple(axes)}`;
    return `torch.${f === "sum" ? f : `a${f}`}(${x.text}${dim}${keeps ? ", keepdim=True" : ""})`;
  },
  permute: (x, axes) => `${within(x, BINDS.atom)}.permute(${axes.join(", ")})`,
  eye: (size, like) => `torch.eye(${size}, dtype=${like}.dtype, device=${like}.device)`,
  concat: (parts, axis) => `torch.cat([${parts.join(", ")}], dim=${axis})`,
  pad: (x, rank, axis, before, after) => {
    const widths = Array.from({ length: rank - axis - 1 }, () => "0, 0");
    return `torch.nn.functional.pad(${x}, (${[...widths, `${before}, ${after}`].join(", ")}))`;
  },
};

/**
 * A PyTorch module: an `autograd.Function` whose backward pass is the derivation, line by line with the numbers of its
 * equations, and an `nn.Module` that holds the parameters and takes the other symbols. It runs on whatever device and in
 * whatever dtype the parameters have, and under DistributedDataParallel unchanged.
 * @throws ChainruleError OPTION, OPERAND, NOT_SCALAR, NOT_A_LEAF, NO_INTERPRETATION, SIZE
 * @example toPytorch(loss, { wrt: [W, b], name: "Layer" }) // Layer(W, b)(x, t).backward()
 */
export function toPytorch(loss: Node, options: ExportOptions): string {
  checkExport(options, "toPytorch");
  const { name = "Loss" } = options ?? {};
  const listing = listingOf(loss, { ...options, name }, { name: "toPytorch", writes: writes(dialect) });
  const { forward, saved, backward, loss: result, gradients } = pythonLines(listing, dialect);
  const { parameters, symbols } = listing;
  const given = symbols.filter((symbol) => !parameters.includes(symbol)).map(listing.identifier);
  const trained = parameters.map(listing.identifier);
  const args = symbols.map(listing.identifier).join(", ");
  const results = [...gradients.map((gradient) => `upstream * ${gradient}`), ...given.map(() => "None")];
  return [
    `"""${result} and its gradient: ${gradients.join(", ")}. The numbers in comments are those of the equations."""`,
    "import torch",
    "",
    "",
    `class ${name}Function(torch.autograd.Function):`,
    `    """${result} of ${args}${given.length > 0 ? `; nothing is derived by ${given.join(", ")}` : ""}."""`,
    "",
    "    @staticmethod",
    `    def forward(ctx, ${args}):`,
    ...forward.map((line) => `        ${line}`),
    `        ctx.save_for_backward(${saved.join(", ")})`,
    `        return ${result}`,
    "",
    "    @staticmethod",
    "    @torch.autograd.function.once_differentiable",
    "    def backward(ctx, upstream):",
    ...(saved.length === 0
      ? []
      : [`        ${saved.join(", ")}${saved.length === 1 ? "," : ""} = ctx.saved_tensors`]),
    ...backward.map((line) => `        ${line}`),
    `        return ${returned(results)}`,
    "",
    "",
    `class ${name}(torch.nn.Module):`,
    `    """${result}, with ${trained.join(", ")} as parameters; made from their first values."""`,
    "",
    `    def __init__(self, ${trained.join(", ")}):`,
    "        super().__init__()",
    ...trained.map((each) => `        self.${each} = torch.nn.Parameter(torch.as_tensor(${each}).clone())`),
    "",
    `    def forward(self${given.map((each) => `, ${each}`).join("")}):`,
    `        return ${name}Function.apply(${[...trained.map((each) => `self.${each}`), ...given].join(", ")})`,
    "",
  ].join("\n");
}
