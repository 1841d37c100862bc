import { Node, nameText, scalar, topologicalOrder } from "@chainrule/graph";
import { toMathjs } from "@chainrule/graph/mathjs";

/** A right-hand side as text: what has a name stands as its name. */
export function text(expression: Node): string {
  const named = topologicalOrder([expression]).filter(({ attrs }) => attrs.name !== undefined);
  const names = new Map<string, string>();
  const replaced = new Map<Node, Node>();
  for (const node of topologicalOrder([expression], new Set(named))) {
    const { name } = node.attrs;
    if (name === undefined) {
      const inputs = node.inputs.map((input) => replaced.get(input) as Node);
      replaced.set(node, new Node(node.op, inputs, node.attrs, node.shape));
    } else {
      const stand = `v${names.size}v`;
      names.set(stand, nameText(name));
      replaced.set(node, scalar(stand));
    }
  }
  return toMathjs(replaced.get(expression) as Node).replace(/v\d+v/g, (stand) => names.get(stand) ?? stand);
}
