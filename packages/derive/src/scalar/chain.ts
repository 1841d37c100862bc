import { type Name, type Node, partialName } from "@chainrule/graph";
import { ascent, nameOf } from "../definitions";
import type { Reason } from "../statement";
import { LONGEST, product, total, type Writer } from "../writer";

/*
 * Form "chain": every gradient as a product of partials from the loss down to the variable, each local partial a statement
 * of its own. Where several paths lead down (a junction), the derivative there is settled first and products start from it;
 * so they do from the last partial of a product that has become too long to read.
 */

/** One factor of a chain: its symbol as a node, its simplified form, and the statement that settles it. */
interface Factor {
  readonly node: Node;
  readonly closed: Node;
  readonly settle: () => number;
}

/** The factors from the top of a product down to a variable. */
type Path = readonly Factor[];

export class ChainForm {
  readonly #writer: Writer;
  readonly #above: (variable: Node) => Node[];
  /** dE/dv of what products start from. */
  readonly #starts = new Map<Node, Node>();
  /** The number of factors in dE/dv as a product. */
  readonly #lengths = new Map<Node, number>();
  /** dE/dv of everything that is settled. */
  readonly #adjoints = new Map<Node, Node>();

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#above = ascent(writer.definitions);
  }

  /** States dE/dv with everything it needs, and returns it as a named node. */
  derive(variable: Node): Node {
    const { abbreviations, definitions } = this.#writer;
    const { consumers, loss } = definitions;
    for (const node of this.#above(variable)) {
      if (node === loss) continue;
      const length = this.#length(node);
      const isLong = length >= LONGEST && node.op.kind === "naming";
      const isStart = consumers(node).length > 1 || isLong || abbreviations.has(node);
      this.#lengths.set(node, isStart ? 1 : length);
      if (isStart) this.#starts.set(node, this.#writer.abbreviated(node, this.#settled(node)));
    }
    return this.#settled(variable);
  }

  #length(node: Node): number {
    const { consumers, isTerm, loss } = this.#writer.definitions;
    const [user] = consumers(node) as [Node];
    return user === loss || isTerm(user) ? 1 : 1 + (this.#lengths.get(user) as number); // users stand above
  }

  #settled(node: Node): Node {
    const known = this.#adjoints.get(node);
    if (known !== undefined) return known;
    const adjoint = this.#settle(node);
    this.#adjoints.set(node, adjoint);
    return adjoint;
  }

  #settle(node: Node): Node {
    const { consumers, loss } = this.#writer.definitions;
    const users = consumers(node);
    const [user] = users;
    if (user === undefined) return this.#writer.writeConstant(node);
    if (users.length > 1) {
      const branches = this.#branches(node);
      return branches === undefined ? this.#overPaths(node, users) : this.#overTerms(node, branches);
    }
    const path = this.#pathFrom(user, node);
    const [factor] = path;
    if (path.length > 1 || factor === undefined) return this.#block(loss, node, path, { kind: "chain rule" });
    factor.settle(); // dE/dv is itself one local partial
    return factor.node;
  }

  /** A product of partials, each partial, and the product with the partials put in. */
  #block(of: Node, node: Node, path: Path, because: Reason): Node {
    const symbol = partialName(nameOf(of), nameOf(node));
    const expression = product(path.map((factor) => factor.node));
    const planned = this.#writer.write({
      symbol,
      expression,
      role: "chain",
      because,
      from: this.#sources(node),
    });
    const settled = path.map((factor) => factor.settle());
    this.#close(symbol, product(path.map((factor) => factor.closed)), [planned, ...settled]);
    return this.#writer.partial(of, node, expression);
  }

  #close(symbol: Name, substituted: Node, from: readonly (number | undefined)[]): void {
    const expression = this.#writer.simplified(substituted);
    const id = this.#writer.write({
      symbol,
      expression,
      role: "closed",
      because: { kind: "substituted" },
      from,
    });
    this.#writer.writeShorter({ symbol }, expression, id);
  }

  /** The way from each term of the loss down to v, if all of them are apart and no product of their own starts on the way. */
  #branches(node: Node): ReadonlyMap<Node, Path> | undefined {
    const { consumers, isTerm, terms } = this.#writer.definitions;
    if (terms.length === 0) return undefined;
    const met = new Set<Node>();
    const branches = new Map<Node, Path>();
    for (const user of consumers(node)) {
      const factors: Factor[] = [];
      let below = node;
      for (let top = user; ; top = consumers(top)[0] as Node) {
        if (met.has(top) || this.#starts.has(top) || consumers(top).length !== 1) return undefined;
        met.add(top);
        factors.unshift(this.#localFactor(top, below));
        if (isTerm(top)) {
          branches.set(top, factors);
          break;
        }
        below = top;
      }
    }
    return branches;
  }

  /** E is a sum and v reaches several of its terms, each on one path: dE/dv is the sum of the terms' derivatives. */
  #overTerms(node: Node, branches: ReadonlyMap<Node, Path>): Node {
    const { loss, terms } = this.#writer.definitions;
    const symbol = partialName(nameOf(loss), nameOf(node));
    const dependent = terms.filter((term) => branches.has(term));
    const paths = dependent.map((term) => branches.get(term) as Path); // those are the terms with a path
    const expression = total(
      paths.map((path, k) => {
        const [only] = path;
        if (path.length === 1 && only !== undefined) return only.node;
        return this.#writer.partial(dependent[k] as Node, node, product(path.map((factor) => factor.node)));
      }),
    );
    const independent = terms.filter((term) => !branches.has(term));
    const planned = this.#writer.write({
      symbol,
      expression,
      role: "chain",
      because: { kind: "terms", dependent: dependent.map(nameOf), independent: independent.map(nameOf) },
      from: [this.#writer.settled(nameOf(loss))],
    });
    paths.forEach((path, k) => {
      if (path.length > 1) this.#block(dependent[k] as Node, node, path, { kind: "chain rule" });
      else path[0]?.settle();
    });
    const settled = dependent.map((term) => this.#writer.settled(partialName(nameOf(term), nameOf(node))));
    this.#close(symbol, closedSum(paths), [planned, ...settled]);
    return this.#writer.partial(loss, node, expression);
  }

  /** The chain rule summed over the definitions that use v. */
  #overPaths(node: Node, users: readonly Node[]): Node {
    const { loss } = this.#writer.definitions;
    const symbol = partialName(nameOf(loss), nameOf(node));
    const paths = users.map((user) => this.#pathFrom(user, node));
    const expression = total(paths.map((path) => product(path.map((factor) => factor.node))));
    const planned = this.#writer.write({
      symbol,
      expression,
      role: "chain",
      because: { kind: "paths", count: users.length },
      from: this.#sources(node),
    });
    const settled = paths.flatMap((path) => path.map((factor) => factor.settle()));
    this.#close(symbol, closedSum(paths), [planned, ...settled]);
    return this.#writer.partial(loss, node, expression);
  }

  /** The factors from the loss, or from where the nearest product starts, through `user` down to `node`. */
  #pathFrom(user: Node, node: Node): Path {
    const { consumers, isTerm, loss } = this.#writer.definitions;
    const factors: Factor[] = [];
    let below = node;
    for (let top = user; ; top = consumers(top)[0] as Node) {
      const isHead = isTerm(top) && consumers(below).length === 1;
      factors.push(isHead ? this.#headFactor(top, below) : this.#localFactor(top, below));
      if (top === loss || isTerm(top)) break;
      const start = this.#starts.get(top);
      if (start !== undefined) {
        factors.push(this.#startFactor(top, start));
        break;
      }
      below = top;
    }
    return factors.reverse();
  }

  #localFactor(definition: Node, input: Node): Factor {
    const local = this.#writer.local(definition, input);
    const { consumers, isTerm, loss } = this.#writer.definitions;
    const head = partialName(nameOf(loss), nameOf(input));
    const settle = (): number => {
      const known = this.#writer.settled(local.name);
      if (known !== undefined) return known;
      const isHead = isTerm(definition) && consumers(input).length === 1;
      const same = isHead ? this.#writer.settled(head) : undefined;
      if (same === undefined) return this.#writer.writeLocal(definition, input);
      return this.#writer.write({
        symbol: local.name,
        expression: this.#writer.partial(loss, input, local.simplified),
        role: "local",
        because: { kind: "same", as: head },
        from: [same],
      });
    };
    return { node: local.node, closed: local.simplified, settle };
  }

  /** dE/du where only one term of E depends on u. */
  #headFactor(term: Node, input: Node): Factor {
    const { loss } = this.#writer.definitions;
    const { simplified } = this.#writer.local(term, input);
    return {
      node: this.#writer.partial(loss, input, simplified),
      closed: simplified,
      settle: () => this.#writer.writeHead(term, input),
    };
  }

  /** dE/du, settled before. */
  #startFactor(start: Node, adjoint: Node): Factor {
    return { node: adjoint, closed: adjoint, settle: () => this.#writer.settledAdjoint(start) as number };
  }

  #sources(node: Node): (number | undefined)[] {
    return this.#writer.definitions.consumers(node).map((user) => this.#writer.settled(nameOf(user)));
  }
}

const closedSum = (paths: readonly Path[]): Node =>
  total(paths.map((path) => product(path.map((factor) => factor.closed))));
