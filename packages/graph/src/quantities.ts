import type { Node } from "./node";

/**
 * The quantities that stand in an expression by their names, symbols and definitions, each once; what they are defined by
 * is not entered. For an expression that has a name itself, that is all.
 */
export function quantitiesIn(expression: Node): Node[] {
  const found = new Set<Node>();
  const met = new Set<Node>();
  const pending = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (met.has(node)) continue;
    met.add(node);
    if (node.attrs.name !== undefined) found.add(node);
    else for (let k = node.inputs.length - 1; k >= 0; k--) pending.push(node.inputs[k] as Node);
  }
  return [...found];
}
