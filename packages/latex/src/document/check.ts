import type { Derivation } from "@chainrule/derive";
import { evaluate, type Node, nameText, partialName } from "@chainrule/graph";
import { printNumber } from "../number";
import type { Numbers } from "./numbers";

export interface Agreement {
  /** Significant digits in which the derived gradients agree with central differences, the least over the variables. */
  readonly digits: number;
  /** The loss after one update, printed. */
  readonly lossAfter: string | undefined;
}

/** The step of a central difference at which rounding and truncation errors are about equal, relative to the variable. */
const STEP = 6e-6;
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
    const measured = centralDifference(derivation.loss, variable, numbers.valueOf(variable));
    digits = Math.min(digits, digitsInCommon(derived, measured));
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

const nameOf = (node: Node): NonNullable<Node["name"]> => node.attrs.name as NonNullable<Node["name"]>; // all are named

function centralDifference(loss: Node, variable: Node, at: number): number {
  const h = STEP * Math.max(1, Math.abs(at));
  const above = evaluate(loss, new Map([[variable, at + h]])) as number; // the loss is a scalar
  const below = evaluate(loss, new Map([[variable, at - h]])) as number;
  return (above - below) / (at + h - (at - h));
}

function digitsInCommon(a: number, b: number): number {
  if (a === b) return MOST_DIGITS;
  const difference = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-3);
  return Math.max(0, Math.floor(-Math.log10(difference)));
}
