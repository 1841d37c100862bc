import type { Node } from "../node";
import { contraction } from "../ops/contract";
import { constantNode, sizeNode } from "../ops/leaf";
import * as exact from "../rational";
import type { Size } from "../shape";
import { shortFraction } from "../simplify/decimal";
import type { NumberOf } from "../simplify/factor";

/*
 * Tensor expressions entry by entry: a sum of monomials, each a number times powers of entries of tensors, summed over bound
 * indices. p_j sum_k t_k is one monomial with the free index j and the bound index k. Here a factor under a fraction bar meets
 * the same factor above it, and a Kronecker delta leaves one term of a sum, whatever the graph they stand in looks like.
 */

/** A number that stands for an index; null where an axis of size 1 was stretched. */
export type Index = number | null;

/** A power of one entry of a tensor. */
export interface Power {
  readonly base: Node;
  readonly at: readonly Index[];
  readonly exponent: number;
}

/** A number times powers, summed over the bound indices. */
export interface Monomial {
  readonly coefficient: exact.Rational;
  readonly powers: readonly Power[];
  /** Pairs of indices that must be equal: Kronecker deltas. */
  readonly deltas: readonly (readonly [number, number])[];
  readonly bound: readonly number[];
}

export type Polynomial = readonly Monomial[];

export const ONE: Monomial = { coefficient: exact.ONE, powers: [], deltas: [], bound: [] };

/** Makes indices, each with the size it runs over. */
export class Indices {
  readonly #sizes: Size[] = [];

  fresh(size: Size): number {
    return this.#sizes.push(size) - 1;
  }

  size(index: number): Size {
    return this.#sizes[index] as Size; // only indices made here are asked for
  }
}

/** The monomial at other indices, its bound ones made new, so that two copies never share one. */
export function renamed(monomial: Monomial, to: ReadonlyMap<number, Index>, indices: Indices): Monomial {
  const names = new Map<number, Index>(to);
  const bound = monomial.bound.map((index) => {
    const copy = indices.fresh(indices.size(index));
    names.set(index, copy);
    return copy;
  });
  const rename = (index: Index): Index =>
    index !== null && names.has(index) ? (names.get(index) as Index) : index;
  const deltas = monomial.deltas.flatMap((pair): (readonly [number, number])[] => {
    const [a, b] = pair.map(rename) as [Index, Index];
    return a === null || b === null ? [] : [[a, b]]; // of an axis of size 1
  });
  const powers = monomial.powers.map((power) => ({ ...power, at: power.at.map(rename) }));
  return { ...monomial, powers, deltas, bound };
}

/** The product of monomials that share no bound index. */
export const product = (monomials: readonly Monomial[]): Monomial => ({
  coefficient: monomials.reduce((value, { coefficient }) => exact.times(value, coefficient), exact.ONE),
  powers: monomials.flatMap(({ powers }) => powers),
  deltas: monomials.flatMap(({ deltas }) => deltas),
  bound: monomials.flatMap(({ bound }) => bound),
});

/** Like powers put together, so that what stands above and below a fraction bar cancels. */
export function cancelled(monomial: Monomial, numberOf: NumberOf): Monomial {
  const byKey = new Map<string, Power>();
  for (const power of monomial.powers) {
    const key = `${numberOf(power.base)} ${power.at.join(",")}`;
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? power : { ...known, exponent: known.exponent + power.exponent });
  }
  return { ...monomial, powers: [...byKey.values()].filter(({ exponent }) => exponent !== 0) };
}

