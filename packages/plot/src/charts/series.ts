import { ChainruleError, type Name, nameText } from "@chainrule/graph";
import { described } from "@chainrule/graph/written";
import type { TextPart } from "../scene/scene";
import type { Pair } from "./line";

/* Series of numbers, however a caller has them. */

/** A list of numbers (counted from 0), of pairs, of points, or of losses as `train` records them; or a training. */
export type Values =
  | readonly number[]
  | Float64Array
  | readonly Pair[]
  | readonly { readonly x: number; readonly y: number }[]
  | readonly { readonly step: number; readonly loss: number }[]
  | { readonly losses: readonly { readonly step: number; readonly loss: number }[] };

/** Several series by words, or by the names of quantities, which are set as formulas have them. */
export type NamedValues = Readonly<Record<string, Values>> | ReadonlyMap<string | Name, Values>;

export interface Series {
  /** Undefined where there is only one and it has no name. */
  readonly name: string | undefined;
  /** The same as it is drawn. */
  readonly parts: readonly TextPart[] | undefined;
  readonly pairs: readonly Pair[];
}

/** Several series, by name. @throws ChainruleError OPERAND for what is no series */
export function seriesOf(given: Values | NamedValues, where: string): Series[] {
  const single = pairsOf(given);
  if (single !== undefined) return [{ name: undefined, parts: undefined, pairs: single }];
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw notSeries(given, where);
  const entries: readonly (readonly [string | Name, unknown])[] =
    given instanceof Map ? [...given] : Object.entries(given);
  return entries.map(([key, values]) => {
    const name = typeof key === "string" ? key : nameText(key);
    const pairs = pairsOf(values);
    if (pairs === undefined) throw notSeries(values, `${where}: ${name}`);
    return { name, parts: [key], pairs };
  });
}

const notSeries = (given: unknown, where: string): ChainruleError =>
  new ChainruleError("OPERAND", "not a series of numbers", {
    where,
    got: Array.isArray(given) ? `an array of ${given.length}` : described(given),
    expected: "numbers, pairs [x, y], { x, y }, { step, loss }, a training, or several of these by name",
  });

function pairsOf(given: unknown): Pair[] | undefined {
  if (given instanceof Float64Array) return [...given].map((y, x) => [x, y]);
  if (typeof given === "object" && given !== null && "losses" in given) return pairsOf(given.losses);
  if (!Array.isArray(given)) return undefined;
  const pairs = given.map((entry: unknown, k) => pairOf(entry, k));
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

function pairOf(entry: unknown, k: number): Pair | undefined {
  if (typeof entry === "number") return [k, entry];
  if (typeof entry !== "object" || entry === null) return undefined;
  const [x, y]: unknown[] = Array.isArray(entry)
    ? entry
    : "x" in entry && "y" in entry
      ? [entry.x, entry.y]
      : "step" in entry && "loss" in entry
        ? [entry.step, entry.loss]
        : [];
  return typeof x === "number" && typeof y === "number" ? [x, y] : undefined;
}
