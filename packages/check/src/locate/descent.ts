import { constant, type Node } from "@chainrule/graph";
import type { Phrase } from "@chainrule/graph/read";
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
      ? (among(search, phrase, factorsOf(phrase, false), "factor") ??
        among(search, phrase, factorsOf(phrase, true), "factor"))
      : isSum(phrase)
        ? among(search, phrase, termsOf(phrase), "term")
        : underFunction(search, phrase);
    if (next === undefined) return isSum(phrase) ? besideSum(search, finding) : finding;
    finding = next;
    if (next.what.startsWith("missing") || next.what.startsWith("extra")) return finding;
  }
}

/** A sum of which no term is to blame may lack a factor as a whole. */
function besideSum(search: Search, finding: Finding): Finding {
  const { images, wanted } = search;
  const image = wanted.get(finding.phrase);
  if (image === undefined || smallRatio(images, image, images.of(finding.phrase.node)) !== undefined)
    return finding;
  const missing = missingIn(search, finding.phrase, "factor");
  return missing === undefined
    ? finding
    : { phrase: finding.phrase, what: "missing factor", expected: missing };
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
  const knows = (image: Image | undefined): boolean => image !== undefined && byImage.has(keyOf(image));
  const isNumber = (part: Phrase): boolean => part.node.attrs.value !== undefined;
  const quantities = reached.filter((part) => !isNumber(part));
  const nothing = keyOf(images.whole(sort === "factor" ? 1 : 0));
  const extra = quantities.find((part) => keyOf(wanted.get(part) as Image) === nothing);
  if (extra !== undefined) return { phrase: extra, what: `extra ${sort}` };
  const upToSign = (image: Image | undefined): boolean =>
    knows(image) || (image !== undefined && knows(images.neg(image)));
  const strange =
    quantities.find((part) => !knows(own(part)) && knows(wanted.get(part))) ??
    quantities.find((part) => !upToSign(own(part)) && upToSign(wanted.get(part)));
  if (strange !== undefined) return found(search, strange, sort);
  const numbers = reached.filter((part) => isNumber(part) && isSmallNumber(part) && knows(wanted.get(part)));
  const isNumberWanted = (part: Phrase): boolean =>
    byImage.get(keyOf(wanted.get(part) as Image))?.attrs.value !== undefined;
  const number = numbers.find(isNumberWanted);
  if (number !== undefined) return found(search, number, sort);
  const missing = missingIn(search, whole, sort);
  if (missing !== undefined) return { phrase: whole, what: `missing ${sort}`, expected: missing };
  if (numbers[0] !== undefined) return found(search, numbers[0], sort);
  const beside = sort === "factor" ? missingIn(search, whole, "term") : undefined;
  if (beside !== undefined) return { phrase: whole, what: "missing term", expected: beside };
  const isOfSign = sort === "factor" && isNegative(search, whole);
  const other = quantities.find((part) => knows(wanted.get(part)) && (!isOfSign || isTurnable(part)));
  if (other !== undefined) return found(search, other, sort);
  if (isOfSign) return undefined; // any factor could have the sign
  const unknown = quantities.filter((part) => !upToSign(own(part)) && isOpen(part));
  return unknown.length === 1 ? found(search, unknown[0] as Phrase, sort) : undefined;
}

/** Whether something differs from what it has to be by its sign alone. */
function isNegative({ images, wanted }: Search, phrase: Phrase): boolean {
  const image = wanted.get(phrase);
  return image !== undefined && smallRatio(images, image, images.of(phrase.node)) === "-1";
}

/** A difference that may be the wrong way round; one from 1 is usually right. */
function isTurnable(part: Phrase): boolean {
  const { inputs, op } = bare(part).node;
  return op.name === "sub" && inputs[0]?.attrs.value !== 1;
}

/** Whether a part has parts of its own in which the difference may lie. */
const isOpen = (part: Phrase): boolean => isProduct(part) || isSum(part) || bare(part).parts.length > 0;

/** A number other than 1: one that stands as a coefficient. */
const isSmallNumber = ({ node }: Phrase): boolean => node.attrs.value !== 1 && node.attrs.value !== 0;

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
  const local = known.locals.find((each) => each.inputs.length > 0 && keyOf(images.of(each)) === key);
  const factor = local ?? (key === undefined ? undefined : byImage.get(key));
  if (factor !== undefined) return factor.attrs.value === undefined ? factor : undefined;
  const inverse = images.div(own, image);
  const below = inverse && byImage.get(keyOf(inverse));
  return below === undefined || below.attrs.value !== undefined ? undefined : constant(1).div(below);
}

function underFunction(search: Search, phrase: Phrase): Finding | undefined {
  if (phrase.node.attrs.value !== undefined) return undefined; // -2 is a number
  const part = phrase.parts.find((each) => {
    const wanted = search.wanted.get(each);
    return wanted !== undefined && keyOf(wanted) !== keyOf(search.images.of(each.node));
  });
  return part && found(search, part, "formula");
}
