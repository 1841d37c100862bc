import { mul, type Node, neg } from "@chainrule/graph";
import { indexOf, over } from "./over";

/** What stands around the product that is looked at: a sign, a sum, or the factors before a sum. */
type Around = (inner: Node) => Node;

/**
 * An entry with sums behind the other factors of a product, where they need no parentheses: (sum_i d_i w_ij) f'(z_j) as
 * f'(z_j) sum_i d_i w_ij. For what was derived; what an author wrote keeps its order.
 */
export function sumsLast(entry: Node): Node {
  const around: Around[] = [];
  let inner = entry;
  for (;;) {
    const sum = indexOf(inner);
    const [body] = inner.inputs;
    if (inner.attrs.name !== undefined || body === undefined) break;
    if (sum !== undefined) around.push((node) => over(sum.sign, sum.letter, sum.size, node));
    else if (inner.op.name === "neg") around.push(neg);
    else break;
    inner = body;
  }
  const factors = factorsOf(inner);
  const sums = factors.filter(isSum);
  const [only] = sums;
  // several sums need their parentheses wherever they stand
  const ordered =
    sums.length === 1 && only !== undefined && factors[factors.length - 1] !== only
      ? [...factors.filter((factor) => factor !== only), only].reduce((left, right) => mul(left, right))
      : inner;
  return around.reduceRight((node, wrap) => wrap(node), ordered);
}

const isSum = (node: Node): boolean => indexOf(node)?.sign === "sum";

/** The factors of a product of products, from left to right. */
function factorsOf(product: Node): Node[] {
  const factors: Node[] = [];
  const pending = [product];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const [left, right] = node.attrs.name === undefined && node.op.name === "mul" ? node.inputs : [];
    if (left !== undefined && right !== undefined) pending.push(right, left);
    else factors.push(node);
  }
  return factors;
}
