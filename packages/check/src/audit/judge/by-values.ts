import { constant, type Node, substituted, symbolsOf, topologicalOrder } from "@chainrule/graph";
import { type Tree, walk } from "@chainrule/graph/read";
import { type Real, signOf } from "../../numeric/wide";
import type { Member } from "../document/passage";
import { areEqual, isEqual } from "../model/compare-graphs";
import { equalityUnder, givenTargets, isTarget } from "../model/facts";
import { numbersIn, type Printed, printedIn } from "../names/trees";
import type { Chain } from "./chain";
import type { Known } from "./known";

/* Formulas that have the right value, and another graph: they may be right for the values given only. */

/** Numbers that come and go as formulas are rewritten. */
const ALGEBRA: ReadonlySet<number> = new Set([0.5, 1, 2]);

/**
 * Whether a formula of names for a quantity or a derivative is that for other values too, as far as a document may vary them: the
 * zeros and ones of its targets stand, and so do what targets sum to and values that a definition has as numbers. A formula with numbers
 * that the truth does not have is about the values.
 */
export function holdsForOtherValues(
  known: Known,
  chain: Chain,
  member: Member,
  [claim, truth]: readonly [claim: Node, truth: Node],
  value: Real,
): boolean {
  if (isWithValuesPutIn(known, chain, member, claim, truth)) return true;
  if (areEqualByChance(known, chain, claim, truth, value)) return false;
  const constants = constantsIn(truth);
  const isValue = ({ value: printed }: Printed): boolean =>
    !ALGEBRA.has(Math.abs(printed)) && !constants.has(Math.abs(printed));
  if (numbersIn(member.tree).some(isValue)) return true;
  /** The values of a graph's symbols that stand: marks of targets, and numbers of the other graph, where that lacks the symbol. */
  const standingIn = (graph: Node, other: Node): [Node, Node][] => {
    const [numbers, others] = [constantsIn(other), new Set(symbolsOf([other]))];
    return symbolsOf([graph]).flatMap((symbol) => {
      const own = givenAt(known, chain, symbol);
      const isMark = isTarget(symbol) && (own === 0 || Math.abs(own) === 1);
      const isNumber = !others.has(symbol) && numbers.has(Math.abs(own));
      return isMark || isNumber ? [[symbol, constant(own)]] : [];
    });
  };
  const standing = new Map([...standingIn(claim, truth), ...standingIn(truth, claim)]);
  const [own, other] = substituted([claim, truth], (node) => standing.get(node));
  const facts = [...known.factsFor(chain), ...givenTargets(known.model)];
  return isEqual(equalityUnder(own as Node, other as Node, facts, known.premisesFor(chain))); // one for each root
}

/** Whether a formula is another one with numbers put in for some of its symbols: w \cdot 0 + b of w x + b where x is 0. */
function isWithValuesPutIn(known: Known, chain: Chain, member: Member, claim: Node, truth: Node): boolean {
  const own = new Set(symbolsOf([claim]));
  const numbers = new Set(numbersPutIn(member.tree));
  const values = new Map(
    symbolsOf([truth]).flatMap((symbol) => {
      const value = givenAt(known, chain, symbol);
      return !own.has(symbol) && numbers.has(Math.abs(value)) ? [[symbol, constant(value)]] : [];
    }),
  );
  if (values.size === 0) return false;
  const [other] = substituted([truth], (node) => values.get(node));
  return areEqual(claim, other as Node); // one for the root
}

/** The sizes of the numbers that may stand for values: a 1 does as a factor only, as in w \cdot 1, but not in a (1 - a). */
function* numbersPutIn(tree: Tree): Generator<number> {
  for (const { value } of numbersIn(tree)) if (Math.abs(value) !== 1) yield Math.abs(value);
  for (const part of walk(tree))
    if (
      part.kind === "product" &&
      part.factors.some(({ tree: factor }) => Math.abs(printedIn(factor)?.value ?? 0) === 1)
    )
      yield 1;
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
