import { bare, partsOf, type Tree } from "@chainrule/graph/read";
import type { Member } from "./document/passage";
import type { Letters } from "./letters";
import { namedBy } from "./names";

/** A sum over the letter of the left side, where another letter is left over: \partial E / \partial h_k = \sum_k f'(z_j) w_{jk}. */
export function collidingSum(
  left: Member,
  member: Member,
  letters: Letters,
): { readonly letter: string; readonly free: string } | undefined {
  const tree = bare(left.tree);
  if (tree.kind !== "derivative") return undefined;
  const own = freeLetters(tree, letters);
  const free = [...freeLetters(member.tree, letters)].find((letter) => !own.has(letter));
  const letter = lettersBound(member.tree).find((each) => own.has(each));
  return free === undefined || letter === undefined ? undefined : { letter, free };
}

const lettersBound = (tree: Tree): readonly string[] => [
  ...(tree.kind === "over" ? tree.letters : []),
  ...partsOf(tree).flatMap(lettersBound),
];

/** The letters of entries that no sum around them runs over; formulas are nested no deeper than the grammar allows. */
function freeLetters(tree: Tree, letters: Letters): Set<string> {
  const name = namedBy(tree);
  const own = tree.kind === "name" && name !== undefined ? letters.split(name).letters : [];
  const found = new Set([...own, ...partsOf(tree).flatMap((part) => [...freeLetters(part, letters)])]);
  if (tree.kind === "over") for (const letter of tree.letters) found.delete(letter);
  return found;
}
