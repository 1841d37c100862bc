import type { Node } from "../node";
import * as exact from "../rational";
import { selfLogarithm } from "../stable";
import { type Coefficient, multiplied, type NumberFactor, sides } from "./coefficient";
import { decimal, shortFraction } from "./decimal";
import { type Factor, limitsIn, type NumberOf, powerOf } from "./factor";

/*
 * Products: a sign, a number, and powers of what is left. The normal form of a product is
 *   -(number factors / (number factors))
 * with the sign outside, one fraction bar, one number on each side, and each factor once; what is in that form stays as it
 * is, whatever the order. Everything else is written anew, in the order in which the factors first stood.
 */

export interface Product {
  readonly sign: 1 | -1;
  /** What the numbers multiply to, without its sign. */
  readonly coefficient: Coefficient;
  /** Powers, in the order in which they first stood. */
  readonly factors: readonly Factor[];
  /** Numbers besides, where no number in float64 is exactly the product of all. */
  readonly unfolded: readonly NumberFactor[];
  readonly isNormal: boolean;
  /** Not so where NaN, an infinity, -0 or a division by 0 stands in it: then no law holds. */
  readonly isRegular: boolean;
}

/** Which operands are read as parts of the whole, given the part whose operand each is. */
export type Opens = (operand: Node, part: Node) => boolean;
const OPERATIONS: ReadonlySet<string> = new Set(["mul", "div", "neg"]);
export const isProduct = (node: Node): boolean => OPERATIONS.has(node.op.name);

/** Where a part stands: a sign only belongs at the top, a fraction bar at the top or under the sign. */
type Place = "top" | "under sign" | "numerator" | "inside";

interface Part {
  readonly node: Node;
  /** The part whose operand it is; the root's is the root itself. */
  readonly of: Node;
  readonly exponent: 1 | -1;
  readonly place: Place;
}

class ProductReader {
  readonly #root: Node;
  readonly #numberOf: NumberOf;
  readonly #opens: Opens;
  #sign: 1 | -1 = 1;
  readonly #numbers: NumberFactor[] = [];
  readonly #factors: Factor[] = [];
  /** Products x log x that stand as such. */
  #limits = 0;
  #isNormal = true;
  #isRegular = true;
  readonly #pending: Part[] = [];

  constructor(root: Node, numberOf: NumberOf, opens: Opens) {
    this.#root = root;
    this.#numberOf = numberOf;
    this.#opens = opens;
  }

  read(): Product {
    this.#pending.push({ node: this.#root, of: this.#root, exponent: 1, place: "top" });
    for (let part = this.#pending.pop(); part !== undefined; part = this.#pending.pop()) {
      const { node, of } = part;
      if (isProduct(node) && (node === this.#root || this.#opens(node, of))) this.#open(part);
      else if (typeof node.attrs.value === "number") this.#number(node, node.attrs.value, part);
      else this.#factor(node, part.exponent);
    }
    return this.#finished();
  }

  #open({ node, exponent, place }: Part): void {
    const [a, b] = node.inputs as [Node, Node]; // neg has the first alone
    switch (node.op.name) {
      case "mul":
        if (selfLogarithm(node) !== undefined) this.#limits++;
        this.#pending.push(
          { node: b, of: node, exponent, place: "inside" },
          { node: a, of: node, exponent, place: "inside" },
        );
        return;
      case "div":
        if (place === "numerator" || place === "inside") this.#isNormal = false;
        this.#pending.push(
          { node: b, of: node, exponent: exponent === 1 ? -1 : 1, place: "inside" },
          { node: a, of: node, exponent, place: "numerator" },
        );
        return;
      default:
        this.#sign = this.#sign === 1 ? -1 : 1;
        if (place !== "top") this.#isNormal = false;
        this.#pending.push({ node: a, of: node, exponent, place: "under sign" });
    }
  }

  #number(node: Node, given: number, { exponent }: Part): void {
    if (!Number.isFinite(given) || Object.is(given, -0) || (given === 0 && exponent === -1)) {
      this.#isRegular = false;
      return;
    }
    const value = shortFraction(given);
    if (value === undefined) {
      this.#factor(node, exponent); // too long a decimal to be worth multiplying out
      return;
    }
    if (value.n < 0n) {
      this.#sign = this.#sign === 1 ? -1 : 1;
      this.#isNormal = false;
    }
    this.#numbers.push({ value: exact.absolute(value), exponent });
  }

  #factor(node: Node, exponent: 1 | -1): void {
    const [base, power] = powerOf(node);
    if (power < 0) this.#isNormal = false;
    this.#factors.push({ base, exponent: power * exponent });
  }

  /** Like factors together, each once. */
  #gathered(): Factor[] {
    if (this.#factors.length < 2) return this.#factors;
    const byNumber = new Map<number, Factor>();
    for (const factor of this.#factors) {
      const key = this.#numberOf(factor.base);
      const known = byNumber.get(key);
      if (known === undefined) byNumber.set(key, factor);
      else {
        byNumber.set(key, { base: known.base, exponent: known.exponent + factor.exponent });
        this.#isNormal = false;
      }
    }
    return [...byNumber.values()].filter(({ exponent }) => exponent !== 0);
  }

  #finished(): Product {
    const factors = this.#gathered();
    const { coefficient, rest } = multiplied(this.#numbers);
    const limits = limitsIn(factors, this.#numberOf).size;
    return {
      sign: this.#sign,
      coefficient,
      factors,
      unfolded: rest,
      isNormal:
        this.#isNormal && limits <= 2 * this.#limits && this.#hasNormalNumbers(coefficient, rest, factors),
      isRegular: this.#isRegular,
    };
  }

  /** Whether the numbers are those that would be written; 1 is written where nothing else is above the bar. */
  #hasNormalNumbers(
    coefficient: Coefficient,
    rest: readonly NumberFactor[],
    factors: readonly Factor[],
  ): boolean {
    if (exact.isZero(coefficient.value)) return false;
    const at = (side: 1 | -1, numbers: readonly NumberFactor[]): number[] =>
      numbers.flatMap(({ value, exponent }) => (exponent === side ? [decimal(value) as number] : []));
    const [above, below] = sides(coefficient);
    const top = [...above, ...at(1, rest)];
    const bottom = [...below, ...at(-1, rest)];
    const isAlone = factors.every(({ exponent }) => exponent < 0);
    if (isAlone && top.length < 2 && bottom.length === 0 && factors.length === 0) return false;
    return (
      sameNumbers(at(1, this.#numbers), top.length === 0 && isAlone ? [1] : top) &&
      sameNumbers(at(-1, this.#numbers), bottom)
    );
  }
}

const ascending = (a: number, b: number): number => a - b;

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  const [left, right] = [[...a].sort(ascending), [...b].sort(ascending)];
  return left.length === right.length && left.every((number, k) => number === right[k]);
}

/** Reads a product, or anything else as the product that it alone is. */
export function readProduct(root: Node, numberOf: NumberOf, opens: Opens): Product {
  return new ProductReader(root, numberOf, opens).read();
}
