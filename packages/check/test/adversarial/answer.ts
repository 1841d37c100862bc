import { ChainruleError } from "@chainrule/graph";
import { audit, type CheckOptions, check } from "../../src/index";
import type { Outcome, Pair } from "./pair";

/** What a check said of a pair, as plain data. */
export interface Answer {
  readonly outcome: Outcome | "crash";
  readonly because: string;
  readonly condition?: string | undefined;
  readonly repairs: readonly string[];
  readonly milliseconds: number;
}

const MICROSECONDS = 1000;

/** Checks a pair. Errors that say what is wrong with the claim are refusals; others are crashes. */
export function answerTo({ claim, options, truth }: Pick<Pair, "claim" | "options" | "truth">): Answer {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const said = saidOf(claim, truth, options);
  const { system, user } = process.cpuUsage(cpu);
  // other processes do not count, nor do threads that collect garbage beside
  const milliseconds = Math.min((user + system) / MICROSECONDS, performance.now() - wall);
  return { ...said, milliseconds };
}

function saidOf(
  claim: Pair["claim"],
  truth: Pair["truth"],
  options: CheckOptions,
): Omit<Answer, "milliseconds"> {
  try {
    const found = check(claim, truth, options);
    const { because, repair, repairs = [] } = found;
    const condition: unknown = "condition" in found ? found.condition : undefined;
    return {
      outcome: found.verdict,
      because,
      condition: typeof condition === "string" ? condition : undefined,
      repairs: [...(repair === undefined ? [] : [repair]), ...repairs].map(({ text }) => text),
    };
  } catch (error) {
    const isRefusal = error instanceof ChainruleError;
    const because = error instanceof Error ? error.message : String(error);
    return { outcome: isRefusal ? "refused" : "crash", because, repairs: [] };
  }
}

/** Reads a document. An error that is none of ours is a crash. */
export function readingOf(document: string): Answer {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  let said: Pick<Answer, "because" | "outcome"> = { outcome: "undecided", because: "" };
  try {
    audit(document);
  } catch (error) {
    said = { outcome: error instanceof ChainruleError ? "refused" : "crash", because: String(error) };
  }
  const { system, user } = process.cpuUsage(cpu);
  return {
    ...said,
    repairs: [],
    milliseconds: Math.min((user + system) / MICROSECONDS, performance.now() - wall),
  };
}
