import { fused, type Node, type Size } from "@chainrule/graph";
import { addends } from "./entries";
import type { SharedLocal } from "./shared-local";

/* Products of partials along a path: one factor after another, each with the indices of what lies below it. */

/** -(a - b) as b - a, which is what stands in products. */
export function swapped(partial: Node): Node {
  const [inner] = partial.inputs;
  if (partial.op.name !== "neg" || inner?.op.name !== "sub" || inner.attrs.name !== undefined) return partial;
  const [a, b] = inner.inputs as [Node, Node];
  return b.sub(a);
}

/** Whether every entry is 1. */
export const isOnes = ({ attrs, inputs, op }: Node): boolean =>
  attrs.value === 1 ||
  (op.name === "contraction" &&
    attrs.name === undefined &&
    inputs.length === 0 &&
    attrs.map?.sizes.length === attrs.map?.output.length &&
    new Set(attrs.map?.output).size === attrs.map?.output.length);

const isContraction = ({ attrs, op }: Node): boolean => op.name === "contraction" && attrs.name === undefined;

/** Whether a contraction only re-indexes, repeats and multiplies. */
const sumsNothing = ({ attrs }: Node): boolean =>
  attrs.map?.sizes.every((_, index) => attrs.map?.output.includes(index)) ?? false;

/** Whether a sum stands at the end of a product, so that a factor after it would be read as part of it. */
function endsInSum(node: Node): boolean {
  let last: Node | undefined = node;
  while (last?.attrs.name === undefined && last?.op.name === "mul") last = last.inputs[1];
  return last !== undefined && isContraction(last) && !sumsNothing(last);
}

/** The indices of what may be the same along some axes: it lacks them, counted from the last, or is stretched along them. */
const aligned = ({ shape }: Node, indices: readonly number[], sizes: readonly Size[]): (number | null)[] =>
  indices
    .slice(indices.length - shape.length)
    .map((index, axis) => (shape[axis] === 1 && sizes[index] !== 1 ? null : index));

/** A derivative by `above` times the partial of `above` by `below`, summed over what only `above` has. */
export function step(
  product: Node,
  factor: Node,
  { shared, isMixed }: SharedLocal,
  above: Node,
  below: Node,
): Node {
  const own = above.shape.map((_, axis) => axis);
  const sizes: Size[] = [...above.shape];
  const kept = shared.map((axis, k) => axis ?? sizes.push(below.shape[k] as Size) - 1);
  const added = kept.filter((_, k) => shared[k] === null);
  const joined = (part: Node): Node => {
    const pair = [
      { node: product, indices: own },
      { node: part, indices: [...own, ...added] },
    ];
    if (endsInSum(product)) pair.reverse();
    const inputs = pair.map(({ node, indices }) => aligned(node, indices, sizes));
    const map = { inputs, output: kept, sizes };
    const open = (node: Node): boolean =>
      isContraction(node) && (sumsNothing(node) || (isMixed && node === part));
    return fused(
      pair.map(({ node }) => node),
      map,
      { open },
    );
  };
  if (!isMixed) return joined(factor);
  return addends(factor).reduce<Node | undefined>((sum, { term, negative }) => {
    const part = joined(term);
    if (sum === undefined) return negative ? part.neg() : part;
    return negative ? sum.sub(part) : sum.add(part);
  }, undefined) as Node; // a partial has at least one addend
}
