import { constant, type Node, substituted, symbolsOf, topologicalOrder } from "@chainrule/graph";
import { type Real, signOf } from "../../numeric/wide";
import type { Member } from "../document/passage";
import { areEqual, isEqual } from "../model/compare-graphs";
import { equalityUnder, givenTargets } from "../model/facts";
import { numbersIn, type Printed } from "../names/trees";
import type { Chain } from "./chain";
import type { Known } from "./known";

/* Formulas that have the right value, and another graph: they may be right for the values given only. */

/** Numbers that come and go as formulas are rewritten. */
const ALGEBRA: ReadonlySet<number> = new Set([0.5, 1, 2]);

/**
 * Whether a formula of names for a derivative is that derivative for other values too, as far as a document may vary them: its zeros
 * and ones stand, such as those of a one-hot target, and so do what targets sum to and values that a definition has as numbers. A formula
 * with numbers that the derivative does not have is about the values.
 */
export function holdsForOtherValues(
  known: Known,
  chain: Chain,
  member: Member,
  [claim, truth]: readonly [claim: Node, truth: Node],
  value: Real,
): boolean {
  if (areEqualByChance(known, chain, claim, truth, value)) return false;
  const constants = constantsIn(truth);
  const isValue = ({ value: printed }: Printed): boolean =>
    !ALGEBRA.has(Math.abs(printed)) && !constants.has(Math.abs(printed));
  if (numbersIn(member.tree).some(isValue)) return true;
  /** The values of a graph's symbols that stand: marks, and numbers of the other graph, where that lacks the symbol. */
  const standingIn = (graph: Node, other: Node): [Node, Node][] => {
    const [numbers, others] = [constantsIn(other), new Set(symbolsOf([other]))];
    return symbolsOf([graph]).flatMap((symbol) => {
      const own = givenAt(known, chain, symbol);
      const isMark = own === 0 || Math.abs(own) === 1;
      const isNumber = !others.has(symbol) && numbers.has(Math.abs(own));
      return isMark || isNumber ? [[symbol, constant(own)]] : [];
    });
  };
  const standing = new Map([...standingIn(claim, truth), ...standingIn(truth, claim)]);
  const [own, other] = substituted([claim, truth], (node) => standing.get(node));
  const facts = [...known.factsFor(chain), ...givenTargets(known.model)];
  return isEqual(equalityUnder(own as Node, other as Node, facts, known.premisesFor(chain))); // one for each root
}

/** The sizes of the numbers in a graph. */
const constantsIn = (root: Node): Set<number> =>
  new Set(
    topologicalOrder([root]).flatMap(({ attrs }) =>
      typeof attrs.value === "number" ? Math.abs(attrs.value) : [],
    ),
  );

/** The value of a scalar symbol where a chain stands; NaN if it has none. */
const givenAt = (known: Known, chain: Chain, symbol: Node): number =>
  (symbol.shape.length === 0
    ? (chain.bindings.get(symbol) ?? known.model.point.get(symbol))?.[0]
    : undefined) ?? Number.NaN;

/**
 * Whether two formulas are equal only because of what some values are: both vanish, or a factor that one of them lacks is 1 or -1, or
 * a term that it lacks is 0.
 */
function areEqualByChance(known: Known, chain: Chain, claim: Node, truth: Node, value: Real): boolean {
  if (signOf(value) === 0) return true;
  const symbols = symbolsOf([claim, truth]);
  const sizeOf = (symbol: Node): number => Math.abs(givenAt(known, chain, symbol));
  const ones = symbols.filter((symbol) => sizeOf(symbol) === 1);
  if (ones.some((one) => areEqual(claim.mul(one), truth) || areEqual(truth.mul(one), claim))) return true;
  const [ofClaim, ofTruth] = [claim, truth].map((node) => new Set(symbolsOf([node])));
  const isLacked = (symbol: Node): boolean => ofClaim?.has(symbol) !== ofTruth?.has(symbol);
  const zeros = new Set(symbols.filter((symbol) => sizeOf(symbol) === 0 && isLacked(symbol)));
  if (zeros.size === 0) return false;
  const [own, other] = substituted([claim, truth], (node) => (zeros.has(node) ? constant(0) : undefined));
  return areEqual(own as Node, other as Node); // one for each root
}
