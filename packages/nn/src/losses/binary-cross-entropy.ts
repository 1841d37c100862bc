import { checkOptions, type Node, type OptionNames } from "@chainrule/graph";
import { type CrossEntropyOptions, crossEntropy } from "../cross-entropy";
import type { Outputs, Targets } from "../targets";

export type BinaryCrossEntropyOptions = Omit<CrossEntropyOptions, "binary">;

const OPTIONS: OptionNames<BinaryCrossEntropyOptions> = { from: true, mean: true, names: true };

/**
 * The cross-entropy of answers yes or no, E = -sum (target ln p + (1 - target) ln(1 - p)), p = sigmoid(logits): what
 * `crossEntropy` is with `{ binary: true }`.
 *
 * outputs: scalars, [m], or a batch [N, m], alone or as the only entry of a list; targets: the same shape, 0 to 1 -> [].
 * @throws ChainruleError SHAPE, OPTION (also for a sigmoid where logits are taken), NUMBER for a target that is no probability
 * @example binaryCrossEntropy(network.output, [1, 0, 1], { mean: "entries" })
 */
export function binaryCrossEntropy(
  outputs: Outputs,
  targets: Targets,
  options: BinaryCrossEntropyOptions = {},
): Node<number> {
  checkOptions(options, OPTIONS, "binaryCrossEntropy");
  return crossEntropy(outputs, targets, { ...options, binary: true });
}
