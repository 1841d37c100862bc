import { operationKey } from "../evaluate/declared";
import { nameText } from "../name";
import type { Node, NodeAttributes } from "../node";
import { shapeText } from "../shape";
import { isProduct, type Opens, type Product, readProduct } from "./product";
import { isPartOfSum, isSum, keyOf, readSum } from "./sum";

const COMMUTATIVE: ReadonlySet<string> = new Set(["add", "mul", "max", "min", "eq", "ne"]);

/** Sums and products of more parts than this are compared as they stand, so that numbering takes linear time. */
const WIDEST = 64;

const everything: Opens = () => true;

/**
 * Numbers nodes so that two have the same number when they are the same expression, whatever the order and the grouping of
 * their terms and factors. Symbols are nominal: each has its own number, and so has each node that is held.
 */
export class Numbering {
  readonly #numbers = new Map<Node, number>();
  readonly #byKey = new Map<string, number>();
  /** Whether a product, or a sum, has few enough parts to be read whole, wherever its parts are used as well. */
  readonly isNarrowProduct = narrowness(isProduct);
  readonly isNarrowSum = narrowness(isPartOfSum);
  readonly #held: ReadonlySet<Node> | undefined;
  #next = 0;

  constructor(held?: ReadonlySet<Node>) {
    this.#held = held;
  }

  /** The number of a node. Its inputs are numbered first, without recursion. */
  readonly of = (node: Node): number => {
    const known = this.#numbers.get(node);
    if (known !== undefined) return known;
    const pending = [node];
    while (pending.length > 0) {
      const top = pending[pending.length - 1] as Node;
      const isAtom = top.attrs.cell !== undefined || this.#held?.has(top) === true;
      if (isAtom) {
        pending.pop();
        if (!this.#numbers.has(top)) this.#numbers.set(top, this.#next++);
        continue;
      }
      let isReady = true;
      for (const input of top.inputs) {
        if (this.#numbers.has(input)) continue;
        pending.push(input);
        isReady = false;
      }
      if (!isReady) continue;
      pending.pop();
      if (this.#numbers.has(top)) continue;
      this.#numbers.set(top, this.#numberOf(this.#key(top)));
    }
    return this.#numbers.get(node) as number;
  };

  #numberOf(key: string): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, this.#next);
    return this.#next++;
  }

  #key(node: Node): string {
    return this.#productKey(node) ?? this.#sumKey(node) ?? this.#plainKey(node);
  }

  #productKey(node: Node): string | undefined {
    if (!isProduct(node) || !this.isNarrowProduct(node)) return undefined;
    const product = readProduct(node, this.of, everything);
    return product.isRegular ? `product ${this.#termKey(product, 1)}${shapeText(node.shape)}` : undefined;
  }

  #sumKey(node: Node): string | undefined {
    if (!isSum(node) || !this.isNarrowSum(node)) return undefined;
    const { groups, isRegular } = readSum(node, this.of, everything, (term) => {
      const isWhole = this.isNarrowProduct(term);
      return () => isWhole;
    });
    if (!isRegular) return undefined;
    const terms = groups.flat().map(({ product, sign }) => this.#termKey(product, sign));
    return `sum ${terms.sort().join(" + ")}${shapeText(node.shape)}`;
  }

  #termKey(product: Product, sign: 1 | -1): string {
    const { n, d } = product.coefficient.value;
    return `${sign * product.sign < 0 ? "-" : ""}${n}/${d} ${keyOf(product, this.of)}`;
  }

  #plainKey(node: Node): string {
    const inputs = node.inputs.map((input) => this.#numbers.get(input) as number);
    if (COMMUTATIVE.has(node.op.name)) inputs.sort((a, b) => a - b);
    return `${operationKey(node.op)}(${inputs.join(",")})${shapeText(node.shape)}${attributesText(node.attrs)}`;
  }
}

function narrowness(belongs: (part: Node) => boolean): (node: Node) => boolean {
  const wide = new Set<Node>();
  return (node) => {
    const pending = [node];
    for (let count = 1; pending.length > 0; count++) {
      const part = pending.pop() as Node;
      if (!belongs(part)) continue;
      if (wide.has(part) || count + pending.length + part.inputs.length > WIDEST) {
        wide.add(node);
        return false;
      }
      pending.push(...part.inputs);
    }
    return true;
  };
}

function attributesText({ name, value, map, axis, axes, start, stop, dim }: NodeAttributes): string {
  const parts: string[] = [];
  if (name !== undefined) parts.push(nameText(name));
  if (typeof value === "number") parts.push(numberText(value));
  else if (value !== undefined) parts.push(`tensor ${Array.from(value.data, numberText).join(" ")}`);
  if (map !== undefined) parts.push(JSON.stringify([map.inputs, map.output]), shapeText(map.sizes));
  if (dim !== undefined) parts.push(nameText(dim.name));
  const place = [axis, axes, start, stop];
  if (place.some((part) => part !== undefined)) parts.push(JSON.stringify(place));
  return parts.join("|");
}

const numberText = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));
