import { constant, symbolsOf } from "@chainrule/graph";
import { type Exact, fraction, type Real, times } from "../../numeric/wide";
import type { Member } from "../document/passage";
import type { Finding } from "../findings/finding";
import { moreExactly, type PlainKind } from "../findings/reason";
import { equalityUnder, givenThat } from "../model/facts";
import {
  contains,
  isCut,
  isExactly,
  isRounded,
  isWithinUnits,
  meets,
  shown,
  shownLike,
} from "../names/digits";
import type { Printed } from "../names/trees";
import { type Chain, finding } from "./chain";
import { besideKinks } from "./formula";
import { wrongNumberBehind } from "./inheritance";
import { atKinks } from "./kinks";
import type { Known } from "./known";
import { stationaryIn } from "./stationary";
import { variantOf } from "./variants";

const RATIOS: readonly (readonly [Exact, PlainKind])[] = [
  [fraction(-1n, 1n), "other sign"],
  [fraction(1n, 2n), "half"],
  [fraction(2n, 1n), "twice"],
  [fraction(10n, 1n), "point slipped"],
  [fraction(1n, 10n), "point slipped"],
];

/** Judges a printed number: against the value of what its chain is about, else against the member before it. */
export function judgedNumber(known: Known, chain: Chain, member: Member, printed: Printed): Finding {
  const truth = known.truth(chain);
  const before = chain.computedBefore;
  chain.computed = undefined;
  if (truth === undefined) return numberAfter(known, chain, member, printed);
  if (isRounded(truth, printed)) {
    if (isExactly(truth, printed)) return finding(member, "proved", "exact value");
    const follows =
      before?.value === undefined ||
      isRounded(before.value, printed) ||
      meets(before.interval, printed) ||
      chain.isBad;
    if (follows) return finding(member, "rounding only", { kind: "rounded", value: shown(truth) });
    return {
      ...finding(member, "wrong", {
        kind: "right, unlike the member before",
        value: shown(before.value as Real),
      }),
      expected: shownLike(before.value as Real, printed),
    };
  }
  if (isSubgradient(known, chain, printed)) return finding(member, "proved", "a subgradient");
  if (meets(known.spread(chain), printed)) return finding(member, "rounding only", "within the data");
  const expected = shownLike(truth, printed);
  const follows =
    before?.value !== undefined && (isRounded(before.value, printed) || isCut(before.value, printed));
  const wrong = {
    ...finding(member, "wrong", {
      kind: "another value",
      value: shown(truth),
      printed: String(printed.value),
    }),
    expected,
  };
  if (follows && chain.isBad)
    return {
      ...wrong,
      verdict: "inherits",
      because: { kind: "right after the member before" },
      from: chain.root.start,
    };
  const literal = chain.last === undefined ? undefined : known.results.badIn(chain.last.tree);
  if (literal !== undefined && (follows || meets(before?.interval, printed)))
    return {
      ...wrong,
      verdict: "inherits",
      because: { kind: "right after a wrong value", value: shown(truth) },
      from: literal.root.start,
    };
  const substituted = wrongNumberBehind(known, chain, printed);
  if (substituted !== undefined)
    return {
      ...wrong,
      verdict: "inherits",
      because: { kind: "right after a wrong value", value: shown(truth) },
      from: substituted.start,
    };
  const isNear = member.sign === "≈" || isWithinUnits(truth, printed);
  const comesFrom = isNear && before?.value !== undefined && isRounded(before.value, printed);
  const isAllowed = member.sign === "≈" && meets(before?.interval, printed);
  if (before !== undefined && (comesFrom || isAllowed) && contains(before.interval, truth)) {
    return finding(member, "rounding only", { kind: "right before rounding", value: shown(truth) });
  }
  if (isCut(truth, printed))
    return { ...wrong, verdict: "cut instead of rounded", because: { kind: "value", value: shown(truth) } };
  if (follows && contains(before.interval, truth)) {
    const because = { kind: "too few digits before", value: shown(truth) } as const;
    return { ...wrong, verdict: "not supported by the printed digits", because };
  }
  const reached =
    chain.isBad && chain.reading !== undefined ? known.valueIn(chain, chain.reading.node) : undefined;
  if (reached !== undefined && isRounded(reached, printed))
    return {
      ...wrong,
      verdict: "inherits",
      because: { kind: "right after the member before" },
      from: chain.root.start,
    };
  const { sought } = chain.subject;
  const variant =
    sought === undefined || known.runs === undefined ? undefined : variantOf(printed, sought, known.runs);
  if (variant !== undefined)
    return {
      ...wrong,
      because: { kind: "of another procedure", because: wrong.because, procedure: variant },
      variant,
    };
  return withRatio(wrong, truth, printed);
}

