import { checkChoice, Node } from "@chainrule/graph";
import { loneTensor, type Outputs, scalarTargets, type Targets, tensorTarget } from "../targets";
import { checkLossNames, type LossNames, type Mean, totalOfEntries, totalOfTerms } from "../total";

/** What every loss that is a sum over entries takes. */
export interface EntrywiseOptions {
  /** A sum if left out. */
  readonly mean?: Mean;
  readonly names?: LossNames;
}

/** The error of one entry, or of all of them entry by entry. */
export type EntryError = (target: Node, output: Node) => Node;

/**
 * A loss that adds up an error of each entry. For a list of scalar outputs each error is a definition of its own,
 * `E_o1`, `E_o2`, and E their sum. Targets that are numbers become symbols. scale: what stands before a sum over a tensor, and before
 * each error of a list.
 * @throws ChainruleError SHAPE (nothing is broadcast), NUMBER for a target that is not finite, OPTION
 */
export function entrywise(
  where: string,
  given: Outputs,
  targets: Targets,
  options: EntrywiseOptions,
  error: EntryError,
  scale: (error: Node) => Node = (total) => total,
): Node<number> {
  checkLossNames(options.names, where);
  checkChoice(options.mean, ["samples", "entries"], `${where}: mean`);
  const { mean, names } = options;
  const total = names?.total ?? "E";
  const outputs = loneTensor(given);
  if (outputs instanceof Node && outputs.shape.length > 0) {
    const y = tensorTarget(outputs, targets, names?.target?.(1) ?? "y");
    return numberOf(scale(totalOfEntries(error(y, outputs), mean))).named(total);
  }
  // without axes the value is a number
  const list = (outputs instanceof Node ? [outputs] : outputs) as readonly Node<number>[]; // scalarTargets refuses the rest
  const wanted = scalarTargets(list, outputs instanceof Node ? [targets] : targets, names?.target);
  const errors = list.map((output, k) => numberOf(scale(error(wanted[k] as Node, output)))); // one for each
  return totalOfTerms(list, errors, mean, names).named(total);
}

const numberOf = (node: Node): Node<number> => node as Node<number>; // without axes
