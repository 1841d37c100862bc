import { type Name, type Node, named, partialName, simplify } from "@chainrule/graph";
import { FreshNames } from "./abbreviation";
import { dependents, nameOf } from "./definitions";
import { partialNode, product, total, type Writer } from "./writer";

/*
 * Form "delta": the derivative of the loss by each quantity that several others enter (a net input) is named delta once
 * and reused; every gradient is a delta times what stands beside the variable.
 */

/** An adjoint in two spellings: over the names of partials, and with the partials put in; and what settles it. */
interface Adjoint {
  readonly named: Node;
  readonly closed: Node;
  readonly settled: readonly number[];
}

export class DeltaForm {
  readonly #writer: Writer;
  readonly #fresh: FreshNames;
  readonly #adjoints = new Map<Node, Adjoint>();

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#fresh = new FreshNames(writer.definitions);
  }

  derive(variable: Node): Node {
    const { downwards, loss } = this.#writer.definitions;
    const above = dependents(this.#writer.definitions, [variable]);
    for (const node of downwards) {
      if (!above.has(node) || node === variable || this.#adjoints.has(node)) continue;
      const adjoint = this.#adjointOf(node);
      this.#adjoints.set(node, this.#isDelta(node) ? this.#named(node, adjoint) : adjoint);
    }
    const symbol = partialName(nameOf(loss), nameOf(variable));
    const known = this.#adjoints.get(variable);
    if (known !== undefined) {
      this.#writer.write({
        symbol,
        expression: known.closed,
        role: "closed",
        because: { kind: "substituted" },
        from: known.settled,
      });
      return partialNode(loss, variable, known.closed);
    }
    const { named: chained, closed, settled } = this.#adjointOf(variable);
    if (chained !== closed)
      this.#writer.write({
        symbol,
        expression: chained,
        role: "chain",
        because: { kind: "chain rule" },
        from: settled,
      });
    const because =
      this.#writer.definitions.consumers(variable).length === 0 && variable !== loss
        ? "independent"
        : "substituted";
    this.#writer.write({
      symbol,
      expression: closed,
      role: "closed",
      because: { kind: because },
      from: settled,
    });
    return partialNode(loss, variable, closed);
  }

  /** A quantity that at least two others enter; not the loss and its terms, whose own derivative is 1. */
  #isDelta(node: Node): boolean {
    const { loss, terms, uses } = this.#writer.definitions;
    return node !== loss && !terms.includes(node) && uses(node).length > 1;
  }

  /** The chain rule, one step up, summed over the definitions that use the node. */
  #adjointOf(node: Node): Adjoint {
    const { consumers, loss, terms } = this.#writer.definitions;
    if (node === loss || terms.includes(node))
      return { named: product([]), closed: product([]), settled: [] };
    const settled: number[] = [];
    const parts = consumers(node).map((user) => {
      const above = this.#adjoints.get(user) ?? this.#adjointOf(user);
      const local = this.#writer.local(user, node);
      const isHead = user === loss || terms.includes(user);
      settled.push(
        ...above.settled,
        isHead ? this.#writer.writeHead(user, node) : this.#writer.writeLocal(user, node),
      );
      const symbol =
        isHead && consumers(node).length === 1 ? partialNode(loss, node, local.simplified) : local.node;
      return isHead
        ? { named: symbol, closed: local.simplified }
        : { named: product([above.named, symbol]), closed: product([above.closed, local.simplified]) };
    });
    const closed = simplify(total(parts.map((part) => part.closed)));
    return { named: total(parts.map((part) => part.named)), closed, settled };
  }

  #named(node: Node, { named: chained, closed, settled }: Adjoint): Adjoint {
    const symbol: Name = this.#fresh.delta(node);
    const stands = partialName(nameOf(this.#writer.definitions.loss), nameOf(node));
    const planned = this.#writer.write({
      symbol,
      stands,
      expression: chained,
      role: "abbreviation",
      because: { kind: "chain rule" },
      from: settled,
    });
    const id = this.#writer.write({
      symbol,
      stands,
      expression: closed,
      role: "closed",
      because: { kind: "substituted" },
      from: [planned, ...settled],
    });
    const delta = named(closed, symbol);
    return { named: delta, closed: delta, settled: [id] };
  }
}
