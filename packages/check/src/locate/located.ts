import { type Node, topologicalOrder } from "@chainrule/graph";
import type { Phrase } from "@chainrule/graph/mathjs";
import type { Claim } from "../claim/claim";
import type { Vocabulary } from "../claim/vocabulary";
import type { Sizes } from "../interpret/interpreted";
import { repairsOf } from "../repair/repairs";
import type { CheckResult, Difference, Place } from "../verdict";
import { descent, type Finding } from "./descent";
import { imagesOf, keyOf, smallRatio, uniform } from "./images";
import { knownFrom, spelledOut } from "./known";
import { phrasesOf } from "./parts";
import { type Search, wantedImages } from "./search";

/** Which part of a wrong claim differs first, and which small edits mend it. */
export function located(
  claim: Claim,
  truth: Node,
  words: Vocabulary,
  sizes: Sizes,
  seed: number,
): Pick<CheckResult, "where" | "repair" | "repairs"> {
  const { phrase, text } = claim;
  if (phrase === undefined || text === undefined) return {};
  const known = knownFrom(truth, words);
  const phrases = phrasesOf(phrase);
  const nodes = [...new Set([...topologicalOrder([claim.node, truth]), ...phrases.map(({ node }) => node), ...known.nodes, ...known.locals])];
  const images = imagesOf(nodes, sizes, seed);
  if (images === undefined) return { where: { place: placeOf(phrase, text), what: "formula" } };
  const byImage = new Map<string, Node>();
  for (const node of known.nodes) {
    const key = keyOf(images.of(node));
    if (!byImage.has(key)) byImage.set(key, node);
  }
  const wanted = wantedImages(phrase, images.of(truth), images, byImage);
  const search: Search = { claim: phrase, text, truth, images, known, byImage, wanted, words };
  const found = descent(search);
  const repairs = repairsOf(search, found, sizes, seed);
  const [only] = repairs;
  return {
    where: difference(search, found),
    ...(repairs.length === 1 && only !== undefined && { repair: only }),
    ...(repairs.length > 1 && { repairs }),
  };
}

const placeOf = (phrase: Phrase, text: string): Place => ({
  text: text.slice(phrase.from, phrase.to),
  column: phrase.from + 1,
  length: phrase.to - phrase.from,
});

function difference(search: Search, { expected, phrase, what }: Finding): Difference {
  const spelled = expected === undefined ? undefined : spelledOut(expected, search.words);
  const ratio = ratioText(search);
  return {
    place: placeOf(phrase, search.text),
    what,
    ...(spelled !== undefined && { expected: spelled }),
    ...(ratio !== undefined && { ratio }),
  };
}

/** The whole claim over the truth, if it is a small number, a factor of the chain rule, or one over such a factor. */
function ratioText({ claim, images, known, truth, words }: Search): string | undefined {
  const small = smallRatio(images, images.of(claim.node), images.of(truth));
  const ratio = uniform(images.div(images.of(claim.node), images.of(truth)));
  if (small !== undefined || ratio === undefined) return small;
  const key = keyOf(ratio);
  for (const local of [...known.locals, ...words.nodes]) {
    const image = images.of(local);
    if (image.length !== 1) continue;
    if (key === keyOf(image)) return spelledOut(local, words);
    const other = images.div(images.whole(1), image);
    const spelled = spelledOut(local, words);
    if (other !== undefined && key === keyOf(other) && spelled !== undefined) {
      return /^\w+$/.test(spelled) ? `1/${spelled}` : `1/(${spelled})`;
    }
  }
  return undefined;
}
