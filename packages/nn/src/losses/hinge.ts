import { ChainruleError, checkOptions, type Node, type OptionNames, shown, sub } from "@chainrule/graph";
import { checkFlag } from "../refuse";
import type { Outputs, Targets } from "../targets";
import { type EntrywiseOptions, entrywise } from "./entrywise";

export interface HingeOptions extends EntrywiseOptions {
  /** Whether each error is squared (false). */
  readonly squared?: boolean;
}

const OPTIONS: OptionNames<HingeOptions> = { squared: true, mean: true, names: true };

/**
 * The hinge loss of margins, E = sum max(0, 1 - target output), for targets that are 1 or -1.
 *
 * outputs: scalars, [m], or a batch [N, m], alone or as the only entry of a list; targets: the same shape -> [].
 * @throws ChainruleError SHAPE, NUMBER for a target that is neither 1 nor -1, OPTION
 * @example hinge(network.output, [1, -1, -1])
 */
export function hinge(outputs: Outputs, targets: Targets, options: HingeOptions = {}): Node<number> {
  checkOptions(options, OPTIONS, "hinge");
  const squared = checkFlag(options.squared, false, "hinge: squared");
  checkSigns(targets);
  return entrywise("hinge", outputs, targets, options, (y, out) => {
    const error = sub(1, y.mul(out)).relu();
    return squared ? error.square() : error;
  });
}

/** @throws ChainruleError NUMBER */
function checkSigns(targets: unknown): void {
  const entries: readonly unknown[] = Array.isArray(targets)
    ? targets.flat(Number.POSITIVE_INFINITY)
    : [targets];
  const bad = entries.find((entry) => typeof entry === "number" && Math.abs(entry) !== 1);
  if (bad === undefined) return;
  throw new ChainruleError("NUMBER", "a target is 1 or -1", {
    where: "hinge",
    got: shown(bad),
    mend: "Classes 0 and 1 become 2 t - 1",
  });
}
