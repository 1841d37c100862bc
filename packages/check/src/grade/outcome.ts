import { ChainruleError, type Node, symbolsOf } from "@chainrule/graph";
import { BAD, type Finding, RIGHT } from "../audit/findings/finding";
import { areEqual, isEqualInFields } from "../audit/model/compare-graphs";
import type { Model } from "../audit/model/model";
import { printedIn } from "../audit/names/trees";
import type { Step } from "./rubric";
import { type Claim, reaches, type Stage } from "./stage";

/**
 * What an answer makes of a step: it is right; right given an earlier mistake; not written down, but a later step that needs it is
 * right; wrong; right as far as it goes; not there; or not decided, and for a person to look at.
 */
export type StepOutcome = "right" | "carried" | "superfluous" | "wrong" | "unfinished" | "missing" | "open";

/** The outcome of a step with the claim that decides it. */
export interface Decided {
  readonly outcome: StepOutcome;
  readonly stage?: Stage;
  readonly claim?: Claim;
}

/** What the rubric says of a step, as it stands in front of an answer. */
export interface Asked {
  readonly step: Step;
  readonly stage: Stage;
}

/** What answers are judged by. */
export interface Court {
  readonly model: Model;
  /** Whether the rubric states a condition too. */
  readonly isTold: (fact: string) => boolean;
  /** Where the answer begins to be about other data, if it does. */
  readonly restated: number | undefined;
}

/** What an answer, whose equations are `own`, makes of each step. */
export function decided(asked: readonly Asked[], own: readonly Stage[], court: Court): Decided[] {
  const alone = asked.map((each) => decidedAlone(each, own, court));
  return alone.map((found, k) => {
    const isOpen = found.outcome === "missing" || found.outcome === "unfinished" || found.outcome === "open";
    const later = asked[k]?.step.neededBy.find((m) => alone[m]?.outcome === "right");
    const reached = later === undefined ? undefined : alone[later];
    return isOpen && reached !== undefined ? { ...reached, outcome: "superfluous" } : found;
  });
}

/** What the equations about a step say of it; the last that decides it counts. */
function decidedAlone(asked: Asked, own: readonly Stage[], court: Court): Decided {
  const { stage: wanted, step } = asked;
  const about = own
    .filter((each) => isAbout(each, wanted))
    .map((each) => outcomeIn(each, asked, court))
    .filter((each) => each !== undefined);
  const settled = about.filter(
    ({ outcome }) => outcome === "right" || outcome === "carried" || outcome === "wrong",
  );
  const last = settled[settled.length - 1];
  if (last !== undefined) return last;
  const elsewhere = own.filter((each) => !about.some(({ stage }) => stage === each));
  for (const each of elsewhere) {
    const claim = each.claims.find((own) => isSame(own, each, wanted, step, court));
    if (claim !== undefined) return { outcome: "right", stage: each, claim };
  }
  return about.find(({ outcome }) => outcome === "open") ?? about[about.length - 1] ?? { outcome: "missing" };
}

/** Whether two chains are about the same, for the same entries; what is supposed for a sentence proves nothing. */
const isAbout = ({ key, statement }: Stage, wanted: Stage): boolean =>
  key !== undefined &&
  key === wanted.key &&
  statement.condition === wanted.statement.condition &&
  (statement.supposed ?? []).length === (wanted.statement.supposed ?? []).length;

/** What one chain says of a step. */
function outcomeIn(stage: Stage, asked: Asked, court: Court): Decided | undefined {
  const { stage: wanted, step } = asked;
  const own = stage.claims.filter(({ form }) => step.lower === undefined || !reaches(step.lower, form));
  const relevant = own.length > 0 ? own : stage.claims;
  const isAfter = court.restated !== undefined && stage.statement.start >= court.restated;
  const judged = relevant.map((claim) => ({ claim, outcome: outcomeOf(claim, wanted, court, isAfter) }));
  const wrong = judged.find(({ claim, outcome }) => outcome === "wrong" && reaches(step.form, claim.form));
  if (wrong !== undefined) return { outcome: "wrong", stage, claim: asWrong(wrong.claim) };
  const reached = judged.filter(({ claim }) => reaches(claim.form, step.form));
  const best = ["right", "carried", "open"] as const;
  for (const outcome of best) {
    const found = reached.find((each) => each.outcome === outcome);
    if (found !== undefined) return { outcome, stage, claim: found.claim };
  }
  const bad = reached[0];
  if (bad !== undefined) return { outcome: "wrong", stage, claim: asWrong(bad.claim) };
  const last = judged[judged.length - 1];
  return last === undefined ? undefined : { outcome: "unfinished", stage, claim: last.claim };
}

