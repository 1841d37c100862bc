import type { Node } from "@chainrule/graph";
import { decimal } from "../numeric/wide-table";
import { isRounded } from "./digits";
import type { Procedure, Runs } from "./iterate";
import type { Printed } from "./trees";

/** What a wrong number was to be. */
export type Sought =
  | { readonly kind: "after updates"; readonly node: Node; readonly updates: number }
  | { readonly kind: "derivative"; readonly by: Node };

/** Procedures that people follow in place of the document's, the likeliest first. */
const WAYS: readonly {
  readonly words: string;
  readonly isSequential?: boolean;
  readonly biases?: boolean;
  readonly scale?: number;
  readonly shift?: number;
}[] = [
  { words: "already updated weights used in the hidden gradients", isSequential: true },
  { words: "one update fewer", shift: -1 },
  { words: "one update more", shift: 1 },
  { words: "biases trained too", biases: true },
  {
    words: "already updated weights used in the hidden gradients, one update fewer",
    isSequential: true,
    shift: -1,
  },
  {
    words: "already updated weights used in the hidden gradients, one update more",
    isSequential: true,
    shift: 1,
  },
  {
    words: "biases trained too, already updated weights used in the hidden gradients",
    isSequential: true,
    biases: true,
  },
  { words: "biases trained too, one update fewer", biases: true, shift: -1 },
  { words: "the loss without its factor 1/2", scale: 2 },
  { words: "the mean in place of the sum", scale: 0.5 },
  { words: "the gradient followed upwards", scale: -1 },
];

const FEWEST_DIGITS = 3;

/** The procedure that gives a printed number, if one does; numbers of few digits name none. */
export function variantOf(printed: Printed, sought: Sought, runs: Runs): string | undefined {
  const digits = String(Math.abs(printed.value))
    .replace(/e.*/, "")
    .replace(/^0\.0*|\./g, "").length;
  if (digits < FEWEST_DIGITS) return undefined;
  for (const { biases = false, isSequential = false, scale = 1, shift = 0, words } of WAYS) {
    const procedure: Procedure = {
      trained: biases ? [...runs.weights, ...runs.biases] : runs.weights,
      isSequential,
      scale,
    };
    if (biases && runs.biases.length === 0) continue;
    const value =
      sought.kind === "derivative"
        ? shift === 0 && !biases
          ? runs.derivative(sought.by, procedure)
          : undefined
        : sought.updates + shift < 0
          ? undefined
          : runs.value(sought.node, sought.updates + shift, procedure);
    const exact = value === undefined ? undefined : decimal(value);
    if (exact !== undefined && isRounded(exact, printed)) return words;
  }
  return undefined;
}

/** The procedure of the document: all weights at once, biases as they are. */
export const plainProcedure = (runs: Runs): Procedure => ({
  trained: runs.weights,
  isSequential: false,
  scale: 1,
});
