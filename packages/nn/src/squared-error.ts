import {
  checkChoice,
  checkOptions,
  constant,
  Node,
  type OptionNames,
  type TensorValue,
} from "@chainrule/graph";
import { loneTensor, type Outputs, scalarTargets, type Targets, tensorTarget } from "./targets";
import { checkLossNames, type LossNames, type Mean, totalOfEntries, totalOfTerms } from "./total";

export interface SquaredErrorOptions {
  /** Whether each square is halved (true), so that the 2 of its derivative goes away. */
  readonly half?: boolean;
  /** `"target - output"` if left out. The value is the same, the derivation reads differently. */
  readonly difference?: "target - output" | "output - target";
  /** A sum if left out. */
  readonly mean?: Mean;
  readonly names?: LossNames;
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
  checkLossNames(options.names, "squaredError");
  checkChoice(options.difference, ["target - output", "output - target"], "squaredError: difference");
  checkChoice(options.mean, ["samples", "entries"], "squaredError: mean");
  const total = options.names?.total ?? "E";
  const outputs = loneTensor(given);
  if (outputs instanceof Node && outputs.shape.length > 0) {
    const y = tensorTarget(outputs, targets, options.names?.target?.(1) ?? "y");
    const squares = difference(y, outputs, options).square();
    return halved(totalOfEntries(squares, options.mean), options).named(total);
  }
  // without axes the value is a number
  const list = (outputs instanceof Node ? [outputs] : outputs) as readonly Node<number>[]; // scalarTargets refuses the rest
  const wanted = scalarTargets(list, outputs instanceof Node ? [targets] : targets, options.names?.target);
  const errors = list.map((output, k) =>
    halved(difference(wanted[k] as Node<number>, output, options).square(), options),
  );
  return totalOfTerms(list, errors, options.mean, options.names).named(total);
}

function difference<V extends number | TensorValue>(
  target: Node<V>,
  output: Node<V>,
  options: SquaredErrorOptions,
): Node<V> {
  const [a, b] = options.difference === "output - target" ? [output, target] : [target, output];
  return a.sub(b) as Node<V>; // both have one shape
}

const halved = (error: Node<number>, { half = true }: SquaredErrorOptions): Node<number> =>
  half ? constant(0.5).mul(error) : error;
