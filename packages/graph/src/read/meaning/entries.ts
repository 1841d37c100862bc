import { fused, type IndexMap, mul, type Node, never, type Size } from "../../index";
import type { Letter } from "./letters";

/** A factor with the letters of its axes; without a node, a Kronecker delta of its two letters. */
export interface LetteredFactor {
  readonly node?: Node;
  readonly letters: readonly Letter[];
}

/** One entry of a tensor, for all values of its letters: a product of lettered factors, summed over some of the letters. */
export interface Entries {
  readonly kind: "entries";
  readonly factors: readonly LetteredFactor[];
  readonly summed: readonly Letter[];
}

export const scalarEntries = (node: Node): Entries => entriesOf(node, []);

export const entriesOf = (node: Node, letters: readonly Letter[]): Entries => ({
  kind: "entries",
  factors: [{ node, letters }],
  summed: [],
});

export const kroneckerEntries = (a: Letter, b: Letter): Entries => ({
  kind: "entries",
  factors: [{ letters: [a, b] }],
  summed: [],
});

/** The letters that are not summed over, in order of appearance. */
export function freeLetters({ factors, summed }: Entries): Letter[] {
  if (factors.length === 1 && summed.length === 0) return [...new Set(factors[0]?.letters)];
  const letters = new Set(factors.flatMap((factor) => factor.letters));
  for (const letter of summed) letters.delete(letter);
  return [...letters];
}

/** The product; factors stay apart until it is needed whole, so that sums over their letters are one contraction. */
export function productEntries(a: Entries, b: Entries): Entries {
  const [left, right] = [settled(a), settled(b)];
  const [p, q] = [plainScalar(left), plainScalar(right)];
  if (p !== undefined && q !== undefined) return scalarEntries(mul(p, q));
  return { kind: "entries", factors: [...left.factors, ...right.factors], summed: [] };
}

const plainScalar = ({ factors, summed }: Entries): Node | undefined =>
  factors.length === 1 && summed.length === 0 && factors[0]?.letters.length === 0
    ? factors[0].node
    : undefined;

/** A sum that is multiplied is finished first: its letter may stand in the other factor as well. */
function settled(entries: Entries): Entries {
  if (entries.summed.length === 0) return entries;
  const letters = freeLetters(entries);
  return entriesOf(nodeWith(entries, letters), letters);
}

/** The same, summed over a letter. */
export const summedOver = (entries: Entries, letter: Letter): Entries => ({
  ...entries,
  summed: [...entries.summed, letter],
});

/** Thrown for a letter of which nothing says how far it runs; whoever knows the place catches it. */
export class UnknownSize extends Error {
  readonly letter: Letter;

  constructor(letter: Letter) {
    super(letter.text);
    this.letter = letter;
  }
}

/** The tensor with an axis for each of these letters, in their order; one that the entries do not have is repeated along. */
export function nodeWith({ factors, summed }: Entries, order: readonly Letter[]): Node {
  const isWhole = ({ node, letters }: LetteredFactor): boolean =>
    node !== undefined &&
    letters.length === order.length &&
    letters.every((letter, axis) => letter === order[axis]);
  const distinct = new Set(order).size === order.length;
  if (
    distinct &&
    summed.length === 0 &&
    factors.some(isWhole) &&
    factors.every((factor) => isWhole(factor) || (factor.node !== undefined && factor.letters.length === 0))
  )
    return factors.map(({ node }) => node as Node).reduce((a, b) => mul(a, b));
  const index = new Map<Letter, number>();
  const letters: Letter[] = [];
  const place = (letter: Letter): number => {
    const known = index.get(letter);
    if (known !== undefined) return known;
    index.set(letter, letters.length);
    return letters.push(letter) - 1;
  };
  for (const letter of order) place(letter);
  for (const factor of factors) factor.letters.forEach(place);
  const same = letters.map((_, k) => k);
  const root = (k: number): number => {
    let at = k;
    while (same[at] !== at) at = same[at] as number;
    return at;
  };
  for (const { letters: pair, node } of factors) {
    if (node !== undefined) continue;
    const [a, b] = pair.map((letter) => root(place(letter))) as [number, number];
    same[Math.max(a, b)] = Math.min(a, b);
  }
  const sizes = letters.map((letter): Size => {
    if (letter.size === undefined) throw new UnknownSize(letter);
    return letter.size;
  });
  const tensors = factors.filter(({ node, letters: own }) => node !== undefined && own.length > 0);
  const scalars = factors.filter(({ node, letters: own }) => node !== undefined && own.length === 0);
  // indices that a delta made one are numbered as one, and no number is left over
  const kept = letters.map((_, k) => k).filter((k) => root(k) === k);
  const number = (letter: Letter): number => kept.indexOf(root(place(letter)));
  const map: IndexMap = {
    inputs: tensors.map((factor) => factor.letters.map(number)),
    output: order.map(number),
    sizes: kept.map((k) => sizes[k] as Size),
  };
  const onlyScalars = tensors.length === 0 && map.output.length === 0 && map.sizes.length === 0;
  const body = onlyScalars
    ? undefined
    : fused(
        tensors.map(({ node }) => node as Node),
        map,
        { open: never },
      );
  return [...scalars.map(({ node }) => node as Node), ...(body === undefined ? [] : [body])].reduce((a, b) =>
    mul(a, b),
  );
}
