import type { Node } from "../node";
import { add, sub } from "../ops/arithmetic";
import { constantNode } from "../ops/leaf";
import * as exact from "../rational";
import { added, type Coefficient, UNIT } from "./coefficient";
import { type NumberOf, wholeExponent } from "./factor";
import { isProduct, type Opens, type Product, readProduct } from "./product";
import { negated, writtenProduct } from "./write-product";

/*
 * Sums: terms with signs. Terms of the same factors are put together where their coefficients add up to something that can
 * be written; what nothing is put together with stays as it is. Where a law applies, a sum is written anew from left to
 * right, in the order in which the terms first stood.
 */

export interface Term {
  /** As it stands, without its sign. */
  readonly node: Node;
  readonly sign: 1 | -1;
  readonly product: Product;
}

export interface Sum {
  /** Terms of the same factors, in the order in which they first stood. */
  readonly groups: readonly (readonly Term[])[];
  /** By group: what its coefficients add up to; undefined where it stays as it is. */
  readonly totals: readonly (Coefficient | undefined)[];
  readonly isNormal: boolean;
  /** Not so where NaN, an infinity, -0 or a division by 0 stands in it: then no law holds. */
  readonly isRegular: boolean;
}

export const isSum = (node: Node): boolean => node.op.name === "add" || node.op.name === "sub";

/** What readSum may open. */
export const isPartOfSum = (node: Node): boolean => isSum(node) || node.op.name === "neg";

/** How the products in a sum are read: which parts of one are opened. */
export type TermOpens = (term: Node) => Opens;

/** Reads a sum; signs in front of terms are always opened. */
export function readSum(root: Node, numberOf: NumberOf, opens: Opens, termOpens: TermOpens): Sum {
  const groups = new Map<string | number, Term[]>();
  let isNormal = true;
  let isRegular = true;
  let count = 0;
  const pending: { node: Node; of: Node; sign: 1 | -1 }[] = [{ node: root, of: root, sign: 1 }];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const { node, of, sign } = part;
    const [a, b] = node.inputs as [Node, Node];
    if (isSum(node) && (node === root || opens(node, of))) {
      const second = node.op.name === "sub" ? opposite(sign) : sign;
      pending.push({ node: b, of: node, sign: second }, { node: a, of: node, sign });
      continue;
    }
    if (node.op.name === "neg") {
      if (count > 0) isNormal = false;
      pending.push({ node: a, of: node, sign: opposite(sign) });
      continue;
    }
    const term = readTerm(node, sign, numberOf, termOpens);
    if (!term.product.isRegular) isRegular = false;
    if (term.node !== node && count > 0) isNormal = false; // a negative number
    if (exact.isZero(term.product.coefficient.value)) isNormal = false;
    const key = keyOf(term.product, numberOf);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [term]);
    else group.push(term);
    count++;
  }
  const all = [...groups.values()];
  const totals = all.map((group) => (group.length > 1 ? added(group.map(signed)) : undefined));
  return {
    groups: all,
    totals,
    isNormal: isNormal && totals.every((total) => total === undefined),
    isRegular,
  };
}

const opposite = (sign: 1 | -1): 1 | -1 => (sign === 1 ? -1 : 1);

const signed = ({ sign, product }: Term): Coefficient => {
  const { value, isQuotient } = product.coefficient;
  return { value: sign * product.sign === 1 ? value : exact.negative(value), isQuotient };
};

function readTerm(node: Node, sign: 1 | -1, numberOf: NumberOf, termOpens: TermOpens): Term {
  const value = node.attrs.value;
  if (typeof value === "number" && value < 0) {
    return readTerm(constantNode(-value), opposite(sign), numberOf, termOpens);
  }
  const isPlain = value === undefined && !isProduct(node) && wholeExponent(node) === undefined;
  const product = isPlain ? alone(node) : readProduct(node, numberOf, termOpens(node));
  return { node, sign, product };
}

const alone = (node: Node): Product => ({
  sign: 1,
  coefficient: UNIT,
  factors: [{ base: node, exponent: 1 }],
  unfolded: [],
  isNormal: true,
  isRegular: true,
});

/** The same for products that differ in their coefficient alone. */
export function keyOf({ factors, unfolded }: Product, numberOf: NumberOf): string | number {
  const [first] = factors;
  if (factors.length === 1 && unfolded.length === 0 && first?.exponent === 1) return numberOf(first.base);
  const powers = factors.map(({ base, exponent }) => `${numberOf(base)}^${exponent}`);
  const numbers = unfolded.map(({ value, exponent }) => `(${value.n}/${value.d})^${exponent}`);
  return [...powers, ...numbers].sort().join(" ");
}

/** A sum with its laws applied, or undefined where none applies. */
export function collectedSum(
  root: Node,
  numberOf: NumberOf,
  opens: Opens,
  termOpens: TermOpens,
): Node | undefined {
  const { groups, totals, isNormal, isRegular } = readSum(root, numberOf, opens, termOpens);
  if (isNormal || !isRegular) return undefined;
  let sum: Node | undefined;
  const append = (node: Node, isNegative: boolean): void => {
    if (node.attrs.value === 0) return;
    if (sum === undefined) sum = isNegative ? negated(node) : node;
    else sum = isNegative ? sub(sum, node) : add(sum, node);
  };
  groups.forEach((group, k) => {
    const total = totals[k];
    const [first] = group;
    if (total === undefined || first === undefined) {
      for (const { node, sign } of group) append(node, sign === -1);
      return;
    }
    const coefficient = { ...total, value: exact.absolute(total.value) };
    const known = group.find(({ product }) => exact.isEqual(product.coefficient.value, coefficient.value));
    append(known?.node ?? writtenProduct({ ...first.product, coefficient }, numberOf), total.value.n < 0n);
  });
  return sum ?? constantNode(0);
}
