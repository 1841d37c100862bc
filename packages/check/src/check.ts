import {
  ChainruleError,
  concreteShape,
  Node,
  Numbering,
  type Sizes,
  shapeText,
  simplify,
  topologicalOrder,
} from "@chainrule/graph";
import { type Claim, type Compared, type Read, shapeDifference } from "./claim/claim";
import { hasSymbols, printedNumbers } from "./claim/printed";
import { readClaims } from "./claim/read";
import { type Vocabulary, vocabulary } from "./claim/vocabulary";
import { compareNumbers } from "./numbers";
import { agrees, type Comparison, comparePoints, type PointFound, shownValue } from "./numeric/compare";
import { domainOf } from "./numeric/domain";
import { shownPoint } from "./numeric/point";
import { holdsRounded, isWithinRounding } from "./numeric/rounding";
import { type CheckedOptions, type CheckOptions, checkedOptions } from "./options";
import { compareInFields, type FieldVerdict } from "./prove/prove";
import { mendedSide } from "./repair/mended";
import { placeOfRepair } from "./repair/place";
import { transposedRepairs } from "./repair/transposed";
import { differentSizes } from "./sizes";
import type { CheckResult, Counterexample, Evidence, KinkFound, Repair, Verdict } from "./verdict";

/**
 * Compares a formula with the truth, a graph. The claim is a graph too, or text in the syntax of mathjs; its names are those of
 * the truth and of the graph that it is the gradient of, spelled loosely. The answer never says more than was found out: see
 * `Verdict`. Of a typed claim that is wrong it says which factor or term differs first, and offers small repairs.
 * @throws ChainruleError as `expression` does when the text is not a formula; NAME, OPERAND, OPTION
 * @example check("-(target_o1 - out_o1) * out_o1 * (1 - out_o1) * out_h1", gradient(E, w5)).verdict // "proved"
 */
export function check(claim: Node | string, truth: Node, options: CheckOptions = {}): CheckResult {
  if (!(truth instanceof Node)) {
    throw new ChainruleError("OPERAND", "the truth is not a node", { where: "check", got: typeof truth });
  }
  const settings = checkedOptions(options);
  const words = vocabulary(truth, settings.symbols, settings.aliases);
  const members = readClaims(claim, truth, words, settings.syntax);
  return weakest(members.map((member) => checkedMember(member, words, settings)));
}

/** From the worst to the best. */
const VERDICTS: readonly Verdict[] = ["wrong", "undecided", "numerically equal", "rounding only", "proved"];

/** A chain of equations is as good as the weakest of its members; the first of several. */
function weakest(results: readonly CheckResult[]): CheckResult {
  const rank = ({ verdict }: CheckResult): number => VERDICTS.indexOf(verdict);
  return results.reduce((worst, each) => (rank(each) < rank(worst) ? each : worst));
}

function checkedMember(read: Compared, words: Vocabulary, settings: CheckedOptions): CheckResult {
  const { truth } = read;
  const claim = "claim" in read ? read.claim : undefined;
  const sizes = differentSizes([truth, ...words.nodes, ...(claim === undefined ? [] : [claim.node])]);
  const found = "claim" in read ? checked(read.claim, truth, sizes, settings) : unreadable(read, settings);
  return found.verdict === "wrong" ? mended(found, read, words, sizes, settings) : found;
}

/** Where a wrong claim differs, and what mends it. */
function mended(
  found: CheckResult,
  read: Compared,
  words: Vocabulary,
  sizes: Sizes,
  { seed }: CheckedOptions,
): CheckResult {
  const { truth } = read;
  const claim = "claim" in read ? read.claim : undefined;
  const { side, text } = claim ?? (read as Exclude<Compared, { readonly claim: Claim }>);
  if (text === undefined) return found;
  const transposed = side === undefined ? transposedRepairs(text, truth, words, sizes, seed) : [];
  if (transposed.length > 0) return { ...found, ...offered(transposed), where: placeOfRepair(transposed) };
  if (claim !== undefined && !hasSymbols(claim.node)) return found;
  const index = "confused" in read ? found.where : undefined;
  const isComparable = found.evidence.method !== "shapes";
  const { repairs, where } = mendedSide({ claim, index, isComparable, side }, truth, words, {
    sizes,
    seed,
  });
  return { ...found, ...(where !== undefined && { where }), ...offered(repairs) };
}

