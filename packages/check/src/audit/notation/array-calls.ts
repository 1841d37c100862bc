import { mapTree, type Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { printedIn } from "../names/trees";
import { mapStatements } from "../statements/statements";

/** Reductions whose second argument is an axis in array libraries; that of max may be another number, and that of norm its order. */
const REDUCTIONS = /^(?:sum|mean|var|std)$/;

/** sum(x, 0) and x.mean(-1, keepdims=True) with the axis as an option, as sum(x, axis=0) has it. */
export const withAxes = (statements: readonly Statement[]): Statement[] =>
  mapStatements(statements, inOptions);

function inOptions(part: Tree): Tree | undefined {
  if (part.kind !== "applied" || part.arguments.length !== 2 || part.options?.axis !== undefined)
    return undefined;
  const [of, second] = part.arguments as readonly [Tree, Tree];
  const axis = printedIn(second)?.value;
  if (axis === undefined || !Number.isInteger(axis) || !REDUCTIONS.test(part.head.name.base))
    return undefined;
  const options = { start: second.start, end: second.end, ...part.options, axis };
  return { ...part, arguments: [mapTree(of, inOptions)], options };
}
