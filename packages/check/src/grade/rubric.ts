import { ChainruleError } from "@chainrule/graph";
import { type JudgedSource, judgedSource, type Source, sourceOf } from "../audit/audit";
import type { DocumentFormat } from "../audit/document/blocks";
import { BAD, type Finding, RIGHT } from "../audit/findings/finding";
import { english } from "../audit/findings/languages/en";
import { said } from "../audit/findings/say";
import { type Mark, marksIn } from "./points";
import { type Form, has, reaches, type Stage, stagesOf } from "./stage";

/** A step of a reference derivation that is worth something. */
export interface Step {
  readonly points: number;
  /** The step as the rubric has it, and its line there. */
  readonly text: string;
  readonly line: number;
  /** Where its chain begins. */
  readonly start: number;
  /** How far an answer has to work it out. */
  readonly form: Form;
  /** The step, in the place of its own, that is about the same and is not worked out so far. */
  readonly lower: Form | undefined;
  /** The later steps that are not reached without it, by their places. */
  readonly neededBy: readonly number[];
}

/** A rubric that was read. */
export interface Rubric {
  readonly source: Source;
  readonly steps: readonly Step[];
  /** The points of all steps. */
  readonly most: number;
}

/** @throws ChainruleError NUMBER, OPERAND for a rubric that has no points, or a step that is not right itself */
export function rubricOf(document: string, format: DocumentFormat | undefined): Rubric {
  const { marks, text } = marksIn(document);
  const source = sourceOf(text, format);
  const judged = judgedSource(source, undefined);
  const stages = stagesOf(judged);
  if (marks.length === 0)
    throw new ChainruleError("OPERAND", "the rubric gives no points", {
      where: "rubric",
      mend: "Write [2 points] behind a step, or <!-- chainrule: points 2 --> before it",
    });
  const places = marks.map((mark) => placeOf(mark, stages, judged));
  for (const [k, place] of places.entries()) {
    if (places.indexOf(place) === k) continue;
    throw refused("a step has points twice", (stages[place] as Stage).statement.start, judged); // it was found there
  }
  const steps = marks
    .map((mark, k) => ({ mark, place: places[k] as number })) // one for each
    .sort((a, b) => a.place - b.place);
  const own = steps.map(({ place }) => stages[place] as Stage); // they were found
  return {
    source,
    steps: steps.map(({ mark: { points } }, k) => stepOf(own, k, points, judged, text)),
    most: steps.reduce((sum, { mark: { points } }) => sum + points, 0),
  };
}

/** The chain that points are for. */
function placeOf(
  { end, isBefore, points, start }: Mark,
  stages: readonly Stage[],
  judged: JudgedSource,
): number {
  const starts = stages.map(({ statement }) => statement.start);
  const place = isBefore
    ? starts.findIndex((each) => each >= end)
    : starts.filter((each) => each < start).length - 1; // chains stand in their order
  if (place !== -1) return place;
  const where = isBefore ? "after" : "before";
  throw refused(`${points} points, and no equation ${where} them`, start, judged);
}

const refused = (what: string, at: number, { positions }: JudgedSource, got?: string): ChainruleError =>
  new ChainruleError("OPERAND", what, {
    where: `rubric, line ${positions.line(at)}`,
    ...(got !== undefined && { got }),
  });

/** @throws ChainruleError OPERAND for a step that is wrong, or that could not be checked */
function stepOf(own: readonly Stage[], k: number, points: number, judged: JudgedSource, text: string): Step {
  const stage = own[k] as Stage; // who asks counts them
  const { claims, statement } = stage;
  const bad = claims.find(({ finding: { verdict } }) => BAD.has(verdict));
  if (bad !== undefined)
    throw refused("a step of the rubric is wrong", statement.start, judged, told(bad.finding));
  const open = claims.find(({ finding: { verdict } }) => !isSettled(verdict));
  if (open !== undefined)
    throw refused("a step of the rubric cannot be checked", statement.start, judged, told(open.finding));
  const form = lastForm(stage);
  const lower = own
    .slice(0, k)
    .filter((each) => each.key !== undefined && each.key === stage.key)
    .map(lastForm)
    .reduce<Form | undefined>(
      (most, each) => (most === undefined || reaches(each, most) ? each : most),
      undefined,
    );
  const later = own.map((each, m) => (m > k && needs(each, stage, form) ? m : -1));
  return {
    points,
    text: text.slice(statement.start, statement.end).trim(),
    line: judged.positions.line(statement.start),
    start: statement.start,
    form,
    lower,
    neededBy: later.filter((m) => m !== -1),
  };
}

const told = ({ because }: Finding): string => said(because, english);

const isSettled = (verdict: Finding["verdict"]): boolean =>
  RIGHT.has(verdict) || verdict === "definition" || verdict === "given" || verdict === "holds where";

const lastForm = ({ claims }: Stage): Form => (claims[claims.length - 1] as Stage["claims"][number]).form; // a stage has claims

/** Whether a later step is not reached without an earlier one: it is the same worked out further, is made of it, or goes through it. */
function needs(later: Stage, earlier: Stage, form: Form): boolean {
  if (earlier.key !== undefined && later.key === earlier.key) return reaches(lastForm(later), form);
  if (earlier.of !== undefined && earlier.by !== undefined) {
    const isOnTheWay = has(later.of, earlier.of) && has(earlier.by, later.by);
    return isOnTheWay || has(later.truth, earlier.truth);
  }
  return has(later.truth, earlier.truth);
}
