import { ChainruleError, type Node, type Size } from "@chainrule/graph";

/** A factor of a sum of products: a node without its axes of size 1 that are stretched, or a Kronecker delta. */
export interface Factor {
  /** Undefined for a delta: ones where its two indices are equal. */
  readonly node: Node | undefined;
  /** Axes of size 1 to be taken away first. */
  readonly squeezed: readonly number[];
  readonly indices: readonly number[];
}

/**
 * A contraction in steps that every array library has: a sum of products over distinct indices, a factor for what is summed
 * over without a factor, and axes put in along which the result is repeated.
 */
export interface ContractionPlan {
  readonly factors: readonly Factor[];
  /** The indices of the sum of products, each once. */
  readonly indices: readonly number[];
  /** How often everything counts: the sizes of indices that stand nowhere. */
  readonly counts: readonly Size[];
  /** Positions of the result's axes that no factor has. */
  readonly repeated: readonly number[];
  readonly sizes: readonly Size[];
  readonly shape: readonly Size[];
}

/** The steps of a contraction, of NumPy's `einsum` where nothing is repeated. */
export function contractionPlan(node: Node): ContractionPlan {
  const { map } = node.attrs;
  if (map === undefined) throw new ChainruleError("OPERAND", "no contraction", { where: node.op.name });
  const sizes = [...map.sizes];
  const factors: Factor[] = node.inputs.map((input, k) => {
    const own = map.inputs[k] ?? [];
    const squeezed = own.flatMap((index, axis) => (index === null ? [axis] : []));
    return { node: input, squeezed, indices: own.filter((index) => index !== null) };
  });
  const output: number[] = [];
  for (const index of map.output) {
    if (!output.includes(index)) {
      output.push(index);
      continue;
    }
    const other = sizes.push(sizes[index] as Size) - 1; // it is one of the output's
    factors.push({ node: undefined, squeezed: [], indices: [index, other] });
    output.push(other);
  }
  const present = new Set(factors.flatMap(({ indices }) => indices));
  return {
    factors,
    indices: output.filter((index) => present.has(index)),
    counts: sizes.filter((size, index) => size !== 1 && !present.has(index) && !output.includes(index)),
    repeated: output.flatMap((index, position) => (present.has(index) ? [] : [position])),
    sizes,
    shape: node.shape,
  };
}

const LETTERS = "ijklmnopqrstuvwxyzabcdefghIJKLMNOPQRSTUVWXYZABCDEFGH";

/** The equation of `einsum` for a plan: `ij,j->i`. @throws ChainruleError TOO_LONG for more indices than letters */
export function equation({ factors, indices }: ContractionPlan): string {
  const met = [...new Set(factors.flatMap((factor) => factor.indices))];
  if (met.length > LETTERS.length) {
    throw new ChainruleError("TOO_LONG", "more indices than there are letters", {
      where: "einsum",
      got: `${met.length}`,
      expected: `at most ${LETTERS.length}`,
    });
  }
  const letters = (list: readonly number[]): string =>
    list.map((index) => LETTERS[met.indexOf(index)]).join("");
  return `${factors.map((factor) => letters(factor.indices)).join(",")}->${letters(indices)}`;
}
