import type { Derivation, Statement } from "@chainrule/derive";
import {
  add,
  constant,
  div,
  fused,
  type IndexMap,
  mul,
  type Name,
  Node,
  named,
  nameText,
  neg,
  type Shape,
  type Size,
  sub,
  topologicalOrder,
} from "@chainrule/graph";

/*
 * Numerator layout: the derivative of the loss by a column is a row, by a matrix the transposed matrix. What a derivation
 * states is turned as a whole, and the derivatives in it are turned back; products of Jacobians then read from left to right.
 */

/** The same derivation with derivatives of the loss in numerator layout, for printing alone. */
export function inNumeratorLayout(derivation: Derivation): Derivation {
  const loss = nameText(derivation.loss.attrs.name as Name); // derive names the loss
  const isOfLoss = ({ stands, symbol }: Pick<Statement, "stands" | "symbol">): boolean => {
    const name = stands ?? symbol;
    return name.kind === "partial" && nameText(name.of) === loss;
  };
  const turned = new Turned(
    new Set(derivation.statements.filter(isOfLoss).map(({ symbol }) => nameText(symbol))),
  );
  const statements = derivation.statements.map((statement) => ({
    ...statement,
    expression: turned.of(statement.expression, isOfLoss(statement)),
  }));
  return { ...derivation, statements };
}

class Turned {
  /** The texts of the names of derivatives of the loss. */
  readonly #names: ReadonlySet<string>;
  readonly #leaves = new Map<string, Node>();
  /** Nodes with the derivatives in them turned back. */
  readonly #plain = new Map<Node, Node>();
  /** The same, turned. */
  readonly #turned = new Map<Node, Node>();

  constructor(names: ReadonlySet<string>) {
    this.#names = names;
  }

  of(expression: Node, isTurned: boolean): Node {
    const isNamed = (node: Node): boolean => node.attrs.name !== undefined;
    const stop = new Set(topologicalOrder([expression]).filter(isNamed));
    for (const node of topologicalOrder([expression], stop)) {
      if (this.#plain.has(node)) continue;
      this.#plain.set(node, this.#plainOf(node));
      this.#turned.set(node, this.#turnedOf(node));
    }
    return (isTurned ? this.#turned : this.#plain).get(expression) as Node; // the order ends with it
  }

  #isDerivative({ attrs: { name }, shape }: Node): boolean {
    return name !== undefined && shape.length > 0 && shape.length <= 2 && this.#names.has(nameText(name));
  }

  #leaf(node: Node): Node {
    const name = node.attrs.name as Name; // derivatives have one
    const known = this.#leaves.get(nameText(name));
    if (known !== undefined) return known;
    const leaf = named(constant(0).broadcastTo(turnedShape(node.shape)), name);
    this.#leaves.set(nameText(name), leaf);
    return leaf;
  }

  #plainOf(node: Node): Node {
    if (this.#isDerivative(node)) return turn(this.#leaf(node), node.shape);
    if (node.attrs.name !== undefined) return node;
    const inputs = node.inputs.map((input) => this.#plain.get(input) as Node);
    const { map } = node.attrs;
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    if (map !== undefined && node.op.name === "contraction" && !isSame) return this.#contracted(inputs, map);
    return isSame ? node : new Node(node.op, inputs, node.attrs, node.shape);
  }

  /** A contraction with products entry by entry read as factors, so that what was turned back is a factor as well. */
  #contracted(inputs: readonly Node[], map: IndexMap): Node {
    const pending = inputs.map((node, k) => ({ node, indices: map.inputs[k] ?? [] })).reverse();
    const factors: typeof pending = [];
    while (pending.length > 0) {
      const { indices, node } = pending.pop() as (typeof pending)[number];
      const isProduct = node.op.name === "mul" && node.attrs.name === undefined;
      if (isProduct && node.inputs.every((input) => input.shape.length === node.shape.length))
        pending.push(...[...node.inputs].reverse().map((input) => ({ node: input, indices })));
      else factors.push({ node, indices });
    }
    const nodes = factors.map(({ node }) => node);
    const indices = factors.map(({ indices }) => indices);
    const signs = nodes.filter(isSigned).length;
    const bare = nodes.map((node) => (isSigned(node) ? (node.inputs[0] as Node) : node));
    const body = fused(bare, { ...map, inputs: indices }, { open: (inner) => this.#isTurnedLeaf(inner) });
    return signs % 2 === 0 ? body : neg(body);
  }

  /** A derivative turned back. */
  #isTurnedLeaf(node: Node): boolean {
    const [only] = node.inputs;
    return node.op.name === "contraction" && [...this.#leaves.values()].some((leaf) => leaf === only);
  }

  #turnedOf(node: Node): Node {
    const { shape } = node;
    if (shape.length === 0 || shape.length > 2) return this.#plain.get(node) as Node;
    if (this.#isDerivative(node)) return this.#leaf(node);
    const plain = this.#plain.get(node) as Node;
    if (plain === node) return turn(node, shape); // no derivative in it
    const [a, b] = node.inputs as [Node, Node]; // those below have one or two
    const fits = node.inputs.every(
      (input) => input.shape.length === 0 || input.shape.length === shape.length,
    );
    const part = (input: Node): Node =>
      (input.shape.length === 0 ? this.#plain : this.#turned).get(input) as Node;
    if (!fits) return turn(plain, shape);
    switch (node.op.name) {
      case "neg":
        return neg(part(a));
      case "add":
        return add(part(a), part(b));
      case "sub":
        return sub(part(a), part(b));
      case "div":
        return b.shape.length === 0 ? div(part(a), part(b)) : turn(plain, shape);
      case "mul":
        if (a.shape.length === 0 || b.shape.length === 0 || shape.length === 2) return mul(part(a), part(b));
        return fused([this.#plain.get(a) as Node, this.#plain.get(b) as Node], {
          inputs: [[0], [0]],
          output: [1, 0],
          sizes: [shape[0] as Size, 1],
        });
      default:
        return turn(plain, shape);
    }
  }
}

const isSigned = (node: Node): boolean => node.op.name === "neg" && node.attrs.name === undefined;

/** The shape of a row for a column, of the transposed for a matrix. */
const turnedShape = (shape: Shape): Shape =>
  shape.length === 1 ? [1, shape[0] as Size] : [...shape].reverse();

/** A column as a row, a row as a column, a matrix transposed: `shape` is what the result turns back to, or has. */
function turn(x: Node, shape: Shape): Node {
  if (x.op.name === "neg" && x.attrs.name === undefined) return neg(turn(x.inputs[0] as Node, shape));
  if (shape.length === 2) return signed(fused([x], { inputs: [[0, 1]], output: [1, 0], sizes: x.shape }));
  const [size] = shape as readonly [Size];
  return signed(
    x.shape.length === 1
      ? fused([x], { inputs: [[0]], output: [1, 0], sizes: [size, 1] })
      : fused([x], { inputs: [[1, 0]], output: [0], sizes: [size, 1] }),
  );
}

/** -x for -1 x. */
const signed = (x: Node): Node =>
  x.op.name === "mul" && x.inputs[0]?.attrs.value === -1 ? neg(x.inputs[1] as Node) : x;
