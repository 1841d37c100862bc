import { type Tree, walk } from "@chainrule/graph/read";
import type { Side } from "../claim/claim";
import { carries } from "../claim/letters";
import { ADDED, EXCHANGED, factor, REMOVED, replaced, type Slip } from "./slip";

/* Slips in which letters an index has as a whole: in the sign of a sum, in all of its summand, or in the formula. */

type Over = Tree & { readonly kind: "over" };

/** One letter in one place is a likelier slip than the same letter in many. */
const EXCHANGED_OFTEN = (EXCHANGED + ADDED) / 2;

const LETTERS = "ijklmnpqrs";

/** Another letter under a sum; the summed letter renamed throughout; a sum more, a sum less; brackets around what is summed. */
export function slipsOfLetters(tree: Tree, side: Side, letters: readonly string[]): Slip[] {
  return [
    ...(tree.kind === "over"
      ? [...heads(tree, side, letters), ...renamedSums(tree, side), withoutSum(tree)]
      : []),
    ...(tree.kind === "sum" ? summedTogether(tree, side) : []),
    ...forgottenSums(tree, side, letters),
    ...renamed(tree, side, letters),
    ...(tree === side.tree ? exchanged(side) : []),
  ];
}

const headWith = (tree: Over, side: Side, from: string, to: string): string =>
  side.text
    .slice(tree.head.start, tree.head.end)
    .replace(new RegExp(`(_\\s*\\{?[^=}]*?)(?<![A-Za-z])${from}(?![A-Za-z'])`), `$1${to}`);

/** The sum over k that should be over i: its sign alone. */
function heads(tree: Over, side: Side, letters: readonly string[]): Slip[] {
  const { head } = tree;
  return tree.letters.flatMap((old) =>
    letters
      .filter((letter) => letter !== old)
      .map((letter) => ({
        edit: "wrong index",
        from: head.start,
        to: head.end,
        replacement: headWith(tree, side, old, letter),
        rank: EXCHANGED,
      })),
  );
}

/** A text with one letter for another below all names in it. */
function lettersPut(tree: Tree, side: Side, from: string, to: string, isExchange = false): string {
  const edits = [...walk(tree)].flatMap((part) => {
    if (part.kind === "over" && part.letters.includes(from)) {
      const { end: last, start: first } = part.head;
      return [{ first, last, text: headWith(part, side, from, to) }];
    }
    const isCarrier = carries(part, from) || (isExchange && carries(part, to));
    if (!isCarrier || part.name.sub === undefined) return [];
    const { end, parts, start: first } = part.name.sub;
    const inner = parts
      .map((each) => (each === from ? to : isExchange && each === to ? from : each))
      .join("");
    return [{ first, last: end, text: side.text[first] === "{" ? `{${inner}}` : inner }];
  });
  let at = tree.start;
  let text = "";
  for (const { first, last, text: put } of edits.sort((a, b) => a.first - b.first)) {
    text += `${side.text.slice(at, first)}${put}`;
    at = last;
  }
  return `${text}${side.text.slice(at, tree.end)}`;
}

/** The letter of a sum renamed throughout, to one that nothing else has: it collided with a free one. */
function renamedSums(tree: Over, side: Side): Slip[] {
  const used = new Set(
    [...walk(side.tree)].flatMap((part) =>
      part.kind === "over" ? part.letters : part.kind === "name" ? (part.name.sub?.parts ?? []) : [],
    ),
  );
  const fresh = [...LETTERS].find((letter) => !used.has(letter) && !(side.letters ?? []).includes(letter));
  if (fresh === undefined) return [];
  return tree.letters.map((old) =>
    replaced(tree, `index ${old} in two meanings`, lettersPut(tree, side, old, fresh), EXCHANGED_OFTEN),
  );
}

/** One letter for another in the whole formula, or in a term of it. */
function renamed(tree: Tree, side: Side, letters: readonly string[]): Slip[] {
  if (tree !== side.tree && tree.kind !== "group" && tree.kind !== "product") return [];
  const own = letters.filter((letter) => placesOf(tree, letter) > 1); // one name is a slip of its own
  return own.flatMap((from) =>
    letters
      .filter((to) => to !== from)
      .map((to) => replaced(tree, "wrong index", lettersPut(tree, side, from, to), EXCHANGED_OFTEN)),
  );
}

/** Two letters of the result exchanged throughout. */
function exchanged(side: Side): Slip[] {
  const { letters = [], tree } = side;
  return letters.flatMap((a, k) =>
    letters
      .slice(k + 1)
      .map((b) => replaced(tree, "exchanged indices", lettersPut(tree, side, a, b, true), EXCHANGED_OFTEN)),
  );
}

const placesOf = (tree: Tree, letter: string): number =>
  [...walk(tree)].filter((part) => carries(part, letter)).length;

/** A sum less. */
function withoutSum({ body, head }: Over): Slip {
  return { edit: "surplus sum", from: head.start, to: body.start, replacement: "", rank: REMOVED };
}

/** A sum over a letter that stands there without one. */
function forgottenSums(tree: Tree, side: Side, letters: readonly string[]): Slip[] {
  const isWhole = tree === side.tree || tree.kind === "product" || tree.kind === "group";
  if (!isWhole) return [];
  const own = letters.filter(
    (letter) =>
      !(side.letters ?? []).includes(letter) && [...walk(tree)].some((part) => carries(part, letter)),
  );
  return own.map((letter) =>
    replaced(tree, `missing sum over ${letter}`, side.syntax.sumOver(letter, factor(side, tree)), ADDED),
  );
}

/** Brackets around a sum and the terms after it. */
function summedTogether(tree: Tree & { readonly kind: "sum" }, side: Side): Slip[] {
  return tree.terms.slice(0, -1).flatMap(({ tree: term }, k): Slip[] => {
    const over = term.kind === "over" ? term : undefined;
    if (over === undefined) return [];
    return tree.terms.slice(k + 1).map(({ tree: last }) => ({
      edit: "missing brackets",
      from: over.body.start,
      to: last.end,
      replacement: `(${side.text.slice(over.body.start, last.end)})`,
      rank: EXCHANGED,
    }));
  });
}
