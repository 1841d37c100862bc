import { bare, mapTree, type NameTree, type Tree } from "@chainrule/graph/read";
import { isEquality } from "./definition";
import type { Statement } from "./document/passage";
import { keyOf, namedBy, type Plain } from "./names";
import { isNumeric } from "./trees";

/*
 * A variance is called σ², and where a document defines σ² and no σ, that is its name: ∂L/∂σ² is a derivative by it, and σ its root.
 */

/** What σ² is called as a name of its own, where nobody sees it. */
const squared = (base: string): string => `${base}squared`;

/** The formula with every square that a document defines as a quantity as a name. */
export function withSquaredNames(statements: readonly Statement[]): Statement[] {
  const squares = definedSquares(statements);
  if (squares.size === 0) return [...statements];
  const change = (part: Tree): Tree | undefined => {
    if (part.kind !== "name") return undefined;
    const { sup, ...name } = part.name;
    if (!squares.has(baseKey(part)) || (sup !== undefined && sup.formula === undefined)) return undefined;
    const { end, start } = part;
    const square: NameTree = { kind: "name", name: { ...name, base: squared(name.base) }, start, end };
    if (isTwo(sup?.formula)) return square;
    const root: Tree = { kind: "root", body: square, start, end };
    return sup?.formula === undefined
      ? root
      : { kind: "power", base: root, exponent: sup.formula, start, end };
  };
  return statements.map((statement) => ({
    ...statement,
    members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
  }));
}

const isTwo = (tree: Tree | undefined): boolean => tree?.kind === "number" && tree.value === 2;

/** Names by their letters alone: σ for σ_j². */
const baseKey = (tree: NameTree): string => tree.name.base;

/** Names whose square stands on the left of an equation, and which stand there themselves nowhere. */
function definedSquares(statements: readonly Statement[]): ReadonlySet<string> {
  const [squares, plain] = [new Set<string>(), new Set<string>()];
  for (const { members } of statements) {
    const [left, first] = members;
    const tree = left && bare(left.tree);
    if (tree?.kind !== "name" || first === undefined || !isEquality(first.sign)) continue;
    const name: Plain | undefined = namedBy(tree);
    const isOwn = name !== undefined && !namesOwn(first.tree, keyOf(name)) && !isNumeric(first.tree);
    if (isTwo(tree.name.sup?.formula) && isOwn && tree.name.base !== "e") squares.add(baseKey(tree));
    else if (tree.name.sup === undefined) plain.add(baseKey(tree));
  }
  return new Set([...squares].filter((base) => !plain.has(base)));
}

/** Whether a formula is made of the name itself: x^2 = x x defines nothing. */
function namesOwn(tree: Tree, key: string): boolean {
  let found = false;
  mapTree(tree, (part) => {
    const name = part.kind === "name" ? namedBy(part) : undefined;
    if (name !== undefined && keyOf(name) === key) found = true;
    return undefined;
  });
  return found;
}
