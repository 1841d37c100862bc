import {
  bind,
  concreteShape,
  entryCount,
  type Meanings,
  type Node,
  nameText,
  type Sizes,
  symbolsOf,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import type { Random } from "../prove/random";

/** Numbers for all symbols, entry by entry; each has few digits. */
export type Point = ReadonlyMap<Node, readonly number[]>;

/** So many ways to draw give numbers of moderate size, for which float64 says something. */
const MODERATE = 4;

/**
 * How the numbers of a point are drawn, in turn: near 0 on both sides, between 0 and 1, positive, small whole numbers, and numbers
 * of one digit from 1e-4 to 9e5 on both sides of 0 and above it.
 */
const KINDS: readonly ((random: Random) => number)[] = [
  (random) => ((random.below(2) * 2 - 1) * (1 + random.below(29))) / 10,
  (random) => (1 + random.below(98)) / 100,
  (random) => (1 + random.below(40)) / 10,
  (random) => (random.below(2) * 2 - 1) * (1 + random.below(4)),
  (random) => (random.below(2) * 2 - 1) * ofAnySize(random),
  ofAnySize,
];

function ofAnySize(random: Random): number {
  return Number(`${1 + random.below(9)}e${random.below(10) - 4}`);
}

/** Whether the points of this turn have numbers of moderate size. */
export const isModerate = (turn: number): boolean => turn % KINDS.length < MODERATE;

/** A point for the symbols; none of its numbers is 0. */
export function pointFor(symbols: readonly Node[], sizes: Sizes, random: Random, turn: number): Point {
  const draw = KINDS[turn % KINDS.length] as (random: Random) => number;
  return new Map(
    symbols.map((node) => {
      const count = entryCount(concreteShape(node.shape, sizes));
      return [node, Array.from({ length: count }, () => draw(random))];
    }),
  );
}

/** The point as values of the symbols. */
export function valuesAt(point: Point, sizes: Sizes): Map<Node, Value> {
  return new Map(
    [...point].map(([node, numbers]) => {
      const shape = concreteShape(node.shape, sizes);
      return [
        node,
        shape.length === 0 ? (numbers[0] as number) : { shape, data: Float64Array.from(numbers) },
      ];
    }),
  );
}

/** The point for a reader. */
export function shownPoint(point: Point): Record<string, number | readonly number[]> {
  const shown: Record<string, number | readonly number[]> = Object.create(null) as Record<string, number>;
  for (const [node, numbers] of point) {
    const name = node.attrs.name === undefined ? node.op.name : nameText(node.attrs.name);
    shown[name] = node.shape.length === 0 ? (numbers[0] as number) : numbers;
  }
  return shown;
}

/** The graphs with a meaning for each abstract function, no two alike, and the symbols that they are over. */
export function numericGraphs(roots: readonly Node[]): { readonly roots: Node[]; readonly symbols: Node[] } {
  const meanings: Record<string, (x: Node) => Node> = Object.create(null) as Meanings;
  for (const { op } of topologicalOrder(roots)) {
    const symbol = op.kind === "pointwise" ? op.symbol : undefined;
    if (symbol === undefined) continue;
    const bend = 0.3 + 0.1 * Object.keys(meanings).length;
    // neither odd nor even, nor is its derivative: f'(-x) is not f'(x)
    meanings[nameText(symbol.name)] ??= (x) => x.add(0.7).tanh().add(x.mul(bend).sub(0.4).sin());
  }
  const bound = Object.keys(meanings).length === 0 ? [...roots] : bind(roots, meanings);
  return { roots: bound, symbols: symbolsOf(bound) };
}
