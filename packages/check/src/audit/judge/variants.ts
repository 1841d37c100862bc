import type { Node } from "@chainrule/graph";
import { decimal } from "../../numeric/wide-table";
import type { Reason } from "../findings/reason";
import type { Procedure, Runs } from "../model/iterate";
import { isRounded } from "../names/digits";
import type { Printed } from "../names/trees";

/** What a wrong number was to be. */
export type Sought =
  | { readonly kind: "after updates"; readonly node: Node; readonly updates: number }
  | { readonly kind: "derivative"; readonly by: Node };

const SEQUENTIAL: Reason = { kind: "already updated weights" };
const FEWER: Reason = { kind: "one update fewer" };
const MORE: Reason = { kind: "one update more" };
const BIASES: Reason = { kind: "biases trained" };
const both = (first: Reason, second: Reason): Reason => ({ kind: "two procedures", first, second });

/** Procedures that people follow in place of the document's, the likeliest first. */
const WAYS: readonly {
  readonly way: Reason;
  readonly isSequential?: boolean;
  readonly biases?: boolean;
  readonly scale?: number;
  readonly shift?: number;
}[] = [
  { way: SEQUENTIAL, isSequential: true },
  { way: FEWER, shift: -1 },
  { way: MORE, shift: 1 },
  { way: BIASES, biases: true },
  { way: both(SEQUENTIAL, FEWER), isSequential: true, shift: -1 },
  { way: both(SEQUENTIAL, MORE), isSequential: true, shift: 1 },
  { way: both(BIASES, SEQUENTIAL), isSequential: true, biases: true },
  { way: both(BIASES, FEWER), biases: true, shift: -1 },
  { way: { kind: "loss without its half" }, scale: 2 },
  { way: { kind: "mean for the sum" }, scale: 0.5 },
  { way: { kind: "gradient upwards" }, scale: -1 },
];

const FEWEST_DIGITS = 3;

/** The procedure that gives a printed number, if one does; numbers of few digits name none. */
export function variantOf(printed: Printed, sought: Sought, runs: Runs): Reason | undefined {
  const digits = String(Math.abs(printed.value))
    .replace(/e.*/, "")
    .replace(/^0\.0*|\./g, "").length;
  if (digits < FEWEST_DIGITS) return undefined;
  for (const { biases = false, isSequential = false, scale = 1, shift = 0, way } of WAYS) {
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
    if (exact !== undefined && isRounded(exact, printed)) return way;
  }
  return undefined;
}

/** The procedure of the document: all weights at once, biases as they are. */
export const plainProcedure = (runs: Runs): Procedure => ({
  trained: runs.weights,
  isSequential: false,
  scale: 1,
});
