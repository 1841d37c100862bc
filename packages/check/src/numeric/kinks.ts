import { ChainruleError, det, type Node, Numbering, simplify, topologicalOrder } from "@chainrule/graph";
import { toMathjs } from "@chainrule/graph/mathjs";
import { writtenOut } from "../prove/written-out";
import { positiveNodes } from "./positive";

/** A place where a function has no derivative, jumps, or ends: where something is 0. */
export interface Kink {
  /** A border is one of where a formula is defined. */
  readonly sort: "kink" | "border";
  readonly zero: Node;
  readonly text: string;
  /** The symbols that it depends on. */
  readonly below: ReadonlySet<Node>;
}

const AT_ZERO: ReadonlySet<string> = new Set(["relu", "leakyRelu", "elu", "abs", "sign", "step"]);
const WHERE_EQUAL: ReadonlySet<string> = new Set(["max", "min", "lt", "le", "gt", "ge", "eq", "ne"]);

/** So many of each sort are looked at. */
const MOST_KINKS = 8;

/** The kinks and borders of graphs, each once. */
export function kinksOf(roots: readonly Node[]): Kink[] {
  const numbering = new Numbering();
  const positive = positiveNodes(roots);
  const found = { kink: new Map<number, Kink>(), border: new Map<number, Kink>() };
  const note = (sort: Kink["sort"], node: Node, zero: Node): void => {
    if (found[sort].size >= MOST_KINKS || positive.has(zero) || simplify(zero).attrs.value !== undefined)
      return;
    const below = new Set(topologicalOrder([zero]).filter(({ attrs }) => attrs.cell !== undefined));
    if (below.size === 0) return;
    const number = numbering.of(zero);
    if (!found.kink.has(number)) found[sort].set(number, { sort, zero, below, text: textOf(node, zero) });
  };
  const nodes = topologicalOrder(writtenOut(roots));
  for (const node of nodes) for (const zero of kinkAt(node)) note("kink", node, zero);
  for (const node of nodes) for (const zero of bordersAt(node)) note("border", node, zero);
  return [...found.kink.values(), ...found.border.values()];
}

/** Whether these are all kinks of a formula that has these: not as many as are looked at. */
export const isWhole = (kinks: readonly Kink[]): boolean =>
  kinks.filter(({ sort }) => sort === "kink").length < MOST_KINKS;

function kinkAt({ inputs, op }: Node): readonly Node[] {
  const [a, b] = inputs as readonly [Node, Node]; // as far as the operation takes them
  if (AT_ZERO.has(op.name)) return [a];
  const places = op.kind === "pointwise" ? op.kink?.places : undefined; // declared by its author
  if (places !== undefined) return places.map((place) => (place === 0 ? a : a.sub(place)));
  if (!WHERE_EQUAL.has(op.name)) return [];
  return [b.attrs.value === 0 ? a : a.attrs.value === 0 ? b : a.sub(b)];
}

/** What is 0 where a function stops being defined: a denominator, what stands under a root or a logarithm. */
function bordersAt({ inputs, op }: Node): readonly Node[] {
  const [a, b] = inputs as readonly [Node, Node]; // as far as the operation takes them
  if (op.kind === "declared" && op.entries !== undefined) return op.needs === undefined ? [] : [det(a)];
  switch (op.name) {
    case "div":
    case "xlogy":
      return [b];
    case "log":
    case "sqrt":
      return [a];
    case "log1p":
      return [a.add(1)];
    case "asin":
    case "acos":
      return [a.square().neg().add(1)];
    case "binaryCrossEntropy":
      return [a, a.neg().add(1)];
    case "pow": {
      const exponent = b.attrs.value;
      const isPlain = typeof exponent === "number" && Number.isInteger(exponent) && exponent >= 0;
      return isPlain ? [] : [a];
    }
    default:
      return [];
  }
}

function textOf(node: Node, zero: Node): string {
  const [a, b] = node.inputs;
  try {
    if (WHERE_EQUAL.has(node.op.name) && zero !== a && zero !== b)
      return `${toMathjs(a as Node)} = ${toMathjs(b as Node)}`; // a kink between two operands
    return `${toMathjs(zero)} = 0`;
  } catch (error) {
    if (error instanceof ChainruleError)
      return `a ${node.op.kind === "pointwise" ? "kink" : "border"} of ${node.op.name}`; // no short text
    throw error;
  }
}
