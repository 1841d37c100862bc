import {
  add,
  constant,
  type MultipliedOut,
  mul,
  type Name,
  type Node,
  named,
  nameText,
  partialName,
  simplify,
  topologicalOrder,
} from "@chainrule/graph";
import type { GivenName } from "./author";
import { bodyOf, type Definitions, nameOf } from "./definitions";
import type { WithSymbols } from "./differentiated";
import { lengthOf } from "./length";
import { type LocalPartial, LocalPartials } from "./local";
import { shorterThan } from "./shortest";
import type { Statement } from "./statement";

type Draft = Omit<Statement, "id" | "from"> & { readonly from: readonly (number | undefined)[] };

/** An expression with the statement that settles it. */
export interface Settled {
  readonly expression: Node;
  readonly id: number;
}

/** Collects statements in order and remembers where each symbol was last settled. */
export class Writer {
  readonly statements: Statement[] = [];
  readonly definitions: Definitions;
  /** The author's names for derivatives of the loss, by quantity. */
  readonly abbreviations: ReadonlyMap<Node, GivenName>;
  readonly #abbreviated = new Map<Node, Node>();
  readonly #locals: LocalPartials;
  readonly #settled = new Map<string, number>();
  /** Everything that has a name: what is written is simplified over names, never through them. */
  readonly held: Set<Node>;

  constructor(
    definitions: Definitions,
    abbreviations: ReadonlyMap<Node, GivenName> = new Map(),
    derivatives: WithSymbols["derivatives"] = new Map(),
  ) {
    this.definitions = definitions;
    this.abbreviations = abbreviations;
    this.held = new Set(definitions.order);
    this.#locals = new LocalPartials(definitions, this.held);
    this.#forward(derivatives);
  }

  /** An expression under a name that later statements use. */
  named(expression: Node, symbol: Name): Node {
    const node = named(expression, symbol);
    this.held.add(node);
    return node;
  }

  /** A derivative of a quantity under its name. */
  partial(of: Node, by: Node, expression: Node): Node {
    return this.named(expression, partialName(nameOf(of), nameOf(by)));
  }

  /** An expression over names, simplified. */
  simplified(expression: Node): Node {
    return simplify(expression, { holding: this.held });
  }

  /** An expression multiplied out, if that is shorter than itself, or than another. */
  shorter(expression: Node, than: Node = expression): MultipliedOut | undefined {
    return shorterThan(lengthOf(than, this.held), expression, this.held);
  }

  /** Adds a statement; what it says of its symbol is now the last word. */
  write(draft: Draft): number {
    const id = this.statements.length;
    const from = [...new Set(draft.from.filter((source) => source !== undefined))];
    this.statements.push({ ...draft, id, from });
    this.#settled.set(nameText(draft.symbol), id);
    return id;
  }

  /** The last statement about a symbol. */
  settled(symbol: Name): number | undefined {
    return this.#settled.get(nameText(symbol));
  }

  local(definition: Node, input: Node): LocalPartial {
    return this.#locals.of(definition, input);
  }

  /** dE/dv by the author's name for it or its negative, given what it comes to; undefined where there is no such name. */
  abbreviation(node: Node, closed: Node): Node | undefined {
    const given = this.abbreviations.get(node);
    if (given === undefined) return undefined;
    let known = this.#abbreviated.get(node);
    if (known === undefined) {
      known = this.named(given.negative ? this.simplified(closed.neg()) : closed, given.name);
      this.#abbreviated.set(node, known);
    }
    return given.negative ? known.neg() : known;
  }

  /**
   * What products start from below a quantity whose derivative is settled: the author's name for it, which is stated, or else the
   * derivative itself.
   */
  abbreviated(node: Node, adjoint: Node): Node {
    const given = this.abbreviations.get(node);
    const stands = partialName(nameOf(this.definitions.loss), nameOf(node));
    const settled = this.settled(stands);
    if (given === undefined || settled === undefined) return adjoint;
    const closed = (this.statements[settled] as Statement).expression;
    const named = this.abbreviation(node, closed) as Node; // it has a name
    if (this.settled(given.name) !== undefined) return named;
    this.write({
      symbol: given.name,
      stands,
      ...(given.negative ? { negative: true } : {}),
      expression: given.negative ? this.simplified(closed.neg()) : closed,
      role: "closed",
      because: { kind: "substituted" },
      from: [settled],
    });
    return named;
  }

