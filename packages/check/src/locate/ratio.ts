import { type Node, topologicalOrder } from "@chainrule/graph";
import type { Syntax } from "../claim/syntax";
import { type Count, countsOf } from "./counts";
import type { Ground } from "./ground";
import { type Image, type Images, imagesOf, keyOf, smallRatio, uniform } from "./images";

/** One quantity over another, if that is a small number, a number of entries or 1 over one, the same for all entries. */
export function ratioBetween(
  claim: Node,
  truth: Node,
  nodes: readonly Node[],
  syntax: Syntax,
  ground: Ground,
): string | undefined {
  const images = imagesOf([claim, truth], ground);
  if (images === undefined) return undefined;
  const [a, b] = [images.of(claim), images.of(truth)];
  const counts = countsOf(topologicalOrder([truth, ...nodes]), ground.sizes);
  return smallRatio(images, a, b) ?? countRatio(images, uniform(images.div(a, b)), counts, syntax);
}

/** A ratio that is a number of entries, or 1 over one. */
export function countRatio(
  images: Images,
  ratio: Image | undefined,
  counts: readonly Count[],
  syntax: Syntax,
): string | undefined {
  const inverse = ratio && images.div(images.whole(1), ratio);
  const among = (image: Image | undefined): string | undefined => {
    const count = counts.find(
      ({ value }) => image !== undefined && keyOf(image) === keyOf(images.whole(value)),
    );
    return count && syntax.count(count.sizes);
  };
  const below = among(inverse);
  return among(ratio) ?? (below === undefined ? undefined : `1/${below}`);
}
