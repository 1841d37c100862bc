import type { Node } from "@chainrule/graph";
import { type Name, nameText, parseName, type SymbolName } from "@chainrule/graph";
import { type Definitions, nameOf } from "./definitions";

/** Names for abbreviations that no symbol of the graph has. */
export class FreshNames {
  readonly #taken: Set<string>;

  constructor(definitions: Definitions) {
    this.#taken = new Set(definitions.order.map((node) => nameText(nameOf(node))));
  }

  /** The first of the candidates that is free. The last one is primed until it is. */
  take(...candidates: readonly SymbolName[]): Name {
    let name =
      candidates.find((candidate) => !this.#taken.has(nameText(candidate))) ??
      (candidates[candidates.length - 1] as SymbolName);
    while (this.#taken.has(nameText(name))) name = { ...name, base: `${name.base}'` };
    this.#taken.add(nameText(name));
    return name;
  }

  /** delta with the indices of the quantity: net_o1 has delta_o1, z_j^(2) has delta_j^(2). */
  delta(node: Node): Name {
    const own = symbolNameOf(node);
    const isTensor = node.shape.length > 0; // its letters tell it from other deltas
    const short: SymbolName = {
      kind: "symbol",
      base: "delta",
      sub: own.sub === "" && !isTensor ? own.base : own.sub,
      sup: own.sup,
    };
    const long: SymbolName = { ...short, sub: own.sub === "" ? own.base : `${own.base},${own.sub}` };
    return node.shape.length > 1 ? this.take(long) : this.take(short, long); // delta_ij is Kronecker's
  }

  factor(position: number): Name {
    return this.take(parseName(`R_${position}`));
  }
}

/** The name of a node as a symbol's; a definition may be named as a partial, and then its text is the index. */
function symbolNameOf(node: Node): SymbolName {
  const name = nameOf(node);
  return name.kind === "symbol" ? name : { kind: "symbol", base: nameText(name), sub: "", sup: "" };
}
