import { einsum, type Node, type Size } from "@chainrule/graph";
import { checkCount } from "../refuse";
import { type CommonOptions, layerFunction } from "./plan";
import { checkRank, type Weights, weightsOf } from "./weights";

export interface EmbeddingOptions extends CommonOptions {
  /** How many different tokens there are: the rows of the table. */
  readonly tokens: number;
  /** The length of a row, or a `dim`. */
  readonly units: Size;
  readonly weights?: Weights<"W">;
}

/**
 * A row of a table for each token, which is its number from 0: the product of its one-hot vector and the table. What is no such
 * number has a row of zeros.
 *
 * x: [], [T] or [N, T] -> [units], [T, units] or [N, T, units]; W: [tokens, units].
 * @throws ChainruleError OPTION, SHAPE
 * @example embedding(tensor("x", [2, 0, 1]), { tokens: 3, units: 4, weights: normal(1) }).output
 */
export const embedding = layerFunction(
  "embedding",
  { tokens: true, units: true, weights: true },
  (x, options: EmbeddingOptions, names) => {
    checkRank(x, [0, 1, 2], "[], [T] or [N, T]", "embedding");
    const tokens = checkCount(options.tokens, 1, "the number of tokens", "embedding");
    const { units } = options;
    const shape = [
      tokens,
      typeof units === "object" ? units : checkCount(units, 1, "the number of units", "embedding"),
    ];
    const weights = weightsOf({ W: { shape, start: "drawn" } }, options.weights, names, "embedding");
    const oneHot = chosen(x, tokens).named(names("o"));
    return { output: oneHot.matmul(weights.W).named(names("v")), weights, oneHot };
  },
);

/** 1 at the place of each token, 0 elsewhere. */
function chosen(x: Node, tokens: number): Node {
  const ones = Array.from({ length: tokens }, () => 1);
  const letters = "nt".slice(0, x.shape.length);
  return einsum(`${letters},v->${letters}v`, x, ones).eq(Array.from({ length: tokens }, (_, k) => k));
}
