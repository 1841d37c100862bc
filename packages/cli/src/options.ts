import { type ParseArgsConfig, parseArgs } from "node:util";
import type { Form } from "@chainrule/derive";
import type { Format, RenderOptions } from "@chainrule/latex";
import { nearest } from "./nearest";
import { messageOf, UsageError } from "./usage";

const FORMS: readonly Form[] = ["chain", "delta", "factors"];
export type OutputFormat = Format | "pdf";
const FORMATS: readonly OutputFormat[] = ["html", "latex", "markdown", "pdf"];

/** What a call of `chainrule derive` asks for. */
export interface Options {
  readonly file: string;
  readonly wrt: string | undefined;
  readonly form: Form | undefined;
  readonly order: 1 | 2;
  readonly formats: readonly OutputFormat[];
  readonly out: string;
  readonly force: boolean;
  readonly rate: number | "none" | undefined;
  readonly title: string | undefined;
  /** What goes to the document as it was given; `renderDocument` refuses what it does not know. */
  readonly document: Omit<RenderOptions, "format" | "title">;
}

const FLAGS = {
  wrt: { type: "string", multiple: true },
  form: { type: "string" },
  order: { type: "string" },
  format: { type: "string", multiple: true },
  out: { type: "string" },
  force: { type: "boolean" },
  rate: { type: "string" },
  digits: { type: "string" },
  "number-notation": { type: "string" },
  "no-numbers": { type: "boolean" },
  notation: { type: "string" },
  layers: { type: "string" },
  layout: { type: "string" },
  language: { type: "string" },
  title: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

/** @throws UsageError */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError("derive: which file? (chainrule derive FILE)");
  if (more.length > 0) throw new UsageError(`derive: one file at a time, got also ${more.join(" ")}`);
  return {
    file,
    wrt: values.wrt?.join(","),
    form: values.form === undefined ? undefined : oneOf("--form", values.form, FORMS),
    order: oneOf("--order", values.order ?? "1", ["1", "2"]) === "2" ? 2 : 1,
    formats: readFormats(values.format?.join(",") ?? "html,latex,markdown"),
    out: values.out ?? ".",
    force: values.force ?? false,
    rate: readRate(values.rate),
    title: values.title,
    document: {
      digits: readDigits(values.digits ?? "6"),
      numbers: !(values["no-numbers"] ?? false),
      ...given<RenderOptions, "notation">("notation", values.notation),
      ...given<RenderOptions, "layers">("layers", values.layers),
      ...given<RenderOptions, "layout">("layout", values.layout),
      ...given<RenderOptions, "numberNotation">("numberNotation", values["number-notation"]),
      ...given<RenderOptions, "language">("language", values.language),
    },
  };
}

/** A key that is present only with a value. What it may be is for the receiver to say. */
const given = <O, K extends keyof O & string>(key: K, text: string | undefined): { [key in K]?: O[K] } =>
  (text === undefined ? {} : { [key]: text }) as { [key in K]?: O[K] };

function parsed(args: readonly string[]) {
  refuseUnknown(args);
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: FLAGS });
  } catch (error) {
    throw new UsageError(`derive: ${messageOf(error)}`, { cause: error });
  }
}

function refuseUnknown(args: readonly string[]): void {
  const { tokens } = parseArgs({ args: [...args], options: FLAGS, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === "option" && !Object.hasOwn(FLAGS, token.name)) {
      const flags = Object.keys(FLAGS).map((name) => `--${name}`);
      throw new UsageError(
        `derive: no option ${token.rawName} (nearest: ${nearest(token.rawName, flags)}; chainrule --help lists all)`,
      );
    }
  }
}

const readFormats = (list: string): OutputFormat[] => [
  ...new Set(list.split(",").map((format) => oneOf("--format", format.trim(), FORMATS))),
];

function oneOf<T extends string>(option: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === text);
  if (found !== undefined) return found;
  throw new UsageError(`${option} ${JSON.stringify(text)}: not known (nearest: ${nearest(text, allowed)})`);
}

const NUMBER = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function readRate(text: string | undefined): number | "none" | undefined {
  if (text === undefined || text === "none") return text;
  const rate = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(rate) && rate > 0) return rate;
  throw new UsageError(`--rate ${text}: not a learning rate (expected a finite number > 0, or none)`);
}

function readDigits(text: string): number {
  const digits = /^\d+$/.test(text) ? Number(text) : 0;
  if (digits >= 1 && digits <= 17) return digits;
  throw new UsageError(`--digits ${text}: expected a whole number from 1 to 17`);
}
