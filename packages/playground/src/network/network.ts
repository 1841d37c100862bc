import { type Node, nameText, topologicalOrder } from "@chainrule/graph";

/** A network that was read from text: one sample's loss over symbols that all have values. */
export interface Network {
  /** A scalar with a name. */
  readonly loss: Node;
  /** Every symbol and every definition, by its name, inputs first. */
  readonly quantities: ReadonlyMap<string, Node>;
  /** Symbols that training changes. */
  readonly parameters: readonly Node[];
  /** Symbols that differ from sample to sample, and what the outputs should be. */
  readonly inputs: readonly Node[];
  readonly targets: readonly Node[];
  /** What targets are compared with. */
  readonly outputs: readonly Node[];
  /** The targets of each class of samples: 0 and 1, -1 and 1, or a 1 in the place of the class. */
  readonly classes: readonly (readonly number[])[];
  /** The rate that the text asks for. */
  readonly rate: number;
  /** The same network over tensors, for the notations of indices and matrices. */
  readonly whole?: WholeNetwork | undefined;
}

/** A network over tensors, and which of its quantities has a scalar of the other form among its entries. */
export interface WholeNetwork {
  readonly loss: Node;
  readonly quantities: ReadonlyMap<string, Node>;
  readonly counterpart: (name: string) => Node | undefined;
}

/** Symbols and definitions of a loss by name, in an order in which everything follows what it is made of. */
export function quantitiesOf(loss: Node): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const node of topologicalOrder([loss])) {
    if (node.attrs.name !== undefined) found.set(nameText(node.attrs.name), node);
  }
  return found;
}

const isSymbol = (node: Node): boolean => node.attrs.cell !== undefined;

/** The symbols of a loss, in the order in which it is computed. */
export const symbolsIn = (quantities: ReadonlyMap<string, Node>): Node[] =>
  [...quantities.values()].filter(isSymbol);

/** Names that people give to what is known of a sample, and to what is wanted of it. */
const INPUTS = /^(?:x|i|X|input)$/;
const TARGETS = /^(?:t|y|Y|T|target)$/;

export const baseOf = (node: Node): string =>
  node.attrs.name?.kind === "symbol" ? node.attrs.name.base : "";
export const isInputName = (node: Node): boolean => INPUTS.test(baseOf(node));
export const isTargetName = (node: Node): boolean => TARGETS.test(baseOf(node));

/** The definitions that depend on inputs and not on targets, and that something which depends on targets uses. */
export function outputsOf(loss: Node, inputs: readonly Node[], targets: readonly Node[]): Node[] {
  const order = topologicalOrder([loss]);
  const reached = (from: readonly Node[]): Set<Node> => {
    const found = new Set(from);
    for (const node of order) if (node.inputs.some((input) => found.has(input))) found.add(node);
    return found;
  };
  const [known, wanted] = [reached(inputs), reached(targets)];
  const met = order
    .filter((node) => wanted.has(node) && !targets.includes(node))
    .flatMap(({ inputs: operands }) => operands.filter((each) => !wanted.has(each) && known.has(each)));
  return namedBelow(met).filter((node) => !inputs.includes(node));
}

/** Nodes, or in the place of those without names the nearest below that have one. */
function namedBelow(nodes: readonly Node[]): Node[] {
  const found = new Set<Node>();
  const open = [...nodes];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.attrs.name !== undefined) found.add(node);
    else open.push(...node.inputs);
  }
  return [...found].reverse().filter((node) => node.op.kind === "naming");
}

/** The targets of classes: of one target its two values, of several a 1 for the class. */
export const classesOf = (targets: number, lowest: 0 | -1 = 0): number[][] =>
  targets < 2
    ? [[lowest], [1]]
    : Array.from({ length: targets }, (_, k) =>
        Array.from({ length: targets }, (__, j) => (j === k ? 1 : lowest)),
      );
