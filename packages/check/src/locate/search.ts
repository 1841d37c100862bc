import { type Node, shapeText } from "@chainrule/graph";
import type { Phrase } from "@chainrule/graph/read";
import type { Syntax } from "../claim/syntax";
import type { Vocabulary } from "../claim/vocabulary";
import type { Count } from "./counts";
import { type Image, type Images, keyOf, uniform } from "./images";
import type { Known } from "./known";

/** All that is known while the differing part of a claim is sought. */
export interface Search {
  readonly claim: Phrase;
  readonly text: string;
  readonly truth: Node;
  readonly images: Images;
  readonly known: Known;
  /** The simplest known quantity with an image. */
  readonly byImage: ReadonlyMap<string, Node>;
  /** By operation and image, the quantities that are made by that operation. */
  readonly byOperation: ReadonlyMap<string, Node>;
  /** What each part of the claim would have to be for the whole to be the truth, everything else as it is. */
  readonly wanted: ReadonlyMap<Phrase, Image>;
  /** What means may be over. */
  readonly counts: readonly Count[];
  readonly words: Vocabulary;
  readonly syntax: Syntax;
}

/**
 * What each part would have to be, from the whole downwards, by the inverse of each operation. Parts under a function are
 * reached where the truth has the same function of something.
 */
export function wantedImages(
  claim: Phrase,
  truth: Image,
  images: Images,
  byOperation: ReadonlyMap<string, Node>,
  known: readonly Node[],
): Map<Phrase, Image> {
  const wanted = new Map<Phrase, Image>([[claim, truth]]);
  const pending = [claim];
  for (let phrase = pending.pop(); phrase !== undefined; phrase = pending.pop()) {
    const whole = wanted.get(phrase) as Image; // only phrases with one are pending
    for (const [k, part] of phrase.parts.entries()) {
      const found =
        partWanted(phrase, k, whole, images, byOperation) ??
        contractedWanted(phrase, k, whole, images, known);
      const fitted =
        found === undefined || found.length === images.of(part.node).length ? found : uniform(found);
      if (fitted === undefined || fitted.length !== images.of(part.node).length) continue;
      wanted.set(part, fitted);
      pending.push(part);
    }
  }
  return wanted;
}

function partWanted(
  phrase: Phrase,
  k: number,
  whole: Image,
  images: Images,
  byOperation: ReadonlyMap<string, Node>,
): Image | undefined {
  if (phrase.kind === "parentheses") return whole;
  const { node, parts } = phrase;
  const others = parts.filter((_, j) => j !== k).map((part) => images.of(part.node));
  const [other] = others;
  if (phrase.kind === "sign" && parts.length === 1 && node.op.name !== "contraction")
    return images.neg(whole);
  if (phrase.kind === "sign" && other !== undefined) {
    switch (node.op.name) {
      case "add":
        return images.sub(whole, other);
      case "sub":
        return k === 0 ? images.add(whole, other) : images.sub(other, whole);
      case "mul":
        return images.div(whole, other);
      case "div":
        return k === 0 ? images.mul(whole, other) : images.div(other, whole);
    }
  }
  const key = keyOf(whole);
  if (node.op.name === "pow" && k === 0 && node.inputs[1]?.attrs.value === 2) {
    const square = byOperation.get(`square ${key}`);
    if (square !== undefined) return images.of(square.inputs[0] as Node);
  }
  const same = byOperation.get(`${node.op.name} ${key}`);
  if (same === undefined || same.inputs.length !== parts.length) return undefined;
  const fits = same.inputs.every(
    (input, j) => j === k || keyOf(images.of(input)) === keyOf(images.of((parts[j] as Phrase).node)),
  );
  return fits ? images.of(same.inputs[k] as Node) : undefined;
}

/** In a product of matrices: the known quantity that would make the product what it has to be. */
function contractedWanted(
  { node, parts }: Phrase,
  k: number,
  whole: Image,
  images: Images,
  known: readonly Node[],
): Image | undefined {
  const { map } = node.attrs;
  const isPlain = node.op.name === "contraction" && node.inputs.every((input, j) => input === parts[j]?.node);
  const part = parts[k]?.node;
  if (map === undefined || part === undefined || !isPlain || node.inputs.length !== parts.length)
    return undefined;
  const inputs = node.inputs.map(images.of);
  const shape = shapeText(part.shape);
  const found = known.find((each) => {
    if (shapeText(each.shape) !== shape) return false;
    const product = images.contraction(
      map,
      inputs.map((input, j) => (j === k ? images.of(each) : input)),
    );
    return product !== undefined && keyOf(product) === keyOf(whole);
  });
  return found && images.of(found);
}
