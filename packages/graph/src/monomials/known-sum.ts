import type { Node } from "../node";
import * as exact from "../rational";
import { shortFraction } from "../simplify/decimal";
import type { Monomial, Power } from "./monomial";

/**
 * A monomial with the sums that are known put in: sum_k t_k = 1 where the symbol t was declared to sum to 1 along its last
 * axis, and sum_k p_k = 1 where p is a softmax over that axis. Collects the quantities it used.
 */
export function knownSum(given: Monomial, facts: Set<Node>): Monomial {
  let term = given;
  for (const index of given.bound) {
    const holders = term.powers.filter(({ at }) => at.includes(index));
    const [power] = holders;
    if (power === undefined || holders.length > 1 || power.exponent !== 1) continue;
    const axis = power.at.indexOf(index);
    if (power.at.lastIndexOf(index) !== axis) continue;
    const total = totalAlong(power, axis);
    const value = total === undefined ? undefined : shortFraction(total);
    if (value === undefined) continue;
    const rest = term.powers.filter((each) => each !== power);
    const left = power.at.filter((each) => each !== index && each !== null && term.bound.includes(each));
    const isCounted = left.some((each) => !rest.some(({ at }) => at.includes(each)));
    if (isCounted) continue; // another sum would run over nothing
    facts.add(power.base);
    term = {
      ...term,
      coefficient: exact.times(term.coefficient, value),
      powers: rest,
      bound: term.bound.filter((each) => each !== index),
    };
  }
  return term;
}

/** What the entries of a quantity sum to along an axis, where that is known. */
function totalAlong({ base }: Power, axis: number): number | undefined {
  const { sumsTo } = base.attrs;
  if (sumsTo !== undefined) return axis === base.shape.length - 1 ? sumsTo : undefined;
  const body = base.op.kind === "naming" ? (base.inputs[0] as Node) : base;
  const axes = body.op.name === "softmax" ? body.attrs.axes : undefined;
  return axes?.length === 1 && axes[0] === axis ? 1 : undefined;
}
