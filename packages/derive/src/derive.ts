import { ChainruleError, Node, nameText, type SymbolName, scalar, shapeText } from "@chainrule/graph";
import { type Abbreviation, givenNames, refuseUnused } from "./author";
import { type Definitions, definitionsOf, namedLoss, nameOf, namesIn, sharedName } from "./definitions";
import { differentiatedIn, withSymbols } from "./differentiated";
import { ChainForm } from "./scalar/chain";
import { DeltaForm } from "./scalar/delta";
import { FactorForm } from "./scalar/factors";
import { writeSecond } from "./second";
import type { Derivation, Form, UpdateStyle } from "./statement";
import { TensorForm } from "./tensor/entries";
import { PathForm } from "./tensor/paths";
import { checkedStyle, writeUpdate } from "./update";
import { verify } from "./verify/verify";
import { Writer } from "./writer";

export interface DeriveOptions {
  /**
   * The quantities to differentiate by: symbols or definitions. In the forms "chain" and "delta", those nearest to the loss are
   * derived first, by their shortest distance from it; the order given decides between equals. With `kronecker: false` it is
   * the order given.
   */
  readonly wrt: Node | readonly Node[];
  /** "chain" (default): products of partials. "delta": recurring adjoints named delta. "factors": R_1, R_2, ... */
  readonly form?: Form;
  /** 2: the second derivatives by all pairs of variables follow the first ones. 1 by default. */
  readonly order?: 1 | 2;
  /** With a learning rate, a number or a symbol, the updates w^+ = w - rate dE/dw follow. */
  readonly rate?: number | Node;
  /** The symbols that are trained: those of `wrt` are updated, by default all. Documents say what symbols are by it. */
  readonly trained?: readonly Node[];
  /** How updates are written: w^+ := ... ("new", the default), w ← ... ("arrow") or Δw := ... ("change"). */
  readonly updates?: UpdateStyle;
  /**
   * Over tensors. true (default): partials for all pairs of entries, ∂a_j/∂z_n = f'(z_j) δ_jn, node by node. false: partials
   * only where they are not zero, with the indices they share, ∂a_j/∂z_j = f'(z_j), and products of them along paths.
   */
  readonly kronecker?: boolean;
  /** Names of the author's for derivatives of the loss; not in the form "factors". */
  readonly abbreviations?: readonly Abbreviation[];
}

const FORMS: readonly Form[] = ["chain", "delta", "factors"];

/**
 * Backpropagation through a graph as data: the given values, the definitions of the forward pass, then every
 * derivative from the loss to the variables, each statement with its reason and the statements it uses. Over tensors, local
 * partials are Jacobians, and the statements are to be read entry by entry (index notation) or as matrices. Before it is
 * returned, every statement about a derivative of the loss is compared with the gradient, at numbers made up (`verify`).
 * @throws ChainruleError NOT_SCALAR (a loss with axes, or form "factors" over tensors), NAME (an unnamed variable, or one
 * name for two quantities), OPERAND (something is not a node), NUMBER (the rate), OPTION (a value that an option does not
 * have, an abbreviation that nothing needs), WRONG (a statement differs from the gradient: a fault of ours)
 * @example derive(E, { wrt: [w5, w1], form: "chain" }).statements
 */
export function derive(loss: Node, options: DeriveOptions): Derivation {
  const { form = "chain", order = 1, rate: given, trained, wrt: asked } = options ?? {};
  const { abbreviations, kronecker = true, updates = "new" } = options ?? {};
  if (!FORMS.includes(form)) {
    throw new ChainruleError("OPTION", "no such form", {
      where: "derive",
      got: String(form),
      expected: FORMS.join(", "),
    });
  }
  if (typeof kronecker !== "boolean") {
    throw new ChainruleError("OPTION", "kronecker is true or false", {
      where: "derive",
      got: String(kronecker),
    });
  }
  const style = checkedStyle(updates);
  if (order !== 1 && order !== 2) {
    throw new ChainruleError("OPTION", "derivatives of order 1 or 2", {
      where: "derive: order",
      got: String(order),
    });
  }
  const symbols = withSymbols([namedLoss(checkedLoss(loss)), ...checkedVariables(asked)]);
  const { derivatives } = symbols;
  const [top, ...wrt] = symbols.roots as [Node, ...Node[]]; // as many as were given
  const inner = differentiatedIn(top, derivatives);
  const definitions = definitionsOf(top, new Set(inner.keys()));
  checkNames(definitions, wrt);
  const names = givenNames(abbreviations, definitions, wrt);
  if (names.size > 0 && form === "factors") {
    throw new ChainruleError("OPTION", "the form factors names every factor itself", {
      where: "derive: abbreviations",
      mend: 'Use the form "chain" or "delta"',
    });
  }
  const rate = rateNode(given, [...definitions.order, ...wrt], names.values());
  const writer = new Writer(definitions, names, derivatives);
  const tensor = [...definitions.order, ...wrt].find((node) => node.shape.length > 0);
  const gradients = gradientsIn(form, writer, wrt, tensor, kronecker);
  refuseUnused(names, (name) => writer.settled(name) !== undefined);
  if (order === 2) writeSecond(writer, wrt);
  if (rate !== undefined) {
    const putsIn = style !== "new" || tensor !== undefined;
    wrt.forEach((variable, k) => {
      const isTrained = trained?.includes(variable) ?? true;
      if (isTrained && variable.op.kind !== "naming")
        writeUpdate(writer, variable, gradients[k] as Node, { rate, style, putsIn });
    });
  }
  const statements = Object.freeze(writer.statements.map((statement) => Object.freeze(statement)));
  const base = { form, loss: top, wrt, ...(trained !== undefined && { trained: [...trained] }), statements };
  const derived = [...inner].map(([of, by]) => derive(of, { wrt: by, kronecker }));
  const whole = derived.length === 0 ? base : { ...base, inner: derived };
  const derivation = rate === undefined ? whole : { ...whole, rate, updates: style };
  verify(derivation);
  return derivation;
}

