import { relative, resolve } from "node:path";
import type { ParseArgsConfig } from "node:util";
import type { AuditLanguage } from "@chainrule/check";
import { isFolder } from "../audit/files";
import { LANGUAGES } from "../audit/options";
import { count, oneOf, parsedFlags } from "../flags";
import { UsageError } from "../usage-error";

const FLAGS = {
  feedback: { type: "string" },
  force: { type: "boolean" },
  jobs: { type: "string" },
  lang: { type: "string" },
  out: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

/** How each answer is graded. */
export interface GradeSettings {
  readonly rubric: string;
  /** The language of the pages; by default that of each answer. */
  readonly language?: AuditLanguage;
}

/** What a call of `chainrule grade` asks for. */
export interface GradeCall extends GradeSettings {
  readonly answers: string;
  /** The table of marks. */
  readonly out: string;
  /** The folder of the pages for students. */
  readonly feedback: string | undefined;
  readonly jobs: number;
  readonly force: boolean;
}

const MOST_JOBS = 64;

/** @throws UsageError */
export function readGradeCall(args: readonly string[]): GradeCall {
  const { positionals, values } = parsedFlags("grade", args, FLAGS);
  const [rubric, answers, ...more] = positionals;
  if (rubric === undefined || answers === undefined || more.length > 0)
    throw new UsageError(
      "grade: expected a rubric and a folder of answers (chainrule grade RUBRIC ANSWERS --out marks.csv)",
    );
  if (!isFolder(answers)) throw new UsageError(`${answers}: not a folder of answers`);
  if (values.out === undefined) throw new UsageError("grade: where to? (--out marks.csv)");
  const { feedback, lang } = values;
  for (const written of [values.out, ...(feedback === undefined ? [] : [feedback])])
    if (isWithin(answers, written)) throw new UsageError(`${written}: lies among the answers`);
  return {
    rubric,
    answers,
    out: values.out,
    feedback,
    jobs: values.jobs === undefined ? 1 : count("--jobs", values.jobs, MOST_JOBS),
    force: values.force ?? false,
    ...(lang !== undefined && { language: oneOf("--lang", lang, LANGUAGES) }),
  };
}

/** Whether a path is a folder, or lies in it. */
const isWithin = (folder: string, path: string): boolean => {
  const way = relative(resolve(folder), resolve(path));
  return (
    way === "" || !(way === ".." || way.startsWith("../") || way.startsWith("..\\") || resolve(way) === way)
  );
};
