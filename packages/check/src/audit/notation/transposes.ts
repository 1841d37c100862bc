import { type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { keyOf, namedBy } from "../names/names";
import { mapStatements } from "../statements/statements";

/** t = 1, t < T, t = T: how far a letter runs. */
const isOfRange = ({ members: [left, ...others] }: Statement): boolean => {
  const letter = left && namedBy(left.tree);
  return (
    letter !== undefined &&
    /^[a-z]$/.test(keyOf(letter)) &&
    others.every(({ tree }) => tree.kind === "number" || tree.kind === "array" || namedBy(tree)?.base === "T")
  );
};

/** W_2^T is W_2 transposed in a document that has no quantity T; that sums may run up to a T is no reason against it. */
export function withTransposes(statements: readonly Statement[]): Statement[] {
  const trees = statements.flatMap(({ members }) => members.map(({ tree }) => tree));
  const besides = new Set<Tree>();
  for (const part of trees.flatMap((tree) => [...walk(tree)])) {
    if (part.kind === "name" && part.name.sup?.formula !== undefined) besides.add(part.name.sup.formula);
    if (part.kind === "over" && part.to !== undefined) besides.add(part.to);
  }
  const isQuantity = statements
    .filter((statement) => !isOfRange(statement))
    .flatMap(({ members }) => members.flatMap(({ tree }) => [...walk(tree)]))
    .some((part) => part.kind === "name" && part.name.base === "T" && !besides.has(part));
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
  return mapStatements(statements, change);
}
