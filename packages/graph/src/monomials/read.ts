import type { IndexMap } from "../index-map";
import type { Node } from "../node";
import { topologicalOrder } from "../order";
import * as exact from "../rational";
import { shortFraction } from "../simplify/decimal";
import { wholeExponent } from "../simplify/factor";
import { selfLogarithm } from "../stable";
import {
  count,
  type Index,
  Indices,
  type Monomial,
  ONE,
  type Polynomial,
  product,
  renamed,
} from "./monomial";

/** A node as a polynomial of its own entry, at one index for each axis. */
export interface Reading {
  readonly at: readonly number[];
  readonly terms: Polynomial;
}

/** Reads what sums, products, quotients and contractions are made of; everything else, and what is held, stays whole. */
export class Reader {
  readonly indices = new Indices();
  readonly #held: ReadonlySet<Node>;
  readonly #readings = new Map<Node, Reading>();

  constructor(held: ReadonlySet<Node>) {
    this.#held = held;
  }

  /** Without recursion: operands first. */
  read(root: Node): Reading {
    const known = this.#readings.get(root);
    if (known !== undefined) return known;
    for (const node of topologicalOrder([root], this.#held)) {
      if (this.#readings.has(node)) continue;
      const at = node.shape.map((size) => this.indices.fresh(size));
      this.#readings.set(node, { at, terms: this.#terms(node, at) });
    }
    return this.#readings.get(root) as Reading; // the order ends with it
  }

  /** The terms of a node that was read, at given indices. */
  termsAt(node: Node, at: readonly Index[]): Monomial[] {
    const reading = this.read(node);
    const names = new Map(reading.at.map((index, axis) => [index, at[axis] as Index]));
    return reading.terms.map((term) => renamed(term, names, this.indices));
  }

  #terms(node: Node, at: readonly number[]): Polynomial {
    const { value } = node.attrs;
    if (node.attrs.name !== undefined || this.#held.has(node)) return whole(node, at);
    if (typeof value === "number") {
      const coefficient = shortFraction(value);
      return coefficient === undefined ? whole(node, at) : [{ ...ONE, coefficient }];
    }
    const [a, b] = node.inputs as [Node, Node]; // those below have one or two
    const own = (input: Node): Index[] => broadcast(input, node, at);
    switch (node.op.name) {
      case "add":
        return [...this.termsAt(a, own(a)), ...this.termsAt(b, own(b))];
      case "sub":
        return [...this.termsAt(a, own(a)), ...this.termsAt(b, own(b)).map(negated)];
      case "neg":
        return this.termsAt(a, own(a)).map(negated);
      case "mul":
        if (selfLogarithm(node) !== undefined) return whole(node, at); // x ln x has a value at 0, the two apart have none
        return [product([this.#factor(a, own(a)), this.#factor(b, own(b))])];
      case "div": {
        const below = this.#factor(b, own(b));
        return [product([this.#factor(a, own(a)), raised(below, -1) ?? (one(b, own(b), -1) as Monomial)])];
      }
      case "square":
      case "pow": {
        const exponent = wholeExponent(node);
        if (exponent === undefined) return whole(node, at);
        return [raised(this.#factor(a, own(a)), exponent) ?? one(a, own(a), exponent)];
      }
      case "contraction":
        return [this.#contraction(node, at)];
      default:
        return whole(node, at);
    }
  }

  /** A node as one factor of a product: a sum stays together, so that it can cancel. */
  #factor(node: Node, at: readonly Index[]): Monomial {
    const terms = this.termsAt(node, at);
    const [only] = terms;
    return terms.length === 1 && only !== undefined ? only : one(node, at, 1);
  }

  #contraction(node: Node, at: readonly number[]): Monomial {
    const map = node.attrs.map as IndexMap; // every contraction has one
    const names: Index[] = [];
    const deltas: (readonly [number, number])[] = [];
    map.output.forEach((index, axis) => {
      const [known, mine] = [names[index], at[axis] as number];
      if (known === undefined) names[index] = mine;
      else if (known !== null && map.sizes[index] !== 1) deltas.push([known, mine]);
    });
    const used = new Set(map.inputs.flat());
    const bound: number[] = [];
    let repeated: Monomial = ONE;
    map.sizes.forEach((size, index) => {
      if (names[index] !== undefined) return;
      const mine = size === 1 ? null : this.indices.fresh(size);
      names[index] = mine;
      if (mine === null) return;
      if (used.has(index)) bound.push(mine);
      else repeated = product([repeated, count(size)]);
    });
    const factors = node.inputs.map((input, k) =>
      this.#factor(
        input,
        (map.inputs[k] as readonly Index[]).map((index) =>
          index === null ? null : (names[index] as number),
        ),
      ),
    );
    return product([repeated, { ...ONE, deltas, bound }, ...factors]);
  }
}

const negated = (term: Monomial): Monomial => ({ ...term, coefficient: exact.negative(term.coefficient) });

const one = (base: Node, at: readonly Index[], exponent: number): Monomial => ({
  ...ONE,
  powers: [{ base, at, exponent }],
});

const whole = (node: Node, at: readonly number[]): Polynomial => [one(node, at, 1)];

/** A power of a monomial; undefined for one that is a sum over an index, or 0 below a fraction bar. */
function raised({ bound, coefficient, deltas, powers }: Monomial, exponent: number): Monomial | undefined {
  if (bound.length > 0 || deltas.length > 0) return undefined;
  if (exponent < 0 && exact.isZero(coefficient)) return undefined;
  const size = exact.power(coefficient, Math.abs(exponent));
  return {
    ...ONE,
    coefficient: exponent < 0 ? exact.inverse(size) : size,
    powers: powers.map((power) => ({ ...power, exponent: power.exponent * exponent })),
  };
}

/** The indices of an operand that broadcasts to a node. */
function broadcast(input: Node, node: Node, at: readonly number[]): Index[] {
  const offset = node.shape.length - input.shape.length;
  return input.shape.map((size, axis) =>
    size === 1 && node.shape[axis + offset] !== 1 ? null : (at[axis + offset] as number),
  );
}

/** A sum that may be multiplied out. */
export const isOpenSum = (node: Node, held: ReadonlySet<Node>): boolean =>
  (node.op.name === "add" || node.op.name === "sub") && node.attrs.name === undefined && !held.has(node);
