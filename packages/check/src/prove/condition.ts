import { type Node, topologicalOrder } from "@chainrule/graph";
import { NONNEGATIVE, POSITIVE, type Range, REALS } from "./range";
import { writtenOut } from "./written-out";

/** Something about a quantity, for every entry of it. */
export interface Condition {
  readonly node: Node;
  readonly sign: ">" | ">=" | "!=";
}

/** What a condition says of the values of its node. */
export const rangeOf = ({ sign }: Condition): Range =>
  sign === ">" ? POSITIVE : sign === ">=" ? NONNEGATIVE : REALS;

/** A condition that a formula needs to be defined, and what is known wherever it is needed. */
export interface Demand {
  readonly condition: Condition;
  /** What the choices that lead there say: `where(x > 0, log(x), 0)` needs x > 0 where x > 0. */
  readonly guards: readonly Condition[];
  /** Of a power x^y, which needs x > 0 or a whole y: the exponent. What is defined there says nothing of x alone. */
  readonly exponent?: Node;
}

/**
 * Where a graph is defined: what each root, logarithm, power and quotient in it asks of its arguments. Quotients only ask where the
 * denominator may be 0 on a whole region; single points are left out.
 */
export function demandsOf(whole: Node): readonly Demand[] {
  const [root] = writtenOut([whole]) as readonly [Node];
  const guards = guardsOf(root);
  return topologicalOrder([root]).flatMap((node) => {
    const own = [...(guards.get(node) as Guards).values()]; // every node is reached from the root
    const exponent =
      node.op.name === "pow" && constantValue(node.inputs[1] as Node) === undefined
        ? node.inputs[1]
        : undefined;
    return conditionsOf(node).map((condition) => ({
      condition,
      guards: own,
      ...(exponent !== undefined && { exponent }),
    }));
  });
}

type Guards = ReadonlyMap<string, Condition>;

/** For each node, what is known on every way from the root to it. */
function guardsOf(root: Node): ReadonlyMap<Node, Guards> {
  const found = new Map<Node, Guards>([[root, new Map()]]);
  const numbers = new Map<Node, number>();
  const keyed = ({ node, sign }: Condition): string => {
    const number = numbers.get(node) ?? numbers.size;
    numbers.set(node, number);
    return `${number} ${sign}`;
  };
  const reach = (node: Node, guards: Guards): void => {
    const known = found.get(node);
    if (known === undefined) found.set(node, guards);
    else if (known.size > 0) found.set(node, new Map([...known].filter(([key]) => guards.has(key))));
  };
  for (const node of topologicalOrder([root]).reverse()) {
    const own = found.get(node) as Guards; // whoever uses a node comes before it
    if (node.op.name !== "where") {
      for (const input of node.inputs) reach(input, own);
      continue;
    }
    const [condition, yes, no] = node.inputs as readonly [Node, Node, Node]; // where takes three
    reach(condition, own);
    for (const [branch, isTaken] of [
      [yes, true],
      [no, false],
    ] as const) {
      const said = comparison(condition, isTaken);
      reach(branch, said === undefined ? own : new Map([...own, [keyed(said), said]]));
    }
  }
  return found;
}

/** What a comparison says where it holds, or where it does not. */
function comparison({ inputs, op }: Node, holds: boolean): Condition | undefined {
  const [a, b] = inputs as readonly [Node, Node]; // of a comparison; of others they are not looked at
  const above = (x: Node, y: Node): Node => (y.attrs.value === 0 ? x : x.sub(y));
  switch (op.name) {
    case "gt":
      return holds ? { node: above(a, b), sign: ">" } : { node: above(b, a), sign: ">=" };
    case "ge":
      return holds ? { node: above(a, b), sign: ">=" } : { node: above(b, a), sign: ">" };
    case "lt":
      return holds ? { node: above(b, a), sign: ">" } : { node: above(a, b), sign: ">=" };
    case "le":
      return holds ? { node: above(b, a), sign: ">=" } : { node: above(a, b), sign: ">" };
    default:
      return undefined;
  }
}

function conditionsOf(node: Node): readonly Condition[] {
  const [a, b] = node.inputs as readonly [Node, Node]; // as far as the operation takes them
  switch (node.op.name) {
    case "log":
      return [{ node: a, sign: ">" }];
    case "log1p":
      return [{ node: a.add(1), sign: ">" }];
    case "sqrt":
      return [{ node: a, sign: ">=" }];
    case "asin":
    case "acos":
      return [{ node: a.square().neg().add(1), sign: ">=" }];
    case "xlogy":
      return a.attrs.value === 0 ? [] : [{ node: b, sign: ">" }];
    case "binaryCrossEntropy":
      return [
        { node: a, sign: ">" },
        { node: a.neg().add(1), sign: ">" },
      ];
    case "pow":
      return ofPower(a, b);
    case "div":
      return hasPieces(b) ? [{ node: b, sign: "!=" }] : [];
    default:
      return [];
  }
}

/** A power with a whole exponent is defined everywhere; one with another is where its base is not negative. */
function ofPower(x: Node, exponent: Node): readonly Condition[] {
  const value = constantValue(exponent);
  if (value === undefined) return [{ node: x, sign: ">" }];
  if (!Number.isInteger(value)) return [{ node: x, sign: ">=" }];
  return value < 0 && hasPieces(x) ? [{ node: x, sign: "!=" }] : [];
}

/** The number that a graph without symbols is. */
function constantValue(node: Node): number | undefined {
  const { value } = node.attrs;
  if (typeof value === "number") return value;
  const nodes = topologicalOrder([node]);
  const isConstant = nodes.every(({ attrs, inputs }) => inputs.length > 0 || attrs.value !== undefined);
  return isConstant && typeof node.value === "number" ? node.value : undefined;
}

const PIECES: ReadonlySet<string> = new Set(
  "where lt le gt ge eq ne relu leakyRelu elu step sign floor min max maxOver minOver".split(" "),
);

/** Whether a graph has a function that may be 0 on a whole region without being 0 everywhere. */
export const hasPieces = (node: Node): boolean =>
  topologicalOrder(writtenOut([node])).some(({ op }) => PIECES.has(op.name));
