import { constant, type Node, substituted, topologicalOrder } from "@chainrule/graph";
import { toLatex } from "@chainrule/latex";

/*
 * Where a function has a kink its derivative there is a convention: any subgradient will do. And what is said of one side of a kink is
 * true on that side.
 */

const COMPARISONS: ReadonlySet<string> = new Set(["lt", "le", "gt", "ge"]);
const AT_TIE: Readonly<Record<string, string>> = { lt: "le", le: "lt", gt: "ge", ge: "gt" };
/** A formula with more kinks than this is compared as it stands. */
const MOST_KINKS = 4;

const isTie = ({ inputs: [when], op }: Node): boolean => op.name === "where" && when?.op.name === "eq";

/** The graph with another subgradient at its kinks: the ones that belong to the side where the function is larger, or to the other. */
export function atKinks(root: Node): Node[] {
  const nodes = topologicalOrder([root]);
  const hasKink = nodes.some(
    (node) => isTie(node) || COMPARISONS.has(node.op.name) || node.op.name === "sign",
  );
  if (!hasKink) return [];
  const ties = [0, 1].map((value) => {
    const [found] = substituted([root], (node) => {
      const [when, half, other] = node.inputs;
      if (!isTie(node) || when === undefined || half === undefined || other === undefined) return undefined;
      return value === 1 ? other : when.where(0, other);
    });
    return found as Node; // one for each root
  });
  const [flipped] = substituted([root], (node) => {
    const [a, b] = node.inputs;
    const name = AT_TIE[node.op.name];
    return name === undefined || a === undefined || b === undefined ? undefined : a[name as "lt"](b);
  });
  return [...ties, flipped as Node];
}

/** Two quantities that are compared, and where each is the smaller one. */
interface Sides {
  readonly a: Node;
  readonly b: Node;
}

/** A graph on one side of each of its kinks, and which sides these are: what is smaller first. */
export interface Branch {
  readonly node: Node;
  readonly sides: readonly (readonly [smaller: Node, larger: Node])[];
}

/** `1 - y s > 0` */
export const sidesInWords = ({ sides }: Branch): string[] =>
  sides.map(([smaller, larger]) => `${toLatex(larger)} > ${toLatex(smaller)}`);

/** What a graph is on each side of its kinks. */
export function branchesOf(root: Node): Branch[] {
  const compared: Sides[] = [];
  const indexOf = (a: Node, b: Node): number =>
    compared.findIndex((each) => (each.a === a && each.b === b) || (each.a === b && each.b === a));
  for (const { inputs, op } of topologicalOrder([root])) {
    const [a, b] = inputs;
    if (!(COMPARISONS.has(op.name) || op.name === "eq") || a === undefined || b === undefined) continue;
    if (a.shape.length > 0 || b.shape.length > 0) return []; // entries lie on both sides
    if (indexOf(a, b) === -1) compared.push({ a, b });
  }
  if (compared.length === 0 || compared.length > MOST_KINKS) return [];
  return Array.from({ length: 2 ** compared.length }, (_, sides) => {
    const isLess = (k: number): boolean => ((sides >> k) & 1) === 1;
    const [node] = substituted([root], ({ inputs: [a, b], op, shape }) => {
      const k = a === undefined || b === undefined ? -1 : indexOf(a, b);
      if (k === -1 || !(COMPARISONS.has(op.name) || op.name === "eq")) return undefined;
      const isUpright = compared[k]?.a === a;
      const holds = op.name !== "eq" && (isLess(k) === isUpright) === op.name.startsWith("l");
      return constant(holds ? 1 : 0).broadcastTo(shape);
    });
    const ordered = compared.map(({ a, b }, k): readonly [Node, Node] => (isLess(k) ? [a, b] : [b, a]));
    return { node: node as Node, sides: ordered }; // one root
  });
}
