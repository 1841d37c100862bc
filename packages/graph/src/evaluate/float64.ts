import { ChainruleError } from "../errors";
import type { Declared, Node, Operation, TensorValue, Value } from "../node";
import { room } from "../value";
import { declaredValue } from "./declared";
import { kernels } from "./kernels";
import type { Kernel, NumberSystem } from "./number-system";

/** Graphs over float64, at values of all their symbols. */
export const float64 = (values: ReadonlyMap<Node, Value>): NumberSystem<number, Float64Array> => ({
  number,
  symbol: (node) => values.get(node) as number, // a scalar; tensors are given
  given: (node) => ((node.attrs.value ?? values.get(node)) as TensorValue).data, // asked of tensors only
  room: numbers,
  abstract,
  declared,
  forward,
  pointwise: kernels,
  stable: kernels,
  sum,
  product,
  largest,
  smallest,
  norm: scaledNorm,
});

const number = (value: number): number => value;
const numbers = (shape: readonly number[]): Float64Array => room(shape, "evaluate");
const forward = (value: Kernel<number>): Kernel<number> => value;

function abstract(name: string, order: number): never {
  throw new ChainruleError("UNBOUND", "this function has no meaning yet", {
    where: `${name}${"'".repeat(order)}(x)`,
    mend: "Give it one with bind(graph, { name: (x) => ... })",
  });
}

function declared(op: Operation, operands: readonly TensorValue[], shape: readonly number[]): Float64Array {
  const value = declaredValue(op as Declared, operands, shape); // pointwise ones go `forward`
  return typeof value === "number" ? Float64Array.of(value) : value.data;
}

/** A sum begins at 0, but what is alone stays as it is, -0 too. */
function sum(terms: readonly number[]): number {
  if (terms.length === 1) return terms[0] as number;
  let total = 0;
  for (let k = 0; k < terms.length; k++) total += terms[k] as number;
  return total;
}

function product(factors: readonly number[]): number {
  let result = 1;
  for (let k = 0; k < factors.length; k++) result *= factors[k] as number;
  return result;
}

function largest(entries: readonly number[]): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < entries.length; k++) best = Math.max(best, entries[k] as number);
  return best;
}

function smallest(entries: readonly number[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < entries.length; k++) best = Math.min(best, entries[k] as number);
  return best;
}

/** The Euclidean norm, scaled by a power of two near the largest entry so that squares neither overflow nor vanish. */
function scaledNorm(entries: readonly number[]): number {
  let most = 0;
  for (const entry of entries) most = Math.max(most, Math.abs(entry));
  if (most === 0 || !Number.isFinite(most)) return most;
  const scale = 2 ** Math.max(-1022, Math.floor(Math.log2(most)));
  let total = 0;
  for (const entry of entries) {
    const ratio = entry / scale;
    total += ratio * ratio; // an engine's ratio ** 2 may differ in the last bit
  }
  return Math.sqrt(total) * scale;
}
