import { mapTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";

/** A document that writes the matrix product as `@`, as Python does, multiplies entry by entry with `*`. */
export function withProgramProducts(statements: readonly Statement[]): Statement[] {
  const isProgram = statements.some(({ members }) => members.some(({ tree }) => [...walk(tree)].some(hasAt)));
  if (!isProgram) return [...statements];
  return statements.map((statement) => ({
    ...statement,
    members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, entrywise) })),
  }));
}

const hasAt = (part: Tree): boolean =>
  part.kind === "product" && part.factors.some(({ sign }) => sign === "@");

function entrywise(part: Tree): Tree | undefined {
  if (part.kind !== "product" || part.factors.every(({ sign }) => sign !== "*")) return undefined;
  const factors = part.factors.map(({ sign, tree }) => ({
    sign: sign === "*" ? (".*" as const) : sign,
    tree: mapTree(tree, entrywise),
  }));
  return { ...part, factors };
}
