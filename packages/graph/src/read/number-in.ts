import type { Tree } from "./tree";

/** The number that a formula is, with or without a sign; undefined for any other formula. */
export const numberIn = (tree: Tree | undefined): number | undefined => {
  if (tree?.kind === "number") return tree.value;
  const [term] = tree?.kind === "sum" ? tree.terms : [];
  return tree?.kind === "sum" && tree.terms.length === 1 && term?.tree.kind === "number"
    ? -term.tree.value
    : undefined;
};
