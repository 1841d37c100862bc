import type { NestedNumbers, Node } from "../node";
import { constant } from "../ops/leaf";
import { located, refusal } from "./refusal";
import { type Formula, firstColumn, partsOf, type Tree, tokenOf } from "./tree";

/** The constant that an array of numbers stands for. @throws ChainruleError REFUSED (not numbers), SHAPE (ragged) */
export function arrayConstant(formula: Formula, tree: Tree): Node {
  const rows = rowsOf(formula, tree);
  try {
    return constant(rows);
  } catch (error) {
    throw located(error, () => firstColumn(formula, tree));
  }
}

/** Recursion is bounded: check.ts refuses more arrays inside one another than a tensor has axes. */
function rowsOf(formula: Formula, tree: Tree): NestedNumbers {
  return partsOf(formula, tree).map((item) => entryOf(formula, item));
}

function entryOf(formula: Formula, item: Tree): number | NestedNumbers {
  if (item.type === "ArrayNode") return rowsOf(formula, item);
  if (item.type === "SymbolNode" && tokenOf(formula, item) === undefined) {
    return entryOf(formula, partsOf(formula, item)[0] as Tree); // a piece
  }
  const [inner] = partsOf(formula, item);
  const sign = item.type === "OperatorNode" && item.args.length === 1 ? item.op : "";
  const value = tokenOf(formula, sign === "+" || sign === "-" ? (inner as Tree) : item)?.value;
  if (value !== undefined) return sign === "-" ? -value : value;
  throw refusal("REFUSED", "an array holds numbers only", firstColumn(formula, item), {
    expected: "for example [[1, -2], [3, 0.5]]",
  });
}
