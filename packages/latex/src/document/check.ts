import type { Derivation } from "@chainrule/derive";
import { evaluate, type Node, nameText, partialName } from "@chainrule/graph";
import { printNumber } from "../number";
import type { Tex } from "../safe/tex";
import type { Numbers } from "./numbers";
import { nameOf } from "./writing";

export interface Agreement {
  /** Significant digits in which the derived gradients agree with central differences, the least over those that were confirmed. */
  readonly digits: number;
  /** How many of the gradients were measured, if not all. */
  readonly some: number | undefined;
  /** The measured variables whose gradients central differences did not confirm. */
  readonly unconfirmed: readonly Node[];
  /** How many were confirmed. */
  readonly confirmed: number;
  /** The loss after one update, printed. */
  readonly lossAfter: Tex | undefined;
}

/** First steps of the differences, relative to a variable: large ones for smooth losses, small ones beside kinks and poles. */
const STEPS = Array.from({ length: 9 }, (_, k) => 10 ** (-2 - k));
/** More gradients than this are measured at even intervals. */
const MOST_MEASURED = 64;
/** A loss that changes by less than this, relative to itself, when a variable changes by its own size, does not change. */
const NOISE = 1e-9;
/** More digits than central differences can confirm. */
const MOST_DIGITS = 10;

/** Compares the derived gradients with central differences, and evaluates the loss at the updated parameters. */
export function agreement(derivation: Derivation, numbers: Numbers): Agreement {
  const last = new Map(derivation.statements.map((statement) => [nameText(statement.symbol), statement]));
  let digits = MOST_DIGITS;
  const variables = derivation.wrt.filter((variable) => variable.op.kind !== "naming");
  const every = Math.ceil(variables.length / MOST_MEASURED);
  const measuredVariables = variables.filter((_, k) => k % every === 0);
  const unconfirmed: Node[] = [];
  for (const variable of measuredVariables) {
    const symbol = partialName(nameOf(derivation.loss), nameOf(variable));
    const derived = numbers.valueOf(last.get(nameText(symbol))?.expression as Node); // derive settles every variable
    const at = numbers.valueOf(variable);
    const measured = centralDifference(derivation.loss, variable, at);
    const loss = numbers.valueOf(derivation.loss);
    const noise = (NOISE * Math.max(1, Math.abs(loss))) / Math.max(1, Math.abs(at));
    const common = measured === undefined ? 0 : digitsInCommon(derived, measured, noise);
    if (common === 0) unconfirmed.push(variable);
    else digits = Math.min(digits, common);
  }
  const confirmed = measuredVariables.length - unconfirmed.length;
  const updates = derivation.statements.filter((statement) => statement.role === "update");
  const some = every > 1 ? measuredVariables.length : undefined;
  if (updates.length === 0) return { digits, some, unconfirmed, confirmed, lossAfter: undefined };
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
  return { digits, some, unconfirmed, confirmed, lossAfter: printNumber(after, numbers.style).latex };
}

/**
 * The derivative from values of the loss alone: central differences at h, h/2 and h/4, extrapolated twice (Romberg), for the
 * first step whose estimated error is least: what the last extrapolation changed, and the rounding of the loss. Undefined where
 * the loss is finite on both sides at none of the steps.
 */
function centralDifference(loss: Node, variable: Node, at: number): number | undefined {
  const lossAt = (x: number): number => evaluate(loss, new Map([[variable, x]])) as number; // the loss is a scalar
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const step of STEPS) {
    let rounding = 0;
    const [wide, middle, narrow] = [1, 2, 4].map((part) => {
      const h = (step * Math.max(1, Math.abs(at))) / part;
      const [above, below] = [at + h, at - h];
      const [high, low] = [lossAt(above), lossAt(below)];
      rounding = (Number.EPSILON * (Math.abs(high) + Math.abs(low))) / (above - below);
      return (high - low) / (above - below);
    }) as [number, number, number];
    const [first, second] = [(4 * middle - wide) / 3, (4 * narrow - middle) / 3];
    const estimate = (16 * second - first) / 15;
    const error = Math.abs(estimate - second) + rounding;
    if (error < least) [best, least] = [estimate, error];
  }
  return best;
}

/** 0 where they have none, and where both are too small to tell. */
function digitsInCommon(a: number, b: number, noise: number): number {
  const size = Math.max(Math.abs(a), Math.abs(b));
  if (a === b || (a === 0 && size <= noise)) return MOST_DIGITS;
  if (size <= noise) return 0;
  const digits = Math.floor(-Math.log10(Math.abs(a - b) / size));
  return Number.isNaN(digits) ? 0 : Math.min(MOST_DIGITS, Math.max(0, digits));
}
