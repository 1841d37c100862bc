import { existsSync, statSync } from "node:fs";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Node, symbolsOf } from "@chainrule/graph";
import { UsageError } from "./usage";

/** What a module says about the network it exports. */
export interface Network {
  readonly loss: Node;
  readonly parameters: readonly Node[];
  readonly rate: number | undefined;
  readonly title: string | undefined;
}

const EXTENSIONS = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];

/** Loads a module and finds the network in what it exports. @throws UsageError */
export async function loadNetwork(file: string): Promise<Network> {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`${file}: no such file`);
  if (!statSync(path).isFile()) throw new UsageError(`${file}: not a file`);
  if (!EXTENSIONS.includes(extname(path))) {
    throw new UsageError(`${file}: not a module (expected one of ${EXTENSIONS.join(", ")})`);
  }
  return networkIn(await importModule(path, file), file);
}

async function importModule(path: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  const { register } = await import("tsx/esm/api");
  const unregister = register();
  try {
    return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>; // a module's exports are a record
  } catch (error) {
    throw new UsageError(
      `${file}: could not be loaded: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  } finally {
    await unregister();
  }
}

function networkIn(exported: Readonly<Record<string, unknown>>, file: string): Network {
  const source = asRecord(exported["network"]) ?? asRecord(exported["default"]) ?? exported;
  const found = source["loss"] ?? exported["loss"] ?? soleScalar(exported);
  if (!(found instanceof Node)) {
    throw new UsageError(
      `${file}: exports no loss (expected \`export const loss\`, \`export const network = { loss, ... }\` or one named scalar node; it exports ${Object.keys(exported).join(", ") || "nothing"})`,
    );
  }
  const parameters = nodesIn(source["parameters"]) ?? nodesIn(exported["parameters"]) ?? symbolsOf([found]);
  const rate = source["rate"] ?? exported["rate"];
  const title = source["title"] ?? exported["title"];
  return {
    loss: found,
    parameters,
    rate: typeof rate === "number" ? rate : undefined,
    title: typeof title === "string" ? title : undefined,
  };
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null && !(value instanceof Node) && "loss" in value
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;

const nodesIn = (value: unknown): readonly Node[] | undefined =>
  Array.isArray(value) && value.every((entry) => entry instanceof Node) ? value : undefined;

/** The only exported scalar that is a definition. */
function soleScalar(exported: Readonly<Record<string, unknown>>): Node | undefined {
  const scalars = Object.values(exported).filter(
    (value): value is Node => value instanceof Node && value.shape.length === 0 && value.op.kind === "naming",
  );
  return scalars.length === 1 ? scalars[0] : undefined;
}
