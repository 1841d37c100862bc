import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { DeriveOptions, SeparabilityDerivation } from "@chainrule/derive";
import { Node, symbolsOf } from "@chainrule/graph";
import { type RenderOptions, terminal } from "@chainrule/latex";
import { alternatives } from "./usage";
import { messageOf, UsageError } from "./usage-error";

/** How a module wants its network derived; `derive` refuses what it does not know. */
type DerivationChoices = Pick<DeriveOptions, "abbreviations" | "form" | "kronecker" | "updates">;
/** How it wants the document written. */
type DocumentChoices = Pick<RenderOptions, (typeof DOCUMENT_CHOICES)[number]>;
const DOCUMENT_CHOICES = [
  "describe",
  "detail",
  "layout",
  "notation",
  "numbering",
  "symbols",
  "updates",
  "wholeFormulas",
] as const;

/** What a module says about the network it exports. */
export interface Network {
  readonly loss: Node;
  readonly parameters: readonly Node[];
  /** Whether the module says which symbols are parameters; else all are taken for them. */
  readonly hasParameters: boolean;
  readonly rate: number | Node | undefined;
  readonly title: string | undefined;
  /** Its inputs and outputs, where the module says which they are. */
  readonly inputs: readonly Node[] | undefined;
  readonly outputs: readonly Node[] | undefined;
  /** Data to be drawn with it; who draws says what they may be. */
  readonly points: unknown;
  readonly labels: unknown;
  readonly deriveOptions: DerivationChoices;
  readonly documentOptions: DocumentChoices;
}

const EXTENSIONS = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];

/** Whether a name is that of a module, by its ending. */
export const isModule = (file: string): boolean => EXTENSIONS.includes(extname(file));

type Exports = Readonly<Record<string, unknown>>;

/** What a module says about points that a unit is to tell apart. */
export interface Separability {
  readonly derivation: SeparabilityDerivation;
  readonly title: string | undefined;
}

/** Loads a module and finds the network in what it exports; `loss` is the export that is its loss. @throws UsageError */
export const loadNetwork = async (file: string, loss?: string): Promise<Network> =>
  networkIn(await loadExports(file), file, loss);

/** Loads a module and finds what can be derived: `export const derivation = deriveSeparability(...)`, or a network. */
export async function loadDerivable(file: string, loss?: string): Promise<Network | Separability> {
  const exported = await loadExports(file);
  const { derivation, title } = exported;
  if (!isSeparability(derivation) || loss !== undefined) return networkIn(exported, file, loss);
  return { derivation, title: checkedTitle(title, file) };
}

const isSeparability = (value: unknown): value is SeparabilityDerivation =>
  isRecord(value) && value.kind === "separability";

async function loadExports(file: string): Promise<Exports> {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`${file}: no such file`);
  if (!statSync(path).isFile()) throw new UsageError(`${file}: not a file`);
  if (!EXTENSIONS.includes(extname(path))) {
    throw new UsageError(`${file}: not a module (expected one of ${EXTENSIONS.join(", ")})`);
  }
  return flat(await importModule(path, file));
}

