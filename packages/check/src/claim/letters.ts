import { ChainruleError } from "@chainrule/graph";
import { type NameTree, type Tree, walk } from "@chainrule/graph/read";

export const isLetter = (part: string): boolean => /^[A-Za-z]'*$/.test(part);

/** Whether a letter stands below a name. */
export const carries = (tree: Tree, letter: string): tree is NameTree =>
  tree.kind === "name" && (tree.name.sub?.parts.includes(letter) ?? false);

/** The first part of a formula that an index letter stands at: the sign of a sum over it, or a name. */
function placeOfLetter(tree: Tree, letter: string): Tree | undefined {
  for (const part of walk(tree)) {
    if (carries(part, letter) || (part.kind === "over" && part.letters.includes(letter))) return part;
  }
  return undefined;
}

/** A refusal of an index that the left side does not have, and no sum binds. */
export function unboundIndex(tree: Tree, letter: string, expected: readonly string[]): ChainruleError {
  const place = placeOfLetter(tree, letter);
  return new ChainruleError("REFUSED", "an index is neither summed over nor one of the result", {
    where: "check",
    got: letter,
    ...(expected.length > 0 && { expected: expected.join(", ") }),
    ...(place !== undefined && { line: 1, column: place.start + 1 }),
    mend: "Write a sum over it, or the letter that the result has",
  });
}

/**
 * The letter and the place that a refusal is about, if it is about an index: one that is summed over twice, bound and free, or
 * nowhere bound. Undefined for all other refusals, those of syntax among them.
 */
export function confusedIndex(
  { code, details }: ChainruleError,
  tree: Tree,
  text: string,
): { readonly letter: string; readonly at: Tree } | undefined {
  const letter = details.got ?? "";
  if (!["REFUSED", "OPTION", "SIZE"].includes(code) || !isLetter(letter)) return undefined;
  const first = placeOfLetter(tree, letter);
  if (first === undefined) return undefined;
  const lines = text.split("\n").slice(0, (details.line ?? 1) - 1);
  const offset = lines.reduce((total, line) => total + line.length + 1, 0) + (details.column ?? 0) - 1;
  const at = [...walk(tree)].find(
    (part) => part.start === offset && (part.kind === "over" || carries(part, letter)),
  );
  return { letter, at: at ?? first };
}
