import type { Tree } from "@chainrule/graph/read";
import type { Side } from "../claim/claim";
import type { Vocabulary } from "../claim/vocabulary";
import {
  ADDED,
  EXCHANGED,
  indexParts,
  isLetter,
  lettered,
  MOST_LETTERS,
  replaced,
  type Slip,
  type Typed,
  written,
} from "./slip";

/** The index letters of a formula: those that stand below names, those of sums and those of the result. */
export function lettersOf(side: Side, trees: readonly Tree[]): readonly string[] {
  const found = new Set(side.letters ?? []);
  for (const tree of trees) {
    if (tree.kind === "over") for (const letter of tree.letters) found.add(letter);
    if (tree.kind === "name") for (const part of indexParts(tree)) if (isLetter(part)) found.add(part);
  }
  // a factor that was left out may have taken its letter with it
  if (found.size > 0 && found.size < MOST_LETTERS)
    found.add(["k", "i", "j"].find((each) => !found.has(each)) ?? "l");
  return [...found];
}

/** Another letter for one of the index; all letters in another order. */
export function otherLetters(tree: Typed, side: Side, letters: readonly string[]): Slip[] {
  const { sub } = tree.name;
  if (sub === undefined || !sub.parts.some(isLetter)) return [];
  const put = (parts: readonly string[]): string => {
    const before = side.text.slice(tree.start, sub.start).replace(/_\s*\{?\s*$/, "");
    const after = side.text.slice(sub.end, tree.end).replace(/^\s*\}/, "");
    return `${before}_{${parts.join("")}}${after}`;
  };
  const places = sub.parts.flatMap((part, k) => (isLetter(part) ? [k] : []));
  const others = places.flatMap((k) =>
    letters
      .filter((letter) => letter !== sub.parts[k])
      .map((letter) =>
        replaced(tree, "wrong index", put(sub.parts.map((part, j) => (j === k ? letter : part))), EXCHANGED),
      ),
  );
  const [first, second] = places;
  if (places.length !== 2 || first === undefined || second === undefined) return others;
  const exchanged = sub.parts.map((part, k) =>
    k === first ? (sub.parts[second] as string) : k === second ? (sub.parts[first] as string) : part,
  );
  return [...others, replaced(tree, "transposed", put(exchanged), EXCHANGED)];
}

/** The trailing letters of a name that stand for axes: as many as there are letters at the end. */
const axesOf = (tree: Typed): readonly string[] => {
  const parts = indexParts(tree).filter((part) => part !== ",");
  const own = [...parts].reverse().findIndex((part) => !isLetter(part));
  return own === -1 ? parts : parts.slice(parts.length - own);
};

/** Another quantity with the same letters. */
export function otherNames(tree: Typed, side: Side, words: Vocabulary): Slip[] {
  const letters = axesOf(tree);
  const typed = written(side, tree);
  const { sup } = tree.name;
  const isPower = sup !== undefined && /^(?:\d+|T|⊤)$/.test(sup.text);
  const above = isPower ? typed.slice(typed.lastIndexOf("^", sup.start - tree.start)) : "";
  return words.nodes
    .filter(({ shape }) => shape.length === letters.length || letters.length === 0)
    .map((node) => `${lettered(node, letters, side)}${above}`)
    .filter((text) => text !== typed)
    .map((text) => replaced(tree, "wrong name", text, EXCHANGED));
}

/** A matrix transposed, or no longer; a product of matrices the other way round. */
export function transpositions(tree: Tree, side: Side, words: Vocabulary): Slip[] {
  const transposed = side.syntax.transposition;
  if (tree === side.tree && words.nodes.some(({ shape }) => shape.length === 2) && tree.kind !== "name")
    return [replaced(tree, "transposed", `(${written(side, tree)})${transposed}`, ADDED)];
  if (tree.kind === "transpose") return [replaced(tree, "transposed", written(side, tree.base), EXCHANGED)];
  if (tree.kind === "group" && tree.bracket !== "{")
    return [replaced(tree, "transposed", `${written(side, tree)}${transposed}`, EXCHANGED)];
  if (tree.kind !== "name" || tree.name.primes > 0) return [];
  const { sub, sup } = tree.name;
  if (sup !== undefined && /^(?:T|\(.*\)T|.*⊤)$/.test(sup.text) && side.text[sup.start - 1] !== undefined) {
    const isOnly = /^[T⊤]$/.test(sup.text);
    const before = side.text.slice(tree.start, sup.start).replace(/\^\{?\s*$/, "");
    const after = side.text.slice(sup.end, tree.end).replace(/^\s*\}/, "");
    return isOnly ? [replaced(tree, "transposed", `${before}${after}`, EXCHANGED)] : [];
  }
  if (sup !== undefined || sub?.parts.some(isLetter)) return [];
  return [replaced(tree, "transposed", `${written(side, tree)}${transposed}`, EXCHANGED)];
}
