import { concreteShape, entryCount, type IndexMap, type Node, nest } from "@chainrule/graph";
import { keyOf as keyOfValue, type Value } from "../prove/algebra";
import type { Draw } from "../prove/draw";
import type { Element } from "../prove/element";
import { NoImage } from "../prove/no-image";
import { atRandomPoint } from "../prove/prove";
import { Random } from "../prove/random";
import type { Ground } from "./ground";

/** The image of a quantity in a prime field, entry by entry. */
export type Image = readonly Value[];

/** Images of nodes at one random point, and arithmetic with them. */
export interface Images {
  readonly of: (node: Node) => Image;
  readonly whole: (n: number) => Image;
  readonly add: (a: Image, b: Image) => Image | undefined;
  readonly sub: (a: Image, b: Image) => Image | undefined;
  readonly mul: (a: Image, b: Image) => Image | undefined;
  readonly div: (a: Image, b: Image) => Image | undefined;
  readonly neg: (a: Image) => Image;
  /** A product of tensors summed over indices; undefined if there are too many combinations to try it often. */
  readonly contraction: (map: IndexMap, inputs: readonly Image[]) => Image | undefined;
}

/** Contractions of more combinations of indices are not tried. */
const MOST_COMBINATIONS = 5000;

/** Images of all nodes at one random point; undefined if one of them has none. */
export function imagesOf(
  nodes: readonly Node[],
  { budget, facts = [], freed, seed, sizes }: Ground,
): Images | undefined {
  const own = freed?.(nodes) ?? nodes;
  const use = (at: (node: Node) => readonly Element[], draw: Draw): Images => {
    const found = new Map(
      nodes.map((node, k) => [node, at(own[k] as Node).map((element) => draw.image(element, 0))]), // one for each
    );
    const algebra = draw.algebra(0);
    const entrywise =
      (f: (a: Value, b: Value) => Value | undefined) =>
      (a: Image, b: Image): Image | undefined => {
        const length =
          a.length === 1 ? b.length : b.length === 1 ? a.length : a.length === b.length ? a.length : 0;
        const entries = Array.from({ length }, (_, k) =>
          orNothing(() => f(a[a.length === 1 ? 0 : k] as Value, b[b.length === 1 ? 0 : k] as Value)),
        );
        return length === 0 || entries.includes(undefined) ? undefined : (entries as Value[]); // none is undefined
      };
    return {
      of: (node) => found.get(node) as Image, // only the nodes that were given are asked for
      whole: (n) => [algebra.whole(BigInt(n))],
      add: entrywise((a, b) => algebra.add(a, b)),
      sub: entrywise((a, b) => algebra.add(a, algebra.negate(b))),
      mul: entrywise((a, b) => algebra.multiply(a, b)),
      div: entrywise((a, b) => algebra.multiply(a, algebra.inverse(b))),
      neg: (a) => a.map((x) => algebra.negate(x)),
      contraction: (map, inputs) => {
        const whole = { ...map, sizes: concreteShape(map.sizes, sizes) };
        if (entryCount(whole.sizes) > MOST_COMBINATIONS) return undefined;
        const entries = inputs.map((data, k) => {
          const shape = (whole.inputs[k] as readonly (number | null)[]).map((index) =>
            index === null ? 1 : (whole.sizes[index] as number),
          );
          return { shape, data };
        });
        const product = (factors: readonly Value[]): Value =>
          factors.reduce((a, b) => algebra.multiply(a, b), 1n);
        const sum = (terms: readonly Value[]): Value =>
          terms.reduce<Value>((total, term) => algebra.add(total, term), 0n);
        return orNothing(() => nest(whole, entries, { kernel: product, join: sum }).data);
      },
    };
  };
  return atRandomPoint(own, sizes, new Random(seed), use, { budget, facts });
}

/** What is computed of images; undefined where it has none. */
function orNothing<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NoImage) return undefined;
    throw error;
  }
}

export const keyOf = (image: Image): string => image.map(keyOfValue).join();

/** The one number that all entries are; undefined if they differ. */
export const uniform = (image: Image | undefined): Image | undefined =>
  image?.every((entry) => keyOfValue(entry) === keyOfValue(image[0] as Value))
    ? image.slice(0, 1)
    : undefined;

/** Ratios that tell what was slipped: a sign, a factor 2. */
const TELLING: readonly (readonly [text: string, n: number, d: number])[] = [
  ["-1", -1, 1],
  ...[2, 3, 4].flatMap((n): [string, number, number][] => [
    [`${n}`, n, 1],
    [`-${n}`, -n, 1],
    [`1/${n}`, 1, n],
    [`-1/${n}`, -1, n],
  ]),
];

/** The ratio of two quantities, if it is the same small number for all entries: "-1", "2", "1/2". */
export function smallRatio(images: Images, a: Image, b: Image): string | undefined {
  const ratio = uniform(images.div(a, b));
  if (ratio === undefined) return undefined;
  return TELLING.find(
    ([, n, d]) => keyOf(images.div(images.whole(n), images.whole(d)) ?? []) === keyOf(ratio),
  )?.[0];
}
