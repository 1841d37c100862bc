import type { IndexMap } from "../index-map";
import type { Node } from "../node";
import { mul } from "../ops/arithmetic";
import { contraction } from "../ops/contract";
import { constantNode, STRONG_ZERO } from "../ops/leaf";
import type { Size } from "../shape";

type Indices = readonly (number | null)[];

export interface FuseOptions {
  /** Which inner contractions are merged; all by default. */
  readonly open?: (node: Node) => boolean;
}

const isContraction = (node: Node): boolean =>
  node.op.name === "contraction" && node.attrs.name === undefined;

/** For `open`: every factor stays as it is. */
export const never = (): boolean => false;

/** For `open`: contractions that only re-index, repeat, multiply or compare indices. Merging them costs nothing. */
export const sumsNothing = ({ attrs: { map } }: Node): boolean =>
  map?.sizes.every((_, index) => map.output.includes(index)) ?? false;

/** A contraction with those factors merged into it that sum nothing: deltas collapse, numbers come first. */
export function mergedFactors(node: Node): Node | undefined {
  const { map } = node.attrs;
  const canMerge = (input: Node): boolean =>
    input.attrs.value === 1 ||
    scaledNode(input) !== undefined ||
    (isContraction(input) && sumsNothing(input));
  if (map === undefined || !node.inputs.some(canMerge)) return undefined;
  const merged = fused(node.inputs, map, { open: sumsNothing });
  const isSame =
    merged.op === node.op &&
    merged.inputs.length === node.inputs.length &&
    merged.inputs.every((input, k) => input === node.inputs[k]);
  return isSame ? undefined : merged;
}

/**
 * A contraction whose factors are contractions is one contraction: the indices of an inner one are renamed to those it is
 * used with. Where an inner output index stands twice, a Kronecker delta, the two indices it is used with become one: the
 * delta collapses. Factors equal to 1 are left out; a contraction that changes nothing is its only factor.
 */
export function fused(inputs: readonly Node[], map: IndexMap, options: FuseOptions = {}): Node {
  const isOpened = options.open ?? isContraction;
  const sizes: Size[] = [...map.sizes];
  const same: number[] = sizes.map((_, index) => index); // union-find: the index that this one has become
  const factors: Node[] = [];
  const factorIndices: Indices[] = [];
  const pending = inputs.map((node, k) => ({ node, indices: map.inputs[k] as Indices })).reverse();
  while (pending.length > 0) {
    const { node, indices } = pending.pop() as { node: Node; indices: Indices };
    if (node.attrs.value === 1) continue;
    const scaled = isOpened === never ? undefined : scaledNode(node);
    if (scaled !== undefined) {
      pending.push({ node: scaled.node, indices }, { node: scaled.number, indices: [] });
      continue;
    }
    const opens = isContraction(node) && isOpened(node) && !indices.includes(null);
    const inner = opens ? node.attrs.map : undefined;
    if (inner === undefined) {
      factors.push(node);
      factorIndices.push(indices);
      continue;
    }
    const renamed = opened(inner, indices as readonly number[], sizes, same);
    const parts = node.inputs.map((input, k) => ({
      node: input,
      indices: (inner.inputs[k] as Indices).map((index) =>
        index === null ? null : (renamed[index] as number),
      ),
    }));
    pending.push(...parts.reverse());
  }
  const rename = (indices: Indices): Indices =>
    indices.map((index) => (index === null ? null : root(same, index)));
  const output = map.output.map((index) => root(same, index));
  return written(factors, factorIndices.map(rename), output, sizes, same);
}

/** Reads 2 x and -x as a number times a node of the same shape. */
function scaledNode(node: Node): { readonly number: Node; readonly node: Node } | undefined {
  const [a, b] = node.inputs;
  if (a === undefined || node.attrs.name !== undefined) return undefined;
  if (node.op.name === "neg") return { number: constantNode(-1), node: a };
  if (node.op.name === "mul" && b !== undefined && typeof a.attrs.value === "number")
    return { number: a, node: b };
  return undefined;
}