function checkedLoss(loss: unknown): Node {
  if (!(loss instanceof Node)) {
    throw new ChainruleError("OPERAND", "the loss is not a node", { where: "derive", got: String(loss) });
  }
  if (loss.shape.length === 0) return loss;
  throw new ChainruleError("NOT_SCALAR", "only a scalar is derived", {
    where: "derive: the loss",
    got: `shape ${shapeText(loss.shape)}`,
    mend: "Reduce it first, for example with .sum()",
  });
}

/** A variable that the loss does not depend on must not be called like one that it does. */
function checkNames({ order }: Definitions, wrt: readonly Node[]): void {
  const owners = new Map(order.map((node) => [nameText(nameOf(node)), node]));
  for (const variable of wrt) {
    const text = nameText(nameOf(variable));
    const owner = owners.get(text) ?? variable;
    if (owner !== variable) throw sharedName(text);
    owners.set(text, variable);
  }
}

function gradientsIn(
  form: Form,
  writer: Writer,
  wrt: readonly Node[],
  tensor: Node | undefined,
  kronecker: boolean,
): Node[] {
  if (tensor !== undefined) {
    if (form !== "factors" && kronecker) return new TensorForm(writer, form === "delta").derive(wrt);
    if (form !== "factors") {
      const writing = new PathForm(writer, form === "delta");
      return wrt.map((variable) => writing.derive(variable));
    }
    throw new ChainruleError("NOT_SCALAR", "the form factors is for scalar quantities", {
      where: `derive: ${nameText(nameOf(tensor))}`,
      got: `shape ${shapeText(tensor.shape)}`,
      mend: 'Use the form "chain" or "delta", or write the network over scalars, for example with mlp over scalar inputs',
    });
  }
  if (form === "factors") return new FactorForm(writer).derive(wrt);
  return nearestFirst(form === "chain" ? new ChainForm(writer) : new DeltaForm(writer), writer, wrt);
}

/** The derivatives by the variables, those nearest to the loss stated first. */
function nearestFirst(
  writing: { readonly derive: (variable: Node) => Node },
  writer: Writer,
  wrt: readonly Node[],
): Node[] {
  const distances = distancesFrom(writer.definitions);
  const fromLoss = [...wrt].sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
  const found = new Map(fromLoss.map((variable) => [variable, writing.derive(variable)]));
  return wrt.map((variable) => found.get(variable) as Node);
}

/** The shortest distance from the loss, so that what is nearest to it is derived first. */
function distancesFrom({ consumers, downwards }: Definitions): Map<Node, number> {
  const distances = new Map<Node, number>();
  for (const node of downwards) {
    const above = consumers(node).map((user) => distances.get(user) ?? 0);
    distances.set(node, above.length === 0 ? 0 : Math.min(...above) + 1);
  }
  return distances;
}

function checkedVariables(wrt: Node | readonly Node[] | undefined): readonly Node[] {
  const list = wrt instanceof Node ? [wrt] : wrt;
  if (!Array.isArray(list) || list.length === 0) {
    throw new ChainruleError("OPTION", "nothing to differentiate by", {
      where: "derive: wrt",
      mend: "Pass one node or several",
    });
  }
  for (const [k, node] of list.entries()) {
    if (!(node instanceof Node))
      throw new ChainruleError("OPERAND", "not a node", { where: `derive: wrt ${k}`, got: String(node) });
    if (node.attrs.name?.kind !== "symbol") {
      throw new ChainruleError("NAME", "this quantity needs a name", {
        where: `derive: wrt ${k}`,
        mend: 'Give it one with .named("...")',
      });
    }
  }
  return [...new Set(list)];
}

function rateNode(
  rate: number | Node | undefined,
  quantities: readonly Node[],
  given: Iterable<{ readonly name: SymbolName }>,
): Node | undefined {
  if (rate === undefined) return undefined;
  const isNode = rate instanceof Node;
  if (isNode ? rate.shape.length > 0 : !(typeof rate === "number" && Number.isFinite(rate) && rate > 0)) {
    throw new ChainruleError("NUMBER", "a learning rate is a finite number > 0, or a scalar node", {
      where: "derive: rate",
      got: isNode ? `shape ${shapeText(rate.shape)}` : String(rate),
    });
  }
  if (isNode) return rate;
  const taken = namesIn(quantities);
  for (const { name } of given) taken.add(nameText(name));
  let name = ["eta", "alpha", "lambda"].find((candidate) => !taken.has(candidate)) ?? "eta'";
  while (taken.has(name)) name += "'";
  return scalar(name, rate);
}