  /** The last statement about dE/dv, under the author's name for it if there is one. */
  settledAdjoint(node: Node): number | undefined {
    const given = this.abbreviations.get(node);
    const known = given === undefined ? undefined : this.settled(given.name);
    return known ?? this.settled(partialName(nameOf(this.definitions.loss), nameOf(node)));
  }

  /**
   * States what is left of a product of scalars with quotients in it when these cancel, if that is shorter, and returns it:
   * -(t/y - (1 - t)/(1 - y)) y (1 - y) comes to y - t.
   */
  writeShorter(title: Pick<Statement, "symbol" | "stands">, expression: Node, id: number): Settled {
    const isQuotient = topologicalOrder([expression], this.held).some(({ op }) => op.name === "div");
    const short = isQuotient ? this.shorter(expression) : undefined;
    if (short === undefined) return { expression, id };
    const shorter = this.simplified(short.known);
    const because: Statement["because"] = { kind: "multiplied out" };
    return {
      expression: shorter,
      id: this.write({ ...title, expression: shorter, role: "closed", because, from: [id] }),
    };
  }

  /** States dE/dv = 0 for what the loss does not depend on, and dE/dE = 1. */
  writeConstant(variable: Node): Node {
    const { loss } = this.definitions;
    const expression = constant(variable === loss ? 1 : 0);
    this.write({
      symbol: partialName(nameOf(loss), nameOf(variable)),
      expression,
      role: "closed",
      because: { kind: variable === loss ? "coefficient" : "independent" },
      from: [this.settled(nameOf(loss))],
    });
    return this.partial(loss, variable, expression);
  }

  /** States a local partial, once: as the rules give it, then simplified. */
  writeLocal(definition: Node, input: Node): number {
    const local = this.local(definition, input);
    const known = this.settled(local.name);
    if (known !== undefined) return known;
    const from = [this.settled(nameOf(definition))];
    const id = this.write({
      symbol: local.name,
      expression: local.raw,
      role: "local",
      because: local.because,
      from,
    });
    return this.#simplified(local.name, local.raw, local.simplified, id);
  }

  /**
   * States dE/du where E is a sum and only one term depends on u: the partial of that term, and 0 from the others.
   */
  writeHead(term: Node, input: Node): number {
    const { loss, terms } = this.definitions;
    const symbol = partialName(nameOf(loss), nameOf(input));
    const known = this.settled(symbol);
    if (known !== undefined) return known;
    const local = this.local(term, input);
    const others = terms.filter((other) => other !== term);
    const id = this.write({
      symbol,
      expression: others.length > 0 ? add(local.raw, constant(0)) : local.raw,
      role: "local",
      because:
        others.length > 0
          ? { kind: "terms", dependent: [nameOf(term)], independent: others.map(nameOf) }
          : local.because,
      from: [this.settled(nameOf(loss)), this.settled(nameOf(term))],
    });
    return this.#simplified(symbol, local.raw, local.simplified, id);
  }

  #simplified(symbol: Name, raw: Node, simplified: Node, id: number): number {
    if (raw === simplified) return id;
    return this.write({
      symbol,
      expression: simplified,
      role: "local",
      because: { kind: "simplified" },
      from: [id],
    });
  }

  #forward(derivatives: WithSymbols["derivatives"]): void {
    const { isTerm, loss, order, uses } = this.definitions;
    for (const node of order) {
      const symbol = nameOf(node);
      if (node.op.kind === "naming") {
        const from = uses(node).map((input) => this.settled(nameOf(input)));
        const role = node === loss || isTerm(node) ? "loss" : "definition";
        const stands = derivatives.get(nameText(symbol));
        const title = stands === undefined ? { symbol } : { symbol, stands };
        this.write({ ...title, expression: bodyOf(node), role, because: { kind: "definition" }, from });
      } else this.write({ symbol, expression: node, role: "given", because: { kind: "given" }, from: [] });
    }
  }
}

/** A product of partials gets no longer than this: what it has come to is named and used from there on. */
export const LONGEST = 12;

/** The product of factors from left to right; 1 for none. */
export const product = (factors: readonly Node[]): Node =>
  factors.length === 0 ? constant(1) : factors.reduce((left, right) => mul(left, right));

/** The sum of terms from left to right; 0 for none. */
export const total = (terms: readonly Node[]): Node =>
  terms.length === 0 ? constant(0) : terms.reduce((left, right) => add(left, right));
