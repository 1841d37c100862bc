import { basename, extname, join } from "node:path";
import { parseArgs } from "node:util";
import { derive, type Form } from "@chainrule/derive";
import { type Node, topologicalOrder } from "@chainrule/graph";
import { type Format, renderDocument } from "@chainrule/latex";
import { loadNetwork, type Network } from "./load";
import { pdfOf } from "./pdf";
import { Progress } from "./progress";
import { report } from "./report";
import { ensureFolder, refuseOverwriting, save } from "./save";
import { UsageError } from "./usage";
import { variablesNamed } from "./variables";

const ENDINGS: Readonly<Record<Format | "pdf", string>> = {
  html: "html",
  latex: "tex",
  markdown: "md",
  pdf: "pdf",
};
const FORMS: readonly Form[] = ["chain", "delta", "factors"];

interface Options {
  readonly file: string;
  readonly wrt: string | undefined;
  readonly form: Form;
  readonly formats: readonly (Format | "pdf")[];
  readonly out: string;
  readonly force: boolean;
  readonly rate: number | "none" | undefined;
  readonly digits: number;
  readonly numbers: boolean;
  readonly title: string | undefined;
}

/** `chainrule derive`: writes a derivation and returns what to print. @throws UsageError, ChainruleError */
export async function deriveCommand(args: readonly string[]): Promise<string> {
  const options = readOptions(args);
  const network = await loadNetwork(options.file);
  const name = basename(options.file, extname(options.file));
  const files = options.formats.map((format) => `${name}.${ENDINGS[format]}`);
  ensureFolder(options.out);
  refuseOverwriting(
    files.map((file) => join(options.out, file)),
    options.force,
  );
  const progress = new Progress(topologicalOrder([network.loss]).length);
  progress.step("deriving");
  const derivation = derive(network.loss, deriveOptions(options, network));
  const render = (format: Format): string => {
    progress.step(`writing ${format}`);
    const { digits, numbers } = options;
    const title = options.title ?? network.title;
    return renderDocument(derivation, { format, digits, numbers, ...(title === undefined ? {} : { title }) });
  };
  const written = options.formats.map((format, k) => {
    const content = format === "pdf" ? pdfOf(render("latex"), render("html")) : render(format);
    return save(options.out, files[k] as string, content);
  });
  return [report(derivation), "", ...written.map((path) => `wrote ${path}`)].join("\n");
}

function deriveOptions({ form, rate, wrt }: Options, network: Network): Parameters<typeof derive>[1] {
  const variables: readonly Node[] =
    wrt === undefined ? network.parameters : variablesNamed(wrt, network.loss);
  const chosen = rate === "none" ? undefined : (rate ?? network.rate);
  return {
    wrt: variables,
    form,
    ...(chosen === undefined ? {} : { rate: chosen, trained: network.parameters }),
  };
}

function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError("derive: which file? (chainrule derive FILE)");
  if (more.length > 0) throw new UsageError(`derive: one file at a time, got also ${more.join(" ")}`);
  return {
    file,
    wrt: values.wrt,
    form: oneOf("--form", values.form ?? "chain", FORMS),
    formats: (values.format ?? "html,latex,markdown")
      .split(",")
      .map((format) => oneOf("--format", format.trim(), ["html", "latex", "markdown", "pdf"])),
    out: values.out ?? ".",
    force: values.force ?? false,
    rate: readRate(values.rate),
    digits: readDigits(values.digits ?? "6"),
    numbers: !(values["no-numbers"] ?? false),
    title: values.title,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        wrt: { type: "string" },
        form: { type: "string" },
        format: { type: "string" },
        out: { type: "string" },
        force: { type: "boolean" },
        rate: { type: "string" },
        digits: { type: "string" },
        "no-numbers": { type: "boolean" },
        title: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(`derive: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function oneOf<T extends string>(option: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === given);
  if (found !== undefined) return found;
  throw new UsageError(`${option} ${given}: not known (expected ${allowed.join(", ")})`);
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
