import { mapTree, type Tree, walk } from "@chainrule/graph/read";
import type { Member, Statement } from "../document/passage";

/**
 * What multiplies entry by entry with `*`: a program in Python, and a document that writes the matrix product as `@` or dot(A, B), as
 * Python does.
 */
export function withProgramProducts(statements: readonly Statement[]): Statement[] {
  const trees = statements.flatMap(({ members }) => members.map(({ tree }) => tree));
  const isProgram = trees.some((tree) => [...walk(tree)].some(hasMatrixProduct));
  const put = (member: Member): Member =>
    isProgram || member.passage.isEntrywise ? { ...member, tree: mapTree(member.tree, entrywise) } : member;
  return statements.map((statement) => ({ ...statement, members: statement.members.map(put) }));
}

const hasMatrixProduct = (part: Tree): boolean =>
  part.kind === "product"
    ? part.factors.some(({ sign }) => sign === "@")
    : part.kind === "applied" && part.arguments.length === 2 && /^(?:dot|matmul)$/.test(part.head.name.base);

function entrywise(part: Tree): Tree | undefined {
  if (part.kind !== "product" || part.factors.every(({ sign }) => sign !== "*")) return undefined;
  const factors = part.factors.map(({ sign, tree }) => ({
    sign: sign === "*" ? (".*" as const) : sign,
    tree: mapTree(tree, entrywise),
  }));
  return { ...part, factors };
}
