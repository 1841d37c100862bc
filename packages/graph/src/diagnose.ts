import { nest } from "./evaluate/nest";
import type { Entries } from "./evaluate/number-system";
import { type Bindings, type EvaluateOptions, evaluateAll } from "./evaluate/reference";
import type { Node, Value } from "./node";
import { pointwiseMap } from "./ops/apply";
import { liftAll, nodeLabel } from "./ops/leaf";
import { topologicalOrder } from "./order";
import { valueShape } from "./value";

/** Something about an evaluation that a reader should be told. */
export interface Flag {
  /**
   * OVERFLOW: infinite from finite operands. DOMAIN: outside the function's domain, or on its border. KINK: no derivative
   * there, `choice` says which value is used. UNTRAINABLE: the derivative is 0 wherever it exists.
   */
  readonly code: "OVERFLOW" | "DOMAIN" | "KINK" | "UNTRAINABLE";
  readonly node: Node;
  /** The name, or the operation, of the node. */
  readonly where: string;
  readonly message: string;
  readonly choice?: string;
}

/**
 * Looks at every pointwise node below the roots, at the values the symbols have: poles and domains left, overflows, kinks
 * met, and functions through which no gradient flows.
 * @throws ChainruleError like evaluate
 * @example diagnose([gradient(x.sqrt(), x)]) // at x = 0: DOMAIN, "b != 0"
 */
export function diagnose(
  roots: readonly Node[],
  bindings: Bindings = {},
  options: EvaluateOptions = {},
): Flag[] {
  const valueAt = evaluateAll(liftAll(roots, "diagnose", 0), bindings, options);
  const names = definedNames(roots);
  return topologicalOrder(roots).flatMap((node) =>
    flagsOf(node, valueAt, names.get(node) ?? nodeLabel(node)),
  );
}

/** What the body of each definition is called. */
function definedNames(roots: readonly Node[]): Map<Node, string> {
  const names = new Map<Node, string>();
  for (const node of topologicalOrder(roots)) {
    if (node.op.kind === "naming") names.set(node.inputs[0] as Node, nodeLabel(node));
  }
  return names;
}

function flagsOf(node: Node, valueAt: (node: Node) => Value, where: string): Flag[] {
  const { op } = node;
  if (op.kind !== "pointwise") return [];
  const flags: Flag[] = [];
  const found = (holds: (x: readonly number[], y: number) => boolean): readonly number[] | undefined =>
    firstEntry(node, valueAt, holds);
  const finite = (x: readonly number[]): boolean => x.every(Number.isFinite);
  const { domain, kink } = op;
  const outside = domain && found((x) => !x.some(Number.isNaN) && !domain.holds(...x));
  if (domain && outside) {
    flags.push({
      code: "DOMAIN",
      node,
      where,
      message: `${op.law} needs ${domain.law}, got ${outside.join(", ")}`,
    });
  } else if (found((x, y) => finite(x) && !Number.isFinite(y))) {
    flags.push({ code: "OVERFLOW", node, where, message: `${op.law} is beyond the largest float64` });
  }
  if (kink && found((x) => kink.holds(...x))) {
    flags.push({
      code: "KINK",
      node,
      where,
      message: `${op.law} has no derivative at ${kink.at}`,
      choice: kink.choice,
    });
  }
  if (op.untrainable) {
    flags.push({
      code: "UNTRAINABLE",
      node,
      where,
      message: `the derivative of ${op.law} is 0 wherever it exists: no rule derived through it can train`,
    });
  }
  return flags;
}

const entriesOf = (value: Value): Entries<number, ArrayLike<number>> =>
  typeof value === "number" ? { shape: [], data: [value] } : value;

/** The operands of the first entry for which something holds. */
function firstEntry(
  node: Node,
  valueAt: (node: Node) => Value,
  holds: (x: readonly number[], y: number) => boolean,
): readonly number[] | undefined {
  const output = valueAt(node);
  const inputs = node.inputs.map(valueAt);
  let first: readonly number[] | undefined;
  const map = pointwiseMap([...node.inputs, node], node.shape);
  const kernel = (entries: readonly number[]): number => {
    const x = entries.slice(0, -1);
    if (first === undefined && holds(x, entries[entries.length - 1] as number)) first = x;
    return 0;
  };
  const sizes = valueShape(output);
  nest({ ...map, sizes }, [...inputs, output].map(entriesOf), { kernel, join: () => 0 });
  return first;
}
