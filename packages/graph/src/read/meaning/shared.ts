import type { Node } from "../../index";
import type { Value } from "./scope";

/** Makes parts of a formula that are the same one node. */
export class Shared {
  readonly #byKey = new Map<string, Node>();
  /** Nodes numbered in the order in which they were met. */
  readonly #numbers = new Map<Node, number>();

  valueOf(value: Value): Value {
    if (value.kind === "whole") return { ...value, node: this.#kept(value.node) };
    const [factor, ...others] = value.factors;
    const isPlain = others.length === 0 && value.summed.length === 0 && factor?.node !== undefined;
    if (!isPlain || factor?.node === undefined) return value;
    return { ...value, factors: [{ ...factor, node: this.#kept(factor.node) }] };
  }

  #kept(node: Node): Node {
    const key = this.#keyOf(node);
    if (key === undefined) return node;
    const known = this.#byKey.get(key);
    if (known === undefined) this.#byKey.set(key, node);
    return known ?? node;
  }

  /** What a node is made of; undefined for a node that is more than its operation and its inputs. */
  #keyOf({ attrs, inputs, op }: Node): string | undefined {
    const { value } = attrs;
    if (op.name === "constant")
      return typeof value === "number" ? `${Object.is(value, -0) ? "-0" : value}` : undefined;
    if (op.kind !== "pointwise") return undefined;
    return `${op.name}(${inputs.map((input) => this.#numberOf(input)).join()})`;
  }

  #numberOf(node: Node): number {
    const known = this.#numbers.get(node) ?? this.#numbers.size;
    this.#numbers.set(node, known);
    return known;
  }
}
