import { type Rational, rational } from "@chainrule/graph";
import { type Constraint, type Decision, decided } from "./farkas";
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
  const all = premises.map((_, k) => k);
  const found: { readonly premise: number; readonly factor: Rational }[] = [];
  for (const opposite of oppositesOf(claim)) {
    const without = refutation(premises, opposite, all);
    if (without.kind === "point") {
      const involved = [...premises, claim].map(({ polynomial }) => polynomial);
      return involved.every(isLinear) ? { kind: "refuted", at: without.at } : { kind: "not linear" };
    }
    const certificate = fewest(premises, opposite, first);
    if (certificate === undefined) return { kind: "from a contradiction" };
    for (const each of certificate)
      if (!found.some(({ premise }) => premise === each.premise)) found.push(each);
  }
  return { kind: "follows", certificate: found.sort((a, b) => a.premise - b.premise) };
}

/** The smallest part of constraints that cannot hold together; undefined if all can. */
export function contradiction(constraints: readonly Constraint[]): Certificate | undefined {
  return fewest(constraints, undefined, new Set());
}

/** Values at which all constraints hold; undefined where there are none, or where products of unknowns occur. */
export function pointOf(constraints: readonly Constraint[]): ReadonlyMap<string, Rational> | undefined {
  const found = decided(constraints);
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
): Decision =>
  decided([...(opposite === undefined ? [] : [opposite]), ...kept.map((k) => premises[k] as Constraint)]);

/**
 * The smallest set of premises that contradict the opposite of a claim: leaves out one after the other, from each start; those
 * preferred go last. A set that is contradictory by itself proves nothing of the claim and does not count.
 */
function fewest(
  premises: readonly Constraint[],
  opposite: Constraint | undefined,
  preferred: ReadonlySet<number>,
): Certificate | undefined {
  const order = [
    ...premises
      .map((_, k) => k)
      .filter((k) => !preferred.has(k))
      .reverse(),
    ...[...preferred].reverse(),
  ];
  let best: Certificate | undefined;
  for (let turn = 0; turn < Math.max(1, Math.min(order.length, MOST_STARTS)); turn++) {
    let kept = premises.map((_, k) => k);
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

const MOST_STARTS = 12;

/** The factors, in units of the claim's own. */
function certificateOf(
  found: Decision,
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
