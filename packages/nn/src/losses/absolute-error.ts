import { checkOptions, type Node, type OptionNames } from "@chainrule/graph";
import type { Outputs, Targets } from "../targets";
import { type EntrywiseOptions, entrywise } from "./entrywise";

const OPTIONS: OptionNames<EntrywiseOptions> = { mean: true, names: true };

/**
 * The absolute error E = sum |target - output|.
 *
 * outputs: scalars, [m], or a batch [N, m], alone or as the only entry of a list; targets: the same shape -> [].
 * @throws ChainruleError SHAPE, NUMBER for a target that is not finite, OPTION
 * @example absoluteError(network.output, [1, 2], { mean: "entries" })
 */
export function absoluteError(
  outputs: Outputs,
  targets: Targets,
  options: EntrywiseOptions = {},
): Node<number> {
  checkOptions(options, OPTIONS, "absoluteError");
  return entrywise("absoluteError", outputs, targets, options, (y, out) => y.sub(out).abs());
}
