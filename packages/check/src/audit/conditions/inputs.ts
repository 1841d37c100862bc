import { type Rational, rational } from "@chainrule/graph";
import { bare, type Term, type Tree } from "@chainrule/graph/read";
import type { Member } from "../document/passage";
import { keyOf, namedBy } from "../names/names";
import { aligned, isNumeric, type Pair, type Printed, printedIn } from "../names/trees";
import { constantIn, difference, type Polynomial, rationalText, substituted, unknownsIn } from "./polynomial";
import type { Binding, Bindings } from "./scope";

const { fromNumber, ONE, ZERO } = rational;

/** A number that stands in the place of a name. */
export interface Operand {
  readonly key: string;
  readonly printed: Printed;
}

/** The numbers that a formula of numbers has for the names of the formula before it; undefined where the two are built differently. */
export function operandsIn(before: Member, member: Member): readonly Operand[] | undefined {
  if (!isNumeric(member.tree) || isNumeric(before.tree)) return undefined;
  return pairsIn(before.tree, member.tree)?.flatMap(({ isNegative, pair: { by, of } }) => {
    const name = namedBy(of);
    const printed = printedIn(by);
    if (name === undefined || printed === undefined) return [];
    return [{ key: keyOf(name), printed: isNegative ? { ...printed, value: -printed.value } : printed }];
  });
}

/** Parts in each other's place; + b may have become - 0.5. */
function pairsIn(a: Tree, b: Tree): { readonly pair: Pair; readonly isNegative: boolean }[] | undefined {
  const [of, by] = [bare(a), bare(b)];
  if (of.kind === "applied" && by.kind === "applied" && of.arguments.length === 1)
    return of.head.name.base === by.head.name.base
      ? pairsIn(of.arguments[0] as Tree, by.arguments[0] as Tree)
      : undefined;
  if (of.kind !== "sum" || by.kind !== "sum" || of.terms.length !== by.terms.length)
    return aligned(of, by)?.map((pair) => ({ pair, isNegative: false }));
  const found: { readonly pair: Pair; readonly isNegative: boolean }[] = [];
  for (const [k, term] of of.terms.entries()) {
    const other = by.terms[k] as Term; // as many
    const isNegative = term.sign !== other.sign;
    if (isNegative && (namedBy(term.tree) === undefined || printedIn(other.tree) === undefined))
      return undefined;
    const inner = aligned(term.tree, other.tree);
    if (inner === undefined) return undefined;
    found.push(...inner.map((pair) => ({ pair, isNegative })));
  }
  return found;
}

export const exactOf = ({ value }: Printed): Rational => fromNumber(value) ?? ZERO;

/** More inputs are not tried out. */
const MOST = 6;

/** The zeros and ones of some inputs that make two formulas the same; undefined where none or several do. */
export function rowFor(
  a: Polynomial,
  b: Polynomial,
  inputs: readonly string[],
): ReadonlyMap<string, Rational> | undefined {
  const distance = difference(a, b);
  const open = unknownsIn(distance).filter((key) => inputs.includes(key));
  if (open.length === 0 || open.length > MOST) return undefined;
  const found: ReadonlyMap<string, Rational>[] = [];
  for (let row = 0; row < 1 << open.length; row++) {
    const values = new Map(open.map((key, k) => [key, (row >> k) & 1 ? ONE : ZERO]));
    if (constantIn(substituted(distance, values))?.n === 0n) found.push(values);
  }
  return found.length === 1 ? found[0] : undefined;
}

/** `X_1 = 0 and X_2 = 1`. */
export const rowText = (values: Iterable<readonly [string, Rational]>): string =>
  [...values]
    .sort(([a], [b]) => Number(a > b) - Number(a < b))
    .map(([key, value]) => `${key} = ${rationalText(value)}`)
    .join(", ");

/** The inputs that are bound, as a row. */
export const rowIn = (bindings: Bindings, inputs: readonly string[]): [string, Rational][] =>
  inputs.flatMap((key) => {
    const bound = bindings.get(key);
    return bound === undefined ? [] : [[key, bound.value] as [string, Rational]];
  });

/** Bindings with others put in. */
export const withBindings = (
  bindings: Bindings,
  values: Iterable<readonly [string, Rational]>,
  offset: number,
): Bindings =>
  new Map<string, Binding>([
    ...bindings,
    ...[...values].map(([key, value]) => [key, { value, offset }] as const),
  ]);
