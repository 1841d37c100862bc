import { ChainruleError, shown } from "../errors";
import { nameText } from "../name";
import type { Node, Value } from "../node";
import { checkedValue, lift, liftAll, nodeLabel, notASymbol } from "../ops/leaf";
import { topologicalOrder } from "../order";
import { isCount } from "../shape";
import { hasNaN, hasStrongZeros, writtenOut } from "../strong-zero";
import { copyValue } from "../value";
import { float64 } from "./float64";
import { type Sizes, sizesOf } from "./sizes";
import { valuesIn } from "./walk";

/** Values for symbols: by node, or by the text of their names. What is not given keeps the value it has. */
export type Bindings = ReadonlyMap<Node, unknown> | Readonly<Record<string, unknown>>;

export interface EvaluateOptions {
  /** Symbolic sizes that no value tells, by name. */
  readonly sizes?: Sizes;
}

/**
 * The value of a node, or of several in one pass, by the reference evaluator: float64, one node after another, nothing
 * clever. It is the judge of every faster way.
 * @throws ChainruleError UNBOUND (a symbol or size without value, by name), SHAPE, OPERAND, UNKNOWN_SYMBOL
 * @example evaluate(E, { w_5: 0.3 })
 */
export function evaluate<V extends Value>(node: Node<V>, bindings?: Bindings, options?: EvaluateOptions): V;
export function evaluate(nodes: readonly Node[], bindings?: Bindings, options?: EvaluateOptions): Value[];
export function evaluate(
  node: Node | readonly Node[],
  bindings: Bindings = {},
  options: EvaluateOptions = {},
): Value | Value[] {
  const roots = liftAll(node, "evaluate", 0);
  const valueAt = evaluateAll(roots, bindings, options);
  const results = roots.map((root) => copyValue(valueAt(root)));
  return Array.isArray(node) ? results : (results[0] as Value);
}

/** The value of every node below the roots, as a function of the node; see `strong-zero.ts` for those that are NaN. */
export function evaluateAll(
  roots: readonly Node[],
  bindings: Bindings = {},
  options: EvaluateOptions = {},
): (node: Node) => Value {
  const order = topologicalOrder(roots);
  const bound = boundValues(order, bindings);
  const sizes = sizesOf(bound, checkedSizes(options.sizes));
  const system = float64(bound);
  const valueAt = valuesIn(order, sizes, system);
  if (!roots.some((root) => hasNaN(valueAt(root))) || !hasStrongZeros(order)) return valueAt;
  const imageOf = writtenOut(roots);
  const imageValueAt = valuesIn(topologicalOrder(order.map(imageOf)), sizes, system);
  return (node) => imageValueAt(imageOf(node));
}

function boundValues(order: readonly Node[], bindings: Bindings): Map<Node, Value> {
  const values = new Map<Node, Value>();
  if (typeof bindings !== "object" || bindings === null || Array.isArray(bindings)) {
    throw new ChainruleError("OPERAND", "bindings are a Map of nodes or an object of names", {
      where: "evaluate",
      got: shown(bindings),
    });
  }
  const byNode: ReadonlyMap<unknown, unknown> = bindings instanceof Map ? bindings : new Map();
  for (const [key, value] of byNode) {
    const node = lift(key as Node, "evaluate", 1); // lift refuses what is no node
    if (node.attrs.cell === undefined) throw notASymbol("evaluate", node);
    values.set(node, checkedValue(node, value));
  }
  const wanted = new Map<string, unknown>(bindings instanceof Map ? [] : Object.entries(bindings));
  const met = new Set<string>();
  let unbound: Node | undefined;
  for (const node of order) {
    const cell = node.attrs.cell;
    if (cell === undefined) continue;
    const text = node.attrs.name === undefined ? "" : nameText(node.attrs.name);
    if (wanted.has(text)) {
      values.set(node, checkedValue(node, wanted.get(text)));
      met.add(text);
    } else if (cell.value !== undefined) {
      if (!values.has(node)) values.set(node, cell.value);
    } else if (!values.has(node)) unbound ??= node;
  }
  const unmet = [...wanted.keys()].find((text) => !met.has(text));
  if (unmet !== undefined) {
    throw new ChainruleError("UNKNOWN_SYMBOL", "the graph has no symbol of this name", {
      where: "evaluate",
      got: JSON.stringify(unmet),
      expected: order
        .flatMap((node) => (node.attrs.cell === undefined ? [] : [nodeLabel(node)]))
        .slice(0, 20)
        .join(", "),
    });
  }
  if (unbound === undefined) return values;
  throw new ChainruleError("UNBOUND", "this symbol has no value", {
    where: nodeLabel(unbound),
    mend: "Give it one with .set(...) or in the bindings of evaluate",
  });
}

function checkedSizes(sizes: Sizes = {}): Sizes {
  for (const [name, size] of Object.entries(sizes)) {
    if (isCount(size)) continue;
    throw new ChainruleError("SIZE", `size ${name} is not a number of entries`, {
      where: "evaluate",
      got: shown(size),
      expected: "a whole number >= 0",
    });
  }
  return sizes;
}
