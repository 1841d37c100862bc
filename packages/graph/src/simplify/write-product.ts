import type { Node } from "../node";
import { div, mul, neg } from "../ops/arithmetic";
import { constantNode } from "../ops/leaf";
import * as exact from "../rational";
import { sides } from "./coefficient";
import { decimal } from "./decimal";
import { limitsIn, type NumberOf, power } from "./factor";
import { type Opens, type Product, readProduct } from "./product";

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
      ({ value, exponent }) => (exponent === at ? [constantNode(decimal(value) as number)] : []), // they were numbers of the graph
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

const productOf = (nodes: readonly Node[]): Node | undefined =>
  nodes.length === 0 ? undefined : nodes.reduce((left, right) => mul(left, right));

/** The negative of a node; of a number, a number. */
export const negated = (node: Node): Node => {
  const value = node.attrs.value;
  if (value === 0) return node;
  return typeof value === "number" ? constantNode(-value) : neg(node);
};
