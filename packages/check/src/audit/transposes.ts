import { mapTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "./document/passage";

/**
 * W_2^T is W_2 transposed in a document that has no T otherwise: no number of steps, no quantity of that name.
 */
export function withTransposes(statements: readonly Statement[]): Statement[] {
  const trees = statements.flatMap(({ members }) => members.map(({ tree }) => tree));
  const exponents = new Set<Tree>();
  for (const part of trees.flatMap((tree) => [...walk(tree)]))
    if (part.kind === "name" && part.name.sup?.formula !== undefined) exponents.add(part.name.sup.formula);
  const isQuantity = trees
    .flatMap((tree) => [...walk(tree)])
    .some((part) => part.kind === "name" && part.name.base === "T" && !exponents.has(part));
  if (isQuantity) return [...statements];
  const change = (part: Tree): Tree | undefined => {
    if (part.kind !== "name" || part.name.sub === undefined || part.name.sup?.text !== "T") return undefined;
    const { sup, ...name } = part.name;
    return {
      kind: "transpose",
      base: { ...part, name, end: sup.start - 1 },
      start: part.start,
      end: part.end,
    };
  };
  return statements.map((statement) => ({
    ...statement,
    members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
  }));
}
