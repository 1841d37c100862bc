import { ChainruleError, type Node, Numbering, topologicalOrder } from "@chainrule/graph";
import { toMathjs } from "@chainrule/graph/mathjs";

/** A place where a function has no derivative, or jumps: where something is 0. */
export interface Kink {
  readonly zero: Node;
  readonly text: string;
  /** The symbols that it depends on. */
  readonly below: ReadonlySet<Node>;
}

const AT_ZERO: ReadonlySet<string> = new Set(["relu", "leakyRelu", "elu", "abs", "sign", "step"]);
const WHERE_EQUAL: ReadonlySet<string> = new Set(["max", "min", "lt", "le", "gt", "ge", "eq", "ne"]);

/** So many kinks are looked at. */
const MOST_KINKS = 8;

/** The kinks of graphs, each once. */
export function kinksOf(roots: readonly Node[]): Kink[] {
  const numbering = new Numbering();
  const found = new Map<number, Kink>();
  for (const node of topologicalOrder(roots)) {
    for (const zero of zerosOf(node)) {
      if (found.size >= MOST_KINKS) break;
      const below = new Set(topologicalOrder([zero]).filter(({ attrs }) => attrs.cell !== undefined));
      if (below.size === 0) continue;
      found.set(numbering.of(zero), { zero, below, text: textOf(node, zero) });
    }
  }
  return [...found.values()];
}

function zerosOf({ inputs, op }: Node): readonly Node[] {
  const [a, b] = inputs;
  if (a === undefined) return [];
  if (AT_ZERO.has(op.name)) return [a];
  const places = op.kind === "pointwise" ? op.kink?.places : undefined; // declared by its author
  if (places !== undefined) return places.map((place) => (place === 0 ? a : a.sub(place)));
  if (!WHERE_EQUAL.has(op.name) || b === undefined) return [];
  return [b.attrs.value === 0 ? a : a.attrs.value === 0 ? b : a.sub(b)];
}

function textOf(node: Node, zero: Node): string {
  const [a, b] = node.inputs;
  try {
    if (zero === a || zero === b || b === undefined) return `${toMathjs(zero)} = 0`;
    return `${toMathjs(a as Node)} = ${toMathjs(b as Node)}`; // a kink between two operands
  } catch (error) {
    if (error instanceof ChainruleError) return `a kink of ${node.op.name}`; // no short text
    throw error;
  }
}
