import { ChainruleError } from "./errors";
import { gradient } from "./gradient";
import { nameText } from "./name";
import { Node } from "./node";
import { sum } from "./ops/contract";
import { scalar, tensor } from "./ops/leaf";
import { topologicalOrder } from "./order";
import { sameShape, shapeText } from "./shape";

/** What abstract functions mean, by name. */
export type Meanings = Readonly<Record<string, (x: Node) => Node>>;

/**
 * The same graph with abstract functions, and their derivatives of any order, replaced by known ones. Nodes that no such
 * function is below stay the very same.
 * @throws ChainruleError SHAPE when a meaning is not a function of each entry by itself, OPTION when one is not a function
 * @example bind(E, { f: (x) => x.tanh() }).value
 */
export function bind<N extends Node>(root: N, meanings: Meanings): N;
export function bind(roots: readonly Node[], meanings: Meanings): Node[];
export function bind(root: Node | readonly Node[], meanings: Meanings): Node | Node[] {
  const roots: readonly Node[] = Array.isArray(root) ? root : [root];
  const bound = new Map<Node, Node>();
  for (const node of topologicalOrder(roots)) {
    const inputs = node.inputs.map((input) => bound.get(input) as Node); // inputs come first in the order
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    const meant = meaningAt(node, inputs[0], meanings);
    bound.set(node, meant ?? (isSame ? node : new Node(node.op, inputs, node.attrs, node.shape)));
  }
  const results = roots.map((node) => bound.get(node) as Node);
  return Array.isArray(root) ? results : (results[0] as Node);
}

function meaningAt({ op }: Node, x: Node | undefined, meanings: Meanings): Node | undefined {
  if (op.kind !== "pointwise" || op.symbol === undefined || x === undefined) return undefined;
  const { name, order } = op.symbol;
  const text = nameText(name);
  const meaning = Object.hasOwn(meanings, text) ? meanings[text] : undefined;
  if (meaning === undefined) return undefined;
  if (typeof meaning !== "function") {
    throw new ChainruleError("OPTION", "the meaning of a function symbol is a function of a node", {
      where: `bind: ${text}`,
    });
  }
  // what is differentiated by stands nowhere else in the meaning, whatever x is: a number, or what the meaning holds
  const variable = order === 0 ? x : x.shape.length === 0 ? scalar("x") : tensor("x", { shape: x.shape });
  let value = meaning(variable);
  if (!(value instanceof Node) || !sameShape(value.shape, x.shape)) {
    throw new ChainruleError("SHAPE", "the meaning of a function symbol keeps the shape", {
      where: `bind: ${text}`,
      got: value instanceof Node ? shapeText(value.shape) : String(value),
      expected: shapeText(x.shape),
    });
  }
  // entry by entry, so the gradient of the sum of all entries is the derivative of each
  for (let k = 0; k < order; k++)
    value = gradient(
      sum(
        value,
        value.shape.map((_, axis) => axis),
        false,
      ),
      variable,
      { holding: [variable] },
    );
  return order === 0 ? value : replaced(value, variable, x);
}

/** The graph with one node in the place of another. */
function replaced(root: Node, from: Node, to: Node): Node {
  const found = new Map<Node, Node>([[from, to]]);
  for (const node of topologicalOrder([root])) {
    if (node === from) continue;
    const inputs = node.inputs.map((input) => found.get(input) as Node); // inputs come first in the order
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    found.set(node, isSame ? node : new Node(node.op, inputs, node.attrs, node.shape));
  }
  return found.get(root) as Node;
}
