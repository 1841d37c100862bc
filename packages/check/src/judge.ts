import {
  concreteShape,
  type Node,
  Numbering,
  type Sizes,
  simplify,
  symbolsOf,
  topologicalOrder,
} from "@chainrule/graph";
import { Budget } from "./budget";
import { roundedNumbers } from "./claim/printed";
import { conditionText } from "./condition-text";
import { holdsUnder, isMet } from "./holds";
import type { Matter } from "./matter";
import { agrees, type PointFound, shownValue } from "./numeric/at-point";
import { type Comparison, comparePoints, comparisonBudget } from "./numeric/compare";
import { domainOf } from "./numeric/domain";
import { shownPoint } from "./numeric/point";
import { holdsRounded, isByRounding } from "./numeric/rounding";
import { needsOf, type Proof, type ProofOptions, proofWithPieces } from "./prove/prove";
import type { CheckResult, Counterexample, Evidence, KinkFound } from "./verdict";

/** What one claim may cost: in all some four seconds, and the proofs in it. */
const [WHOLE, PROOFS] = [120_000_000, 60_000_000];

/** The work that one claim may take. */
export function claimBudget(): Matter["budget"] {
  const whole = new Budget(WHOLE);
  return { whole, proofs: whole.part(PROOFS) };
}

/** What was found out about a matter: in prime fields, and at points. */
interface Found {
  readonly proof: Proof;
  /** Whether the proof holds away from kinks only. */
  readonly isGeneric: boolean;
  readonly comparison: Comparison;
}

/** The verdict on a claim that has symbols. */
export function judged(matter: Matter): CheckResult {
  const { budget, claim, given, settings, sizes, truth } = matter;
  const { isGeneric, proof } = proofWithPieces(claim.node, truth, optionsOf(matter));
  const gates = proof.kind === "different" ? proof.gates.map(({ node }) => node) : [];
  const needs = proof.kind === "equal" ? proof.needs.map(({ node }) => node) : [];
  const symbols = new Set(topologicalOrder([claim.node, truth]));
  const own = given.filter(({ node }) => symbolsOf([node]).every((symbol) => symbols.has(symbol)));
  const comparison = comparePoints(claim.node, truth, sizes, settings.seed, settings.points, {
    gates,
    needs,
    budget: comparisonBudget(budget.whole),
    accept: (point) => isMet(own, point, sizes),
  });
  const found = { proof, isGeneric, comparison };
  return comparison.points.some(isBad) ? contradicted(matter, found) : agreed(matter, found);
}

const optionsOf = ({ budget, given, settings, sizes }: Matter): ProofOptions => ({
  budget: budget.proofs,
  sizes,
  seed: settings.seed,
  given,
});

const isBad = ({ status }: PointFound): boolean => status === "different" || status === "claim undefined";

/** Both sides agree at every point tried. */
function agreed(matter: Matter, { comparison, isGeneric, proof }: Found): CheckResult {
  const { claim, settings, truth } = matter;
  const { points } = comparison;
  const equal = points.filter(({ status }) => status === "equal").length;
  const isProved =
    proof.kind === "equal" &&
    (equal > 0 || !proof.isConditional) &&
    (!isGeneric || isSettledAtKinks(comparison, [claim.node, truth]));
  const shared = sharedOf(matter, comparison);
  const evidence = evidenceOf(matter, proof, comparison);
  const differing = (shared.kinks ?? []).filter((kink) => !kink.equal);
  const isOnlyUndefined = differing.every((kink) => kink.claim === "undefined" || kink.truth === "undefined");
  const needs = proof.kind === "equal" ? proof.needs : [];
  if (isProved && needs.length === 0 && shared.domain === undefined && isOnlyUndefined) {
    const how = "equal in large prime fields at random points";
    const because = differing.length === 0 ? how : `${how}, ${exceptAt(differing)}`;
    return { verdict: "proved", because, evidence: { method: "prime fields", ...evidence }, ...shared };
  }
  if (
    isSameForm(claim.node, truth) &&
    needsOf(claim.node, truth, optionsOf(matter))?.length === 0 &&
    shared.domain === undefined &&
    isOnlyUndefined
  ) {
    const because = "both have the same normal form";
    return { verdict: "proved", because, evidence: { method: "normal form", ...evidence }, ...shared };
  }
  if (proof.kind === "different" && isDecisive(claim.node, truth)) {
    const because = "they differ, though no point was found that shows it";
    return { verdict: "wrong", because, evidence: { method: "points", ...evidence }, ...shared };
  }
  const condition = isOfPowers(proof) ? conditionText(holdsUnder(matter, proof, comparison) ?? []) : "";
  if (condition !== undefined && condition !== "") {
    const because = `holds where ${condition}; elsewhere powers may have other signs`;
    return {
      verdict: "holds where",
      condition,
      because,
      evidence: { method: "prime fields", ...evidence },
      ...shared,
    };
  }
  const isEnough = equal >= Math.min(settings.points, points.length) && !comparison.isTooCostly;
  if (isEnough && equal > 0) {
    const open = conditionText(needs);
    const because = agreement(equal, differing, shared.domain, comparison);
    return {
      verdict: "numerically equal",
      because: open === undefined || open === "" ? because : `${because}; whether ${open} is not shown`,
      evidence: { method: proof.kind === "equal" ? "prime fields" : "points", ...evidence },
      ...shared,
    };
  }
  const open = points.filter(({ status }) => status === "undecided").length;
  const because = comparison.isTooCostly
    ? "too costly: the work of a comparison was used up"
    : open > 0
      ? `no precision tells both sides apart at ${open} of the points tried`
      : `only ${equal} points were found at which both are defined`;
  return { verdict: "undecided", because, evidence: { method: "points", ...evidence }, ...shared };
}

