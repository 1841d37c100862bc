import { checkChoice, checkOptions, type OptionNames } from "@chainrule/graph";
import { FORMATS } from "../audit/audit";
import type { DocumentFormat } from "../audit/document/blocks";
import { refuseNoDocument } from "../audit/document/extract";
import { languageOf } from "../audit/document/language";
import { type AuditRepair, type AuditVerdict, BAD, type Finding } from "../audit/findings/finding";
import type { LanguageCode } from "../audit/findings/languages/language";
import type { Reason } from "../audit/findings/reason";
import type { AuditPlace } from "../audit/findings/result";
import { Memory, remembering } from "../audit/model/memory";
import type { Counterexample } from "../verdict";
import { type Decided, decided, restatedAt, type StepOutcome } from "./outcome";
import { type Rubric, rubricOf, type Step } from "./rubric";
import { type Stage, stagesOf } from "./stage";
import { judgedTogether, type Together } from "./together";

export interface GradeOptions {
  /** What the rubric is written in; guessed by default. */
  readonly format?: DocumentFormat;
  /** What the answer is written in; guessed by default. */
  readonly answerFormat?: DocumentFormat;
}

/** What was found out about a part of an answer. Lines and columns are those of the answer. */
export interface Remark {
  readonly place: AuditPlace;
  readonly verdict: AuditVerdict;
  readonly finding: Reason;
  /** What should stand there. */
  readonly expected?: string;
  /** A point at which it differs from what it should be. */
  readonly counterexample?: Counterexample;
  readonly repair?: AuditRepair;
  /** The line of the answer whose mistake it carries. */
  readonly inherits?: number;
}

/** The mark for a step of the rubric. */
export interface StepMark {
  /** The step as the rubric has it, and its line there. */
  readonly step: string;
  readonly stepLine: number;
  readonly outcome: StepOutcome;
  /** What it is worth, and what of it the answer earns; nothing yet where the outcome is open. */
  readonly most: number;
  readonly points: number;
  /** The part of the answer that decides it; undefined where there is none. */
  readonly remark?: Remark;
}

/** What an answer is worth. */
export interface Grade {
  /** "open": a person has to look at a part of it; "not graded": at all of it. */
  readonly status: "graded" | "open" | "not graded";
  /** Why it is not graded. */
  readonly because?: Reason;
  readonly points: number;
  /** Points of the steps that are not decided. */
  readonly open: number;
  readonly most: number;
  readonly steps: readonly StepMark[];
  /** The first thing in the answer that is wrong by itself. */
  readonly firstMistake?: Remark;
  /** Formulas of the answer that could not be read. */
  readonly unread: readonly Remark[];
  /** The language of the answer, or of the rubric where it has no words. */
  readonly language: LanguageCode;
}

/** Grades answers by one rubric; what was found out for one answer is remembered for the others. */
export interface Grader {
  /** The points that there are. */
  readonly most: number;
  /** @throws ChainruleError OPERAND, TOO_LONG */
  grade(answer: string): Grade;
}

const OPTIONS: OptionNames<GradeOptions> = { answerFormat: true, format: true };

/**
 * A grader for a reference derivation whose steps have points: `[2 points]` or `（2 分）` behind a step, or a comment before it,
 * `<!-- chainrule: points 2 -->`, in LaTeX `% chainrule: points 2`.
 * @throws ChainruleError OPERAND, OPTION, NUMBER, TOO_LONG for a rubric without points, or with a step that is wrong or not checked
 */
export function grader(rubric: string, options: GradeOptions = {}): Grader {
  checkOptions(options, OPTIONS, "grade");
  const format = checkChoice(options.format, FORMATS, "grade: format");
  const answerFormat = checkChoice(options.answerFormat, FORMATS, "grade: answerFormat");
  refuseNoDocument(rubric);
  const memory = new Memory();
  const read = remembering(memory, () => rubricOf(rubric, format));
  const otherwise = languageOf(rubric);
  return {
    most: read.most,
    grade(answer) {
      refuseNoDocument(answer);
      const language = languageOf(answer, otherwise);
      return remembering(memory, () => ({ ...graded(read, answer, answerFormat), language }));
    },
  };
}

/**
 * Grades an answer by a reference derivation whose steps have points. A step is earned by an equation that says the same under the
 * rubric's definitions, worked out as far; by one that is right given an earlier mistake; and, where it is not written down, by a later
 * step that needs it and is right. What cannot be decided is open, never worth nothing.
 * @throws ChainruleError as `grader`
 * @example grade("$x = 2$. $y = x^2 = 4$ [2 points]", "$y = x^2 = 5$").points // 0
 */
