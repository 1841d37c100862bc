import type { ParseArgsConfig } from "node:util";
import type { Form } from "@chainrule/derive";
import type { Format, RenderOptions } from "@chainrule/latex";
import { count, oneOf, onlyFile, parsedFlags, positive } from "./flags";
import { UsageError } from "./usage-error";

const FORMS: readonly Form[] = ["chain", "delta", "factors"];
export type OutputFormat = Format | "pdf";
const FORMATS: readonly OutputFormat[] = ["html", "latex", "markdown", "pdf"];

/** What a call of `chainrule derive` asks for. */
export interface Options {
  readonly file: string;
  /** The export that is the loss. */
  readonly loss: string | undefined;
  /** Whether what could be asked for is listed, and nothing written. */
  readonly list: boolean;
  /** Whether the document is shown once it is written. */
  readonly open: boolean;
  /** Whether it is written again whenever the file is saved. */
  readonly watch: boolean;
  readonly wrt: string | undefined;
  readonly form: Form | undefined;
  readonly order: 1 | 2;
  readonly formats: readonly OutputFormat[];
  readonly out: string;
  readonly force: boolean;
  /** Whether the document is audited. */
  readonly audit: boolean;
  readonly rate: number | "none" | undefined;
  readonly title: string | undefined;
  /** What goes to the document as it was given; `renderDocument` refuses what it does not know. */
  readonly document: Omit<RenderOptions, "format" | "title">;
}

/** More are for `chainrule train`. */
const MOST_UPDATES = 1_000_000;

const FLAGS = {
  loss: { type: "string" },
  list: { type: "boolean" },
  open: { type: "boolean" },
  watch: { type: "boolean" },
  wrt: { type: "string", multiple: true },
  form: { type: "string" },
  order: { type: "string" },
  format: { type: "string", multiple: true },
  out: { type: "string" },
  force: { type: "boolean" },
  audit: { type: "boolean" },
  rate: { type: "string" },
  digits: { type: "string" },
  "number-notation": { type: "string" },
  "no-numbers": { type: "boolean" },
  notation: { type: "string" },
  layers: { type: "string" },
  layout: { type: "string" },
  language: { type: "string" },
  title: { type: "string" },
  updates: { type: "string" },
  detail: { type: "string" },
  describe: { type: "string", multiple: true },
} as const satisfies ParseArgsConfig["options"];

/** @throws UsageError */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsedFlags("derive", args, FLAGS);
  const file = onlyFile("derive", positionals);
  return {
    file,
    loss: values.loss,
    list: values.list ?? false,
    open: values.open ?? false,
    watch: values.watch ?? false,
    wrt: values.wrt?.join(","),
    form: values.form === undefined ? undefined : oneOf("--form", values.form, FORMS),
    order: oneOf("--order", values.order ?? "1", ["1", "2"]) === "2" ? 2 : 1,
    formats: readFormats(values.format?.join(",") ?? "html,latex,markdown"),
    out: values.out ?? ".",
    force: values.force ?? false,
    audit: values.audit ?? false,
    rate: readRate(values.rate),
    title: values.title,
    document: {
      digits: count("--digits", values.digits ?? "6", 17),
      numbers: !(values["no-numbers"] ?? false),
      ...(values.updates !== undefined && { updates: count("--updates", values.updates, MOST_UPDATES) }),
      ...given<RenderOptions, "notation">("notation", values.notation),
      ...given<RenderOptions, "layers">("layers", values.layers),
      ...given<RenderOptions, "detail">("detail", values.detail),
      ...given<RenderOptions, "layout">("layout", values.layout),
      ...given<RenderOptions, "numberNotation">("numberNotation", values["number-notation"]),
      ...given<RenderOptions, "language">("language", values.language),
      ...(values.describe !== undefined && { describe: readDescriptions(values.describe) }),
    },
  };
}

/** A key that is present only with a value. What it may be is for the receiver to say. */
const given = <O, K extends keyof O & string>(key: K, text: string | undefined): { [key in K]?: O[K] } =>
  (text === undefined ? {} : { [key]: text }) as { [key in K]?: O[K] };

/** @throws UsageError for what is no name with words */
const readDescriptions = (given: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    given.map((text) => {
      const [, name, words] = /^([^=]+)=(.*\S.*)$/su.exec(text) ?? [];
      if (name !== undefined && words !== undefined) return [name.trim(), words.trim()];
      throw new UsageError(
        `--describe: expected a name and words, as in "lambda=regularisation strength", got ${text}`,
      );
    }),
  );

const readFormats = (list: string): OutputFormat[] => [
  ...new Set(list.split(",").map((format) => oneOf("--format", format.trim(), FORMATS))),
];

const readRate = (text: string | undefined): number | "none" | undefined =>
  text === undefined || text === "none"
    ? text
    : positive("--rate", text, "a learning rate", "a finite number > 0, or none");
