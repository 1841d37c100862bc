import { ChainruleError } from "./errors";
import { Node } from "./node";
import { nodeLabel } from "./ops/leaf";
import { topologicalOrder } from "./order";

/**
 * New values of symbols as code computes them that overwrites each parameter as soon as its new value is known: where the update
 * of a parameter passes backwards through others, it meets their new values, while the quantities of the forward pass are those
 * from before. In a network: the last layer first, then hidden gradients with its new weights.
 *
 * updates: nodes made by `updated(symbol, next)`, of parameters and of what an optimiser remembers -> the same in the same
 * order; what is remembered fits the gradients that were used.
 * @throws ChainruleError OPERAND for a node that no `updated(...)` made
 * @example sequential(E, sgd(E, ws, 0.5))
 */
export function sequential(loss: Node, updates: readonly Node[]): Node[] {
  const forward = topologicalOrder([loss]);
  const known = quantities(forward);
  const leaves = new Set(forward.filter(({ attrs }) => attrs.cell !== undefined));
  const backward = new Map(updates.map((update) => [replacedBy(update), backwardNodes(update, known)]));
  const pending = [...backward.keys()].filter((symbol) => leaves.has(symbol));
  const waiting = new Set(pending);
  const isReady = (parameter: Node): boolean =>
    backward.get(parameter)?.every((node) => node === parameter || !waiting.has(node)) === true;
  const newValues = new Map<Node, Node>(); // by parameter
  const remembered = new Map<Node, Node>(); // updates inside of updates
  while (pending.length > 0) {
    // where parameters wait for each other, as in a recurrent network, they come in the order given
    const parameter = pending.find(isReady) ?? (pending[0] as Node);
    pending.splice(pending.indexOf(parameter), 1);
    waiting.delete(parameter);
    newValues.set(parameter, replaced(backward.get(parameter) ?? [], newValues, remembered));
  }
  return updates.map((update) => newValues.get(replacedBy(update)) ?? remembered.get(update) ?? update);
}

function replacedBy(update: Node): Node {
  if (update.attrs.replaces !== undefined) return update.attrs.replaces;
  throw new ChainruleError("OPERAND", "updates are nodes made by updated(symbol, next)", {
    where: `sequential: ${nodeLabel(update)}`,
  });
}

/** What the forward pass computes. A symbol in another form, such as transposed, is no quantity of its own. */
function quantities(forward: readonly Node[]): ReadonlySet<Node> {
  const computed = new Set<Node>();
  for (const node of forward) {
    const [input] = node.inputs;
    const isForm = node.inputs.length === 1 && (node.op.kind === "indexed" || node.op.kind === "layout");
    const isOther = isForm ? computed.has(input as Node) : node.attrs.cell === undefined; // a form has an input
    if (isOther) computed.add(node);
  }
  return computed;
}

/** The nodes of an update outside the forward pass, inputs first. */
function backwardNodes(update: Node, forward: ReadonlySet<Node>): Node[] {
  const order = new Set<Node>();
  const pending: { readonly node: Node; next: number }[] = [{ node: update, next: 0 }];
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const input = top.node.inputs[top.next++];
    if (input === undefined) {
      order.add(top.node);
      pending.pop();
    } else if (!order.has(input) && !forward.has(input)) pending.push({ node: input, next: 0 });
  }
  return [...order];
}

/** An update, given as its nodes, with new values in the place of parameters; updates inside of it are noted. */
function replaced(
  nodes: readonly Node[],
  newValues: ReadonlyMap<Node, Node>,
  remembered: Map<Node, Node>,
): Node {
  const found = new Map<Node, Node>();
  const update = nodes[nodes.length - 1] as Node; // inputs come first
  for (const node of nodes) {
    const inputs = node.inputs.map((input) => found.get(input) ?? input);
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    const next = newValues.get(node) ?? (isSame ? node : new Node(node.op, inputs, node.attrs, node.shape));
    found.set(node, next);
    if (node.attrs.replaces !== undefined && node !== update) remembered.set(node, next);
  }
  return found.get(update) as Node; // set in the last turn
}
