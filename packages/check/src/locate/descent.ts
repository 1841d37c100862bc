import type { Node } from "@chainrule/graph";
import type { Phrase } from "@chainrule/graph/mathjs";
import type { Difference } from "../verdict";
import { type Image, keyOf, smallRatio } from "./images";
import { bare, factorsOf, isProduct, isSum, type PartOf, termsOf } from "./parts";
import type { Search } from "./search";

/** The part of a claim that differs, and what belongs there or is missing beside it. */
export interface Finding {
  readonly phrase: Phrase;
  readonly what: Difference["what"];
  readonly expected?: Node;
}

/**
 * Goes down from the whole claim to the first part that differs: among factors, and among terms, to the one that is nothing known
 * but should be something known; then to a missing or surplus one; then to one that is known, but not what belongs there.
 */
export function descent(search: Search): Finding {
  let finding: Finding = found(search, search.claim, "formula");
  for (;;) {
    const phrase = bare(finding.phrase);
    const next = isProduct(phrase)
      ? (among(search, phrase, factorsOf(phrase, false), "factor") ?? among(search, phrase, factorsOf(phrase, true), "factor"))
      : isSum(phrase)
        ? among(search, phrase, termsOf(phrase), "term")
        : underFunction(search, phrase);
    if (next === undefined) return finding;
    finding = next;
    if (next.what.startsWith("missing") || next.what.startsWith("extra")) return finding;
  }
}

function found(search: Search, phrase: Phrase, what: Finding["what"]): Finding {
  const wanted = search.wanted.get(phrase);
  const expected = wanted === undefined ? undefined : search.byImage.get(keyOf(wanted));
  return expected === undefined ? { phrase, what } : { phrase, what, expected };
}

type Sort = "factor" | "term";

function among(search: Search, whole: Phrase, list: readonly PartOf[], sort: Sort): Finding | undefined {
  const parts = list.map(({ phrase }) => phrase);
  const { byImage, images, wanted } = search;
  const own = (part: Phrase): Image => images.of(part.node);
  const reached = parts.filter((part) => {
    const image = wanted.get(part);
    return image !== undefined && keyOf(image) !== keyOf(own(part));
  });
  const isKnown = (image: Image | undefined): boolean =>
    image !== undefined && (byImage.has(keyOf(image)) || byImage.has(keyOf(images.neg(image))));
  const belongs = (part: Phrase): boolean => part.node.attrs.value === undefined && isKnown(own(part));
  const nothing = keyOf(images.whole(sort === "factor" ? 1 : 0));
  const extra = reached.find((part) => keyOf(wanted.get(part) as Image) === nothing);
  if (extra !== undefined) return { phrase: extra, what: `extra ${sort}` };
  const strange = reached.find((part) => !belongs(part) && isKnown(wanted.get(part)));
  if (strange !== undefined) return found(search, strange, sort);
  const missing = missingIn(search, whole, sort);
  if (missing !== undefined) return { phrase: whole, what: `missing ${sort}`, expected: missing };
  const beside = sort === "factor" ? missingIn(search, whole, "term") : undefined;
  if (beside !== undefined) return { phrase: whole, what: "missing term", expected: beside };
  const opposite = sort === "factor" ? reached.find((part) => isSignOnly(search, part)) : undefined;
  const other = reached.find((part) => byImage.has(keyOf(wanted.get(part) as Image))) ?? opposite;
  if (other !== undefined) return found(search, other, sort);
  const unknown = reached.filter((part) => !belongs(part) && isOpen(part));
  return unknown.length === 1 ? found(search, unknown[0] as Phrase, sort) : undefined;
}

/** Whether a part has parts of its own in which the difference may lie. */
const isOpen = (part: Phrase): boolean => isProduct(part) || isSum(part) || bare(part).parts.length > 0;

function isSignOnly({ byImage, images, wanted }: Search, part: Phrase): boolean {
  const image = wanted.get(part);
  return image !== undefined && byImage.has(keyOf(images.neg(image))) && !byImage.has(keyOf(images.of(part.node)));
}

/** What the whole lacks: a factor of the chain rule, or a known term. */
function missingIn({ byImage, images, known, wanted }: Search, whole: Phrase, sort: Sort): Node | undefined {
  const image = wanted.get(whole);
  if (image === undefined) return undefined;
  const own = images.of(whole.node);
  if (sort === "term") {
    const rest = smallRatio(images, own, image) === undefined ? images.sub(image, own) : undefined;
    const term = rest && byImage.get(keyOf(rest));
    return term?.attrs.value === undefined ? term : undefined;
  }
  const rest = images.div(image, own);
  const key = rest && keyOf(rest.every((entry) => entry === rest[0]) ? rest.slice(0, 1) : rest);
  return known.locals.find((local) => local.inputs.length > 0 && keyOf(images.of(local)) === key) ??
    (key === undefined ? undefined : namedBy(byImage.get(key)));
}

/** A quantity with a name of its own. */
const namedBy = (node: Node | undefined): Node | undefined => (node?.attrs.name === undefined ? undefined : node);

function underFunction(search: Search, phrase: Phrase): Finding | undefined {
  if (phrase.node.attrs.value !== undefined) return undefined; // -2 is a number
  const part = phrase.parts.find((each) => {
    const wanted = search.wanted.get(each);
    return wanted !== undefined && keyOf(wanted) !== keyOf(search.images.of(each.node));
  });
  return part && found(search, part, "formula");
}
