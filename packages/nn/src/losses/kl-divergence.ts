import {
  ChainruleError,
  checkChoice,
  checkOptions,
  Node,
  type OptionNames,
  shown,
  xlogy,
} from "@chainrule/graph";
import { distribution, refuseProbabilities } from "../cross-entropy";
import { loneTensor, type Outputs, type Targets } from "../targets";
import { checkLossNames, type LossNames, totalOfEntries } from "../total";

export interface KlDivergenceOptions {
  /** What the outputs are: `"logits"` if left out, of which softmax makes probabilities; or these. */
  readonly from?: "logits" | "probabilities";
  /** A sum over samples if left out. */
  readonly mean?: "samples";
  readonly names?: LossNames;
}

const OPTIONS: OptionNames<KlDivergenceOptions> = { from: true, mean: true, names: true };

/**
 * The Kullback-Leibler divergence of the outputs p from the targets t, E = sum t (ln t - ln p) = cross-entropy - entropy, with
 * 0 ln 0 = 0. Logits whose differences are finite give a finite value.
 *
 * outputs: [k], or a batch [N, k], alone or as the only entry of a list; targets: the same shape, or the number of the right class -> [].
 * @throws ChainruleError SHAPE, OPTION (also for a softmax where logits are taken), NUMBER for targets that are no probabilities
 * @example klDivergence(tensor("z", [2, 1, 0.1]), [0.5, 0.25, 0.25])
 */
export function klDivergence(
  given: Outputs,
  targets: Targets,
  options: KlDivergenceOptions = {},
): Node<number> {
  checkOptions(options, OPTIONS, WHERE);
  checkLossNames(options.names, WHERE);
  checkChoice(options.from, ["logits", "probabilities"], `${WHERE}: from`);
  checkChoice(options.mean, ["samples"], `${WHERE}: mean`);
  const output = loneTensor(given);
  if (!(output instanceof Node) || output.shape.length === 0) {
    throw new ChainruleError("SHAPE", "the outputs are a vector or a batch", {
      where: WHERE,
      got: shown(output),
    });
  }
  const areProbabilities = options.from === "probabilities";
  if (!areProbabilities) refuseProbabilities(output, WHERE);
  const target = distribution(output, targets, options.names?.target?.(1) ?? "y");
  const crossed = areProbabilities ? xlogy(target, output) : target.mul(output.logSoftmax());
  const errors = xlogy(target, target).sub(crossed);
  return totalOfEntries(errors, options.mean).named(options.names?.total ?? "E");
}

const WHERE = "klDivergence";
