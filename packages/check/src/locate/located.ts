import { type Node, topologicalOrder } from "@chainrule/graph";
import type { Phrase } from "@chainrule/graph/read";
import type { Claim } from "../claim/claim";
import type { Vocabulary } from "../claim/vocabulary";
import { repairsOf } from "../repair/repairs";
import type { Difference, Place, Repair } from "../verdict";
import { countsOf } from "./counts";
import { descent, type Finding } from "./descent";
import type { Ground } from "./ground";
import { type Image, imagesOf, keyOf, smallRatio, uniform } from "./images";
import { knownFrom } from "./known";
import { phrasesOf } from "./parts";
import { countRatio } from "./ratio";
import { type Search, wantedImages } from "./search";

/** Which part of a wrong claim differs first, and which small edits mend it. */
export function located(
  claim: Claim,
  truth: Node,
  words: Vocabulary,
  ground: Ground,
): { readonly where?: Difference; readonly repairs: readonly Repair[] } {
  const { phrase, syntax, text } = claim;
  if (phrase === undefined || text === undefined || syntax === undefined) return { repairs: [] };
  const known = knownFrom(truth, words);
  const phrases = phrasesOf(phrase);
  const nodes = [
    ...new Set([
      ...topologicalOrder([claim.node, truth]),
      ...phrases.map(({ node }) => node),
      ...known.nodes,
      ...known.locals,
    ]),
  ];
  const images = imagesOf(nodes, ground);
  if (images === undefined) return { where: { place: placeOf(phrase, text), what: "formula" }, repairs: [] };
  const byImage = new Map<string, Node>();
  const byOperation = new Map<string, Node>();
  for (const node of known.nodes) {
    const key = keyOf(images.of(node));
    if (!byImage.has(key)) byImage.set(key, node);
    if (!byOperation.has(`${node.op.name} ${key}`)) byOperation.set(`${node.op.name} ${key}`, node);
  }
  const wanted = wantedImages(phrase, images.of(truth), images, byOperation, known.nodes);
  const search: Search = {
    claim: phrase,
    text,
    truth,
    images,
    known,
    byImage,
    byOperation,
    wanted,
    counts: countsOf(nodes, ground.sizes),
    words,
    syntax,
  };
  const found = descent(search);
  const repairs = repairsOf(search, found, ground);
  return { where: difference(search, found), repairs };
}

const placeOf = (phrase: Phrase, text: string): Place => ({
  text: text.slice(phrase.from, phrase.to),
  column: phrase.from + 1,
  length: phrase.to - phrase.from,
});

/** A formula that is longer says nothing to a reader. */
const LONGEST_EXPECTED = 400;

function difference(search: Search, { expected, phrase, what }: Finding): Difference {
  const spelled = expected === undefined ? undefined : search.syntax.spelledOut(expected);
  const ratio = ratioText(search);
  return {
    place: placeOf(phrase, search.text),
    what,
    ...(spelled !== undefined && spelled.length <= LONGEST_EXPECTED && { expected: spelled }),
    ...(ratio !== undefined && { ratio }),
  };
}

/** The whole claim over the truth, if it is a small number, a factor of the chain rule, or one over such a factor. */
function ratioText(search: Search): string | undefined {
  const { claim, images, truth } = search;
  const small = smallRatio(images, images.of(claim.node), images.of(truth));
  const ratio = uniform(images.div(images.of(claim.node), images.of(truth)));
  if (small !== undefined || ratio === undefined) return small;
  const factor = telling(search, ratio);
  if (factor !== undefined) return factor;
  const other = images.div(images.whole(1), ratio);
  const count = countRatio(images, ratio, search.counts, search.syntax);
  if (count !== undefined) return count;
  const spelled = other && telling(search, other);
  return spelled && (search.syntax.isAtom(spelled) ? `1/${spelled}` : `1/(${spelled})`);
}

/** A ratio that takes longer to write tells nothing. */
const LONGEST_RATIO = 60;

/** A known quantity with this image, as a formula: a factor of the chain rule first. */
function telling({ byImage, images, known, syntax }: Search, image: Image): string | undefined {
  const key = keyOf(image);
  const node = known.locals.find((local) => keyOf(images.of(local)) === key) ?? byImage.get(key);
  const spelled = node === undefined || node.attrs.value !== undefined ? undefined : syntax.spelledOut(node);
  return spelled !== undefined && spelled.length <= LONGEST_RATIO ? spelled : undefined;
}
