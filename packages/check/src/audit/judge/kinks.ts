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

/** A derivative with another subgradient where max, min or relu have a kink: that of the one side, or of the other. */
export function atKinks(root: Node): Node[] {
  const nodes = topologicalOrder([root]);
  const ties = !nodes.some(isTie) ? [] : [0, 1].map((value) => replaced(root, (node) => atTie(node, value)));
  return nodes.some(isSlope) ? [...ties, replaced(root, flipped)] : ties;
}

const replaced = (root: Node, by: (node: Node) => Node | undefined): Node =>
  substituted([root], by)[0] as Node; // one for each root

/** What the slope of max or min is at a tie, 1/2, made 0 or 1. */
function atTie(node: Node, value: number): Node | undefined {
  const [when, , other] = node.inputs;
  if (!isTie(node) || when === undefined || other === undefined) return undefined;
  return value === 1 ? other : when.where(0, other);
}

/** The slope of relu: 1 where its argument is positive, else 0. */
const isSlope = ({ inputs: [when, yes, no], op }: Node): boolean =>
  op.name === "where" &&
  COMPARISONS.has(when?.op.name ?? "") &&
  [yes, no].every((each) => each?.op.name === "constant");

/** The slope of relu with the other number at 0. */
function flipped(node: Node): Node | undefined {
  const [when, yes, no] = node.inputs;
  const [a, b] = when?.inputs ?? [];
  const name = AT_TIE[when?.op.name ?? ""];
  if (!isSlope(node) || name === undefined || a === undefined || b === undefined) return undefined;
  return yes === undefined || no === undefined ? undefined : a[name as "lt"](b).where(yes, no);
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
