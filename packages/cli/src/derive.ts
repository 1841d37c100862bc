import { basename, extname, join } from "node:path";
import { derive, type NotFinite, notFinite } from "@chainrule/derive";
import { type Node, nameText } from "@chainrule/graph";
import { type Format, renderDocument, type Terminal, terminal } from "@chainrule/latex";
import { ownAudit } from "./audited";
import { refuseFolder } from "./folder";
import { uninterrupted } from "./interrupt";
import { listed } from "./list";
import { loadDerivable, type Network, type Separability } from "./load";
import { opened } from "./open";
import { type Options, type OutputFormat, readOptions } from "./options";
import type { Outcome } from "./outcome";
import { pdfOf } from "./pdf";
import { Progress } from "./progress";
import { report } from "./report";
import { refuseOverwriting, save } from "./save";
import { separabilityReport } from "./separability-report";
import { UsageError } from "./usage-error";
import { variablesNamed } from "./variables";

const ENDINGS: Readonly<Record<OutputFormat, string>> = {
  html: "html",
  latex: "tex",
  markdown: "md",
  pdf: "pdf",
};

/** `chainrule derive`: writes a derivation and returns what to print. @throws UsageError, ChainruleError */
export async function deriveCommand(args: readonly string[]): Promise<Outcome> {
  const options = readOptions(args);
  if (options.watch) return watching(options, args);
  const progress = new Progress();
  try {
    return await derived(options, progress);
  } finally {
    await progress.done();
  }
}

const nameOf = ({ file }: Options): string => basename(file, extname(file));

const pathOf = (format: OutputFormat, options: Options): string =>
  join(options.out, `${nameOf(options)}.${ENDINGS[format]}`);

const refuseOverwritingAny = (options: Options): void =>
  refuseOverwriting(
    options.formats.map((format) => pathOf(format, options)),
    options.force,
  );

/** Derives again and again: what was written the first time is overwritten. */
async function watching(options: Options, args: readonly string[]): Promise<never> {
  if (options.list) throw new UsageError("--list writes nothing that --watch could write again");
  refuseOverwritingAny(options);
  const again = args.filter((arg) => arg !== "--watch" && arg !== "--open" && arg !== "--force");
  const { watched } = await import("./watch");
  return watched(options.file, ["derive", "--force"], again, options.open ? ["--open"] : []);
}

/** Everything is made before anything is written. */
async function derived(options: Options, progress: Progress): Promise<Outcome> {
  refuseFolder(options.out);
  progress.step(terminal`loading ${terminal.escape(options.file)}`);
  const loaded = await loadDerivable(options.file, options.loss);
  if (options.list)
    return { text: "loss" in loaded ? listed(loaded) : terminal`no network to list`, code: 0 };
  const name = nameOf(options);
  refuseOverwritingAny(options);
  progress.step(terminal`deriving`);
  const derivation =
    "loss" in loaded ? derive(loaded.loss, deriveOptions(options, loaded)) : derivationIn(loaded, options);
  const title = options.title ?? loaded.title;
  const render = (format: Format): string => {
    progress.step(terminal`writing ${terminal.escape(format)}`);
    return renderDocument(derivation, {
      ...("loss" in loaded ? loaded.documentOptions : {}),
      ...options.document,
      ...describedBy(loaded, options),
      format,
      ...(title !== undefined && { title }),
    });
  };
  const outputs: { path: string; content: string | Uint8Array }[] = [];
  for (const format of options.formats) {
    const content = format === "pdf" ? await pdf(render, progress) : render(format);
    outputs.push({ path: pathOf(format, options), content });
  }
  const audited = options.audit ? ownAudit(render("markdown"), name) : undefined;
  const summary = "kind" in derivation ? separabilityReport(derivation) : report(derivation);
  await uninterrupted(() => save(options.out, outputs));
  const shown = outputs.find(({ path }) => /\.(?:html|pdf)$/.test(path)) ?? outputs[0];
  if (options.open && shown !== undefined) await opened(shown.path);
  const unfinished = "kind" in derivation ? undefined : notFinite(derivation);
  const complaint = unfinished === undefined ? [] : [complaintOf(unfinished), terminal``];
  const written = outputs.map(({ path }) => terminal`wrote ${terminal.escape(path)}`);
  const verdict = audited === undefined ? [] : [audited.report];
  const text = terminal.join([summary, terminal``, ...complaint, ...written, ...verdict], terminal`\n`);
  return { text, code: unfinished === undefined ? (audited?.code ?? 0) : 2 };
}

/** What symbols mean: the module's words, and those of the call, which go first. */
function describedBy(
  loaded: Network | Separability,
  { document }: Options,
): Pick<Options["document"], "describe"> {
  const own = "loss" in loaded ? loaded.documentOptions.describe : undefined;
  if (own === undefined || document.describe === undefined) return {};
  return { describe: { ...own, ...document.describe } };
}

/** The derivation that a module brings. @throws UsageError for options that are about gradients */
function derivationIn(
  { derivation }: Separability,
  { form, rate, wrt }: Options,
): Separability["derivation"] {
  if (form === undefined && rate === undefined && wrt === undefined) return derivation;
  throw new UsageError(
    "--form, --rate and --wrt are for networks; this module is about a separation of points",
  );
}

/** What is not finite, where that begins and what to do. */
function complaintOf({ finding: { message, where }, symbol }: NotFinite): Terminal {
  const place = where === "" ? "" : `${where}: `;
  return terminal.escape(
    `${nameText(symbol)} is not finite: ${place}${message}. The document has no numbers; give other values`,
  );
}

function pdf(render: (format: Format) => string, progress: Progress): Promise<Uint8Array> {
  const [tex, html] = [render("latex"), render("html")];
  progress.step(terminal`writing pdf`);
  return uninterrupted((aborted) => pdfOf(tex, html, aborted));
}

function deriveOptions({ form, order, rate, wrt }: Options, network: Network): Parameters<typeof derive>[1] {
  const variables: readonly Node[] =
    wrt === undefined ? network.parameters : variablesNamed(wrt, network.loss);
  const chosen = rate === "none" ? undefined : (rate ?? network.rate);
  return {
    ...network.deriveOptions,
    wrt: variables,
    ...(form === undefined ? {} : { form }),
    order,
    ...(network.hasParameters && { trained: network.parameters }),
    ...(chosen !== undefined && { rate: chosen }),
  };
}
