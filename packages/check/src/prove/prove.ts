import { type Node, type Sizes, walk } from "@chainrule/graph";
import { otherSizes } from "../sizes";
import { Draw, NoImage } from "./draw";
import type { Element } from "./element";
import { fieldTable } from "./field-table";
import { Random } from "./random";

/** The outcome of comparing two graphs in prime fields. */
export type FieldVerdict =
  | { readonly kind: "equal"; readonly primes: readonly string[]; readonly errorProbability: number }
  | { readonly kind: "different"; readonly entry: number }
  | { readonly kind: "no image" };

/** Random points at which equal images are asked for. */
const POINTS = 2;
/** Fields below the outermost one that are tried, for exponentials inside one another. */
const DEPTHS = [3, 8, 16, 32];
/** Points without an image that are passed over: a sum has roots at one point in eight, and at each level. */
const MOST_UNLUCKY = 400;
/** How often new values are drawn for what one more root depends on, before all are drawn anew. */
const MOST_REDRAWN = 40;

/**
 * A point at which the graphs have images, and their images there; undefined if none was found. `use` looks at the elements
 * before the point is settled, and may ask for their images.
 */
export function atRandomPoint<R>(
  roots: readonly Node[],
  sizes: Sizes,
  random: Random,
  use: (at: (node: Node) => readonly Element[], draw: Draw) => R,
  isGeneric = false,
): R | undefined {
  let depth = 0;
  let kept: ReadonlyMap<string, bigint> = new Map();
  let redrawn = 0;
  for (let unlucky = 0; unlucky < MOST_UNLUCKY; unlucky++) {
    const top = DEPTHS[depth];
    if (top === undefined) return undefined;
    const draw = new Draw(random, top, isGeneric, kept);
    try {
      const at = walk(roots, sizes, fieldTable(draw));
      return use((node) => at(node).data, draw);
    } catch (error) {
      if (!(error instanceof NoImage)) throw error;
      if (error.why === "none") return undefined;
      if (error.why === "deep") depth++;
      const { settled } = draw;
      redrawn = settled.size === kept.size ? redrawn + 1 : 0;
      const isStuck = error.why === "deep" || redrawn > MOST_REDRAWN;
      if (isStuck) redrawn = 0;
      kept = isStuck ? new Map() : settled;
    }
  }
  return undefined;
}

/**
 * Compares two graphs of one shape entry by entry at random points of large prime fields; with the symbolic sizes as given, and
 * with others. `isGeneric`: away from the points where one of the numbers that they compare with `==` or `!=` is the other.
 */
export function compareInFields(
  claim: Node,
  truth: Node,
  sizes: Sizes,
  seed: number,
  isGeneric = false,
): FieldVerdict {
  const random = new Random(seed);
  const primes: string[] = [];
  let errorProbability = 1;
  for (let point = 0; point < POINTS; point++) {
    const chosen = point === 0 ? sizes : otherSizes(sizes);
    const looked = (at: (node: Node) => readonly Element[], draw: Draw) => {
      const [left, right] = [at(claim), at(truth)];
      const entry = right.findIndex((each, k) => !draw.isSame(each, left[k] as Element));
      const { p } = draw.field(0);
      return { entry, p, chance: chance(left, right, draw, p) };
    };
    const found = atRandomPoint([claim, truth], chosen, random, looked, isGeneric);
    if (found === undefined) return { kind: "no image" };
    if (found.entry !== -1) return { kind: "different", entry: found.entry };
    primes.push(String(found.p));
    errorProbability *= found.chance;
  }
  return { kind: "equal", primes, errorProbability };
}

/**
 * Schwartz and Zippel: a polynomial of degree d that is not 0 vanishes with probability at most d over the number of values
 * each variable takes, here (p - 1)/8. Atoms stand for variables; two of them coincide about as seldom.
 */
function chance(left: readonly Element[], right: readonly Element[], draw: Draw, p: bigint): number {
  const degree = Math.max(
    ...left.map((a, k) => {
      const b = right[k] as Element;
      return Math.max(a.top + b.bottom, b.top + a.bottom);
    }),
    1,
  );
  return Math.min(1, (8 * (degree + draw.atoms ** 2)) / Number(p));
}
