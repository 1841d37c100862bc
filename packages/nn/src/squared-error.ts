import { checkChoice, checkOptions, mul, type Node, type OptionNames } from "@chainrule/graph";
import { type EntrywiseOptions, entrywise } from "./losses/entrywise";
import type { Outputs, Targets } from "./targets";

export interface SquaredErrorOptions extends EntrywiseOptions {
  /** Whether each square is halved (true), so that the 2 of its derivative goes away. */
  readonly half?: boolean;
  /** `"target - output"` if left out. The value is the same, the derivation reads differently. */
  readonly difference?: "target - output" | "output - target";
}

const OPTIONS: OptionNames<SquaredErrorOptions> = { half: true, difference: true, mean: true, names: true };

/**
 * The squared error E = 1/2 sum (target - output)^2 as a named scalar. For a list of scalar outputs each error is a
 * definition of its own, E_o1 := 1/2 (target_o1 - out_o1)^2, and E := E_o1 + E_o2. Targets that are numbers become symbols.
 *
 * outputs: scalars, [m], or a batch [N, m], alone or as the only entry of a list; targets: the same shape -> [].
 * @throws ChainruleError SHAPE (nothing is broadcast), NUMBER for a target that is not finite, OPTION
 * @example squaredError(network.outputs, [0.01, 0.99], { names: { total: "E_total" } })
 */
export function squaredError(
  given: Outputs,
  targets: Targets,
  options: SquaredErrorOptions = {},
): Node<number> {
  checkOptions(options, OPTIONS, "squaredError");
  checkChoice(options.difference, ["target - output", "output - target"], "squaredError: difference");
  const { half = true, difference } = options;
  return entrywise(
    "squaredError",
    given,
    targets,
    options,
    (y, out) => (difference === "output - target" ? out.sub(y) : y.sub(out)).square(),
    (error) => (half ? mul(0.5, error) : error),
  );
}