/** The only repair, or all of several. */
function offered(repairs: readonly Repair[]): Pick<CheckResult, "repair" | "repairs"> {
  const [only] = repairs;
  if (repairs.length > 1) return { repairs };
  return only === undefined ? {} : { repair: only };
}

function checked(claim: Claim, truth: Node, sizes: Sizes, settings: CheckedOptions): CheckResult {
  const { node } = claim;
  if (shapeText(node.shape) !== shapeText(truth.shape)) {
    return shapesDiffer(shapeDifference(node, truth), settings);
  }
  const numbers = hasSymbols(node) ? undefined : compareNumbers(claim, truth, settings);
  if (numbers !== undefined) return numbers;
  const strict = compareInFields(node, truth, sizes, settings.seed);
  const fields = strict.kind === "equal" ? strict : awayFromPoints(node, truth, sizes, settings.seed, strict);
  const comparison = comparePoints(node, truth, sizes, settings.seed, settings.points);
  return judged(claim, truth, sizes, settings, fields, comparison);
}

/** Equal but for single points, which are looked at with numbers: where a truth says what holds where something is 0. */
function awayFromPoints(
  claim: Node,
  truth: Node,
  sizes: Sizes,
  seed: number,
  strict: FieldVerdict,
): FieldVerdict & { readonly isGeneric?: boolean } {
  if (!topologicalOrder([claim, truth]).some(({ op }) => ["eq", "ne", "where"].includes(op.name)))
    return strict;
  const found = compareInFields(claim, truth, sizes, seed, true);
  return found.kind === "equal" ? { ...found, isGeneric: true } : strict;
}

/** Where all that is left to compare is where one side is not defined, nothing is left. */
const isUndefinedAtKinks = ({ isEachMet, kinks }: Comparison): boolean =>
  isEachMet &&
  kinks.every(({ kink, status }) => kink.sort === "border" || /^(?:claim|truth) undefined$/.test(status));

