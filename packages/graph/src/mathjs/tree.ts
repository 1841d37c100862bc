import { shown } from "../errors";
import { refusal } from "./refusal";
import type { Token } from "./tokens";

/**
 * The nodes of mathjs's syntax tree that a formula may have. Operands are tokens by position: the constant 7 and the symbol
 * `v7` stand for token 7; the symbol `p2` stands for piece 2 of the formula.
 */
export type Tree =
  | { readonly type: "ConstantNode"; readonly value: number }
  | { readonly type: "SymbolNode"; readonly name: string }
  | { readonly type: "ParenthesisNode"; readonly content: Tree }
  | { readonly type: "ArrayNode"; readonly items: readonly Tree[] }
  | { readonly type: "OperatorNode"; readonly op: string; readonly args: readonly Tree[] }
  | { readonly type: "FunctionNode"; readonly fn: Tree; readonly args: readonly Tree[] }
  | {
      readonly type: "ConditionalNode";
      readonly condition: Tree;
      readonly trueExpr: Tree;
      readonly falseExpr: Tree;
    }
  | { readonly type: "RelationalNode"; readonly params: readonly Tree[] };

/** A formula and how it groups. */
export interface Formula {
  readonly tokens: readonly Token[];
  readonly tree: Tree;
  readonly pieces: readonly Tree[];
}

/** The parts of a tree, from left to right. @throws ChainruleError REFUSED for what a formula may not have */
export function partsOf(formula: Formula, tree: Tree): readonly Tree[] {
  switch (tree.type) {
    case "ConstantNode":
      return [];
    case "SymbolNode":
      return tree.name.startsWith("p") ? [formula.pieces[positionIn(tree.name)] as Tree] : [];
    case "ParenthesisNode":
      return [tree.content];
    case "ArrayNode":
      return tree.items;
    case "OperatorNode":
    case "FunctionNode":
      return tree.args;
    case "ConditionalNode":
      return [tree.condition, tree.trueExpr, tree.falseExpr];
    case "RelationalNode":
      throw refusal(
        "REFUSED",
        "comparisons in a row have two readings",
        signColumn(formula, tree.params[0]),
        {
          mend: "Write (a < b) * (b < c)",
        },
      );
    default:
      throw refusal("REFUSED", "this has no place in a formula", 1, { got: shown(tree) });
  }
}

const positionIn = (name: string): number => Number(name.slice(1));

/** The token that a constant, a symbol or the name of a call stands for. */
export function tokenOf(formula: Formula, tree: Tree): Token | undefined {
  if (tree.type === "ConstantNode") return formula.tokens[tree.value];
  if (tree.type === "FunctionNode") return tokenOf(formula, tree.fn);
  if (tree.type !== "SymbolNode" || tree.name.startsWith("p")) return undefined;
  return formula.tokens[positionIn(tree.name)];
}

/** Where the first operand of a tree stands. */
export function firstColumn(formula: Formula, tree: Tree): number {
  let at: Tree | undefined = tree;
  while (at !== undefined) {
    const token = tokenOf(formula, at);
    if (token !== undefined) return token.column;
    at = partsOf(formula, at)[0];
  }
  return 1;
}

/** Where the sign after a tree stands: the first that does not belong to it. */
export function signColumn(formula: Formula, tree: Tree | undefined): number {
  let last = tree;
  for (let part = tree; part !== undefined; part = partsOf(formula, part).at(-1)) last = part;
  const token = last && tokenOf(formula, last);
  let position = token === undefined ? 0 : formula.tokens.indexOf(token) + 1;
  while ([")", "]", "'"].includes(formula.tokens[position]?.text ?? "")) position++;
  return formula.tokens[position]?.column ?? 1;
}
