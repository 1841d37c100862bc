import {
  ChainruleError,
  type Node,
  Numbering,
  shapeText,
  simplify,
  topologicalOrder,
} from "@chainrule/graph";
import type { Side } from "../claim/claim";
import type { Vocabulary } from "../claim/vocabulary";
import { countsOf } from "../locate/counts";
import { areEqual, type Ground } from "../locate/ground";
import { imagesOf, keyOf } from "../locate/images";
import type { Repair } from "../verdict";
import { droppedTerms } from "./dropped";
import type { Slip } from "./slip";
import { slipsIn } from "./slips";

/** So many changes are tried. */
const MOST_TRIED = 3000;
/** So many are compared at one point at a time. */
const BATCH = 200;

/** The work of reading a letter of a formula. */
const READING = 60;

/** A change that can be read, and what the formula is then. */
interface Changed {
  readonly slip: Slip;
  readonly node: Node;
}

/** The changes of a formula that make it the truth: of the likeliest kind that does. */
export function triedRepairs(side: Side, truth: Node, words: Vocabulary, ground: Ground): Repair[] {
  const counts = countsOf(topologicalOrder([truth, ...words.nodes]), ground.sizes);
  const small = right(slipsIn(side, words, counts), side, truth, ground);
  return small.length > 0 ? small : right(droppedTerms(side, truth), side, truth, ground);
}

/** Those of some changes that make a formula the truth. */
function right(all: readonly Slip[], side: Side, truth: Node, ground: Ground): Repair[] {
  const slips = [...all].sort((a, b) => a.rank - b.rank).slice(0, MOST_TRIED);
  for (const rank of new Set(slips.map((slip) => slip.rank))) {
    const read = slips
      .filter((slip) => slip.rank === rank)
      .flatMap((slip) => changed(slip, side, truth, ground));
    const repairs = distinct(matching(read, truth, ground)).filter(({ node }) =>
      areEqual(node, truth, ground),
    );
    if (repairs.length > 0) return oneOfEach(repairs, side.text).map(({ slip }) => repairOf(slip, side.text));
  }
  return [];
}

function changed(slip: Slip, side: Side, truth: Node, { budget }: Ground): Changed[] {
  const { end, start } = side.tree;
  if (budget?.takes(READING * (end - start)) === false) return [];
  const typed = side.text;
  const written = `${typed.slice(start, slip.from)}${joined(slip, typed)}${typed.slice(slip.to, end)}`;
  try {
    return side
      .readInOrders(written)
      .filter(({ shape }) => shapeText(shape) === shapeText(truth.shape))
      .map((node) => ({ slip, node }));
  } catch (error) {
    if (error instanceof ChainruleError) return []; // a change may not fit where it stands
    throw error;
  }
}

/** The replacement, apart from a letter before or after it. */
function joined({ from, replacement, to }: Slip, text: string): string {
  const before = /\\[A-Za-z]+$/.test(text.slice(0, from)) && /^[A-Za-z]/.test(replacement) ? " " : "";
  const after = /\\?[A-Za-z]+$/.test(replacement) && /^[A-Za-z]/.test(text.slice(to)) ? " " : "";
  return `${before}${replacement}${after}`;
}

/** Those that are the truth at one random point. */
function matching(all: readonly Changed[], truth: Node, ground: Ground): Changed[] {
  const found: Changed[] = [];
  for (let k = 0; k < all.length; k += BATCH) {
    const some = all.slice(k, k + BATCH);
    const images = imagesOf([truth, ...some.map(({ node }) => node)], ground);
    if (images === undefined) continue;
    const wanted = keyOf(images.of(truth));
    found.push(...some.filter(({ node }) => keyOf(images.of(node)) === wanted));
  }
  return found;
}

/** The same formula once, and a change once, whichever orders of its axes are the truth. */
function distinct(all: readonly Changed[]): Changed[] {
  const numbering = new Numbering();
  const met = new Set<number | Slip>();
  return all.filter(({ node, slip }) => {
    const number = numbering.of(simplify(node));
    return met.has(number) || met.has(slip) ? false : met.add(number).add(slip);
  });
}

/** What can be mended in several places, all of which come to the same. */
const FREE: ReadonlySet<string> = new Set([
  "sign",
  "factor 2",
  "missing 1/n",
  "mean for sum",
  "difference the wrong way round",
]);

/** A difference from 1 is usual: one that begins with 1 is likelier right, and one that is to begin with it likelier wrong. */
const usual = ({ slip: { from, replacement } }: Changed, text: string): number =>
  /^1\s*-/.test(replacement) ? 0 : /^1\s*-/.test(text.slice(from)) ? 2 : 1;

/** One of the places for a sign or a number, and one for a factor that is missing. */
function oneOfEach(repairs: readonly Changed[], text: string): Changed[] {
  const ordered = [...repairs].sort((a, b) => usual(a, text) - usual(b, text));
  const met = new Set<string>();
  return ordered.filter(({ slip: { edit } }) => {
    const missing = edit.startsWith("missing") ? edit.replace(/\^(?:\{\\mathsf T\}|T)/, "") : `${met.size}`;
    const kind = FREE.has(edit) ? "free" : missing;
    return met.has(kind) ? false : met.add(kind);
  });
}

function repairOf(slip: Slip, text: string): Repair {
  const { edit, from, to } = slip;
  const replacement = joined(slip, text);
  const place = { text: text.slice(from, to), column: from + 1, length: to - from };
  return { edit, place, replacement, text: `${text.slice(0, from)}${replacement}${text.slice(to)}` };
}
