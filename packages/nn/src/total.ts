import { checkOptions, type Node, type OptionNames } from "@chainrule/graph";
import { namesBesides } from "./targets";

/** What the parts of a loss are called. */
export interface LossNames {
  /** The whole: `E` if left out. */
  readonly total?: string;
  /** The error of the k-th output, from 1: `E_o1` for `out_o1` if left out. */
  readonly term?: (k: number) => string;
  /** The target of the k-th output, from 1: `target_o1` if left out; `y` for a tensor. */
  readonly target?: (k: number) => string;
}

/** Divides a sum of errors by the number of samples (rows of a batch), or of all entries. */
export type Mean = "samples" | "entries";

const NAMES: OptionNames<LossNames> = { total: true, term: true, target: true };

/** @throws ChainruleError OPERAND, OPTION */
export const checkLossNames = (names: unknown, where: string): void =>
  checkOptions(names, NAMES, `${where}: names`);

/** Errors entry by entry, [m] or [N, m], as one number. */
export function totalOfEntries(errors: Node, mean: Mean | undefined): Node<number> {
  if (mean === "entries") return errors.mean();
  if (mean === undefined || errors.shape.length < 2) return errors.sum();
  return errors.sum(errors.shape.map((_, axis) => axis).slice(1)).mean();
}

/** Errors of scalar outputs, each as a definition of its own if there are several, as one number. */
export function totalOfTerms(
  outputs: readonly Node<number>[],
  errors: readonly Node<number>[],
  mean: Mean | undefined,
  names: LossNames | undefined,
): Node<number> {
  const usual = namesBesides(outputs, "E");
  const terms =
    errors.length === 1
      ? errors
      : errors.map((error, k) => error.named(names?.term?.(k + 1) ?? (usual[k] as string))); // one for each
  const sum = terms.reduce((total, term) => total.add(term));
  return mean === "entries" && terms.length > 1 ? sum.div(terms.length) : sum;
}
