import { ChainruleError, type Node, shapeText, shown, type TensorValue, type Value } from "@chainrule/graph";
import type { Samples } from "../data/data";
import { exists, readBytes, writeBytes } from "../files/disk";
import { safetensorsIn, writeSafetensors } from "../files/safetensors";
import { strictJson } from "../files/strict-json";
import { labelOf } from "../refuse";
import type { Epoch } from "./history";
import type { Best } from "./patience";

/*
 * The state of a training in a file: a safetensors file whose tensors are the parameters, what the optimiser remembers, the best
 * parameters and the history. It holds all that the rest of the training depends on, so that it comes to the same bits.
 */

/** Where a training stands between two epochs. */
export interface State {
  readonly epoch: number;
  readonly updates: number;
  readonly values: readonly Value[];
  readonly epochs: readonly Epoch[];
  readonly best: Best | undefined;
}

/** What a training must have in common with the one whose state it goes on from. */
export interface Identity {
  readonly symbols: readonly Node[];
  readonly learned: Samples;
  readonly batchSize: number;
  readonly seed: number;
  readonly shuffle: boolean;
}

const VERSION = 1;
const KEY = "chainrule.fit";
const HISTORY = "history";
const BEST = "best";

interface Description {
  readonly version: number;
  readonly training: string;
  readonly columns: readonly string[];
  readonly bestEpoch: number | null;
}

const keyOf = (part: string, k: number, symbol: Node): string => `${part}/${k}/${labelOf(symbol)}`;

/** What tells trainings apart: symbols with their shapes, the order of samples, and the samples themselves. */
function describe({ symbols, learned, batchSize, seed, shuffle }: Identity): string {
  const shapes = symbols.map((symbol) => `${labelOf(symbol)} ${shapeText(symbol.shape)}`).join(", ");
  const data = [learned.x, learned.y].map(digest).join(" ");
  return `${shapes}; batches of ${batchSize}, seed ${seed}, ${shuffle ? "shuffled" : "in order"}; data ${data}`;
}