async function importModule(path: string, file: string): Promise<unknown> {
  const stuck = (): void => {
    process.stderr.write(terminal`chainrule: ${terminal.escape(file)}: awaits something that never comes\n`);
    process.exit(2);
  };
  const [forRequire, forImport] = await Promise.all([import("tsx/cjs/api"), import("tsx/esm/api")]);
  const unregisterRequire = forRequire.register();
  const unregisterImport = forImport.register();
  process.once("beforeExit", stuck);
  try {
    return isCommonJs(path) ? createRequire(path)(path) : await import(pathToFileURL(path).href);
  } catch (error) {
    throw new UsageError(`${file}${lineIn(path, error)}: could not be loaded: ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    process.off("beforeExit", stuck);
    unregisterRequire();
    await unregisterImport();
  }
}

/** As Node decides it: by the ending, else by the nearest package.json. */
function isCommonJs(path: string): boolean {
  const ending = extname(path);
  if (ending !== ".ts" && ending !== ".js") return ending.startsWith(".c");
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) {
      const manifest: unknown = JSON.parse(readFileSync(file, "utf8"));
      return !isRecord(manifest) || manifest.type !== "module";
    }
    if (folder === dirname(folder)) return true;
  }
}

/** The line of the file where an error was thrown, as `:12`, if its stack tells. */
function lineIn(path: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const calls = stack.split("\n").filter((line) => /^\s*at /.test(line));
  const own = calls.find(
    (line) => line.includes(`${path}:`) || line.includes(`${pathToFileURL(path).href}:`),
  );
  const line = own && /:(\d+):\d+\)?$/.exec(own)?.[1];
  return line ? `:${line}` : "";
}

/** The exports of a module with those of its default export; a CommonJS module's are inside that, once or twice. */
function flat(exported: unknown, depth = 0): Exports {
  if (!isRecord(exported)) return { default: exported };
  const { default: inner, ...named } = exported;
  const deeper = inner === undefined || depth === 2 ? {} : flat(inner, depth + 1);
  return { ...deeper, ...named };
}

const isRecord = (value: unknown): value is Exports =>
  typeof value === "object" && value !== null && !(value instanceof Node) && !Array.isArray(value);

function networkIn(exported: Exports, file: string, wanted?: string): Network {
  const { network } = exported;
  const source: Exports = isRecord(network) ? { ...exported, ...network } : exported;
  const { rate, title } = source;
  const loss = wanted === undefined ? lossIn(source, exported, file) : exportedAs(wanted, source, file);
  const nodes = (name: string): readonly Node[] | undefined => {
    const list = source[name];
    if (list === undefined) return undefined;
    if (Array.isArray(list) && list.every((entry) => entry instanceof Node)) return list;
    throw new UsageError(`${file}: ${name}: expected a list of nodes`);
  };
  const parameters = nodes("parameters");
  if (rate !== undefined && typeof rate !== "number" && !(rate instanceof Node))
    throw new UsageError(`${file}: rate: expected a number or a symbol, got ${typeof rate}`);
  return {
    loss,
    parameters: parameters ?? symbolsOf([loss]),
    hasParameters: parameters !== undefined,
    rate,
    title: checkedTitle(title, file),
    inputs: nodes("inputs"),
    outputs: nodes("outputs"),
    points: source.points,
    labels: source.labels,
    deriveOptions: choices(source, "deriveOptions", ["abbreviations", "form", "kronecker", "updates"], file),
    documentOptions: choices(source, "documentOptions", DOCUMENT_CHOICES, file),
  };
}

function checkedTitle(title: unknown, file: string): string | undefined {
  if (title === undefined || typeof title === "string") return title;
  throw new UsageError(`${file}: title: expected a text, got ${typeof title}`);
}

/** A record of options in a module, by keys that it may have; what they may be is for the receiver to say. */
function choices(source: Exports, name: string, keys: readonly string[], file: string): object {
  const given = source[name];
  if (given === undefined) return {};
  if (!isRecord(given)) throw new UsageError(`${file}: ${name}: expected a record of options`);
  const unknown = Object.keys(given).find((key) => !keys.includes(key));
  if (unknown === undefined) return given;
  throw new UsageError(`${file}: ${name}: no option ${unknown} (expected ${keys.join(", ")})`);
}

/** What is exported as the loss, else the only exported scalar that is a definition. @throws UsageError where there is none, or several */
function lossIn(source: Exports, exported: Exports, file: string): Node {
  if (source.loss instanceof Node) return source.loss;
  const scalars = new Map(
    Object.entries(exported).flatMap(([name, value]) =>
      value instanceof Node && value.shape.length === 0 && value.op.kind === "naming" ? [[value, name]] : [],
    ),
  );
  const [sole, ...others] = scalars.keys();
  if (sole !== undefined && others.length === 0 && source.loss === undefined) return sole;
  const names = [...scalars.values()];
  throw new UsageError(
    others.length > 0
      ? `${file}: which is the loss: ${names.join(", ")}? (--loss ${names[0]}, or \`export const loss\`)`
      : `${file}: exports no loss (expected \`export const loss\`, \`export const network = { loss, ... }\` or one named scalar node; it exports ${Object.keys(exported).join(", ") || "nothing"})`,
  );
}

/** The node that a module exports under a name. @throws UsageError */
function exportedAs(name: string, source: Exports, file: string): Node {
  const found = Object.hasOwn(source, name) ? source[name] : undefined;
  if (found instanceof Node) return found;
  const nodes = Object.keys(source).filter((key) => source[key] instanceof Node);
  throw new UsageError(`${file}: --loss ${name}: exports no such node (${alternatives(name, nodes)})`);
}
