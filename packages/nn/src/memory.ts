import type { Node, Value } from "@chainrule/graph";
import type { Optimiser } from "./optimise";

/*
 * What an optimiser remembers (velocities, means of gradients, the number of steps) from one training to the next. It belongs to
 * the optimiser and the parameters, and to the point where the training left them: whoever sets a parameter to another
 * value starts anew.
 */

interface Memory {
  readonly parameters: readonly Node[];
  /** The values of the parameters where the training ended. */
  readonly left: readonly Value[];
  /** The values of what the optimiser remembers, in its order. */
  readonly remembered: readonly Value[];
}

/** By optimiser, then by the first parameter. */
const memories = new WeakMap<Optimiser, WeakMap<Node, Memory>>();

/** Gives the symbols of a new training the values that the last one of the same parameters left in theirs. */
export function recall(optimiser: Optimiser, parameters: readonly Node[], symbols: readonly Node[]): void {
  const memory = memories.get(optimiser)?.get(parameters[0] as Node); // train refuses an empty list
  if (memory === undefined) return;
  const own = memorySymbols(parameters, symbols);
  const isSame =
    memory.parameters.length === parameters.length &&
    parameters.every((parameter, k) => parameter === memory.parameters[k]) &&
    parameters.every(({ value }, k) => isEqual(value, memory.left[k])) &&
    own.length === memory.remembered.length &&
    own.every(({ value }, k) => isOneShape(value, memory.remembered[k]));
  if (!isSame) return;
  own.forEach((symbol, k) => {
    symbol.set(memory.remembered[k] as Value); // one for each
  });
}

/** Keeps the present values for the next training. */
export function remember(optimiser: Optimiser, parameters: readonly Node[], symbols: readonly Node[]): void {
  const own = memorySymbols(parameters, symbols);
  if (own.length === 0) return;
  const byParameter = memories.get(optimiser) ?? new WeakMap<Node, Memory>();
  memories.set(optimiser, byParameter);
  byParameter.set(parameters[0] as Node, {
    parameters: [...parameters],
    left: parameters.map(({ value }) => value),
    remembered: own.map(({ value }) => value),
  });
}

function memorySymbols(parameters: readonly Node[], symbols: readonly Node[]): Node[] {
  const trained = new Set(parameters);
  return symbols.filter((symbol) => !trained.has(symbol));
}

const entriesOf = (value: Value): ArrayLike<number> => (typeof value === "number" ? [value] : value.data);

function isEqual(a: Value, b: Value | undefined): boolean {
  if (b === undefined || !isOneShape(a, b)) return false;
  const other = entriesOf(b);
  return Array.from(entriesOf(a)).every((entry, k) => Object.is(entry, other[k]));
}

function isOneShape(a: Value, b: Value | undefined): boolean {
  const shapeOf = (value: Value): string => (typeof value === "number" ? "" : `[${value.shape.join()}]`);
  return b !== undefined && shapeOf(a) === shapeOf(b);
}
