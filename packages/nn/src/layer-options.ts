import { ChainruleError, shown } from "@chainrule/graph";
import type { Activation } from "./activation";

/* What layers over scalars and over tensors are told alike. */

/** How the rows and columns of weights are counted: `w_jk` = (to j, from k), or `v_ik` = (from i, to k). */
export type WeightOrder = "to, from" | "from, to";

/** Options that mean the same in both. */
export interface LayerOptions {
  /** `sigmoid` if left out; in the last layer of `mlp`, `identity`. */
  readonly activation?: Activation;
  /** Whether biases, or thresholds, are among `parameters` (true) or `fixed`. */
  readonly trainBias?: boolean;
  /** The order of indices of `weights`: `"to, from"` if left out, so that each row belongs to one unit. */
  readonly weightOrder?: WeightOrder;
}

/** All options of a layer over scalars or over tensors: they have the same names. */
export const LAYER_OPTIONS = {
  units: true,
  activation: true,
  weights: true,
  bias: true,
  threshold: true,
  trainBias: true,
  weightOrder: true,
  names: true,
} as const;

/** The order of the weights. @throws ChainruleError OPTION */
export function weightOrderOf({ weightOrder = "to, from" }: LayerOptions, where: string): WeightOrder {
  if (weightOrder === "to, from" || weightOrder === "from, to") return weightOrder;
  throw new ChainruleError("OPTION", "no such order of weights", {
    where,
    got: shown(weightOrder),
    expected: '"to, from" or "from, to"',
  });
}
