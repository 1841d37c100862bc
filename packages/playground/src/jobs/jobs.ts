import type { Answer, Ask, JobName, Setting } from "../protocol";
import { derivation, judge } from "./derivation";
import { exported } from "./export";
import { needsCodeReader, open, setCodeReader } from "./opened";
import { curve, picture, regions } from "./pictures";
import type { Answering } from "./reply";
import { train } from "./training";

/** Reads Python only where it has to: what reads it is loaded then. */
const reading =
  <A extends Setting, R>(job: (ask: A) => R | Promise<R>) =>
  async (ask: A): Promise<R> => {
    if (needsCodeReader(ask)) setCodeReader((await import("./code")).networkOfCode);
    return job(ask);
  };

/** All questions but audits, which have a thread of their own. What few pages need is loaded when it is asked for. */
export const jobs: Answering<Exclude<JobName, "audit">> = {
  open: reading(open),
  picture: reading(picture),
  derivation: reading(derivation),
  judge: reading(judge),
  train: reading(train),
  regions: reading(regions),
  curve,
  table: async (ask: Ask<"table">): Promise<Answer<"table">> => (await import("./table")).table(ask),
  export: reading(exported),
};
