import { nameText } from "../name";
import type { Node, NodeAttributes } from "../node";
import { shapeText } from "../shape";

const COMMUTATIVE: ReadonlySet<string> = new Set(["add", "mul", "max", "min", "eq", "ne"]);

/**
 * Numbers nodes so that two have the same number when they are the same expression up to the order of commuting operands.
 * Nodes must be numbered inputs first. Symbols are nominal: each has its own number.
 */
export class Numbering {
  readonly #numbers = new Map<Node, number>();
  readonly #byKey = new Map<string, number>();
  #next = 0;

  /** The number of a node; its inputs are numbered already, or are numbered now, without recursion. */
  of(node: Node): number {
    const known = this.#numbers.get(node);
    if (known !== undefined) return known;
    const pending = [node];
    while (pending.length > 0) {
      const top = pending[pending.length - 1] as Node;
      const missing = top.inputs.filter((input) => !this.#numbers.has(input));
      if (missing.length > 0) {
        pending.push(...missing);
        continue;
      }
      pending.pop();
      if (!this.#numbers.has(top)) this.#numbers.set(top, this.ofKey(this.#key(top)));
    }
    return this.#numbers.get(node) as number;
  }

  /** The number of anything described by a text. */
  ofKey(key: string): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, this.#next);
    return this.#next++;
  }

  /** Declares that a node is the expression of a number found otherwise (a sum by its terms, say). */
  declare(node: Node, number: number): void {
    this.#numbers.set(node, number);
  }

  #key(node: Node): string {
    if (node.attrs.cell !== undefined) return `symbol ${this.#next}`;
    const inputs = node.inputs.map((input) => this.#numbers.get(input) as number);
    if (COMMUTATIVE.has(node.op.name)) inputs.sort((a, b) => a - b);
    return `${node.op.name}(${inputs.join(",")})${shapeText(node.shape)}${this.#attributes(node.attrs)}`;
  }

  #attributes({ name, value, map, axis, axes, start, stop, dim }: NodeAttributes): string {
    const parts: string[] = [];
    if (name !== undefined) parts.push(nameText(name));
    if (typeof value === "number") parts.push(Object.is(value, -0) ? "-0" : String(value));
    else if (value !== undefined) parts.push(`tensor ${value.data.join(" ")}`);
    if (map !== undefined) parts.push(JSON.stringify([map.inputs, map.output]), shapeText(map.sizes));
    if (dim !== undefined) parts.push(nameText(dim.name));
    if (axis ?? axes ?? start ?? stop) parts.push(JSON.stringify([axis, axes, start, stop]));
    return parts.join("|");
  }
}
