import { ChainruleError, Numbering, simplify, type Node } from "@chainrule/graph";
import { expression, type Phrase } from "@chainrule/graph/mathjs";
import type { Sizes } from "../interpret/interpreted";
import type { Finding } from "../locate/descent";
import { phrasesOf } from "../locate/parts";
import type { Search } from "../locate/search";
import { compareInFields } from "../prove/prove";
import type { Repair } from "../verdict";
import { type Edit, editsOf, replacementOf } from "./edits";

/** So many repairs are listed at most. */
const MOST_LISTED = 6;

/**
 * The edits that make the claim proved, the same formula once. Those inside the part that was found to differ come first, and if
 * there is one, others are left out: a sign can be mended in each factor of a product.
 */
export function repairsOf(search: Search, finding: Finding, sizes: Sizes, seed: number): Repair[] {
  const phrases = phrasesOf(search.claim);
  const edits = phrases.flatMap((phrase) => editsOf(phrase, search));
  const inside = edits.filter(({ phrase }) => isInside(phrase, finding.phrase));
  const atMissing = finding.what.startsWith("missing") ? edits.filter(({ edit, phrase }) => edit.startsWith("missing") && isInside(finding.phrase, phrase)) : [];
  const aroundExtra = finding.what.startsWith("extra") ? edits.filter(({ edit, phrase }) => edit.startsWith("surplus") && isInside(finding.phrase, phrase)) : [];
  const preferred = [...atMissing, ...aroundExtra];
  const chosen = preferred.length > 0 ? preferred : inside.length > 0 ? inside : edits;
  const isPart = finding.phrase !== search.claim;
  const fallback = chosen.length === 0 && isPart ? replacementOf(finding.phrase, search) : undefined;
  return proved(search, fallback === undefined ? chosen : [fallback], sizes, seed);
}

const isInside = (inner: Phrase, outer: Phrase): boolean => outer.from <= inner.from && inner.to <= outer.to;

function proved(search: Search, edits: readonly Edit[], sizes: Sizes, seed: number): Repair[] {
  const numbering = new Numbering();
  const met = new Set<number>();
  const repairs: Repair[] = [];
  for (const { edit, phrase, replacement } of edits) {
    if (repairs.length >= MOST_LISTED) break;
    const written = withEdit(search.text, phrase, replacement);
    const node = reread(search, written);
    if (node === undefined) continue;
    const number = numbering.of(simplify(node));
    if (met.has(number)) continue;
    met.add(number);
    if (compareInFields(node, search.truth, sizes, seed).kind !== "equal") continue;
    const { from, to } = phrase;
    const place = { text: search.text.slice(from, to), column: from + 1, length: to - from };
    repairs.push({ edit, place, replacement, text: written });
  }
  return repairs;
}

/** The text with a phrase replaced, in parentheses where something stands beside it. */
function withEdit(text: string, { from, kind, to }: Phrase, replacement: string): string {
  const isAlone = (from === 0 || text[from - 1] === "(") && (to === text.length || text[to] === ")");
  const isBare = isAlone || (kind === "parentheses" ? /^\([^()]*\)$/ : /^[\w.]+$/).test(replacement);
  return `${text.slice(0, from)}${isBare ? replacement : `(${replacement})`}${text.slice(to)}`;
}

function reread({ words }: Search, text: string): Node | undefined {
  const symbols: Record<string, Node> = Object.create(null) as Record<string, Node>;
  for (const node of words.nodes) symbols[words.spelled(node)] ??= node;
  for (const [typed] of text.matchAll(/[\p{L}_$][\p{L}\p{M}\p{Nd}\u2080-\u2089_$]*/gu)) {
    const node = words.find(typed);
    if (node !== undefined) symbols[typed] = node;
  }
  try {
    return expression(text, symbols);
  } catch (error) {
    if (error instanceof ChainruleError) return undefined; // an edit may not fit where it stands
    throw error;
  }
}