/** Whether a power of what may be negative, with a symbolic exponent, plays a part: it is defined for whole exponents. */
const isOfPowers = (proof: Proof): boolean =>
  proof.kind === "different" && proof.gates.some(({ source }) => source === "power");

/** There are points at which both sides differ, or the claim is not defined. */
function contradicted(matter: Matter, { comparison, proof }: Found): CheckResult {
  const { sizes, truth } = matter;
  const { points } = comparison;
  const evidence = evidenceOf(matter, proof, comparison);
  const shared = sharedOf(matter, comparison);
  const bad = points.find(isBad) as PointFound; // the caller looked
  if (proof.kind !== "equal" && isWithinDigits(matter, comparison)) {
    const because = "they agree within half a unit of the last digits of their numbers, at every point tried";
    return { verdict: "rounding only", because, evidence: { method: "intervals", ...evidence }, ...shared };
  }
  const { domain } = shared;
  const isOfValues = domain === undefined || bad.status === "different";
  const at = isOfValues ? `at ${pointText(bad)}` : "";
  const differs = domain === undefined ? `they differ ${at}` : isOfValues ? `${domain}: ${at}` : domain;
  const counter = { counterexample: counterexample(bad, truth, sizes) };
  const conditions = holdsUnder(matter, proof, comparison);
  const condition = conditions && conditionText(conditions);
  if (condition !== undefined) {
    const because = `holds where ${condition}; ${differs}`;
    const method = "prime fields";
    return {
      verdict: "holds where",
      condition,
      because,
      evidence: { method, ...evidence },
      ...counter,
      ...shared,
    };
  }
  const method = proof.kind === "equal" ? "prime fields" : "points";
  return { verdict: "wrong", because: differs, evidence: { method, ...evidence }, ...counter, ...shared };
}

/** Whether the truth is, at every point, among the values that the printed numbers stand for. */
function isWithinDigits({ claim, settings, sizes, truth }: Matter, { points, random }: Comparison): boolean {
  const printed = roundedNumbers(claim, truth, settings);
  const isRounded =
    printed.size > 0 || topologicalOrder([truth]).some(({ attrs }) => holdsRounded(attrs.value));
  return (
    isRounded &&
    // rounded numbers show everywhere, and not only beside a kink
    points.slice(0, random).some(({ status }) => status === "different") &&
    points.every((found) =>
      found.status === "different"
        ? isByRounding([claim.node, truth], printed, found, sizes)
        : found.status === "equal",
    )
  );
}

/** The region where the sides differ, if the proof or the random points hold elsewhere, and the kinks. */
function sharedOf(
  { claim, sizes, truth }: Matter,
  { breakpoints, kinks, points, random }: Comparison,
): Pick<CheckResult, "domain" | "kinks"> {
  const isOfDomain = points.slice(0, random).every(agrees) || points.some(({ status }) => status === "equal");
  const domain = isOfDomain ? domainOf(points, breakpoints, [claim.node, truth], sizes) : undefined;
  const found = kinks.filter(({ kink }) => kink.sort === "kink" || domain === undefined).map(kinkFound);
  return { ...(domain !== undefined && { domain }), ...(found.length > 0 && { kinks: found }) };
}

