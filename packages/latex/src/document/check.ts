import type { Derivation } from "@chainrule/derive";
import { evaluate, type Node, nameText, partialName } from "@chainrule/graph";
import { printNumber } from "../number";
import type { Numbers } from "./numbers";
import { nameOf } from "./writing";

export interface Agreement {
  /** Significant digits in which the derived gradients agree with central differences, the least over the variables. */
  readonly digits: number;
  /** The loss after one update, printed. */
  readonly lossAfter: string | undefined;
}

/** Steps of central differences, relative to a variable: the best lies where truncation and rounding errors are equal. */
const STEPS = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12];
/** A loss that changes by less than this, relative to itself, when a variable changes by its own size, does not change. */
const NOISE = 1e-9;
/** More digits than central differences can confirm. */
const MOST_DIGITS = 10;

/** Compares the derived gradients with central differences, and evaluates the loss at the updated parameters. */
export function agreement(derivation: Derivation, numbers: Numbers): Agreement {
  const last = new Map(derivation.statements.map((statement) => [nameText(statement.symbol), statement]));
  let digits = MOST_DIGITS;
  for (const variable of derivation.wrt) {
    if (variable.op.kind === "naming") continue;
    const symbol = partialName(nameOf(derivation.loss), nameOf(variable));
    const derived = numbers.valueOf(last.get(nameText(symbol))?.expression as Node); // derive settles every variable
    const at = numbers.valueOf(variable);
    const measured = centralDifference(derivation.loss, variable, at);
    const loss = numbers.valueOf(derivation.loss);
    const noise = (NOISE * Math.max(1, Math.abs(loss))) / Math.max(1, Math.abs(at));
    digits = Math.min(digits, digitsInCommon(derived, measured, noise));
  }
  const updates = derivation.statements.filter((statement) => statement.role === "update");
  if (updates.length === 0) return { digits, lossAfter: undefined };
  const next = new Map(derivation.wrt.map((variable) => [`${nameText(nameOf(variable))}`, variable]));
  const bindings = new Map<Node, number>();
  for (const { expression, symbol } of updates) {
    const parameter =
      symbol.kind === "symbol"
        ? next.get(nameText({ ...symbol, sup: symbol.sup.replace(/\+$/, "") }))
        : undefined;
    if (parameter !== undefined) bindings.set(parameter, numbers.valueOf(expression));
  }
  const after = evaluate(derivation.loss, bindings) as number; // the loss is a scalar
  return { digits, lossAfter: printNumber(after, numbers.style).latex };
}

/** The central difference whose value changes least from one step to the next. */
function centralDifference(loss: Node, variable: Node, at: number): number {
  const lossAt = (x: number): number => evaluate(loss, new Map([[variable, x]])) as number; // the loss is a scalar
  const differences = STEPS.map((step) => {
    const h = step * Math.max(1, Math.abs(at));
    return (lossAt(at + h) - lossAt(at - h)) / (at + h - (at - h));
  });
  let best = differences[0] as number;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 1; k < differences.length; k++) {
    const [before, here] = [differences[k - 1] as number, differences[k] as number];
    const change = Math.abs(here - before);
    if (change < least) [best, least] = [here, change];
  }
  return best;
}

function digitsInCommon(a: number, b: number, noise: number): number {
  const difference = Math.abs(a - b);
  if (difference <= noise) return MOST_DIGITS;
  return Math.max(0, Math.floor(-Math.log10(difference / Math.max(Math.abs(a), Math.abs(b)))));
}
