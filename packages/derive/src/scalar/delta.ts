import { type Node, partialName } from "@chainrule/graph";
import { FreshNames } from "../abbreviation";
import { ascent, nameOf } from "../definitions";
import type { Reason } from "../statement";
import { LONGEST, product, total, type Writer } from "../writer";

/*
 * Form "delta": the derivative of the loss by each quantity that several others enter (a net input) is named delta once
 * and reused; every gradient is a delta times what stands beside the variable. A derivative that has become too long to read
 * is named as well.
 */

/** dE/dv in two spellings: over the names of partials, and with the partials put in; and what settles it. */
interface Adjoint {
  readonly named: Node;
  readonly closed: Node;
  readonly because: Reason;
  readonly settled: readonly number[];
  /** The number of partials in it. */
  readonly length: number;
}

export class DeltaForm {
  readonly #writer: Writer;
  readonly #fresh: FreshNames;
  readonly #above: (variable: Node) => Node[];
  readonly #adjoints = new Map<Node, Adjoint>();

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#fresh = new FreshNames(writer.definitions, writer.abbreviations.values());
    this.#above = ascent(writer.definitions);
  }

  /** States dE/dv with the deltas it needs, and returns it as a named node. */
  derive(variable: Node): Node {
    for (const node of this.#above(variable)) {
      const adjoint = this.#adjointOf(node);
      this.#adjoints.set(node, this.#isDelta(node, adjoint) ? this.#delta(node, adjoint) : adjoint);
    }
    const { isTerm, loss } = this.#writer.definitions;
    const adjoint = this.#adjoints.get(variable);
    if (variable === loss || adjoint === undefined) return this.#writer.writeConstant(variable);
    if (isTerm(variable)) this.#writer.writeLocal(loss, variable);
    else this.#state(variable, adjoint);
    return this.#writer.partial(loss, variable, adjoint.closed);
  }

  #state(variable: Node, { named, closed, because, settled }: Adjoint): void {
    const symbol = partialName(nameOf(this.#writer.definitions.loss), nameOf(variable));
    if (named === closed) {
      this.#writer.write({
        symbol,
        expression: closed,
        role: "closed",
        because: { kind: "substituted" },
        from: settled,
      });
      return;
    }
    const isOne = named.attrs.name !== undefined && this.#writer.settled(symbol) !== undefined;
    if (isOne) return; // dE/dv is itself one local partial
    const planned = this.#writer.write({ symbol, expression: named, role: "chain", because, from: settled });
    const id = this.#writer.write({
      symbol,
      expression: closed,
      role: "closed",
      because: { kind: "substituted" },
      from: [planned, ...settled],
    });
    this.#writer.writeShorter({ symbol }, closed, id);
  }

  /** Of a definition that is not the loss or one of its terms, for their own derivative is 1. */
  #isDelta(node: Node, adjoint: Adjoint): boolean {
    const { isTerm, loss, uses } = this.#writer.definitions;
    if (this.#writer.abbreviations.has(node)) return true;
    if (node === loss || isTerm(node) || node.op.kind !== "naming") return false;
    return uses(node).length > 1 || adjoint.length >= LONGEST;
  }

  /** The chain rule, one step up, summed over the definitions that use the node. */
  #adjointOf(node: Node): Adjoint {
    const { consumers, isTerm, loss } = this.#writer.definitions;
    if (node === loss || isTerm(node)) {
      const one = product([]);
      return { named: one, closed: one, because: { kind: "coefficient" }, settled: [], length: 0 };
    }
    const users = consumers(node);
    const settled: number[] = [];
    let length = 0;
    const parts = users.map((user) => {
      const above = this.#adjoints.get(user) as Adjoint; // users stand above
      const local = this.#writer.local(user, node);
      const isHead = isTerm(user) && users.length === 1;
      settled.push(
        ...above.settled,
        isHead ? this.#writer.writeHead(user, node) : this.#writer.writeLocal(user, node),
      );
      length += above.length + 1;
      const symbol = isHead ? this.#writer.partial(loss, node, local.simplified) : local.node;
      return above.length === 0
        ? { named: symbol, closed: local.simplified }
        : { named: product([above.named, symbol]), closed: product([above.closed, local.simplified]) };
    });
    return {
      named: total(parts.map((part) => part.named)),
      closed: this.#writer.simplified(total(parts.map((part) => part.closed))),
      because: users.length > 1 ? { kind: "paths", count: users.length } : { kind: "chain rule" },
      settled: [...new Set(settled)],
      length,
    };
  }

  #delta(node: Node, { named: chained, closed, because, settled }: Adjoint): Adjoint {
    const given = this.#writer.abbreviations.get(node);
    const symbol = given?.name ?? this.#fresh.delta(node);
    const stands = partialName(nameOf(this.#writer.definitions.loss), nameOf(node));
    const title = given?.negative ? { symbol, stands, negative: true } : { symbol, stands };
    const planned = this.#writer.write({
      ...title,
      expression: given?.negative ? chained.neg() : chained,
      role: "abbreviation",
      because,
      from: settled,
    });
    const expression = given?.negative ? this.#writer.simplified(closed.neg()) : closed;
    const id = this.#writer.write({
      ...title,
      expression,
      role: "closed",
      because: { kind: "substituted" },
      from: [planned, ...settled],
    });
    const settledBy = this.#writer.writeShorter(title, expression, id);
    const named = this.#writer.named(settledBy.expression, symbol);
    const delta = given?.negative ? named.neg() : named;
    return { named: delta, closed: delta, because, settled: [settledBy.id], length: 1 };
  }
}
