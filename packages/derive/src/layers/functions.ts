import {
  functionSymbol,
  type Name,
  type Node,
  type Operation,
  operationKey,
  topologicalOrder,
} from "@chainrule/graph";
import { bodyOf, nameOf } from "../definitions";
import { rebuilt } from "../sizes/axes";
import type { Label, Labelling } from "./labels";

/** A function that a layer applies, and where it is another than in the layer before. */
export interface LayerFunction {
  /** The function's name in general statements: f_l. */
  readonly symbol: Name;
  /** For every layer the definition that applies its function to another quantity. */
  readonly definitions: ReadonlyMap<number, Node>;
}

export interface Abstracted {
  readonly loss: Node;
  readonly functions: readonly LayerFunction[];
}

const ARITHMETIC = new Set(["add", "sub", "mul", "div", "pow", "neg", "square", "max", "min"]);
const LETTERS = ["f", "g", "h", "phi", "psi"];

/**
 * A network whose layers apply different functions, with a symbol f_1, f_2, ... in place of each, so that what is derived is
 * the same in all of them. The last layer may have a function of its own. Undefined where functions are the same.
 */
export function abstracted(loss: Node, labelling: Labelling): Abstracted | undefined {
  const order = topologicalOrder([loss]);
  const named = order.filter(({ attrs }) => attrs.name !== undefined);
  const own = order.flatMap(({ op }) => (op.kind === "pointwise" && op.symbol ? [op.symbol.name.base] : []));
  const taken = new Set([...named.map((node) => baseOf(nameOf(node))), ...own]);
  const families = new Map<string, Map<number, Node>>();
  for (const node of named) {
    const label = labelOfNode(node, labelling);
    if (label === undefined || !appliesFunction(node)) continue;
    const family = families.get(label.family) ?? new Map<number, Node>();
    families.set(label.family, family.set(label.layer, node));
  }
  const functions: LayerFunction[] = [];
  const written = new Map<Node, Node>();
  for (const definitions of families.values()) {
    const last = Math.max(...definitions.keys());
    const different = new Set(
      [...definitions].flatMap(([layer, node]) => (layer < last ? [functionKey(node)] : [])),
    );
    if (different.size < 2) continue;
    const letter = LETTERS.find((candidate) => !taken.has(candidate)) ?? "f'";
    taken.add(letter);
    for (const [layer, node] of definitions) {
      const operand = bodyOf(node).inputs[0] as Node; // a function has one
      written.set(bodyOf(node), functionSymbol(`${letter}_${layer}`)(operand));
    }
    functions.push({ symbol: { kind: "symbol", base: letter, sub: "l", sup: "" }, definitions });
  }
  if (functions.length === 0) return undefined;
  const [root] = withFunctions([loss], written);
  return { loss: root as Node, functions };
}

/** The graphs with other bodies; a body's own operands are rewritten too. */
function withFunctions(roots: readonly Node[], bodies: ReadonlyMap<Node, Node>): Node[] {
  const operations = new Map<Node, Operation>();
  for (const [body, written] of bodies) operations.set(body, written.op);
  return rebuilt(roots, {
    replace: () => undefined,
    size: (node, axis) => node.shape[axis] as Node["shape"][number],
    operation: (node) => operations.get(node) ?? node.op,
  });
}

/** Whether a definition is a function of the entries of one other quantity. */
function appliesFunction(node: Node): boolean {
  const { inputs, op } = bodyOf(node);
  if (node.op.kind !== "naming" || op.kind !== "pointwise" || ARITHMETIC.has(op.name)) return false;
  return (
    inputs[0]?.attrs.name !== undefined &&
    inputs.slice(1).every(({ attrs }) => typeof attrs.value === "number")
  );
}

function functionKey(node: Node): string {
  const { inputs, op } = bodyOf(node);
  return [operationKey(op), ...inputs.slice(1).map(({ attrs }) => String(attrs.value))].join();
}

function labelOfNode(node: Node, labelling: Labelling): Label | undefined {
  const name = nameOf(node);
  return name.kind === "symbol" ? labelling(name) : undefined;
}

const baseOf = (name: Name): string => (name.kind === "symbol" ? name.base : "");