/** Every sum over a Kronecker delta as the one term where its indices agree; deltas between free indices stay. */
export function collapsed(monomial: Monomial): Monomial {
  let { powers, bound } = monomial;
  let pending = [...monomial.deltas];
  const kept: (readonly [number, number])[] = [];
  for (let delta = pending.shift(); delta !== undefined; delta = pending.shift()) {
    const [a, b] = delta;
    if (a === b) continue;
    const gone = bound.includes(a) ? a : bound.includes(b) ? b : undefined;
    if (gone === undefined) {
      if (!kept.some(([p, q]) => (p === a && q === b) || (p === b && q === a))) kept.push(delta);
      continue;
    }
    const stays = gone === a ? b : a;
    const rename = (index: number): number => (index === gone ? stays : index);
    powers = powers.map((power) => ({
      ...power,
      at: power.at.map((index) => (index === null ? null : rename(index))),
    }));
    bound = bound.filter((index) => index !== gone);
    pending = [...pending, ...kept.splice(0)].map(([p, q]) => [rename(p), rename(q)] as const);
  }
  return { ...monomial, powers, bound, deltas: kept };
}

/** Deltas as factors that stand in products like others, for the line before they collapse. */
export function withDeltasWritten(monomial: Monomial, indices: Indices): Monomial {
  const written = monomial.deltas.map(
    ([a, b]): Power => ({
      base: contraction([], { inputs: [], output: [0, 0], sizes: [indices.size(a)] }),
      at: [a, b],
      exponent: 1,
    }),
  );
  return { ...monomial, powers: [...monomial.powers, ...written], deltas: [] };
}

/** A sum over an index that nothing in it has left, as the number of its terms. */
export function counted(monomial: Monomial, indices: Indices): Monomial {
  const used = new Set<Index>([...monomial.powers.flatMap(({ at }) => at), ...monomial.deltas.flat()]);
  const idle = monomial.bound.filter((index) => !used.has(index));
  if (idle.length === 0) return monomial;
  const counts = idle.map((index) => count(indices.size(index)));
  return product([{ ...monomial, bound: monomial.bound.filter((index) => used.has(index)) }, ...counts]);
}

/** The number of values of an index. */
export function count(size: Size): Monomial {
  const known = typeof size === "number" ? shortFraction(size) : undefined;
  if (known !== undefined) return { ...ONE, coefficient: known };
  return { ...ONE, powers: [{ base: sizeNode(size), at: [], exponent: 1 }] };
}

/** More bound indices than this are compared as they stand. */
const MOST_COMPARED = 4;

/** Equal for monomials that are the same but for their numbers and the names of their bound indices. */
export function keyOf(monomial: Monomial, numberOf: NumberOf): string {
  const { bound, deltas, powers } = monomial;
  const textAt = (names: ReadonlyMap<number, string>): string => {
    const letter = (index: Index): string => (index === null ? "." : (names.get(index) ?? `f${index}`));
    const factors = powers.map(
      ({ at, base, exponent }) => `${numberOf(base)}[${at.map(letter).join()}]^${exponent}`,
    );
    const pairs = deltas.map((pair) => `d[${pair.map(letter).sort().join()}]`);
    return [...factors, ...pairs].sort().join(" ");
  };
  const orders = bound.length <= MOST_COMPARED ? permutations(bound) : [bound];
  const texts = orders.map((order) => textAt(new Map(order.map((index, k) => [index, `b${k}`]))));
  return texts.sort()[0] as string; // there is at least one order
}

function permutations(list: readonly number[]): number[][] {
  let found: number[][] = [[]];
  for (const item of list) {
    found = found.flatMap((order) =>
      Array.from({ length: order.length + 1 }, (_, k) => [...order.slice(0, k), item, ...order.slice(k)]),
    );
  }
  return found;
}

/** Like monomials put together. */
export function gathered(polynomial: Polynomial, numberOf: NumberOf): Monomial[] {
  const byKey = new Map<string, Monomial>();
  for (const monomial of polynomial) {
    const key = keyOf(monomial, numberOf);
    const known = byKey.get(key);
    const coefficient =
      known === undefined ? monomial.coefficient : exact.plus(known.coefficient, monomial.coefficient);
    byKey.set(key, { ...(known ?? monomial), coefficient });
  }
  return [...byKey.values()].filter(({ coefficient }) => !exact.isZero(coefficient));
}

/** The number 1 repeated over a shape. */
export const onesOf = (shape: readonly Size[]): Node =>
  shape.length === 0
    ? constantNode(1)
    : contraction([], { inputs: [], output: shape.map((_, axis) => axis), sizes: shape });