function judged(
  claim: Claim,
  truth: Node,
  sizes: Sizes,
  settings: CheckedOptions,
  fields: FieldVerdict & { readonly isGeneric?: boolean },
  comparison: Comparison,
): CheckResult {
  const { points } = comparison;
  const bad = points.find(({ status }) => status === "different" || status === "claim undefined");
  const equal = points.filter(({ status }) => status === "equal").length;
  const isProved =
    (fields.kind === "equal" && (fields.isGeneric !== true || isUndefinedAtKinks(comparison))) ||
    isSameForm(claim.node, truth);
  const isOfDomain =
    isProved ||
    points.slice(0, comparison.random).every(agrees) ||
    points.every(({ status }) => status !== "different");
  const domain = isOfDomain
    ? domainOf(points, comparison.breakpoints, [claim.node, truth], sizes)
    : undefined;
  const kinks = comparison.kinks
    .filter(({ kink }) => kink.sort === "kink" || domain === undefined)
    .map(kinkFound);
  const shared = { ...(domain !== undefined && { domain }), ...(kinks.length > 0 && { kinks }) };
  const method = fields.kind === "equal" ? "prime fields" : isProved ? "normal form" : "points";
  const evidence = { method, ...evidenceOf(fields, comparison, sizes, settings) } as const;
  if (bad !== undefined) {
    const printed = printedIn(claim, settings);
    const isRounded =
      printed.size > 0 || topologicalOrder([truth]).some(({ attrs }) => holdsRounded(attrs.value));
    const everywhere =
      isRounded &&
      points.every(({ point, status }) =>
        status === "different"
          ? isWithinRounding([claim.node, truth], printed, point, sizes)
          : status === "equal",
      );
    if (!isProved && everywhere) {
      const because =
        "they agree within half a unit of the last digits of their numbers, at every point tried";
      return { verdict: "rounding only", because, evidence: { ...evidence, method: "intervals" }, ...shared };
    }
    const isOfValues = domain === undefined || bad.status === "different";
    const at = isOfValues ? `at ${pointText(bad)}` : "";
    const because = domain === undefined ? `they differ ${at}` : isOfValues ? `${domain}: ${at}` : domain;
    return {
      verdict: "wrong",
      because,
      evidence,
      counterexample: counterexample(bad, truth, sizes),
      ...shared,
    };
  }
  const differing = kinks.filter((kink) => !kink.equal);
  const isOnlyUndefined = differing.every((kink) => kink.claim === "undefined" || kink.truth === "undefined");
  if (isProved && domain === undefined && isOnlyUndefined) {
    const how =
      fields.kind === "equal"
        ? "equal in large prime fields at random points"
        : "both have the same normal form";
    const because = differing.length === 0 ? how : `${how}, ${exceptAt(differing)}`;
    return { verdict: "proved", because, evidence, ...shared };
  }
  if (fields.kind === "different" && isDecisive(claim.node, truth) && !isProved) {
    const because = "they differ, though by less than numbers of 70 digits show";
    return { verdict: "wrong", because, evidence, ...shared };
  }
  if (equal >= Math.min(settings.points, points.length) && equal > 0) {
    return {
      verdict: "numerically equal",
      because: agreement(equal, differing, domain, comparison.digits),
      evidence,
      ...shared,
    };
  }
  const because = `only ${equal} points were found at which both are defined`;
  return { verdict: "undecided", because, evidence, ...shared };
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
    if (!DECISIVE.has(node.op.name)) return false;
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
  digits: number,
): string {
  if (domain !== undefined) return domain;
  if (differing.length === 0) return `equal to ${digits} digits at ${equal} points`;
  return `equal ${exceptAt(differing)}`;
}

/** Where single points are an exception. */
function exceptAt([kink]: readonly KinkFound[]): string {
  const { at, claim, truth } = kink as KinkFound; // who asks has one
  return `away from ${at}; there the claim is ${claim}, the truth ${truth}`;
}

function printedIn(claim: Claim, { data, digits }: CheckedOptions): ReadonlyMap<number, number> {
  return new Map(
    [...printedNumbers(claim)].flatMap(([value, places]) =>
      data.includes(value) ? [] : [[value, digits ?? places]],
    ),
  );
}

function evidenceOf(
  fields: FieldVerdict,
  { points, worstUlps }: Comparison,
  sizes: Sizes,
  { seed }: CheckedOptions,
): Omit<Evidence, "method"> {
  const compared = points.filter(({ status }) => status === "equal" || status === "different").length;
  return {
    ...(fields.kind === "equal" && { primes: fields.primes, errorProbability: fields.errorProbability }),
    seed,
    points: compared,
    worstUlps,
    ...(Object.keys(sizes).length > 0 && { sizes: { ...sizes } }),
  };
}

/** A formula that cannot be put together: where shapes or indices do not fit. */
function unreadable(read: Exclude<Read, { readonly claim: Claim }>, settings: CheckedOptions): CheckResult {
  if ("misshapen" in read) return shapesDiffer(read.misshapen.message, settings);
  const { at, confused, text } = read;
  const place = { text: text.slice(at.start, at.end), column: at.start + 1, length: at.end - at.start };
  return {
    verdict: "wrong",
    because: confused.message,
    evidence: { method: "indices", seed: settings.seed },
    where: { place, what: "index" },
  };
}

function shapesDiffer(because: string, { seed }: CheckedOptions): CheckResult {
  return { verdict: "wrong", because, evidence: { method: "shapes", seed } };
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
