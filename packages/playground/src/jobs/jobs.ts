import { ChainruleError } from "@chainrule/graph";
import { type Problem, SourceError } from "../network/problem";
import type { Answer, Ask, JobName, Question, Reply, Setting } from "../protocol";
import { derivation, judge } from "./derivation";
import { exported } from "./export";
import { needsCodeReader, open, setCodeReader } from "./opened";
import { curve, picture, regions } from "./pictures";
import { train } from "./training";

/*
 * What answers which question. What few pages need is loaded when it is asked for: audits, code in other languages, tables.
 */

type Answering = { readonly [J in JobName]: (ask: Ask<J>) => Answer<J> | Promise<Answer<J>> };

const jobs: Answering = {
  open,
  picture,
  derivation,
  judge,
  train,
  regions,
  curve,
  audit: async (ask) => (await import("./audit")).audit(ask),
  table: async (ask) => (await import("./table")).table(ask),
  export: exported,
};

/** Answers a question; what went wrong is an answer too. */
export async function reply<J extends JobName>({ ask, id, job }: Question<J>): Promise<Reply<J>> {
  try {
    if ("kind" in ask && needsCodeReader(ask as Setting))
      setCodeReader((await import("./code")).networkOfCode);
    return { id, answer: await jobs[job](ask) };
  } catch (error) {
    return { id, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof SourceError) return error.problem;
  if (error instanceof ChainruleError) {
    const { details, what } = error;
    const place = details.where === undefined ? "" : `${details.where}: `;
    const got = details.got === undefined ? "" : `, got ${details.got}`;
    return { from: 0, to: 0, message: `${place}${what}${got}${details.mend === undefined ? "" : `. ${details.mend}`}` };
  }
  return { from: 0, to: 0, message: `a fault of ours: ${error instanceof Error ? error.message : String(error)}` };
}
