import { type Constraint, type Feasibility, feasibility, type Rational, rational } from "@chainrule/graph";
import { isLinear, type Polynomial, scaled } from "./polynomial";

const { negative, ONE, quotient, signOf } = rational;

/** What is claimed of a polynomial: that it is above 0, at least 0, 0, or not 0. */
export interface Claim {
  readonly polynomial: Polynomial;
  readonly sign: Constraint["sign"] | "!=";
}

/** Premises with the factors by which they are added up. */
export type Certificate = readonly { readonly premise: number; readonly factor: Rational }[];

export type Consequence =
  | { readonly kind: "follows"; readonly certificate: Certificate }
  /** Values that satisfy all premises but not the claim. */
  | { readonly kind: "refuted"; readonly at: ReadonlyMap<string, Rational> }
  /** It holds for the premises only because they contradict one another. */
  | { readonly kind: "from a contradiction" }
  /** Products of unknowns occur: what linear reasoning cannot prove may still hold. */
  | { readonly kind: "not linear" };

/** Whether a claim holds wherever the premises do, with as few of them as it needs; those of `first` are preferred. */
export function consequence(
  premises: readonly Constraint[],
  claim: Claim,
  first: ReadonlySet<number> = new Set(),
): Consequence {
  const all = distinct(premises, first);
  const found: { readonly premise: number; readonly factor: Rational }[] = [];
  for (const opposite of oppositesOf(claim)) {
    const without = refutation(premises, opposite, all);
    if (without.kind === "point") {
      const involved = [...premises, claim].map(({ polynomial }) => polynomial);
      return involved.every(isLinear) ? { kind: "refuted", at: without.at } : { kind: "not linear" };
    }
    const certificate = fewest(premises, all, opposite, first);
    if (certificate === undefined) return { kind: "from a contradiction" };
    for (const each of certificate)
      if (!found.some(({ premise }) => premise === each.premise)) found.push(each);
  }
  return { kind: "follows", certificate: found.sort((a, b) => a.premise - b.premise) };
}

/** The smallest part of constraints that cannot hold together; undefined if all can. */
export function contradiction(constraints: readonly Constraint[]): Certificate | undefined {
  const none = new Set<number>();
  return fewest(constraints, distinct(constraints, none), undefined, none);
}

/** Values at which all constraints hold; undefined where there are none, or where products of unknowns occur. */
export function pointOf(constraints: readonly Constraint[]): ReadonlyMap<string, Rational> | undefined {
  const found = feasibility(constraints);
  return found.kind === "point" && constraints.every(({ polynomial }) => isLinear(polynomial))
    ? found.at
    : undefined;
}

/** What holds where a claim does not. An equation fails on two sides. */
function oppositesOf({ polynomial, sign }: Claim): Constraint[] {
  const turned = scaled(polynomial, negative(ONE));
  switch (sign) {
    case ">":
      return [{ polynomial: turned, sign: ">=" }];
    case ">=":
      return [{ polynomial: turned, sign: ">" }];
    case "=":
      return [
        { polynomial: turned, sign: ">" },
        { polynomial, sign: ">" },
      ];
    case "!=":
      return [{ polynomial, sign: "=" }];
  }
}

const refutation = (
  premises: readonly Constraint[],
  opposite: Constraint | undefined,
  kept: readonly number[],
): Feasibility =>
  feasibility([...(opposite === undefined ? [] : [opposite]), ...kept.map((k) => premises[k] as Constraint)]);

/** One of all constraints that say the same: a preferred one, else the first. */
function distinct(constraints: readonly Constraint[], preferred: ReadonlySet<number>): number[] {
  const found = new Map<string, number>();
  for (const [k, { polynomial, sign }] of constraints.entries()) {
    const terms = [...polynomial].map(([term, { d, n }]) => `${term}:${n}/${d}`).sort();
    const key = `${sign} ${terms.join(" ")}`;
    const known = found.get(key);
    if (known === undefined || (preferred.has(k) && !preferred.has(known))) found.set(key, k);
  }
  return [...found.values()].sort((a, b) => a - b);
}

/**
 * The smallest set of premises that contradict the opposite of a claim: leaves out one after the other, from each start; those
 * preferred go last. A set that is contradictory by itself proves nothing of the claim and does not count. Of many premises, only
 * those of the first contradiction are looked at.
 */
function fewest(
  premises: readonly Constraint[],
  all: readonly number[],
  opposite: Constraint | undefined,
  preferred: ReadonlySet<number>,
): Certificate | undefined {
  const first = refutation(premises, opposite, all);
  if (first.kind === "point") return undefined; // and so have fewer of them
  const own = first.multipliers.slice(opposite === undefined ? 0 : 1);
  const few = all.length <= MOST_LEFT_OUT ? all : all.filter((_, k) => signOf(own[k] as Rational) !== 0);
  const order = [
    ...few.filter((k) => !preferred.has(k)).reverse(),
    ...[...preferred].filter((k) => few.includes(k)).reverse(),
  ];
  let best: Certificate | undefined;
  for (let turn = 0; turn < Math.max(1, Math.min(order.length, MOST_STARTS)); turn++) {
    let kept = few;
    let found = refutation(premises, opposite, kept);
    for (const each of [...order.slice(turn), ...order.slice(0, turn)]) {
      const fewer = kept.filter((k) => k !== each);
      const decision = refutation(premises, opposite, fewer);
      if (decision.kind === "contradiction") [kept, found] = [fewer, decision];
    }
    const certificate = certificateOf(found, kept, opposite);
    if (certificate !== undefined && (best === undefined || certificate.length < best.length))
      best = certificate;
  }
  return best;
}

/** Of more premises than these, not each is left out in turn. */
const MOST_LEFT_OUT = 24;
const MOST_STARTS = 12;

/** The factors, in units of the claim's own. */
function certificateOf(
  found: Feasibility,
  kept: readonly number[],
  opposite: Constraint | undefined,
): Certificate | undefined {
  if (found.kind === "point") return undefined;
  const own = opposite === undefined ? ONE : (found.multipliers[0] as Rational);
  if (signOf(own) === 0) return undefined;
  const factors = found.multipliers.slice(opposite === undefined ? 0 : 1);
  const least = factors.find(({ n }) => n !== 0n);
  const unit = opposite === undefined ? (least ?? ONE) : own;
  return kept.flatMap((premise, k) => {
    const factor = factors[k] as Rational;
    return factor.n === 0n ? [] : [{ premise, factor: quotient(factor, unit) }];
  });
}
