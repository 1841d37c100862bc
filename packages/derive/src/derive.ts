import { ChainruleError, type Name, Node, nameText, raised, scalar, shapeText } from "@chainrule/graph";
import { ChainForm } from "./chain";
import { type Definitions, definitionsOf, namedLoss, nameOf } from "./definitions";
import { DeltaForm } from "./delta";
import { FactorForm } from "./factors";
import type { Derivation, Form } from "./statement";
import { TensorForm } from "./tensor";
import { Writer } from "./writer";

export interface DeriveOptions {
  /** The quantities to differentiate by: symbols or definitions. Those nearest to the loss are derived first. */
  readonly wrt: Node | readonly Node[];
  /** "chain" (default): products of partials. "delta": recurring adjoints named delta. "factors": R_1, R_2, ... */
  readonly form?: Form;
  /** With a learning rate, a number or a symbol, the updates w^+ = w - rate dE/dw follow. */
  readonly rate?: number | Node;
  /** The symbols of `wrt` that are trained, and so updated; all of them by default. */
  readonly trained?: readonly Node[];
}

const FORMS: readonly Form[] = ["chain", "delta", "factors"];

/**
 * Backpropagation through a graph as data: the given values, the definitions of the forward pass, then every
 * derivative from the loss to the variables, each statement with its reason and the statements it uses. Over tensors, local
 * partials are Jacobians, and the statements are to be read entry by entry (index notation) or as matrices.
 * @throws ChainruleError NOT_SCALAR (a loss with axes, or form "factors" over tensors), NAME (an unnamed variable, or one name for two quantities), OPTION
 * @example derive(E, { wrt: [w5, w1], form: "chain" }).statements
 */
export function derive(loss: Node, options: DeriveOptions): Derivation {
  const { form = "chain" } = options;
  if (!FORMS.includes(form)) {
    throw new ChainruleError("OPTION", "no such form", {
      where: "derive",
      got: String(form),
      expected: FORMS.join(", "),
    });
  }
  const wrt = checkedVariables(options.wrt);
  const top = namedLoss(loss);
  const writer = new Writer(definitionsOf(top));
  const rate = rateNode(options.rate);
  const gradients = gradientsIn(form, writer, wrt);
  if (rate !== undefined) {
    wrt.forEach((variable, k) => {
      const isTrained = options.trained?.includes(variable) ?? true;
      if (isTrained && variable.op.kind !== "naming")
        writeUpdate(writer, variable, gradients[k] as Node, rate);
    });
  }
  const base = { form, loss: top, wrt, statements: writer.statements };
  return rate === undefined ? base : { ...base, rate };
}

function gradientsIn(form: Form, writer: Writer, wrt: readonly Node[]): Node[] {
  const tensor = writer.definitions.order.find((node) => node.shape.length > 0);
  if (tensor !== undefined) {
    if (form !== "factors") return new TensorForm(writer, form === "delta").derive(wrt);
    throw new ChainruleError("NOT_SCALAR", "the form factors is for scalar quantities", {
      where: `derive: ${nameText(nameOf(tensor))}`,
      got: `shape ${shapeText(tensor.shape)}`,
      mend: 'Use the form "chain" or "delta", or write the network over scalars, for example with mlp over scalar inputs',
    });
  }
  if (form === "factors") return new FactorForm(writer).derive(wrt);
  const writing = form === "chain" ? new ChainForm(writer) : new DeltaForm(writer);
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

function checkedVariables(wrt: Node | readonly Node[]): readonly Node[] {
  const list: readonly Node[] = wrt instanceof Node ? [wrt] : wrt;
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
  return list;
}

function rateNode(rate: number | Node | undefined): Node | undefined {
  if (rate === undefined || rate instanceof Node) return rate;
  if (typeof rate === "number" && Number.isFinite(rate) && rate > 0) return scalar("eta", rate);
  throw new ChainruleError("NUMBER", "a learning rate is a finite number > 0", {
    where: "derive: rate",
    got: String(rate),
  });
}

function writeUpdate(writer: Writer, parameter: Node, gradient: Node, rate: Node): void {
  const name = nameOf(parameter) as Name & { kind: "symbol" }; // checkedVariables saw that it is a symbol's
  const by = gradient.attrs.name as Name;
  const expression = parameter.sub(rate.mul(gradient));
  const from = [writer.settled(name), writer.settled(by)];
  writer.write({
    symbol: raised(name, "+"),
    expression,
    role: "update",
    because: { kind: "gradient descent" },
    from,
  });
}
