import { type Node, scalar, substituted, tensor } from "@chainrule/graph";
import { bare, type FormulaReader, mapTree, type Reading, type Tree, walk } from "@chainrule/graph/read";
import { keyOf, namedBy, type Plain, plainTree } from "../names/names";
import { pairOf } from "../names/totals";
import type { Model, Quantity } from "./model";

/* Partial derivatives that hold the other quantities: of r = w h + c by w, where h depends on w too, only h. */

/** The marks that say so of the loss: \partial E^{direct}. */
const DIRECT = /^(direct|local|explicit|expl|直接|局部)$/;
/** Letters for a quantity in its own formula, and for one that is held. They are read and never printed. */
const [OWN, HELD] = ["own", "held"];

const isDefinition = ({ attrs, op }: Node): boolean => op.kind === "naming" && attrs.name?.kind === "symbol";

/** Whether a formula has a derivative that can be meant with the other quantities held. */
export function hasPartial(tree: Tree, model: Model): boolean {
  return [...walk(tree)].some((part) => part.kind === "derivative" && partialOf(part, model) !== undefined);
}

/** Whether a derivative says by its mark that other quantities are held. */
export const isDirect = (tree: Tree): boolean =>
  tree.kind === "derivative" && DIRECT.test(namedBy(tree.of)?.sup ?? "");

/** Whether it may say so, as ∂u/∂w beside du/dw does. */
function isBesideTotal(tree: Tree & { readonly kind: "derivative" }, model: Model): boolean {
  const pair = pairOf(tree);
  return tree.symbol === "partial" && pair !== undefined && model.totals.has(pair);
}

/** What is differentiated: a quantity that the document defines and whose own formula has the other one, or is marked so. */
function partialOf(tree: Tree & { readonly kind: "derivative" }, model: Model): Quantity | undefined {
  const name = namedBy(tree.of);
  if (name === undefined || tree.by.length !== 1) return undefined;
  const isMarked = DIRECT.test(name.sup);
  const quantity = model.quantity(isMarked ? { ...name, sup: "" } : name);
  const variable = model.named(tree.by[0] as Tree);
  if (quantity?.kind !== "defined" || variable === undefined || !isDefinition(quantity.node))
    return undefined;
  return isMarked || isIn(variable.node, quantity.node.inputs[0] as Node) ? quantity : undefined;
}

/** Whether a formula has a quantity itself, and not only below what else is defined. */
function isIn(variable: Node, formula: Node): boolean {
  const met = new Set<Node>();
  const pending = [formula];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node === variable) return true;
    if (met.has(node) || isDefinition(node)) continue;
    met.add(node);
    pending.push(...node.inputs);
  }
  return false;
}

/**
 * Reads a formula with derivatives as of a quantity's own formula, everything defined in it held.
 * `keepsTotal`: quantities of which derivatives stay what the graph says, as those of the loss in a chain rule.
 * @throws ChainruleError
 */
export function readHeld(
  tree: Tree,
  text: string,
  like: Reading | undefined,
  model: Model,
  keepsTotal: (quantity: Quantity) => boolean,
): Reading {
  const names: Record<string, Node> = {};
  const originals = new Map<Node, Node>();
  const held = new Map<Node, Node>();
  const heldFor = (node: Node): Node => {
    const name = `${HELD}${held.size}`;
    const found =
      held.get(node) ?? (node.shape.length === 0 ? scalar(name) : tensor(name, { shape: node.shape }));
    held.set(node, found);
    originals.set(found, node);
    return found;
  };
  const own = ({ name, node }: Quantity): Plain => {
    const plain = { ...name, base: `${OWN}${name.base}` };
    const [body] = substituted(node.inputs, (each) => (isDefinition(each) ? heldFor(each) : undefined));
    names[keyOf(plain)] = body as Node; // a naming node has one input
    return plain;
  };
  const changed = mapTree(tree, (part) => {
    if (part.kind !== "derivative") return undefined;
    const quantity = partialOf(part, model);
    const [of, by] = [bare(part.of), bare(part.by[0] as Tree)];
    if (quantity === undefined || of.kind !== "name" || by.kind !== "name") return undefined;
    if (!isDirect(part) && !isBesideTotal(part, model) && keepsTotal(quantity)) return undefined;
    const variable = model.named(by) as Quantity; // asked for by partialOf
    const typedOf = namedBy(of) as Plain;
    const renamed = plainTree({ ...typedOf, base: own(quantity).base, sup: quantity.name.sup }, of);
    if (variable.kind !== "defined") return { ...part, of: renamed };
    const name = { ...variable.name, base: `${HELD}${variable.name.base}` };
    names[keyOf(name)] = heldFor(variable.node);
    return {
      ...part,
      of: renamed,
      by: [plainTree({ ...(namedBy(by) as Plain), base: name.base }, by)],
    };
  });
  const reader: FormulaReader = model.readerOver({ ...model.names(), ...names });
  const reading = model.read(changed, text, like, reader);
  const [node] = substituted([reading.node], (each) => originals.get(each));
  return { ...reading, node: node as Node };
}
