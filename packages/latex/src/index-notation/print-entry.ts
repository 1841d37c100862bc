import { type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { printed } from "../print";
import { entryOf, type IndexNotation } from "./entry";
import { kroneckerSign } from "./kronecker";
import { Letters } from "./letters";
import { sumsLast } from "./sums-last";

/**
 * One entry of a tensor in index notation, its sums last. One letter for each axis.
 * @throws ChainruleError as `toLatex` does
 * @example entryToLatex(W.transpose().matmul(delta), ["k"]) // \sum_{j=1}^{m} W_{jk} \delta_{j}
 */
export function entryToLatex(node: Node, letters: readonly string[]): string {
  const named = topologicalOrder([node]).flatMap(({ attrs, shape }) =>
    attrs.name === undefined ? [] : [[nameText(attrs.name), shape.length] as const],
  );
  const names = topologicalOrder([node]).flatMap(({ name }) => (name === undefined ? [] : [name]));
  const notation: IndexNotation = {
    letters: new Letters([node]),
    ranks: new Map(named),
    constants: new Map(),
    leaves: new Map(),
    kronecker: kroneckerSign(names),
  };
  return printed(sumsLast(entryOf(node, letters, notation))).latex;
}
