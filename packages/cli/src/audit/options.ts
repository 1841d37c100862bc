import type { ParseArgsConfig } from "node:util";
import type { AuditFormat, AuditLanguage } from "@chainrule/check";
import { count, oneOf, parsedFlags } from "../flags";
import { UsageError } from "../usage-error";

const FORMATS: readonly AuditFormat[] = ["text", "json", "jsonl", "markdown", "html", "github", "tex"];
/** Formats in which reports of several documents follow one another. */
const OF_MANY: readonly AuditFormat[] = ["text", "jsonl", "github"];
export const LANGUAGES: readonly AuditLanguage[] = ["en", "zh-Hans", "zh-Hant"];

const FLAGS = {
  "allow-unchecked": { type: "boolean" },
  badge: { type: "string" },
  fix: { type: "boolean" },
  force: { type: "boolean" },
  format: { type: "string" },
  jobs: { type: "string" },
  lang: { type: "string" },
  language: { type: "string" },
  network: { type: "string" },
  out: { type: "string" },
  resume: { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

/** How each document is audited and reported. */
export interface Settings {
  readonly format: AuditFormat;
  readonly language: AuditLanguage | undefined;
  readonly allowsUnchecked: boolean;
}

/** What a call of `chainrule audit` asks for. */
export interface Options extends Settings {
  /** Files, folders, and "-" for standard input. */
  readonly paths: readonly string[];
  readonly network: string | undefined;
  readonly badge: string | undefined;
  readonly fixes: boolean;
  readonly jobs: number;
  /** Where a report of many documents is written, in place of standard output. */
  readonly out: string | undefined;
  readonly resumes: boolean;
  readonly force: boolean;
}

const MOST_JOBS = 64;

/** @throws UsageError */
export function readOptions(args: readonly string[]): Options {
  const { positionals: paths, values } = parsedFlags("audit", args, FLAGS);
  if (paths.length === 0) throw new UsageError("audit: which file? (chainrule audit FILE)");
  const language = values.lang ?? values.language;
  return {
    paths,
    format: oneOf("--format", values.format ?? "text", FORMATS),
    language: language === undefined ? undefined : oneOf("--lang", language, LANGUAGES),
    allowsUnchecked: values["allow-unchecked"] ?? false,
    network: values.network,
    badge: values.badge,
    fixes: values.fix ?? false,
    jobs: values.jobs === undefined ? 1 : count("--jobs", values.jobs, MOST_JOBS),
    out: values.out,
    resumes: values.resume ?? false,
    force: values.force ?? false,
  };
}

/** What cannot be asked for of several documents, or only of them. @throws UsageError */
export function refuseMixture({ fixes, format, network, out, resumes }: Options, isOfMany: boolean): void {
  if (isOfMany) {
    if (fixes) throw new UsageError("--fix: one document at a time");
    if (network !== undefined) throw new UsageError("--network: one document at a time");
    if (!OF_MANY.includes(format))
      throw new UsageError(`--format ${format}: for one document (several: ${OF_MANY.join(", ")})`);
    if (resumes && (out === undefined || format !== "jsonl"))
      throw new UsageError("--resume: goes on with a file (--format jsonl --out FILE)");
  }
}