/** The shape and 64 bits of the content, by the function FNV-1a over words (Fowler, Noll and Vo), in two lanes. */
function digest({ shape, data }: TensorValue): string {
  const words = new Uint32Array(data.buffer, data.byteOffset, 2 * data.length);
  let [a, b] = [0x811c9dc5, 0x1000193];
  for (let k = 0; k < words.length; k++) {
    const word = words[k] as number; // k is below the length
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b ^ (word >>> 15) ^ (word << 17) ^ k, 0x85ebca6b);
  }
  return `[${shape.join()}] ${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
}

/** Writes the state of a training, whole. @throws ChainruleError FILE */
export function writeCheckpoint(path: string, identity: Identity, state: State): void {
  const { symbols } = identity;
  const columns = Object.keys(state.epochs[0]?.measures ?? {});
  const rows = state.epochs.map(({ epoch, updates, loss, measures }) => [
    epoch,
    updates,
    loss,
    ...columns.map((name) => measures[name] ?? Number.NaN),
  ]);
  const tensors = new Map<string, Value>();
  symbols.forEach((symbol, k) => {
    tensors.set(keyOf("now", k, symbol), state.values[k] as Value); // one for each
  });
  tensors.set(HISTORY, { shape: [rows.length, columns.length + 3], data: Float64Array.from(rows.flat()) });
  if (state.best !== undefined) {
    const { watched, values } = state.best;
    tensors.set(BEST, watched);
    symbols.forEach((symbol, k) => {
      tensors.set(keyOf(BEST, k, symbol), values[k] as Value);
    });
  }
  const description: Description = {
    version: VERSION,
    training: describe(identity),
    columns,
    bestEpoch: state.best?.epoch ?? null,
  };
  const bytes = writeSafetensors(tensors, { metadata: { [KEY]: JSON.stringify(description) } });
  writeBytes(path, bytes, "fit: checkpoint");
}

/**
 * The state in a file; undefined where there is none.
 * @throws ChainruleError FILE, REFUSED (no checkpoint, or one of another training)
 */
export function readCheckpoint(path: string, identity: Identity): State | undefined {
  if (!exists(path, "fit: checkpoint")) return undefined;
  return stateIn(readBytes(path, "fit: checkpoint"), identity, `fit: checkpoint ${path}`);
}

/** The same from bytes. @throws ChainruleError REFUSED */
export function stateIn(bytes: Uint8Array, identity: Identity, where: string): State {
  const { tensors, metadata } = safetensorsIn(bytes, where);
  const { training, columns, bestEpoch } = descriptionOf(metadata[KEY], where);
  const own = describe(identity);
  if (training !== own) {
    throw new ChainruleError("REFUSED", "the checkpoint is of another training", {
      where,
      got: training,
      expected: own,
      mend: "Remove the file, or name another, to begin anew",
    });
  }
  const tensor = (key: string): Value => {
    const value = tensors.get(key);
    if (value !== undefined) return value;
    throw new ChainruleError("REFUSED", "the checkpoint is not whole", { where, expected: key });
  };
  const valuesOf = (part: string): Value[] =>
    identity.symbols.map((symbol, k) => {
      const value = tensor(keyOf(part, k, symbol));
      const shape = typeof value === "number" ? "[]" : `[${value.shape.join()}]`;
      if (shape === shapeText(symbol.shape)) return value;
      throw new ChainruleError("REFUSED", "a value of another shape", {
        where: `${where}: ${labelOf(symbol)}`,
        got: shape,
        expected: shapeText(symbol.shape),
      });
    });
  const epochs = epochsIn(tensor(HISTORY), columns, where);
  const last = epochs.at(-1);
  const watched = bestEpoch === null ? undefined : tensor(BEST);
  if (watched !== undefined && typeof watched !== "number")
    throw new ChainruleError("REFUSED", "what is watched is one number", { where });
  return {
    epoch: last?.epoch ?? 0,
    updates: last?.updates ?? 0,
    values: valuesOf("now"),
    epochs,
    best:
      bestEpoch === null || watched === undefined
        ? undefined
        : { epoch: bestEpoch, watched, values: valuesOf(BEST) },
  };
}

function descriptionOf(text: string | undefined, where: string): Description {
  const given = text === undefined ? undefined : strictJson(text, `${where}: ${KEY}`);
  if (typeof given === "object" && given !== null && "version" in given && given.version === VERSION) {
    const { training, columns, bestEpoch } = given as Readonly<Record<string, unknown>>; // of any keys
    const areNames = Array.isArray(columns) && columns.every((name) => typeof name === "string");
    const isEpoch = bestEpoch === null || Number.isSafeInteger(bestEpoch);
    if (typeof training === "string" && areNames && isEpoch)
      return { version: VERSION, training, columns, bestEpoch: bestEpoch as number | null }; // as was just seen
  }
  throw new ChainruleError("REFUSED", "not a checkpoint of a version that is read", {
    where,
    got: shown(text),
    expected: `version ${VERSION}`,
  });
}

function epochsIn(value: Value, columns: readonly string[], where: string): Epoch[] {
  const width = columns.length + 3;
  const count = typeof value === "number" ? undefined : value.shape[0];
  if (
    typeof value === "number" ||
    count === undefined ||
    value.shape.length !== 2 ||
    value.shape[1] !== width
  )
    throw new ChainruleError("REFUSED", "a history of another width", {
      where,
      expected: `[epochs, ${width}]`,
    });
  return Array.from({ length: count }, (_, row): Epoch => {
    const [epoch, updates, loss, ...others] = value.data.subarray(row * width, (row + 1) * width);
    const isCounted = epoch === row + 1 && Number.isSafeInteger(updates) && loss !== undefined;
    if (!isCounted)
      throw new ChainruleError("REFUSED", "a history that does not count", { where, got: `${epoch}` });
    const measures = Object.fromEntries(columns.map((name, k) => [name, others[k] as number])); // a number for each
    return Object.freeze({ epoch, updates: updates as number, loss, measures: Object.freeze(measures) });
  });
}
