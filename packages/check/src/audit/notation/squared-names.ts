import { bare, type NameTree, type Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { isEquality } from "../names/definition";
import { namesIn } from "../names/letters";
import { isNumeric } from "../names/trees";
import { mapStatements } from "../statements/statements";

/*
 * A variance is called σ², and where a document defines σ² and no σ, that is its name: ∂L/∂σ² is a derivative by it, and σ its root.
 */

/** What σ² is called as a name of its own. */
const squared = (base: string): string => `${base}²`;

/** The formula with every square that a document defines as a quantity as a name. */
export function withSquaredNames(statements: readonly Statement[]): Statement[] {
  const squares = definedSquares(statements);
  if (squares.size === 0) return [...statements];
  const change = (part: Tree): Tree | undefined => {
    if (part.kind !== "name") return undefined;
    const { sup, ...name } = part.name;
    if (!squares.has(part.name.base) || (sup !== undefined && sup.formula === undefined)) return undefined;
    const { end, start } = part;
    const square: NameTree = { kind: "name", name: { ...name, base: squared(name.base) }, start, end };
    if (isTwo(sup?.formula)) return square;
    const root: Tree = { kind: "root", body: square, start, end };
    return sup?.formula === undefined
      ? root
      : { kind: "power", base: root, exponent: sup.formula, start, end };
  };
  return mapStatements(statements, change);
}

const isTwo = (tree: Tree | undefined): boolean => tree?.kind === "number" && tree.value === 2;

/** The letters of names whose square stands on the left of an equation, and which stand there themselves nowhere. */
function definedSquares(statements: readonly Statement[]): ReadonlySet<string> {
  const [squares, plain] = [new Set<string>(), new Set<string>()];
  for (const { members } of statements) {
    const [left, first] = members;
    const tree = left && bare(left.tree);
    if (tree?.kind !== "name" || first === undefined || !isEquality(first.sign)) continue;
    const { base, sup } = tree.name;
    const used = namesIn(first.tree).map((each) => each.base);
    const isDefined = !used.includes(base) && !isNumeric(first.tree) && base !== "e"; // not x^2 = x x, e^2 = 7.389
    if (isTwo(sup?.formula) && isDefined) squares.add(base);
    else if (sup === undefined) plain.add(base);
  }
  return new Set([...squares].filter((base) => !plain.has(base)));
}
