import { ChainruleError, type Node, nameText, nearest, topologicalOrder } from "@chainrule/graph";
import type { FunctionName } from "../scene/scene";
import { functionName } from "../scene/signs";
import { contractionName } from "./contraction";

/*
 * Which parts of a graph are drawn, each as one box: symbols, numbers and operations. A named operation is one box, with its
 * name; what is folded is part of the definition that it belongs to.
 */

export interface Box {
  /** What the box is about; of a named operation, the definition. */
  readonly node: Node;
  readonly kind: "symbol" | "constant" | "operation";
  /** The outermost operation; a second name of something has none. */
  readonly operation?: FunctionName;
  /** Its operands, where one is a number that is written beside the operation; undefined stands for the others, in order. */
  readonly operands?: readonly (number | undefined)[];
  /** How many operations are in it; more than 1 where some are folded. */
  readonly operations: number;
  /** The boxes that it is computed from, in the order of its operands, each once. */
  readonly inputs: readonly Node[];
  /** Whether the order of its operands matters. */
  readonly ordered: boolean;
}

/** All operations (true), those inside of definitions none (false), or those inside of these definitions. */
export type Unfold = boolean | readonly (string | Node)[];

/** More boxes than this are folded at the definitions, where nothing is asked. */
const MOST_UNFOLDED = 60;

/**
 * The boxes of everything below the outputs, each after those it is computed from.
 * @throws ChainruleError UNKNOWN_SYMBOL for a definition to unfold that is not there
 */
export function boxesOf(outputs: readonly Node[], unfold: Unfold | undefined): Box[] {
  const order = topologicalOrder(outputs);
  const graph: Faces = { order, owner: ownersIn(order) };
  const all = new Set(order.filter((node) => !graph.owner.has(node) && !isNumber(node)));
  if (unfold === true || (unfold === undefined && all.size <= MOST_UNFOLDED)) return boxes(graph, all);
  const shown = new Set([...all].filter((node) => isDefinition(node) || isSymbol(node)));
  for (const output of outputs) shown.add(faceOf(output, graph));
  const open = typeof unfold === "object" ? definitionsNamed(unfold, order) : [];
  const inner = open.flatMap((definition) => below(definition, graph, shown).passed);
  return boxes(graph, new Set([...shown, ...inner.map((node) => faceOf(node, graph))]));
}

/** A graph whose named operations are seen as their definitions. */
interface Faces {
  readonly order: readonly Node[];
  /** The definition that an operation is drawn as: the first that names it. */
  readonly owner: ReadonlyMap<Node, Node>;
}

const isDefinition = (node: Node): boolean => node.op.kind === "naming";
const isSymbol = (node: Node): boolean => node.attrs.cell !== undefined;
/** Numbers stand in the boxes that use them. */
const isNumber = (node: Node): boolean => isLeaf(node) && typeof node.attrs.value === "number";
const isLeaf = (node: Node): boolean => node.op.kind === "leaf";

function ownersIn(order: readonly Node[]): Map<Node, Node> {
  const owner = new Map<Node, Node>();
  for (const node of order) {
    const body = isDefinition(node) ? node.inputs[0] : undefined;
    if (body && !isDefinition(body) && !isLeaf(body) && !owner.has(body)) owner.set(body, node);
  }
  return owner;
}

const faceOf = (node: Node, { owner }: Faces): Node => owner.get(node) ?? node;

/** The operation that a box is about: that of a definition if it is drawn as one, else the node itself. */
function sourceOf(node: Node, { owner }: Faces): Node {
  const body = node.inputs[0];
  return body !== undefined && isDefinition(node) && owner.get(body) === node ? body : node;
}

function boxes(graph: Faces, shown: ReadonlySet<Node>): Box[] {
  return graph.order
    .filter((node) => shown.has(node))
    .map((node): Box => {
      const source = sourceOf(node, graph);
      const { op, inputs } = source;
      const { reached, passed } = below(node, graph, shown);
      const numbers = inputs.map((input) => (isNumber(input) ? (input.attrs.value as number) : undefined));
      const isWhole = passed.every(isLeaf);
      const kind = isSymbol(node) ? "symbol" : isLeaf(node) ? "constant" : "operation";
      return {
        node,
        kind,
        ...(kind === "operation" &&
          op.kind !== "naming" && { operation: contractionName(source) ?? functionName(op) }),
        ...(isWhole && numbers.some((number) => number !== undefined) && { operands: numbers }),
        operations: 1 + passed.filter((inner) => !isLeaf(inner)).length,
        inputs: reached,
        ordered: !COMMUTATIVE.has(op.name) && isWhole && reached.length > 1,
      };
    });
}

const COMMUTATIVE: ReadonlySet<string> = new Set(["add", "mul", "eq", "ne", "max", "min"]);

/** The boxes met first on the way down from a box, from left to right, and what is passed before. */
function below(
  root: Node,
  graph: Faces,
  shown: ReadonlySet<Node>,
): { readonly reached: readonly Node[]; readonly passed: readonly Node[] } {
  const reached = new Set<Node>();
  const passed = new Set<Node>();
  const pending = [...sourceOf(root, graph).inputs].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const face = faceOf(node, graph);
    if (shown.has(face)) reached.add(face);
    else if (!passed.has(node)) {
      passed.add(node);
      pending.push(...[...node.inputs].reverse());
    }
  }
  return { reached: [...reached], passed: [...passed] };
}

function definitionsNamed(wanted: readonly (string | Node)[], order: readonly Node[]): Node[] {
  const byName = new Map<string, Node>();
  for (const node of order) {
    if (isDefinition(node) && node.attrs.name) byName.set(nameText(node.attrs.name), node);
  }
  return wanted.map((each) => {
    const found = typeof each === "string" ? byName.get(each) : order.find((node) => node === each);
    if (found !== undefined) return found;
    const near = nearest(String(each), [...byName.keys()]);
    throw new ChainruleError("UNKNOWN_SYMBOL", "the graph has no such definition", {
      where: "draw: unfold",
      got: String(each),
      ...(near !== undefined && { mend: `The nearest is ${near}` }),
    });
  });
}