export const grade = (rubric: string, answer: string, options: GradeOptions = {}): Grade =>
  grader(rubric, options).grade(answer);

function graded(
  { most, source, steps }: Rubric,
  answer: string,
  format: DocumentFormat | undefined,
): Omit<Grade, "language"> {
  const together = judgedTogether(source, answer, format);
  const { begin, judged } = together;
  const unread = together.unread
    .filter(({ start }) => start >= begin)
    .map(({ because, end, start }) => remarkOf({ verdict: "not checked", because, start, end }, together));
  const stages = stagesOf(together);
  const own = stages.filter(({ statement }) => statement.start >= begin);
  if (own.length === 0)
    return {
      status: "not graded",
      because: { kind: "no equation read" },
      points: 0,
      open: most,
      most,
      steps: [],
      unread,
    };
  const given = stages.filter(({ statement }) => statement.start < begin);
  const asked = steps.flatMap((step) => {
    const stage = given.find(({ statement }) => statement.start === step.start);
    return stage === undefined ? [] : [{ step, stage }];
  });
  const restated = restatedAt(own, given, judged.model);
  const stated = new Set(given.flatMap(({ claims }) => claims.flatMap(({ finding }) => factsOf(finding))));
  const found = decided(asked, own, {
    model: judged.model,
    isTold: (fact) => stated.has(fact) || source.document.includes(fact),
    restated: restated?.start,
  });
  const marks = asked.map(({ step }, k) => markOf(step, found[k] as Decided, together, unread)); // one for each
  const total = (points: (mark: StepMark) => number): number =>
    marks.reduce((sum, mark) => sum + points(mark), 0);
  const open = total(({ most, outcome }) => (outcome === "open" ? most : 0));
  const first = firstMistake(own, restated);
  return {
    status: open > 0 ? "open" : "graded",
    points: total(({ points }) => points),
    open,
    most,
    steps: marks,
    ...(first !== undefined && { firstMistake: remarkOf(first, together) }),
    unread,
  };
}

const factsOf = ({ because }: Finding): readonly string[] =>
  because.kind === "given that" ? because.facts : [];

const EARNED: ReadonlySet<StepOutcome> = new Set<StepOutcome>(["right", "carried", "superfluous"]);

/** The mark for a step; one that is not there may stand in a formula that could not be read. */
function markOf(
  step: Step,
  { claim, outcome }: Decided,
  together: Together,
  unread: readonly Remark[],
): StepMark {
  const isHidden = (outcome === "missing" || outcome === "unfinished") && unread.length > 0;
  const remark = isHidden ? unread[0] : claim && remarkOf(claim.finding, together);
  return {
    step: step.text,
    stepLine: step.line,
    outcome: isHidden ? "open" : outcome,
    most: step.points,
    points: EARNED.has(outcome) ? step.points : 0,
    ...(remark !== undefined && { remark }),
  };
}

/** What is wrong first by itself: data that are not those of the rubric, or a claim that carries no earlier mistake. */
function firstMistake(own: readonly Stage[], restated: Finding | undefined): Finding | undefined {
  const wrong = own
    .flatMap(({ claims }) => claims.map(({ finding }) => finding))
    .filter(({ verdict }) => BAD.has(verdict) && verdict !== "inherits");
  const all = restated === undefined ? wrong : [restated, ...wrong];
  return all.sort((a, b) => a.start - b.start)[0];
}

/** A finding with its place in the answer. */
function remarkOf(
  { because, counterexample, end, expected, from, repair, start, verdict }: Finding,
  { begin, document, inAnswer }: Together,
): Remark {
  const inherits = from === undefined || from < begin ? undefined : inAnswer.line(from);
  return {
    place: {
      line: inAnswer.line(start),
      column: inAnswer.column(start),
      length: Math.max(1, end - start),
      text: document.slice(start, end).trim(),
    },
    verdict,
    finding: inherits === undefined ? because : { kind: "inherits", line: inherits, because },
    ...(expected !== undefined && { expected }),
    ...(counterexample !== undefined && { counterexample }),
    ...(repair !== undefined && { repair: { ...repair, offset: repair.offset - begin } }),
    ...(inherits !== undefined && { inherits }),
  };
}
