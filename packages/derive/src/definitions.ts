import { ChainruleError, type Name, type Node, named, nameText, topologicalOrder } from "@chainrule/graph";

/** The body of a definition; a symbol has none. */
export const bodyOf = (node: Node): Node => (node.op.kind === "naming" ? (node.inputs[0] as Node) : node);

/** The name of a node that has one. */
export const nameOf = (node: Node): Name => node.attrs.name as Name; // only symbols and definitions are asked

/** A graph seen as definitions: named nodes and symbols, each definition over those that stand in its body. */
export interface Definitions {
  readonly loss: Node;
  /** Symbols and definitions in topological order. */
  readonly order: readonly Node[];
  /** The same from the loss downwards: by the longest distance from the loss, then as they stand in `order`. */
  readonly downwards: readonly Node[];
  /** What stands in a definition's body, left to right, each once. */
  readonly uses: (node: Node) => readonly Node[];
  /** The definitions in whose bodies a node stands, in topological order. */
  readonly consumers: (node: Node) => readonly Node[];
  /** The definitions that the loss adds up as they are: dE/dterm = 1. Empty if the loss is not such a sum. */
  readonly terms: readonly Node[];
  readonly isTerm: (node: Node) => boolean;
  /** What the loss contains derivatives of: their partials with the rest held need names of their own. */
  readonly differentiated: ReadonlySet<Node>;
}

/**
 * Reads a graph as definitions.
 * @throws ChainruleError NAME when two different quantities share a name
 */
export function definitionsOf(loss: Node, differentiated: ReadonlySet<Node> = new Set()): Definitions {
  const order = topologicalOrder([...differentiated, loss]).filter((node) => node.attrs.name !== undefined);
  refuseAmbiguity(order);
  const uses = new Map<Node, readonly Node[]>();
  const consumers = new Map<Node, Node[]>(order.map((node) => [node, []]));
  const isNamed = new Set(order);
  for (const node of order) {
    const used = node.op.kind === "naming" ? standingIn(bodyOf(node), isNamed) : [];
    uses.set(node, used);
    for (const input of used) consumers.get(input)?.push(node);
  }
  const usesOf = (node: Node): readonly Node[] => uses.get(node) ?? [];
  const consumersOf = (node: Node): readonly Node[] => consumers.get(node) ?? [];
  const terms = summands(bodyOf(loss));
  const distinct = new Set(terms);
  const separate =
    terms.length > 1 &&
    distinct.size === terms.length &&
    terms.every((term) => term.op.kind === "naming" && consumersOf(term).length === 1);
  return {
    loss,
    order,
    downwards: levels(order, consumersOf).flat(),
    uses: usesOf,
    consumers: consumersOf,
    terms: separate ? terms : [],
    isTerm: (node) => separate && distinct.has(node),
    differentiated,
  };
}

/** Nodes by their longest distance from the loss, nearest first. */
export function levels(order: readonly Node[], consumers: (node: Node) => readonly Node[]): Node[][] {
  const depth = new Map<Node, number>();
  const found: Node[][] = [];
  for (const node of [...order].reverse()) {
    let distance = 0;
    for (const user of consumers(node)) distance = Math.max(distance, (depth.get(user) ?? 0) + 1);
    depth.set(node, distance);
    const level = found[distance];
    if (level === undefined) found[distance] = [node];
    else level.push(node);
  }
  return found.map((level) => level.reverse());
}

/** The variable and every definition that depends on it. */
export function dependents({ order, uses }: Definitions, variables: readonly Node[]): Set<Node> {
  const above = new Set<Node>(variables);
  for (const node of order) if (uses(node).some((input) => above.has(input))) above.add(node);
  return above;
}

/**
 * Goes through variables one after another: for each, itself and the definitions that depend on it, nearest to the loss first,
 * without those that were given for an earlier one. All together they are given once.
 */
export function ascent({ consumers, downwards }: Definitions): (variable: Node) => Node[] {
  const places = new Map(downwards.map((node, place) => [node, place]));
  const given = new Set<Node>();
  return (variable) => {
    const found: Node[] = [];
    const pending = places.has(variable) ? [variable] : [];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (given.has(node)) continue;
      given.add(node);
      found.push(node);
      pending.push(...consumers(node));
    }
    return found.sort((a, b) => (places.get(a) as number) - (places.get(b) as number)); // all of them have one
  };
}

/** The named nodes met first on the way down from a body. */
function standingIn(body: Node, isNamed: ReadonlySet<Node>): Node[] {
  return topologicalOrder([body], isNamed).filter((node) => isNamed.has(node));
}

/** The operands of a sum of sums; empty when an operand is subtracted or anything else stands at the top. */
function summands(body: Node): Node[] {
  const found: Node[] = [];
  const pending = [body];
  while (pending.length > 0) {
    const node = pending.pop() as Node;
    if (node.op.name === "add") pending.push(node.inputs[1] as Node, node.inputs[0] as Node);
    else found.push(node);
  }
  return found;
}

function refuseAmbiguity(order: readonly Node[]): void {
  const met = new Set<string>();
  for (const node of order) {
    const text = nameText(nameOf(node));
    if (met.has(text)) throw sharedName(text);
    met.add(text);
  }
}

/** The error of one name for two quantities. */
export const sharedName = (text: string): ChainruleError =>
  new ChainruleError(
    "NAME",
    "two different quantities have one name, so a reader could not tell them apart",
    { where: "derive", got: text, mend: "Rename one of them" },
  );

/** The loss under a name: its own, or the first of E, L, J that no quantity has taken. */
export function namedLoss(loss: Node): Node {
  if (loss.attrs.name !== undefined) return loss;
  const taken = namesIn(topologicalOrder([loss]));
  let name = ["E", "L", "J", "Loss"].find((candidate) => !taken.has(candidate)) ?? "E'";
  while (taken.has(name)) name += "'";
  return named(loss, name);
}

/** The texts of the names of those nodes that have one. */
export const namesIn = (nodes: readonly Node[]): Set<string> =>
  new Set(nodes.flatMap(({ attrs }) => (attrs.name === undefined ? [] : [nameText(attrs.name)])));
