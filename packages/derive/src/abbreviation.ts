import type { Node } from "@chainrule/graph";
import { type Name, nameText, parseName, type SymbolName } from "@chainrule/graph";
import { type Definitions, nameOf } from "./definitions";

/** Names for abbreviations that no symbol of the graph has. */
export class FreshNames {
  readonly #taken: Set<string>;

  /** @param given names of the author, which are taken too */
  constructor(definitions: Definitions, given: Iterable<{ readonly name: SymbolName }> = []) {
    this.#taken = new Set(definitions.order.map((node) => nameText(nameOf(node))));
    for (const { name } of given) this.#taken.add(nameText(name));
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
    const own = withSubscript(symbolNameOf(node));
    // its letters tell a tensor from other deltas; two letters alone would be Kronecker's
    const isTensor = node.shape.length > 0 && !(node.shape.length === 2 && own.sup === "");
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

/** z1 as z_1, so that its delta is delta_1. */
function withSubscript(name: SymbolName): SymbolName {
  const [, letters, digits] = (name.sub === "" ? /^(\D+)(\d+)$/u.exec(name.base) : null) ?? [];
  return letters === undefined || digits === undefined ? name : { ...name, base: letters, sub: digits };
}
