import { expect } from "vitest";
import {
  add,
  constant,
  div,
  evaluate,
  gradient,
  mul,
  type Node,
  neg,
  sub,
  topologicalOrder,
} from "../src/index";
import { Node as GraphNode } from "../src/node";

/*
 * What simplification is tested against, written without it: a random other order and grouping of every sum and product, a
 * text that is the same for graphs that differ in the order and grouping of sums and products alone, and equality of values.
 */

const isSum = ({ op }: Node): boolean => op.name === "add" || op.name === "sub";
const isProduct = ({ op }: Node): boolean => op.name === "mul" || op.name === "div";
const isNeg = ({ op }: Node): boolean => op.name === "neg";
const COMMUTING: ReadonlySet<string> = new Set(["max", "min", "eq", "ne"]);

interface Signed {
  readonly node: Node;
  readonly sign: 1 | -1;
}

/** The same graph with the operands of every commuting operation in another order and grouping. */
export function shuffled(roots: readonly Node[], random: () => number): Node[] {
  const order = topologicalOrder(roots);
  const uses = new Map<Node, number>();
  for (const node of [...order.flatMap(({ inputs }) => inputs), ...roots]) {
    uses.set(node, (uses.get(node) ?? 0) + 1);
  }
  const isSole = (node: Node): boolean => uses.get(node) === 1;
  const result = new Map<Node, Node>();
  const at = (node: Node): Node => result.get(node) as Node;
  const coin = (): boolean => random() < 0.5;
  const drawn = <T>(list: T[]): T => list.splice(Math.floor(random() * list.length), 1)[0] as T;

  /** The operands of nested operations of one family, those in between being used nowhere else. */
  const operands = (root: Node, belongs: (node: Node) => boolean, flips: string): Signed[] => {
    const found: Signed[] = [];
    const pending: Signed[] = [{ node: root, sign: 1 }];
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      const { node, sign } = part;
      const [a, b] = node.inputs as [Node, Node];
      if (!belongs(node) || (node !== root && !isSole(node))) {
        found.push({ node: at(node), sign });
        continue;
      }
      pending.push({ node: a, sign });
      pending.push({ node: b, sign: node.op.name === flips ? (sign === 1 ? -1 : 1) : sign });
    }
    return found;
  };
  const sum = (root: Node): Node => {
    const list = operands(root, isSum, "sub");
    while (list.length > 1) {
      const [a, b] = [drawn(list), drawn(list)];
      const isLast = list.length === 0;
      if (a.sign === b.sign) {
        if (isLast && a.sign === -1) list.push({ node: sub(neg(a.node), b.node), sign: 1 });
        else list.push({ node: add(a.node, b.node), sign: a.sign });
      } else if (coin() && !(isLast && a.sign === -1)) list.push({ node: sub(a.node, b.node), sign: a.sign });
      else if (isLast && b.sign === -1) list.push({ node: add(neg(b.node), a.node), sign: 1 });
      else list.push({ node: add(neg(a.node), b.node), sign: b.sign });
    }
    return (list as [Signed])[0].node;
  };
  const product = (root: Node): Node => {
    const list = operands(root, isProduct, "div");
    while (list.length > 1) {
      const [a, b] = [drawn(list), drawn(list)];
      if (a.sign === b.sign) list.push({ node: mul(a.node, b.node), sign: a.sign });
      else list.push({ node: div(a.node, b.node), sign: a.sign });
    }
    const [{ node, sign }] = list as [Signed];
    return sign === 1 ? node : div(constant(1), node);
  };
  for (const node of order) {
    if (isSum(node)) result.set(node, sum(node));
    else if (isProduct(node)) result.set(node, product(node));
    else if (node.inputs.length === 0) result.set(node, node);
    else {
      const inputs = node.inputs.map(at);
      if (COMMUTING.has(node.op.name) && coin()) inputs.reverse();
      result.set(node, new GraphNode(node.op, inputs, node.attrs, node.shape));
    }
  }
  return roots.map(at);
}

/** Texts by node: equal for graphs that differ in the order and grouping of operands alone. */
export function canonicalForms(): (root: Node) => number {
  const numbers = new Map<string, number>();
  const known = new Map<Node, number>();
  const numbered = (text: string): number => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const at = (node: Node): number => known.get(node) as number;
  const textOf = (node: Node): string => {
    const { op, inputs, attrs, shape } = node;
    if (attrs.cell !== undefined) return `symbol ${known.size}`;
    if (isSum(node)) return `sum ${terms(node, 1).sort().join(" ")}`;
    if (op.name === "mul") return `product ${factors(node).sort().join(" ")}`;
    const operands = inputs.map(at);
    if (COMMUTING.has(op.name)) operands.sort();
    const value = typeof attrs.value === "number" && Object.is(attrs.value, -0) ? "-0" : attrs.value;
    return `${op.name} ${operands.join(" ")} ${JSON.stringify([value, attrs.map, attrs.axis, attrs.start, attrs.stop, attrs.name, shape])}`;
  };
  const terms = (node: Node, sign: 1 | -1): string[] => {
    const [a, b] = node.inputs as [Node, Node];
    const opposite = sign === 1 ? -1 : 1;
    if (isSum(node)) return [...terms(a, sign), ...terms(b, node.op.name === "sub" ? opposite : sign)];
    if (isNeg(node)) return terms(a, opposite);
    const value = node.attrs.value;
    if (typeof value === "number" && value < 0) return terms(constant(-value), opposite);
    if (!known.has(node)) known.set(node, numbered(textOf(node)));
    return [`${sign}*${at(node)}`];
  };
  const factors = (node: Node): string[] =>
    node.op.name === "mul" ? node.inputs.flatMap(factors) : [String(at(node))];
  return (root) => {
    for (const node of topologicalOrder([root])) {
      if (!known.has(node)) known.set(node, numbered(textOf(node)));
    }
    return at(root);
  };
}

/** How far rounding can move the value of a graph, in units of the last place of 1: every node's value times its adjoint. */
function condition(root: Node): number {
  const order = topologicalOrder([root]);
  const values = evaluate(order) as number[];
  const adjoints = evaluate(gradient(root, order)) as number[];
  return values.reduce((sum, value, k) => sum + (Math.abs(value * (adjoints[k] as number)) || 0), 0);
}

export function expectSameValue(found: Node, expected: Node): void {
  const [a, b] = evaluate([found, expected]) as [number, number];
  const allowed = 1e-12 * (condition(expected) + condition(found)) + Number.MIN_VALUE;
  if (!(Math.abs(a - b) <= allowed)) expect(a, `the value of ${expected.op.name} at the root`).toBe(b);
}
