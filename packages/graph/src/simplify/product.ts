import type { Node } from "../node";
import { div, mul, neg } from "../ops/arithmetic";
import { pow, square } from "../ops/elementary";
import { constantNode } from "../ops/leaf";
import { limitForm } from "../stable";
import { type Coefficient, multiplied, type NumberFactor, written } from "./coefficient";
import * as exact from "./rational";

/*
 * Products: a sign, a number, and powers of what is left. The normal form of a product is
 *   -(number factors / (number factors))
 * with the sign outside, one fraction bar, one number on each side, and each factor once; what is in that form stays as it
 * is, whatever the order. Everything else is written anew, in the order in which the factors first stood.
 */

/** A power of something that is neither a product nor a number. */
export interface Factor {
  readonly base: Node;
  readonly exponent: number;
}

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
/** Equal for nodes that are the same expression. */
export type NumberOf = (node: Node) => number;

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
        if (limitForm(node) !== undefined) this.#limits++;
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
    const value = exact.rational(given);
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
      numbers.flatMap(({ value, exponent }) => (exponent === side ? [exact.decimal(value) as number] : []));
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

/** The numbers above and below the bar that a coefficient is written with. */
function sides(coefficient: Coefficient): [number[], number[]] {
  const { above, below } = written(coefficient) as { above: number; below?: number }; // products and sums saw to it
  return [above === 1 ? [] : [above], below === undefined ? [] : [below]];
}

/** Reads a product, or anything else as the product that it alone is. */
export function readProduct(root: Node, numberOf: NumberOf, opens: Opens): Product {
  return new ProductReader(root, numberOf, opens).read();
}

/** The base and the whole exponent of a power, or of a power of powers. */
function powerOf(node: Node): readonly [base: Node, exponent: number] {
  let base = node;
  let exponent = 1;
  for (;;) {
    const inner = wholeExponent(base);
    const below = base.inputs[0];
    if (inner === undefined || below === undefined || typeof below.attrs.value === "number") break;
    if (!Number.isSafeInteger(exponent * inner)) break;
    exponent *= inner;
    base = below;
  }
  return [base, exponent];
}

/** The exponent of x^2, or of x^k for a whole k other than 0. */
export function wholeExponent(node: Node): number | undefined {
  if (node.op.name === "square") return 2;
  const exponent = node.inputs[1]?.attrs.value;
  if (node.op.name !== "pow" || typeof exponent !== "number") return undefined;
  return Number.isInteger(exponent) && exponent !== 0 ? exponent : undefined;
}

/** Where x and log x are both factors: x log x for each of the two. It has a value at 0, and the two apart have none. */
function limitsIn(factors: readonly Factor[], numberOf: NumberOf): Map<Factor, Node> {
  const joined = new Map<Factor, Node>();
  const single = factors.filter(({ exponent }) => exponent === 1);
  const logs = single.filter(({ base }) => base.op.name === "log");
  if (logs.length === 0 || single.length < 2) return joined;
  const byNumber = new Map(single.map((factor) => [numberOf(factor.base), factor]));
  for (const log of logs.sort((a, b) => logDepth(a.base) - logDepth(b.base))) {
    const argument = log.base.inputs[0] as Node;
    const x = byNumber.get(numberOf(argument));
    if (x === undefined || joined.has(x) || joined.has(log)) continue;
    const product = mul(argument, log.base);
    joined.set(x, product).set(log, product);
  }
  return joined;
}

function logDepth(node: Node): number {
  let depth = 0;
  for (let below = node; below.op.name === "log"; below = below.inputs[0] as Node) depth++;
  return depth;
}

/** A product with its laws applied, or undefined where none applies. */
export function collectedProduct(root: Node, numberOf: NumberOf, opens: Opens): Node | undefined {
  const product = readProduct(root, numberOf, opens);
  if (product.isNormal || !product.isRegular) return undefined;
  const size = writtenProduct(product, numberOf);
  return product.sign === 1 ? size : negated(size);
}

/** Writes a product without its sign: number, factors, divisor. */
export function writtenProduct(
  { coefficient, factors, unfolded }: Pick<Product, "coefficient" | "factors" | "unfolded">,
  numberOf: NumberOf,
): Node {
  if (exact.isZero(coefficient.value)) return constantNode(0);
  const [above, below] = sides(coefficient);
  const limits = limitsIn(factors, numberOf);
  const powers = new Set<Node>();
  const side = (at: 1 | -1, numbers: readonly number[]): Node[] => [
    ...numbers.map(constantNode),
    ...unfolded.flatMap(
      ({ value, exponent }) => (exponent === at ? [constantNode(exact.decimal(value) as number)] : []), // they were numbers of the graph
    ),
    ...factors.flatMap((factor) => {
      const whole = limits.get(factor) ?? power(factor.base, Math.abs(factor.exponent));
      if (factor.exponent * at < 0 || powers.has(whole)) return [];
      powers.add(whole);
      return [whole];
    }),
  ];
  const top = productOf(side(1, above)) ?? constantNode(1);
  const bottom = productOf(side(-1, below));
  return bottom === undefined ? top : div(top, bottom);
}

const power = (base: Node, exponent: number): Node => {
  if (exponent === 1) return base;
  return exponent === 2 ? square(base) : pow(base, constantNode(exponent));
};

const productOf = (nodes: readonly Node[]): Node | undefined =>
  nodes.length === 0 ? undefined : nodes.reduce((left, right) => mul(left, right));

/** The negative of a node; of a number, a number. */
export const negated = (node: Node): Node => {
  const value = node.attrs.value;
  if (value === 0) return node;
  return typeof value === "number" ? constantNode(-value) : neg(node);
};
