import { type Node, shapeText } from "@chainrule/graph";
import { attempt } from "../attempt";
import type { Side } from "../claim/claim";
import type { Vocabulary } from "../claim/vocabulary";
import { areEqual, type Ground } from "../locate/ground";
import type { Repair } from "../verdict";

const NAME = /[\p{L}_$][\p{L}\p{M}\p{Nd}\u2080-\u2089_$]*('?)/gu;

/** So many places are tried. */
const MOST_PLACES = 64;

/** The claims with one matrix transposed, or no longer transposed, that are the truth. */
export function transposedRepairs(
  { read, syntax, text }: Side,
  truth: Node,
  words: Vocabulary,
  ground: Ground,
): Repair[] {
  const places = [...text.matchAll(NAME)].slice(0, MOST_PLACES);
  return places.flatMap((found): Repair[] => {
    const [typed, prime = ""] = found;
    const name = typed.slice(0, typed.length - prime.length);
    const node = words.find(name);
    if (node === undefined || node.shape.length !== 2) return [];
    const mark = /'|\.\*|matmul\(/.test(text) ? "'" : syntax.transposition; // as the author writes it
    const replacement = prime === "" ? name + mark : name;
    const written = `${text.slice(0, found.index)}${replacement}${text.slice(found.index + typed.length)}`;
    const claim = attempt(() => read(written));
    if (claim === undefined || shapeText(claim.shape) !== shapeText(truth.shape)) return [];
    const isSame = areEqual(claim, truth, ground);
    const place = { text: typed, column: found.index + 1, length: typed.length };
    return isSame ? [{ edit: "transposed", place, replacement, text: written }] : [];
  });
}
