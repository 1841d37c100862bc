import { bare, partsOf, type Tree } from "@chainrule/graph/read";
import type { Member } from "../document/passage";
import { type Letters, lettersBound } from "../names/letters";
import { namedBy } from "../names/names";

/** A sum over the letter of the left side, where another letter is left over: \partial E / \partial h_k = \sum_k f'(z_j) w_{jk}. */
export function collidingSum(
  left: Member,
  member: Member,
  letters: Letters,
): { readonly letter: string; readonly free: string } | undefined {
  const tree = bare(left.tree);
  if (tree.kind !== "derivative") return undefined;
  const own = freeLetters(tree, letters);
  const letter = lettersBound(member.tree).find((each) => own.has(each));
  if (letter === undefined) return undefined;
  const free = [...freeLetters(member.tree, letters)].find((each) => !own.has(each));
  return free === undefined ? undefined : { letter, free };
}

/** The letters of entries that no sum around them runs over. Recursion is bounded: an audit reads no formula that is nested deeply. */
function freeLetters(tree: Tree, letters: Letters): Set<string> {
  const name = namedBy(tree);
  const own = tree.kind === "name" && name !== undefined ? letters.split(name).letters : [];
  const found = new Set([...own, ...partsOf(tree).flatMap((part) => [...freeLetters(part, letters)])]);
  if (tree.kind === "over") for (const letter of tree.letters) found.delete(letter);
  return found;
}
