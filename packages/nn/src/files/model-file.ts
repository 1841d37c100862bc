import {
  ChainruleError,
  checkChoice,
  checkOptions,
  deserialise,
  type Node,
  nameText,
  type OptionNames,
  serialise,
  shapeText,
  shown,
  symbolsOf,
  type Value,
} from "@chainrule/graph";
import { readModel, symbolNames } from "../fit/model";
import type { Part } from "../layers/model";
import { readBytes, writeBytes } from "./disk";
import { safetensorsIn, writeSafetensors } from "./safetensors";
import { strictJson } from "./strict-json";

/*
 * A model as a safetensors file: its parameters by name, and in the metadata the graph of its output as JSON. The graph is data, made
 * again of checked parts: nothing is executed.
 */

const VERSION = 1;
const KEY = "chainrule.model";

interface Architecture {
  readonly version: number;
  readonly graph: unknown;
  readonly parameters: readonly string[];
  readonly fixed: readonly string[];
}

export interface SaveOptions {
  /** "F64", the same bits, if left out; "F32" rounds, and takes half the room. */
  readonly type?: "F64" | "F32";
}

const OPTIONS: OptionNames<SaveOptions> = { type: true };

/** A model that was loaded. */
export interface LoadedModel extends Part {
  readonly fixed: readonly Node[];
  /** The symbol that takes samples, [N, ...]. */
  readonly input: Node;
  readonly inputs: readonly Node[];
  readonly outputs: readonly Node[];
}

/**
 * A model as the bytes of a safetensors file.
 * @throws ChainruleError NAME (two parameters of one name), REFUSED (operations that were declared in code), UNBOUND, OPTION
 */
export function modelBytes(model: Part, options: SaveOptions = {}): Uint8Array<ArrayBuffer> {
  checkOptions(options, OPTIONS, "save");
  const type = checkChoice(options.type, ["F64", "F32"], "save: type") ?? "F64";
  const { used, parameters, fixed, input } = readModel(model, "save");
  const kept = [
    ...new Set([...parameters, ...fixed, ...symbolsOf([used]).filter((symbol) => symbol !== input)]),
  ];
  const names = symbolNames([...kept, input], "save").slice(0, -1);
  const nameOf = (node: Node): string => names[kept.indexOf(node)] as string; // each is kept
  const values = kept.map(({ value }, k): [string, Value] => [names[k] as string, value]); // a name for each
  const architecture: Architecture = {
    version: VERSION,
    graph: serialise([used]),
    parameters: parameters.map(nameOf),
    fixed: kept.filter((node) => !parameters.includes(node)).map(nameOf),
  };
  return writeSafetensors(new Map(values), {
    metadata: { format: "pt", [KEY]: JSON.stringify(architecture) },
    type,
  });
}

/**
 * Writes a model, as it is used, to a safetensors file: parameters by name, for Python too, and the graph of its output, of which `load`
 * makes the model again. The file takes its place in one step.
 * @throws ChainruleError FILE, NAME (two parameters of one name), REFUSED (operations that were declared in code), UNBOUND, OPTION
 * @example save(network, "moons.safetensors")
 */
export function save(model: Part, path: string, options: SaveOptions = {}): void {
  writeBytes(checkPath(path, "save"), modelBytes(model, options), "save");
}

/**
 * The model that `save` wrote, by its path or as bytes. With a model, its parameters are set to those of the same name in the file,
 * which may then be Python's.
 * @throws ChainruleError FILE, REFUSED (no such file, or a hostile one), SHAPE, NAME, SIZE, OPERAND
 * @example const network = load("moons.safetensors")
 * @example load("from-python.safetensors", mlp(x, [{ units: 8, names: { weight: () => "fc.weight" } }]))
 */