/** Renames the indices of an inner contraction to outer ones; those it sums over become new. */
function opened(inner: IndexMap, used: readonly number[], sizes: Size[], same: number[]): number[] {
  const renamed = new Map<number, number>();
  inner.output.forEach((index, axis) => {
    const outer = used[axis] as number;
    const known = renamed.get(index);
    if (known === undefined) renamed.set(index, outer);
    else unite(same, known, outer);
  });
  return inner.sizes.map((size, index) => {
    const outer = renamed.get(index);
    if (outer !== undefined) return outer;
    same.push(sizes.length);
    return sizes.push(size) - 1;
  });
}

function root(same: readonly number[], index: number): number {
  let at = index;
  while (same[at] !== at) at = same[at] as number;
  return at;
}

function unite(same: number[], a: number, b: number): void {
  const [p, q] = [root(same, a), root(same, b)];
  same[Math.max(p, q)] = Math.min(p, q);
}

/** The contraction with its indices numbered in order of appearance; numbers before it, a product if it is entrywise. */
function written(
  given: readonly Node[],
  givenIndices: readonly Indices[],
  output: readonly number[],
  sizes: readonly Size[],
  same: readonly number[],
): Node {
  const isNumber = (node: Node): boolean => typeof node.attrs.value === "number";
  const numbers = given.filter(isNumber).map((node) => node.attrs.value as number); // isNumber looked
  const factors = given.filter((node) => !isNumber(node));
  const indices = givenIndices.filter((_, k) => !isNumber(given[k] as Node));
  const body = withoutNumbers(factors, indices, output, sizes, same);
  if (numbers.length === 0) return body;
  if (given.some(({ attrs }) => attrs.strong)) return mul(STRONG_ZERO, body);
  return mul(constantNode(numbers.reduce((product, value) => product * value)), body);
}

function withoutNumbers(
  factors: readonly Node[],
  indices: readonly Indices[],
  output: readonly number[],
  sizes: readonly Size[],
  same: readonly number[],
): Node {
  const [only] = factors;
  if (only !== undefined && factors.length === 1 && isPassedOn(indices[0] as Indices, output, sizes, same))
    return only;
  const met = [...new Set([...output, ...indices.flat().filter((index) => index !== null)])];
  const alone = sizes.flatMap((size, index) =>
    same[index] === index && !met.includes(index) && size !== 1 ? [index] : [],
  );
  const order = [...met, ...alone];
  const number = new Map(order.map((index, position) => [index, position]));
  const label = (index: number): number => number.get(index) as number;
  const map: IndexMap = {
    inputs: indices.map((list) => list.map((index) => (index === null ? null : label(index)))),
    output: output.map(label),
    sizes: order.map((index) => sizes[index] as Size),
  };
  if (factors.length > 1 && isEntrywise(map)) return factors.reduce(mul);
  if (factors.length === 0 && order.length === 0) return constantNode(1);
  return contraction(factors, map);
}

/** Every factor has just the output's indices, or none: the entries are multiplied one by one. */
function isEntrywise({ inputs, output, sizes }: IndexMap): boolean {
  const isWhole = (indices: Indices): boolean =>
    indices.length === output.length && indices.every((index, axis) => index === output[axis]);
  const isPlain = new Set(output).size === output.length && sizes.length === output.length;
  return (
    isPlain && inputs.some(isWhole) && inputs.every((indices) => indices.length === 0 || isWhole(indices))
  );
}

/** The axes of the only factor are those of the result, in their order, and nothing is summed or repeated. */
function isPassedOn(
  input: Indices,
  output: readonly number[],
  sizes: readonly Size[],
  same: readonly number[],
): boolean {
  if (input.length !== output.length || input.some((index, axis) => index !== output[axis])) return false;
  if (new Set(output).size !== output.length) return false;
  return sizes.every((size, index) => same[index] !== index || size === 1 || output.includes(index));
}
