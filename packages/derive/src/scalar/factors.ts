import { type Name, type Node, Numbering, partialName } from "@chainrule/graph";
import { FreshNames } from "../abbreviation";
import { dependents, levels, nameOf } from "../definitions";
import type { Reason } from "../statement";
import { LONGEST, product, total, type Writer } from "../writer";

/*
 * Form "factors": every factor of every gradient is named once, R_1, R_2, ..., from the loss downwards, level by level:
 * first the partials of a level, then the sums that its junctions are, then the partials by the variables that enter there.
 * A factor equal to an earlier one says so. A gradient is then a product (or a sum of products) of R's; a product that has
 * become too long to read is a factor of its own.
 */

/** A product of named factors, by the nodes that stand for them. Empty: the number 1. */
type Factors = readonly Node[];

export class FactorForm {
  readonly #writer: Writer;
  readonly #fresh: FreshNames;
  readonly #numbering: Numbering;
  /** dE/dv as a sum of products. */
  readonly #adjoints = new Map<Node, readonly Factors[]>();
  /** Factors by the number of what they are equal to. */
  readonly #equal = new Map<number, Node>();
  /** By definition and quantity: the factor for one local partial; undefined where it is 1. */
  readonly #locals = new Map<Node, Map<Node, Node | undefined>>();
  #count = 0;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#numbering = new Numbering(writer.held);
    this.#fresh = new FreshNames(writer.definitions);
  }

  /** States every gradient with the factors it needs, and returns them as named nodes. */
  derive(variables: readonly Node[]): Node[] {
    const { loss, uses } = this.#writer.definitions;
    const wanted = new Set(variables);
    for (const level of this.#levels(wanted)) {
      for (const node of level) this.#partialsInto(node);
      for (const node of level) this.#adjoints.set(node, node === loss ? [[]] : this.#adjointOf(node));
      for (const node of level) {
        for (const input of uses(node)) {
          if (wanted.has(input) && input.op.kind !== "naming") this.#local(node, input);
        }
      }
    }
    return variables.map((variable) => this.#gradient(variable));
  }

  /** The definitions on the way from the variables to the loss, by their longest distance from the loss. */
  #levels(wanted: ReadonlySet<Node>): Node[][] {
    const { consumers, order } = this.#writer.definitions;
    const above = dependents(this.#writer.definitions, [...wanted]);
    const isVariable = (node: Node): boolean => wanted.has(node) && node.op.kind !== "naming";
    return levels(order, consumers).map((level) =>
      level.filter((node) => above.has(node) && !isVariable(node)),
    );
  }

  #partialsInto(node: Node): void {
    for (const user of this.#writer.definitions.consumers(node)) this.#local(user, node);
  }

  #local(definition: Node, input: Node): Node | undefined {
    let row = this.#locals.get(definition);
    if (row === undefined) {
      row = new Map();
      this.#locals.set(definition, row);
    }
    if (!row.has(input)) {
      const isOne = this.#writer.local(definition, input).simplified.attrs.value === 1;
      row.set(input, isOne ? undefined : this.#factor(definition, input));
    }
    return row.get(input);
  }

  /** States one local partial under the next R, or that it is equal to an earlier one. */
  #factor(definition: Node, input: Node): Node {
    const { consumers, isTerm, loss, terms } = this.#writer.definitions;
    const { name, raw, simplified, because } = this.#writer.local(definition, input);
    const isHead = isTerm(definition) && consumers(input).length === 1;
    const stands = isHead ? partialName(nameOf(loss), nameOf(input)) : name;
    const from = this.#writer.settled(nameOf(definition));
    const symbol = this.#next();
    const number = this.#numbering.of(simplified);
    const known = this.#equal.get(number);
    if (known !== undefined) {
      const as = nameOf(known);
      const sources = [this.#writer.settled(as), from];
      this.#writer.write({
        symbol,
        stands,
        expression: known,
        role: "abbreviation",
        because: { kind: "same", as },
        from: sources,
      });
      return this.#writer.named(known, symbol);
    }
    const others = terms.filter((term) => term !== definition);
    const reason: Reason = isHead
      ? { kind: "terms", dependent: [nameOf(definition)], independent: others.map(nameOf) }
      : because;
    const id = this.#writer.write({
      symbol,
      stands,
      expression: raw,
      role: "abbreviation",
      because: reason,
      from: [from],
    });
    if (raw !== simplified) {
      const simpler: Reason = { kind: "simplified" };
      this.#writer.write({
        symbol,
        stands,
        expression: simplified,
        role: "closed",
        because: simpler,
        from: [id],
      });
    }
    const node = this.#writer.named(simplified, symbol);
    this.#equal.set(number, node);
    return node;
  }

  #next(): Name {
    this.#count++;
    return this.#fresh.factor(this.#count);
  }

  /** dE/dv: the products along its paths. Several products, and a long one, become one factor of their own. */
  #adjointOf(node: Node): readonly Factors[] {
    const { loss } = this.#writer.definitions;
    const products = this.#products(node);
    const [only] = products;
    if (products.length === 1 && only !== undefined && only.length < LONGEST) return products;
    const symbol = this.#next();
    const expression = total(products.map(product));
    this.#writer.write({
      symbol,
      stands: partialName(nameOf(loss), nameOf(node)),
      expression,
      role: "abbreviation",
      because: alongPaths(products),
      from: this.#sources(products),
    });
    return [[this.#writer.named(expression, symbol)]];
  }

  #products(node: Node): Factors[] {
    return this.#writer.definitions.consumers(node).flatMap((user) => {
      const factor = this.#local(user, node);
      return (this.#adjoints.get(user) ?? []).map((above) =>
        factor === undefined ? above : [...above, factor],
      );
    });
  }

  #gradient(variable: Node): Node {
    const { consumers, isTerm, loss } = this.#writer.definitions;
    if (consumers(variable).length === 0) return this.#writer.writeConstant(variable);
    if (isTerm(variable)) {
      this.#writer.writeLocal(loss, variable);
      return this.#writer.partial(loss, variable, product([]));
    }
    const products = this.#adjoints.get(variable) ?? this.#products(variable);
    const expression = total(products.map(product));
    const from = this.#sources(products);
    this.#writer.write({
      symbol: partialName(nameOf(loss), nameOf(variable)),
      expression,
      role: "closed",
      because: alongPaths(products),
      from: from.length > 0 ? from : consumers(variable).map((user) => this.#writer.settled(nameOf(user))),
    });
    return this.#writer.partial(loss, variable, expression);
  }

  #sources(products: readonly Factors[]): (number | undefined)[] {
    return products.flat().map((factor) => this.#writer.settled(nameOf(factor)));
  }
}

const alongPaths = (products: readonly Factors[]): Reason =>
  products.length > 1 ? { kind: "paths", count: products.length } : { kind: "chain rule" };