export function load(source: string | Uint8Array): LoadedModel;
export function load<M extends Part>(source: string | Uint8Array, model: M): M;
export function load(source: string | Uint8Array, model?: Part): Part {
  const bytes = typeof source === "string" ? readBytes(checkPath(source, "load"), "load") : source;
  const where = typeof source === "string" ? `load: ${source}` : "load";
  const { tensors, metadata } = safetensorsIn(bytes, where);
  if (model !== undefined) {
    const { parameters, fixed } = readModel(model, "load: the model");
    setAll([...parameters, ...fixed], tensors, where);
    return model;
  }
  const text = metadata[KEY];
  if (text === undefined) {
    throw new ChainruleError("REFUSED", "the file has no architecture, only tensors", {
      where,
      got: [...tensors.keys()].slice(0, 5).join(", "),
      mend: "Make the model, and give it: load(path, model) sets parameters by name",
    });
  }
  const { graph, parameters, fixed } = architectureOf(text, where);
  const [output, ...others] = deserialise(graph);
  if (output === undefined || others.length > 0)
    throw new ChainruleError("REFUSED", "a model has one output", { where });
  const symbols = new Map(symbolsOf([output]).map((symbol) => [nameOf(symbol), symbol]));
  const found = (name: string): Node => {
    const symbol = symbols.get(name);
    if (symbol !== undefined) return symbol;
    throw new ChainruleError("REFUSED", "a parameter that is not in the graph", { where, got: shown(name) });
  };
  const read = readModel({ output, parameters: parameters.map(found), fixed: fixed.map(found) }, where);
  setAll([...read.parameters, ...read.fixed], tensors, where);
  return Object.freeze({
    output,
    outputs: Object.freeze([output]),
    input: read.input,
    inputs: Object.freeze([read.input]),
    parameters: Object.freeze(read.parameters),
    fixed: Object.freeze(read.fixed),
  });
}

const nameOf = ({ name }: Node): string => (name === undefined ? "" : nameText(name));

/** Sets symbols to the tensors of their names; all are looked at before the first is set. @throws ChainruleError REFUSED, SHAPE */
function setAll(symbols: readonly Node[], tensors: ReadonlyMap<string, Value>, where: string): void {
  const names = symbolNames(symbols, where);
  const values = symbols.map((symbol, k) => {
    const name = names[k] as string; // a name for each
    const value = tensors.get(name);
    if (value === undefined) {
      throw new ChainruleError("REFUSED", "a parameter that is not in the file", {
        where,
        got: name,
        expected: `one of ${[...tensors.keys()].slice(0, 10).join(", ")}`,
      });
    }
    const shape = typeof value === "number" ? [] : value.shape;
    const isSame =
      shape.length === symbol.shape.length &&
      symbol.shape.every((size, axis) => typeof size !== "number" || size === shape[axis]);
    if (isSame) return value;
    throw new ChainruleError("SHAPE", "a parameter of another shape", {
      where: `${where}: ${name}`,
      got: `[${shape.join()}]`,
      expected: shapeText(symbol.shape),
    });
  });
  symbols.forEach((symbol, k) => {
    symbol.set(values[k] as Value); // one for each
  });
}

function architectureOf(text: string, where: string): Architecture {
  const given = strictJson(text, `${where}: ${KEY}`);
  if (typeof given === "object" && given !== null && "version" in given && given.version === VERSION) {
    const { graph, parameters, fixed } = given as Readonly<Record<string, unknown>>; // of any keys
    if (areNames(parameters) && areNames(fixed)) return { version: VERSION, graph, parameters, fixed };
  }
  throw new ChainruleError("REFUSED", "not an architecture of a version that is read", {
    where: `${where}: ${KEY}`,
    got: shown(text),
    expected: `version ${VERSION}`,
  });
}

const areNames = (given: unknown): given is string[] =>
  Array.isArray(given) &&
  given.every((name) => typeof name === "string") &&
  new Set(given).size === given.length;

function checkPath(path: unknown, where: string): string {
  if (typeof path === "string" && path !== "") return path;
  throw new ChainruleError("OPERAND", "a file is named by its path", { where, got: shown(path) });
}
