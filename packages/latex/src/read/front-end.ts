import type { FrontEnd } from "@chainrule/graph/read";
import { command } from "./command";

/** What LaTeX adds to the grammar of formulas. */
export const frontEnd: FrontEnd = {
  command,
  environment: "\\begin",
  isCode: false,
  examples: {
    times: "\\cdot",
    quotient: "Use \\frac{..}{..}, parentheses, or \\cdot",
    entrywise: "Write \\odot for entry by entry, nothing for the matrix product",
    transposed: "^{\\mathsf T}",
    vectors: "Write a^{\\mathsf T} b, a b^{\\mathsf T} or a \\odot b",
    sum: "\\sum_{j=1}^{m}",
    derivative: "\\frac{\\partial E}{\\partial w}",
    entry: "\\operatorname{softmax}(z)_{i}",
    functions: "\\exp, \\sigma or \\max",
    relations: "<, \\le, >, \\ge, = or \\ne",
    norms: "1, 2, another number from 1 on, \\infty, or F",
    axisNorm: "A norm over an axis is written with its entries: \\sqrt{\\sum_j W_{ij}^2}",
    matrixNorm:
      "Write \\|W\\|_F for the root of the sum of its squares, or write the entries out: \\sum_{ij} |W_{ij}|",
  },
};
