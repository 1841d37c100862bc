import { type Name, type Node, partialName, simplify } from "@chainrule/graph";
import { dependents, nameOf, pathCounts } from "./definitions";
import type { Reason } from "./statement";
import { partialNode, product, total, type Writer } from "./writer";

/*
 * Form "chain": every gradient as a product of partials from the loss down to the variable, each local partial a statement
 * of its own. Where several paths lead down (a junction), the derivative there is settled first and products start from it.
 */

/** One factor of a chain: its symbol as a node, its simplified form, and the statement that settles it. */
interface Factor {
  readonly node: Node;
  readonly closed: Node;
  readonly settle: () => number;
}

/** A path from the top of a product down to a variable. */
interface Path {
  readonly factors: readonly Factor[];
}

export class ChainForm {
  readonly #writer: Writer;
  /** dE/dv of junctions and variables that are settled. */
  readonly #adjoints = new Map<Node, Node>();

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** States dE/dv with everything it needs, and returns it as a named node. */
  derive(variable: Node): Node {
    const { consumers, downwards, loss } = this.#writer.definitions;
    const above = dependents(this.#writer.definitions, [variable]);
    for (const node of downwards) {
      const isNeeded = above.has(node) && node !== loss && (node === variable || consumers(node).length > 1);
      if (isNeeded && !this.#adjoints.has(node)) this.#adjoints.set(node, this.#settle(node));
    }
    return this.#adjoints.get(variable) ?? this.#independent(variable);
  }

  #independent(variable: Node): Node {
    const { loss } = this.#writer.definitions;
    const expression = simplify(product(variable === loss ? [] : [total([])]));
    const symbol = partialName(nameOf(loss), nameOf(variable));
    this.#writer.write({ symbol, expression, role: "closed", because: { kind: "independent" }, from: [] });
    return partialNode(loss, variable, expression);
  }

  #settle(node: Node): Node {
    const { consumers, loss, terms } = this.#writer.definitions;
    const users = consumers(node);
    if (users.length === 0) return this.#independent(node);
    const [user] = users;
    if (users.length === 1 && user !== undefined) {
      const path = this.#pathFrom(user, node);
      if (path.factors.length === 1) return this.#single(node, path);
      return this.#block(loss, node, path, { kind: "chain rule" });
    }
    const reached = pathCounts(this.#writer.definitions, node);
    const dependent = terms.filter((term) => reached.has(term));
    const separate =
      dependent.length > 1 && dependent.every((term) => reached.get(term) === 1) && !terms.includes(node);
    return separate ? this.#overTerms(node, dependent, reached) : this.#overPaths(node, users);
  }

  /** dE/dv is itself one settled partial. */
  #single(node: Node, { factors }: Path): Node {
    const { loss } = this.#writer.definitions;
    const factor = factors[0] as Factor;
    const from = factor.settle();
    const symbol = partialName(nameOf(loss), nameOf(node));
    if (this.#writer.settled(symbol) === undefined) {
      this.#writer.write({
        symbol,
        expression: factor.closed,
        role: "closed",
        because: { kind: "substituted" },
        from: [from],
      });
    }
    return partialNode(loss, node, factor.closed);
  }

  /** A product of partials, each partial, and the product with the partials put in. */
  #block(of: Node, node: Node, { factors }: Path, because: Reason): Node {
    const symbol = partialName(nameOf(of), nameOf(node));
    const expression = product(factors.map((factor) => factor.node));
    const planned = this.#writer.write({
      symbol,
      expression,
      role: "chain",
      because,
      from: this.#sources(node),
    });
    const settled = factors.map((factor) => factor.settle());
    const closed = simplify(product(factors.map((factor) => factor.closed)));
    this.#writer.write({
      symbol,
      expression: closed,
      role: "closed",
      because: { kind: "substituted" },
      from: [planned, ...settled],
    });
    return partialNode(of, node, expression);
  }

  /** E is a sum and v reaches several of its terms, each on one path: dE/dv is the sum of the terms' derivatives. */
  #overTerms(node: Node, dependent: readonly Node[], reached: ReadonlyMap<Node, number>): Node {
    const { loss, terms, uses } = this.#writer.definitions;
    const symbol = partialName(nameOf(loss), nameOf(node));
    const paths = dependent.map((term) => {
      const factors: Factor[] = [];
      for (let top = term; top !== node; ) {
        const below = uses(top).find((input) => reached.has(input)) as Node; // there is exactly one path
        factors.push(this.#localFactor(top, below));
        top = below;
      }
      return { factors };
    });
    const parts = dependent.map((term, k) =>
      partialNode(term, node, product((paths[k] as Path).factors.map((factor) => factor.node))),
    );
    const independent = terms.filter((term) => !dependent.includes(term));
    const planned = this.#writer.write({
      symbol,
      expression: total(parts),
      role: "chain",
      because: { kind: "terms", dependent: dependent.map(nameOf), independent: independent.map(nameOf) },
      from: [this.#writer.settled(nameOf(loss))],
    });
    dependent.forEach((term, k) => {
      const path = paths[k] as Path;
      if (path.factors.length > 1) this.#block(term, node, path, { kind: "chain rule" });
      else path.factors[0]?.settle();
    });
    const closed = simplify(
      total(paths.map(({ factors }) => product(factors.map((factor) => factor.closed)))),
    );
    const settled = dependent.map((term) => this.#writer.settled(partialName(nameOf(term), nameOf(node))));
    this.#writer.write({
      symbol,
      expression: closed,
      role: "closed",
      because: { kind: "substituted" },
      from: [planned, ...settled],
    });
    return partialNode(loss, node, total(parts));
  }

  /** The chain rule summed over the definitions that use v. */
  #overPaths(node: Node, users: readonly Node[]): Node {
    const { loss } = this.#writer.definitions;
    const symbol = partialName(nameOf(loss), nameOf(node));
    const paths = users.map((user) => this.#pathFrom(user, node));
    const expression = total(paths.map(({ factors }) => product(factors.map((factor) => factor.node))));
    const planned = this.#writer.write({
      symbol,
      expression,
      role: "chain",
      because: { kind: "paths", count: users.length },
      from: this.#sources(node),
    });
    const settled = paths.flatMap(({ factors }) => factors.map((factor) => factor.settle()));
    const closed = simplify(
      total(paths.map(({ factors }) => product(factors.map((factor) => factor.closed)))),
    );
    this.#writer.write({
      symbol,
      expression: closed,
      role: "closed",
      because: { kind: "substituted" },
      from: [planned, ...settled],
    });
    return partialNode(loss, node, expression);
  }

  /** The factors from the loss, or from the nearest settled junction, through `user` down to `node`. */
  #pathFrom(user: Node, node: Node): Path {
    const { consumers, loss, terms } = this.#writer.definitions;
    const factors: Factor[] = [];
    let below = node;
    let top: Node | undefined = user;
    while (top !== undefined) {
      if (terms.includes(top) && below !== loss) {
        factors.unshift(this.#headFactor(top, below));
        break;
      }
      factors.unshift(this.#localFactor(top, below));
      if (top === loss) break;
      const junction = this.#adjoints.get(top);
      if (consumers(top).length > 1 && junction !== undefined) {
        factors.unshift(this.#junctionFactor(top, junction));
        break;
      }
      below = top;
      top = consumers(top)[0];
    }
    return { factors };
  }

  #localFactor(definition: Node, input: Node): Factor {
    const local = this.#writer.local(definition, input);
    const { loss, terms } = this.#writer.definitions;
    const head = partialName(nameOf(loss), nameOf(input));
    const settle = (): number => {
      const known = this.#writer.settled(local.name);
      if (known !== undefined) return known;
      const same = terms.includes(definition) ? this.#writer.settled(head) : undefined;
      if (same === undefined) return this.#writer.writeLocal(definition, input);
      const expression = partialNode(loss, input, local.simplified);
      return this.#same(local.name, head, expression, same);
    };
    return { node: local.node, closed: local.simplified, settle };
  }

  #same(symbol: Name, as: Name, expression: Node, from: number): number {
    return this.#writer.write({
      symbol,
      expression,
      role: "local",
      because: { kind: "same", as },
      from: [from],
    });
  }

  /** dE/du where only one term of E depends on u. */
  #headFactor(term: Node, input: Node): Factor {
    const { loss } = this.#writer.definitions;
    const { simplified } = this.#writer.local(term, input);
    return {
      node: partialNode(loss, input, simplified),
      closed: simplified,
      settle: () => this.#writer.writeHead(term, input),
    };
  }

  #junctionFactor(junction: Node, adjoint: Node): Factor {
    const { loss } = this.#writer.definitions;
    const symbol = partialName(nameOf(loss), nameOf(junction));
    return { node: adjoint, closed: adjoint, settle: () => this.#writer.settled(symbol) ?? 0 };
  }

  #sources(node: Node): (number | undefined)[] {
    return this.#writer.definitions.consumers(node).map((user) => this.#writer.settled(nameOf(user)));
  }
}
