import type { Statement } from "@chainrule/derive";
import {
  ChainruleError,
  evaluate,
  exactValues,
  type Node,
  rational,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import { type NumberStyle, type PrintedNumber, printNumber } from "../number";

/** The values of everything a derivation mentions, and how they are printed. */
export interface Numbers {
  readonly style: NumberStyle;
  readonly valueOf: (node: Node) => number;
  readonly print: (node: Node) => PrintedNumber;
}

/** Evaluates everything that statements mention, with other values for some symbols. Undefined where a symbol has no value. */
export function numbersOf(
  statements: readonly Statement[],
  style: NumberStyle,
  extra: readonly Node[] = [],
  at: ReadonlyMap<Node, Value> = new Map(),
): Numbers | undefined {
  const roots = [...statements.map((statement) => statement.expression), ...extra];
  const nodes = topologicalOrder(roots);
  const values = valuesOf(nodes, at);
  if (values === undefined) return undefined;
  const exact = exactValues(roots, (node) => values.get(node));
  // what was computed is float64, and so is all that depends on it
  const rounded = new Set<Node>(at.keys());
  for (const node of nodes) if (node.inputs.some((input) => rounded.has(input))) rounded.add(node);
  const numberAt = (node: Node): number => values.get(node) as number; // derivations are scalar
  return {
    style,
    valueOf: numberAt,
    print: (node) => {
      const known = rounded.has(node) ? undefined : exact.get(node);
      const text = known === undefined ? undefined : rational.decimalText(known);
      // an exact value that is not a short decimal, and a value that merely looks short, are both rounded
      const printedValue = printNumber(text === undefined ? numberAt(node) : Number(text), style, text);
      return text === undefined ? { ...printedValue, exact: false } : printedValue;
    },
  };
}

function valuesOf(nodes: readonly Node[], at: ReadonlyMap<Node, Value>): Map<Node, Value> | undefined {
  try {
    const values = evaluate(nodes, at);
    return new Map(nodes.map((node, k) => [node, values[k] as Value]));
  } catch (error) {
    if (error instanceof ChainruleError && error.code === "UNBOUND") return undefined;
    throw error;
  }
}
