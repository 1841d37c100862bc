import { ChainruleError, type Node, Numbering, simplify } from "@chainrule/graph";
import type { Phrase } from "@chainrule/graph/read";
import type { Finding } from "../locate/descent";
import { areEqual, type Ground } from "../locate/ground";
import { isSum, phrasesOf } from "../locate/parts";
import type { Search } from "../locate/search";
import type { Repair } from "../verdict";
import { type Edit, editsOf, replacementOf, SIGN, SWAPPED } from "./edits";

/** So many repairs are listed at most. */
const MOST_LISTED = 6;

/**
 * The edits that make the claim proved, the same formula once. Those inside the part that was found to differ come first, and if
 * there is one, others are left out: a sign can be mended in each factor of a product.
 */
export function repairsOf(search: Search, finding: Finding, ground: Ground): Repair[] {
  const phrases = phrasesOf(search.claim);
  const edits = phrases.flatMap((phrase) => editsOf(phrase, search));
  // the sign before a term is that of the sum around it
  const isOfTerm = ({ edit, phrase }: Edit): boolean =>
    finding.what === "term" && edit.startsWith(SIGN) && phrase.parts.includes(finding.phrase);
  const inside = edits.filter((each) => isInside(each.phrase, finding.phrase) || isOfTerm(each));
  const atMissing = finding.what.startsWith("missing")
    ? edits.filter(({ edit, phrase }) => edit.startsWith("missing") && isInside(finding.phrase, phrase))
    : [];
  const aroundExtra = finding.what.startsWith("extra")
    ? edits.filter(({ edit, phrase }) => /^(?:surplus|mean)/.test(edit) && isInside(finding.phrase, phrase))
    : [];
  const preferred = [...atMissing, ...aroundExtra];
  const chosen = preferred.length > 0 ? preferred : inside.length > 0 ? inside : edits;
  const isPart = finding.phrase !== search.claim;
  const fallback = chosen.length === 0 && isPart ? replacementOf(finding.phrase, search) : undefined;
  return proved(search, fallback === undefined ? oneSign(chosen, search) : [fallback], ground);
}

/** Of several ways to mend a sign, the one that is shortest to write: all of them come to the same. */
function oneSign(edits: readonly Edit[], search: Search): Edit[] {
  const isOfSign = ({ edit }: Edit): boolean => edit.startsWith(SIGN) || edit === SWAPPED;
  const length = ({ phrase, replacement }: Edit): number => withEdit(search, phrase, replacement).side.length;
  const [shortest] = edits.filter(isOfSign).sort((a, b) => length(a) - length(b));
  return edits.filter((edit) => !isOfSign(edit) || edit === shortest);
}

const isInside = (inner: Phrase, outer: Phrase): boolean => outer.from <= inner.from && inner.to <= outer.to;

function proved(search: Search, edits: readonly Edit[], ground: Ground): Repair[] {
  const numbering = new Numbering();
  const met = new Set<number>();
  const repairs: Repair[] = [];
  for (const { edit, phrase, replacement } of edits) {
    if (repairs.length >= MOST_LISTED) break;
    const written = withEdit(search, phrase, replacement);
    const node = reread(search, written.side);
    if (node === undefined) continue;
    const number = numbering.of(simplify(node));
    if (met.has(number)) continue;
    met.add(number);
    if (!areEqual(node, search.truth, ground)) continue;
    const { from, to } = phrase;
    const place = { text: search.text.slice(from, to), column: from + 1, length: to - from };
    repairs.push({ edit, place, replacement, text: written.text });
  }
  return repairs;
}

/** The claim, and the whole text, with a phrase replaced, in parentheses where something stands beside it. */
function withEdit(
  { claim, syntax, text }: Search,
  phrase: Phrase,
  replacement: string,
): { readonly side: string; readonly text: string } {
  const { from, kind, to } = phrase;
  const isFirst = from === claim.from || syntax.opening.includes(text[from - 1] ?? " ");
  const isLast = to === claim.to || syntax.closing.includes(text[to] ?? " ");
  const isBare =
    (isFirst && isLast) ||
    (isFirst && isSum(phrase) && /^\s*[+-]/.test(text.slice(to))) ||
    (isFirst && replacement.startsWith("-") && syntax.isAtom(replacement.slice(1))) ||
    (kind === "parentheses" ? /^\([^()]*\)$/.test(replacement) : syntax.isAtom(replacement));
  const put = isBare ? replacement : `(${replacement})`;
  const isJoined = /\\[A-Za-z]+$/.test(put) && /^[A-Za-z]/.test(text.slice(to));
  const [before, after] = [text.slice(claim.from, from), `${isJoined ? " " : ""}${text.slice(to, claim.to)}`];
  const side = `${before}${put}${after}`;
  return { side, text: `${text.slice(0, claim.from)}${side}${text.slice(claim.to)}` };
}

function reread({ syntax }: Search, text: string): Node | undefined {
  try {
    return syntax.read(text);
  } catch (error) {
    if (error instanceof ChainruleError) return undefined; // an edit may not fit where it stands
    throw error;
  }
}