/** What one claim is; where the answer gives or defines anew what the rubric does, it is right only if it is the same. */
function outcomeOf(
  { finding, member }: Claim,
  wanted: Stage,
  { isTold, model }: Court,
  isAfter: boolean,
): "right" | "carried" | "wrong" | "open" {
  const { because, verdict } = finding;
  if (verdict === "inherits") return "carried";
  if (verdict === "cut instead of rounded" || verdict === "not supported by the printed digits")
    return "right";
  if (BAD.has(verdict)) return "wrong";
  if (verdict === "definition" || verdict === "given") {
    if (because.kind === "given again") return "wrong";
    const node = graphOf(member, model);
    return node !== undefined && wanted.truth !== undefined && areEqual(node, wanted.truth)
      ? "right"
      : "wrong";
  }
  const isOwnCase = because.kind === "given that" && !because.facts.every(isTold);
  if (!RIGHT.has(verdict) || isOwnCase) return "open";
  return isAfter && !isOfRubric(member, wanted, model) ? "carried" : "right";
}

/** A claim that is none in a document by itself, but is one against the rubric. */
const asWrong = (claim: Claim): Claim =>
  claim.finding.verdict === "definition" ? { ...claim, finding: againstRubric(claim.finding) } : claim;

const againstRubric = (found: Finding): Finding => ({
  ...found,
  verdict: "wrong",
  because: { kind: "not what the definitions give" },
});

/** Whether what is right for the data of an answer is right for those of the rubric. */
function isOfRubric(member: Claim["member"], wanted: Stage, model: Model): boolean {
  const printed = printedIn(member.tree);
  const numbers = wanted.claims.flatMap((claim) => printedIn(claim.member.tree)?.value ?? []);
  if (printed !== undefined) return numbers.includes(printed.value);
  const node = graphOf(member, model);
  return node !== undefined && wanted.truth !== undefined && areEqual(node, wanted.truth);
}

/** Whether a right claim about something else is what a step says: the same formula for a quantity of another name. */
function isSame(
  { finding, form, member }: Claim,
  { statement }: Stage,
  wanted: Stage,
  step: Step,
  { model }: Court,
): boolean {
  const { because, verdict } = finding;
  const isRight = (RIGHT.has(verdict) && because.kind !== "given that") || verdict === "definition";
  if (!isRight || form !== "names" || step.form !== "names" || wanted.truth === undefined) return false;
  if (statement.supposed !== undefined && statement.supposed.length > 0) return false;
  const node = graphOf(member, model);
  return node !== undefined && symbolsOf([node]).length > 0 && isEqualInFields(node, wanted.truth, true);
}

function graphOf({ passage, tree }: Claim["member"], model: Model): Node | undefined {
  try {
    return model.read(tree, passage.text).node;
  } catch (error) {
    if (error instanceof ChainruleError) return undefined;
    throw error;
  }
}

/** Where an answer first gives or defines otherwise what the rubric does: what follows may be right for that. */
export function restatedAt(
  own: readonly Stage[],
  wanted: readonly Stage[],
  model: Model,
): Finding | undefined {
  const told = new Map(wanted.map((stage) => [stage.key, stage]));
  for (const { claims, key } of own) {
    const [first] = claims;
    if (first === undefined || key === undefined) continue;
    const { because, verdict } = first.finding;
    if (because.kind === "given again") return { ...first.finding, verdict: "wrong" };
    const before = told.get(key);
    if (verdict !== "definition" || before?.truth === undefined) continue;
    const node = graphOf(first.member, model);
    if (node === undefined || !areEqual(node, before.truth)) return againstRubric(first.finding);
  }
  return undefined;
}
