import type { Derivation, Layers, Statement } from "@chainrule/derive";
import { type Name, type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { notationOf } from "../notation";
import { isDeclared } from "../operators";
import type { Meaning } from "./meaning";
import type { Spelling } from "./spelling";

/*
 * What tensors are in a network, read off their definitions: a weight is multiplied with a quantity and summed over, a bias is
 * added to such a sum and a threshold subtracted, a function makes an output of a net input, a target is compared with one.
 */

/** A sum of products in a definition: the two quantities, and the definition. */
interface Product {
  readonly factors: readonly [Node, Node];
  readonly of: Statement;
}

type Named = Node & { readonly attrs: { readonly name: Name } };

const isNamed = (node: Node | undefined): node is Named => node?.attrs.name !== undefined;
const nameOf = (node: Node): Name => node.attrs.name as Name; // only named nodes are asked

/** The meanings of names in a network of tensors, as far as their definitions tell. */
export function tensorMeanings(
  derivation: Derivation,
  spelling: Spelling,
  layers: Layers | undefined,
): Map<string, Meaning> {
  const meanings = new Map<string, Meaning>();
  const set = (node: Node, meaning: Meaning): void => {
    if (!meanings.has(nameText(nameOf(node)))) meanings.set(nameText(nameOf(node)), meaning);
  };
  const entry = (node: Node): Name => spelling.entry(nameOf(node), node.shape);
  const unit = ({ expression, symbol }: Statement): Name => spelling.entry(symbol, expression.shape);
  const trained = new Set(derivation.trained ?? derivation.wrt);
  // general statements are over leaves: what is a symbol is told by the statements, not by the nodes
  const given = new Set(
    derivation.statements.flatMap(({ role, symbol }) => (role === "given" ? [nameText(symbol)] : [])),
  );
  const isSymbol = (node: Node | undefined): node is Named =>
    isNamed(node) && given.has(nameText(nameOf(node)));
  const definitions = derivation.statements.filter(({ role }) => role === "definition" || role === "loss");
  const products = definitions.flatMap((of) => productsIn(of));
  const sums = new Set(products.map(({ of }) => nameText(of.symbol)));
  for (const { factors, of } of products) {
    const [weight, source] = weightFirst(factors, trained);
    if (weight === undefined || source === undefined || !isSymbol(weight)) continue;
    const to = unit(of);
    set(weight, { kind: "weight", from: apart(entry(source), to, entry(weight)), to });
    const isSmaller = source.shape.length < weight.shape.length; // x, even where dE/dx is asked for
    if (isSymbol(source) && (isSmaller || !trained.has(source))) set(source, { kind: "input" });
  }
  for (const statement of definitions) {
    for (const { inputs, op } of inside(statement)) {
      const [a, b] = inputs;
      if (statement.role === "loss") {
        const probability = op.name === "xlogy" ? b : b?.op.name === "log" ? b.inputs[0] : undefined;
        if (isSymbol(a) && !trained.has(a) && isNamed(probability))
          // cross-entropy: t ln p
          set(a, { kind: "targetOf", units: [entry(probability)] });
      }
      if (op.name !== "add" && op.name !== "sub") continue;
      const isTarget = !sums.has(nameText(statement.symbol)) && compares(statement, definitions, isSymbol);
      const [symbol, other] = isSymbol(b) ? [b, a] : [a, b];
      if (!isSymbol(symbol) || other === undefined) continue;
      const isOutput = isNamed(other) && !isSymbol(other);
      if (isTarget && op.name === "sub" && isOutput && !trained.has(symbol))
        set(symbol, { kind: "targetOf", units: [entry(other)] });
      else if (symbol === b && !isTarget && isNet(other, sums))
        set(symbol, { kind: op.name === "sub" ? "threshold" : "bias", units: [unit(statement)] });
    }
    const active = activation(statement, isSymbol);
    if (statement.role !== "definition" || statement.expression.shape.length === 0) continue;
    if (active !== undefined)
      meanings.set(nameText(statement.symbol), { kind: "activation", of: entry(active) });
    else if (sums.has(nameText(statement.symbol)) && weighs(statement, products, trained))
      meanings.set(nameText(statement.symbol), { kind: "weightedSum" });
  }
  const entrance = layers?.entry;
  if (entrance !== undefined && !meanings.has(nameText(entrance.given)))
    meanings.set(nameText(entrance.given), { kind: "input" });
  const [above] = definitions.filter(({ role }) => role === "loss").slice(-1);
  const summed = above?.expression.inputs[0];
  const isTotal = above?.expression.op.name === "contraction" && above.expression.inputs.length === 1;
  if (isTotal && isNamed(summed)) meanings.set(nameText(nameOf(summed)), { kind: "errorTerm" });
  return meanings;
}

/** The source of a weight W_jk, by k where its own letter is that of the target j. */
function apart(from: Name, to: Name, weight: Name): Name {
  if (from.kind !== "symbol" || to.kind !== "symbol" || weight.kind !== "symbol") return from;
  const letter = to.indices?.at(-1);
  const other = weight.indices?.find((each) => each !== letter);
  if (letter === undefined || other === undefined || from.indices?.at(-1) !== letter) return from;
  return { ...from, indices: [...from.indices.slice(0, -1), other] };
}

/** The nodes of a definition's body, names not entered. */
function inside({ expression }: Statement): Node[] {
  const named = new Set<Node>(topologicalOrder([expression]).filter(isNamed));
  return topologicalOrder([expression], named).filter((node) => !named.has(node));
}

function productsIn(of: Statement): Product[] {
  return inside(of).flatMap(({ inputs, op }) => {
    const [a, b] = inputs.map(withoutTranspose);
    const isProduct = op.name === "contraction" && inputs.length === 2 && isNamed(a) && isNamed(b);
    return isProduct ? [{ factors: [a, b] as const, of }] : [];
  });
}

/** What is reordered by a contraction of it alone. */
function withoutTranspose(node: Node): Node {
  const isPlain = node.op.name === "contraction" && node.inputs.length === 1 && !isNamed(node);
  return isPlain ? (node.inputs[0] as Node) : node;
}

/** Of two factors the weight first: a symbol that is trained, beside one that is not. */
function weightFirst(
  [a, b]: readonly [Node, Node],
  trained: ReadonlySet<Node>,
): readonly (Node | undefined)[] {
  const isWeight = (node: Node): boolean => trained.has(node) && node.shape.length > 1;
  if (isWeight(a) === isWeight(b)) return [];
  return isWeight(a) ? [a, b] : [b, a];
}

const weighs = (of: Statement, products: readonly Product[], trained: ReadonlySet<Node>): boolean =>
  products.some((product) => product.of === of && weightFirst(product.factors, trained).length > 0);

/** A weighted sum, by name or written out, or something added to one. */
function isNet(node: Node, sums: ReadonlySet<string>): boolean {
  let top: Node | undefined = node;
  while (top !== undefined && !isNamed(top) && (top.op.name === "add" || top.op.name === "sub"))
    top = top.inputs[0];
  return (
    top !== undefined && (isNamed(top) ? sums.has(nameText(nameOf(top))) : top.op.name === "contraction")
  );
}

/** Whether a definition is the loss, or what the loss adds up. */
function compares(
  statement: Statement,
  definitions: readonly Statement[],
  isSymbol: (node: Node) => boolean,
): boolean {
  if (statement.role === "loss") return true;
  const users = definitions.filter(({ expression }) =>
    topologicalOrder([expression], new Set(topologicalOrder([expression]).filter(isNamed))).some(
      (node) => isNamed(node) && nameText(nameOf(node)) === nameText(statement.symbol),
    ),
  );
  return (
    users.length > 0 &&
    users.every(({ role }) => role === "loss") &&
    activation(statement, isSymbol) === undefined
  );
}

/** The quantity that a function of one operand is applied to, a threshold aside. */
function activation({ expression }: Statement, isSymbol: (node: Node) => boolean): Node | undefined {
  const { inputs, op } = expression;
  const isFunction =
    (op.kind === "pointwise" && op.symbol !== undefined) ||
    isDeclared(op) ||
    notationOf(op)?.kind === "function";
  const [operand] = inputs;
  if (!isFunction || inputs.length !== 1 || operand === undefined) return undefined;
  const net = isNamed(operand) ? operand : operand.inputs[0];
  return isNamed(net) && !isSymbol(net) ? net : undefined;
}