/** Whether a derivative at a kink may be this number: one that lies between those on both sides. */
function isSubgradient(known: Known, chain: Chain, { value }: Printed): boolean {
  const truth = chain.subject.kind === "derivative" ? chain.subject.truth?.node : undefined;
  const others = (truth === undefined ? [] : atKinks(truth)).flatMap((node) => {
    const at = known.valueIn(chain, node);
    return at === undefined ? [] : [Number(shown(at))];
  });
  return others.length > 0 && Math.min(...others) <= value && value <= Math.max(...others);
}

/** A number for what has no value and yet is a number, whatever its symbols are: \partial z_j / \partial b_j = 1. */
function numberAsGraph(known: Known, chain: Chain, member: Member, printed: Printed): Finding | undefined {
  const truth = chain.subject.truth?.node;
  if (truth === undefined) return undefined;
  const claim = constant(printed.value).broadcastTo(truth.shape);
  const { found, given } = equalityUnder(claim, truth, known.factsFor(chain));
  const beside = found === "proved" ? undefined : besideKinks(known, chain, claim, truth);
  if (beside !== undefined) return finding(member, beside.verdict, beside.because);
  const by = known.isAtOptimum(chain) ? stationaryIn(truth.sub(claim), known) : undefined;
  if (by !== undefined) return finding(member, "proved", { kind: "gradient is zero", by });
  if (found === "proved") {
    return finding(member, "proved", givenThat("equal to the graph", given));
  }
  // the only number of a document of formulas: no value may stand in a picture
  const isFormula =
    known.model.numberClaims === 1 && printed.value !== 0 && chain.subject.kind === "derivative";
  if (found === "different" && (symbolsOf([truth]).length === 0 || isFormula))
    return finding(member, "wrong", "not what the definitions give");
  return undefined;
}

/** A number that only the members before it tell of. */
function numberAfter(known: Known, chain: Chain, member: Member, printed: Printed): Finding {
  const before = chain.computedBefore;
  const bad = chain.last === undefined ? undefined : known.results.badIn(chain.last.tree);
  if (before?.value === undefined) {
    const closed = numberAsGraph(known, chain, member, printed);
    if (closed !== undefined) return closed;
    const quantity = known.model.quantities.get(chain.subject.key ?? "");
    if (quantity?.kind === "free" || chain.subject.truth === undefined)
      return finding(member, "not checked", "nothing tells");
    return finding(member, "not checked", "quantity without a value");
  }
  if (isExactly(before.value, printed)) return finding(member, "proved", "equal to the member before");
  if (isRounded(before.value, printed))
    return finding(member, "rounding only", { kind: "rounded", value: shown(before.value) });
  const wrong = {
    ...finding(member, "wrong", { kind: "member before comes to", value: shown(before.value) }),
    expected: shownLike(before.value, printed),
  };
  if (meets(before.interval, printed)) return finding(member, "rounding only", "within the numbers before");
  if (isCut(before.value, printed))
    return {
      ...wrong,
      verdict: "cut instead of rounded",
      because: { kind: "value", value: shown(before.value) },
    };
  if (bad !== undefined)
    return { ...wrong, because: { kind: "after a wrong number", because: wrong.because } };
  return withRatio(wrong, before.value, printed);
}

/** What a wrong number is to the value, where it is one of the usual slips. */
function withRatio(wrong: Finding, truth: Real, printed: Printed): Finding {
  for (const [factor, kind] of RATIOS) {
    if (isRounded(times(truth, factor, 640), printed))
      return { ...wrong, because: moreExactly(wrong.because, [{ kind }]) };
  }
  return wrong;
}