const EQUATIONS: ReadonlySet<string> = new Set(["eq", "ne"]);

/** Whether what holds away from kinks holds: on each a point was found, and both sides agree there, or one is not defined. */
function isSettledAtKinks({ isEachMet, kinks }: Comparison, sides: readonly Node[]): boolean {
  const isOfPoints = topologicalOrder(sides).some(({ op }) => EQUATIONS.has(op.name));
  return (
    isEachMet &&
    kinks.every(
      ({ kink, status }) => kink.sort === "border" || status !== (isOfPoints ? "equal" : "different"),
    )
  );
}

/** Sums, products, quotients, whole powers and exponentials: images that differ prove that the formulas do. */
const DECISIVE: ReadonlySet<string> = new Set(
  "symbol constant size named add sub mul div neg square exp sigmoid tanh sinh cosh contraction softmax".split(
    " ",
  ),
);

function isDecisive(claim: Node, truth: Node): boolean {
  const pending = [claim, truth];
  const met = new Set<Node>();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (met.has(node)) continue;
    met.add(node);
    const isWholePower = node.op.name === "pow" && Number.isInteger(node.inputs[1]?.attrs.value);
    if (!DECISIVE.has(node.op.name) && !isWholePower) return false;
    pending.push(...node.inputs);
  }
  return true;
}

function isSameForm(claim: Node, truth: Node): boolean {
  const numbering = new Numbering();
  const [a, b] = simplify([claim, truth]) as [Node, Node];
  return numbering.of(a) === numbering.of(b);
}

function agreement(
  equal: number,
  differing: readonly KinkFound[],
  domain: string | undefined,
  { digits, region }: Comparison,
): string {
  if (domain !== undefined) return region === undefined ? domain : `${domain}; with ${region}`;
  if (differing.length > 0) return `equal ${exceptAt(differing)}`;
  const where = region === undefined ? "" : `, with ${region}`;
  return `equal ${Number.isFinite(digits) ? `to ${digits} digits` : "exactly"} at ${equal} points${where}`;
}

/** Where single points are an exception. */
function exceptAt([kink]: readonly KinkFound[]): string {
  const { at, claim, truth } = kink as KinkFound; // who asks has one
  return `away from ${at}; there the claim is ${claim}, the truth ${truth}`;
}

function evidenceOf(
  { settings, sizes }: Matter,
  proof: Proof,
  { points, worstUlps }: Comparison,
): Omit<Evidence, "method"> {
  const compared = points.filter(({ status }) => status === "equal" || status === "different").length;
  return {
    ...(proof.kind === "equal" && { primes: proof.primes, errorProbability: proof.errorProbability }),
    seed: settings.seed,
    points: compared,
    worstUlps,
    ...(Object.keys(sizes).length > 0 && { sizes: { ...sizes } }),
  };
}

const kinkFound = ({ claim, kink, status, truth }: Comparison["kinks"][number]): KinkFound => ({
  at: kink.text,
  claim: shownValue(claim),
  truth: shownValue(truth),
  equal: status === "equal" || status === "both undefined",
});

function counterexample(found: PointFound, truth: Node, sizes: Sizes): Counterexample {
  return {
    at: shownPoint(found.point),
    ...(truth.shape.length > 0 && { entry: placeOf(found.entry, truth, sizes) }),
    claim: shownValue(found.claim),
    truth: shownValue(found.truth),
  };
}

function placeOf(entry: number, node: Node, sizes: Sizes): number[] {
  let rest = entry;
  return concreteShape(node.shape, sizes)
    .reverse()
    .map((size) => {
      const place = rest % size;
      rest = Math.floor(rest / size);
      return place;
    })
    .reverse();
}

const MOST_SHOWN = 6;

function pointText(found: PointFound): string {
  const at = Object.entries(shownPoint(found.point)).slice(0, MOST_SHOWN);
  const text = at.map(
    ([name, value]) => `${name} = ${typeof value === "number" ? value : `[${value.join(", ")}]`}`,
  );
  return `${text.join(", ")}${found.point.size > MOST_SHOWN ? ", ..." : ""}: the claim is ${shownValue(found.claim)}, the truth ${shownValue(found.truth)}`;
}
