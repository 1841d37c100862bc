import { ChainruleError, Node, shapeText } from "@chainrule/graph";
import { assumptions } from "./assume";
import { attempt } from "./attempt";
import { type Claim, type Compared, type Read, shapeDifference } from "./claim/claim";
import { hasSymbols } from "./claim/printed";
import { withProducts } from "./claim/products";
import { readClaims } from "./claim/read";
import { type Vocabulary, vocabulary } from "./claim/vocabulary";
import { claimBudget, judged } from "./judge";
import type { Ground } from "./locate/ground";
import type { Matter } from "./matter";
import { compareNumbers } from "./numbers";
import { type CheckedOptions, type CheckOptions, checkedOptions } from "./options";
import type { Condition } from "./prove/condition";
import { knownOf } from "./prove/prove";
import { mendedSide } from "./repair/mended";
import { placeOfRepair } from "./repair/place";
import { transposedRepairs } from "./repair/transposed";
import { differentSizes } from "./sizes";
import { unlessBroken } from "./unless-broken";
import type { CheckResult, Repair, Verdict } from "./verdict";

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
  const given = assumptions(truth, words, settings);
  const result = (members: readonly Compared[]): CheckResult =>
    weakest(members.map((member) => checkedMember(member, words, given, settings)));
  const found = result(readClaims(claim, truth, words, settings.syntax));
  const hasBrackets = typeof claim === "string" && /[([]/.test(claim);
  if (found.verdict !== "wrong" || !hasBrackets) return found;
  return (
    inAnotherReading(() => result(readClaims(claim, truth, words, settings.syntax, withProducts))) ?? found
  );
}

/** What a claim that is wrong in the usual reading is in another one, if it is right there. */
function inAnotherReading(read: () => CheckResult): CheckResult | undefined {
  const found = attempt(read);
  if (found === undefined || ["wrong", "undecided"].includes(found.verdict)) return undefined;
  return { ...found, because: `${found.because}; names before brackets are read as factors` };
}

/** From the worst to the best. */
const VERDICTS: readonly Verdict[] = [
  "wrong",
  "undecided",
  "holds where",
  "numerically equal",
  "rounding only",
  "proved",
];

/** A chain of equations is as good as the weakest of its members; the first of several. */
function weakest(results: readonly CheckResult[]): CheckResult {
  const rank = ({ verdict }: CheckResult): number => VERDICTS.indexOf(verdict);
  return results.reduce((worst, each) => (rank(each) < rank(worst) ? each : worst));
}

/** What the search for a repair may cost. */
const MENDING = 17_000_000;

function checkedMember(
  read: Compared,
  words: Vocabulary,
  given: readonly Condition[],
  settings: CheckedOptions,
): CheckResult {
  const { truth } = read;
  const claim = "claim" in read ? read.claim : undefined;
  const sizes = differentSizes([truth, ...words.nodes, ...(claim === undefined ? [] : [claim.node])]);
  const budget = claimBudget();
  const found =
    "claim" in read
      ? unlessBroken(
          () => checked({ claim: read.claim, truth, sizes, given, settings, budget }),
          (reason) => undecided(reason, settings),
        )
      : unreadable(read, settings);
  if (found.verdict !== "wrong") return found;
  const facts = [...given, ...knownOf(truth)];
  const ground = { sizes, seed: settings.seed, facts, budget: budget.whole.part(MENDING) };
  return unlessBroken(
    () => mended(found, read, words, ground),
    () => found, // a verdict needs no repair
  );
}

/** A comparison that broke off says nothing about the claim. */
const undecided = (because: string, { seed }: CheckedOptions): CheckResult => ({
  verdict: "undecided",
  because,
  evidence: { method: "points", seed },
});

/** Where a wrong claim differs, and what mends it. */
function mended(found: CheckResult, read: Compared, words: Vocabulary, ground: Ground): CheckResult {
  const { truth } = read;
  const claim = "claim" in read ? read.claim : undefined;
  const { side, text } = claim ?? (read as Exclude<Compared, { readonly claim: Claim }>);
  if (text === undefined) return found;
  const transposed = side?.isCode ? transposedRepairs(side, truth, words, ground) : [];
  if (transposed.length > 0) return { ...found, ...offered(transposed), where: placeOfRepair(transposed) };
  if (claim !== undefined && !hasSymbols(claim.node)) return found;
  const index = "confused" in read ? found.where : undefined;
  const isComparable = found.evidence.method !== "shapes";
  const { repairs, where } = mendedSide({ claim, index, isComparable, side }, truth, words, ground);
  return { ...found, ...(where !== undefined && { where }), ...offered(repairs) };
}

/** The only repair, or all of several. */
function offered(repairs: readonly Repair[]): Pick<CheckResult, "repair" | "repairs"> {
  const [only] = repairs;
  if (repairs.length > 1) return { repairs };
  return only === undefined ? {} : { repair: only };
}

function checked(matter: Matter): CheckResult {
  const { claim, settings, truth } = matter;
  if (shapeText(claim.node.shape) !== shapeText(truth.shape)) {
    return shapesDiffer(shapeDifference(claim.node, truth), settings);
  }
  const numbers = hasSymbols(claim.node) ? undefined : compareNumbers(claim, truth, settings);
  return numbers ?? judged(matter);
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
