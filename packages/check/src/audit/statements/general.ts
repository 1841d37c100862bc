import type { Tree } from "@chainrule/graph/read";
import type { Member } from "../document/passage";

/** A member for some layers, samples or entries: `put` puts their numbers in, also into what is typed in its place. */
export function inInstance(member: Member, put: (tree: Tree) => Tree): Member {
  const { general } = member;
  return {
    ...member,
    tree: put(member.tree),
    general: {
      tree: general?.tree ?? member.tree,
      put: general === undefined ? put : (tree) => put(general.put(tree)),
    },
  };
}

/** The formula as it is typed, for any layer, sample or entry. */
export const generalTree = ({ general, tree }: Member): Tree => general?.tree ?? tree;
