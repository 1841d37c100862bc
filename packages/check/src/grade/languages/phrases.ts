import type { Sentence } from "../../audit/findings/languages/language";
import type { StepOutcome } from "../outcome";

/** What pages about marks say. A language is one such table; places are as in the sentences of an audit. */
export interface GradePhrases {
  readonly title: string;
  readonly titleOf: string;
  readonly total: string;
  readonly undecided: string;
  readonly notGraded: string;
  readonly firstMistake: string;
  readonly atLine: string;
  readonly steps: string;
  readonly step: string;
  readonly points: string;
  readonly pointsOf: string;
  readonly finding: string;
  readonly unread: string;
  /** What an answer makes of a step, with `line` and `because` of the part that decides it. */
  readonly outcomes: Readonly<Record<StepOutcome, string>>;
  /** The same in a word, for the head of a table. */
  readonly short: Readonly<Record<StepOutcome, string>>;
  /** Right for data that are not the rubric's. */
  readonly otherData: string;
  readonly ofClass: string;
  readonly answers: Sentence;
  readonly mean: string;
  readonly hardest: string;
  readonly notGradedNames: string;
}
