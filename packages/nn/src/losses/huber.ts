import { checkOptions, mul, type Node, type OptionNames, where } from "@chainrule/graph";
import { checkPositive } from "../refuse";
import type { Outputs, Targets } from "../targets";
import { type EntrywiseOptions, entrywise } from "./entrywise";

export interface HuberOptions extends EntrywiseOptions {
  /** Up to which difference the error is a square: 1 if left out. */
  readonly delta?: number;
}

const OPTIONS: OptionNames<HuberOptions> = { delta: true, mean: true, names: true };

/**
 * The Huber loss (Huber 1964), with the difference d = target - output: d^2 / 2 where |d| <= delta, else delta (|d| - delta / 2).
 *
 * outputs: scalars, [m], or a batch [N, m], alone or as the only entry of a list; targets: the same shape -> [].
 * @throws ChainruleError SHAPE, NUMBER for a target that is not finite or a delta that is not above 0, OPTION
 * @example huber(network.output, [1, 2], { delta: 0.5 })
 */
export function huber(outputs: Outputs, targets: Targets, options: HuberOptions = {}): Node<number> {
  checkOptions(options, OPTIONS, "huber");
  const delta = checkPositive(options.delta ?? 1, "delta", "huber");
  return entrywise("huber", outputs, targets, options, (y, out) => {
    const difference = y.sub(out);
    const size = difference.abs();
    return where(size.le(delta), mul(0.5, difference.square()), mul(delta, size.sub(delta / 2)));
  });
}
