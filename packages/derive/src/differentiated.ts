import {
  type Name,
  Node,
  named,
  nameText,
  type PartialName,
  parseName,
  type SymbolName,
  topologicalOrder,
} from "@chainrule/graph";
import { bodyOf, nameOf } from "./definitions";

/*
 * A loss that contains derivatives, as of a differential equation, has definitions that are called as partials: ∂u/∂t. A partial of
 * such a definition with the rest held would read as a second derivative, which it is not. So each gets a symbol, u_t := ∂u/∂t, as
 * books on differential equations write it, and partials are those of u_t.
 */

export interface WithSymbols {
  /** The graphs over symbols in place of partials. */
  readonly roots: readonly Node[];
  /** What the new symbols stand for, by the texts of these. */
  readonly derivatives: ReadonlyMap<string, PartialName>;
}

/** Gives a symbol to every definition below the first root that is called as a partial. Graphs without any stay as they are. */
export function withSymbols(roots: readonly Node[]): WithSymbols {
  const order = topologicalOrder(roots);
  const isDerivative = (node: Node): boolean => node !== roots[0] && node.attrs.name?.kind === "partial";
  const derivatives = new Map<string, PartialName>();
  if (!order.some(isDerivative)) return { roots, derivatives };
  const taken = new Set(
    order.flatMap(({ attrs }) => (attrs.name?.kind === "symbol" ? [nameText(attrs.name)] : [])),
  );
  const leaves = new Set(
    order.flatMap(({ attrs, op }) => (attrs.name && op.kind !== "naming" ? [nameText(attrs.name)] : [])),
  );
  const symbols = new Map<string, SymbolName>();
  const symbolOf = (name: Name): Name => symbols.get(nameText(name)) ?? name;
  // derivatives of derivatives are called by the symbols of these
  const partials = order.flatMap(({ attrs: { name } }) => (name?.kind === "partial" ? [name] : []));
  for (const name of partials.sort((a, b) => depthOf(a) - depthOf(b))) {
    if (name === roots[0]?.attrs.name) continue;
    const by = symbolOf(name.by);
    const symbol = subscripted(name, by, taken);
    taken.add(nameText(symbol));
    symbols.set(nameText(name), symbol);
    // a second one by a quantity in between is one along the graph only
    if (name.of.kind === "symbol" || leaves.has(nameText(by)))
      derivatives.set(nameText(symbol), { kind: "partial", of: symbolOf(name.of), by });
  }
  const replaced = new Map<Node, Node>();
  for (const node of order) {
    const inputs = node.inputs.map((input) => replaced.get(input) as Node); // inputs come first
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    const copy = isSame ? node : new Node(node.op, inputs, node.attrs, node.shape);
    const symbol = isDerivative(node) ? symbols.get(nameText(nameOf(node))) : undefined;
    replaced.set(node, symbol === undefined ? copy : named(bodyOf(copy), symbol));
  }
  return { roots: roots.map((root) => replaced.get(root) as Node), derivatives };
}

const depthOf = (name: Name): number =>
  name.kind === "symbol" ? 0 : 1 + Math.max(depthOf(name.of), depthOf(name.by));

/** u_t for ∂u/∂t, u_tt for the derivative of that, primed until it is free. */
function subscripted(name: PartialName, by: Name, taken: ReadonlySet<string>): SymbolName {
  const variables = [compact(by)];
  let of = name.of;
  for (; of.kind === "partial"; of = of.of) variables.unshift(compact(of.by));
  const isPlain = variables.length < 3 && variables.every((text) => /^[A-Za-z]$/.test(text));
  const below = [...(of.sub === "" ? [] : [of.sub]), variables.join(isPlain ? "" : ",")].join(",");
  const parsed = parseName(`${of.base}_{${below}}`);
  let symbol: SymbolName = { ...parsed, sup: of.sup };
  while (taken.has(nameText(symbol))) symbol = { ...symbol, base: `${symbol.base}'` };
  return symbol;
}

/** A name as one index: x_1 as x1. */
const compact = (name: Name): string => nameText(name).replace(/[^\p{L}\p{N}]/gu, "");

/** The scalar quantities of a graph whose derivatives stand in it, each with the variables that these are by. */
export function differentiatedIn(
  loss: Node,
  derivatives: WithSymbols["derivatives"],
): ReadonlyMap<Node, readonly Node[]> {
  const named = topologicalOrder([loss]).filter(({ attrs }) => attrs.name !== undefined);
  const byName = new Map(named.map((node) => [nameText(nameOf(node)), node]));
  const found = new Map<Node, Node[]>();
  for (const stands of derivatives.values()) {
    const [of, by] = [byName.get(nameText(stands.of)), byName.get(nameText(stands.by))];
    if (of === undefined || by === undefined || of.op.kind !== "naming" || of.shape.length > 0) continue;
    found.set(of, [...(found.get(of) ?? []), by]);
  }
  return found;
}
