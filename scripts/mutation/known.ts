import { withoutGraphs } from "../../packages/check/scripts/soundness/checked";
import { judged } from "../../packages/check/scripts/soundness/judge";
import { sampleAt } from "../../packages/check/scripts/soundness/kinds";
import { outside, prepareMpmath } from "../../packages/check/scripts/soundness/outside";
import { pairs } from "../../packages/check/test/adversarial";
import { answerTo } from "../../packages/check/test/adversarial/answer";

/** A pair, by its place among the adversarial ones or in the run of a seed, and its verdict, which is right. */
export interface Verdict {
  readonly place: number;
  readonly verdict: string;
}
export interface Known {
  readonly seed: number;
  /** Found right by values computed outside. */
  readonly random: readonly Verdict[];
  /** Right by the mathematics. */
  readonly adversarial: readonly Verdict[];
}

/** Longer ones would make every mutant slow. */
const LONGEST = 250;
/** The verdicts that say what is true of a pair. */
const RIGHT = { same: ["proved", "numerically equal"], differs: ["wrong"] };

/** Pairs whose verdict says what is true. */
export async function knownVerdicts(count: number, seed: number): Promise<Known> {
  prepareMpmath();
  const { compare, end } = outside();
  const random: Verdict[] = [];
  for (let place = 0; place < count; place++) {
    const sample = sampleAt(seed, place);
    const answer = answerTo(sample.checked);
    const { outcome, truth } = judged(withoutGraphs(sample), answer, await compare(sample));
    if (truth !== "same" && truth !== "differs") continue;
    if (answer.milliseconds < LONGEST && RIGHT[truth].includes(outcome))
      random.push({ place, verdict: outcome });
  }
  end();
  const adversarial = pairs.flatMap((pair, place): Verdict[] => {
    const { milliseconds, outcome } = answerTo(pair);
    const isRight = (pair.allowed as readonly string[]).includes(outcome);
    return isRight && milliseconds < LONGEST ? [{ place, verdict: outcome }] : [];
  });
  return { seed, random, adversarial };
}
