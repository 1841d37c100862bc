import { mapTree, type Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";

/** Statements with parts of their formulas replaced, from the outside; a part that was replaced is not looked into. */
export const mapStatements = (
  statements: readonly Statement[],
  change: (part: Tree) => Tree | undefined,
): Statement[] =>
  statements.map((statement) => ({
    ...statement,
    members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
  }));
