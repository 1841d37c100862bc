import { type Name, type Node, named, nameText, partialName } from "@chainrule/graph";
import { FreshNames } from "./abbreviation";
import { dependents, levels, nameOf } from "./definitions";
import { partialNode, product, total, type Writer } from "./writer";

/*
 * Form "factors": every factor of every gradient is named once, R_1, R_2, ..., from the loss downwards, level by level:
 * first the partials of a level, then the sums that its junctions are, then the partials by the variables that enter there.
 * A factor equal to an earlier one says so. A gradient is then a product (or a sum of products) of R's.
 */

/** A product of named factors, by the nodes that stand for them. Empty: the number 1. */
type Factors = readonly Node[];

export class FactorForm {
  readonly #writer: Writer;
  readonly #fresh: FreshNames;
  /** dE/dv as a sum of products. */
  readonly #adjoints = new Map<Node, readonly Factors[]>();
  /** Factors by what they are equal to. */
  readonly #equal = new Map<Node, { readonly node: Node; readonly symbol: Name }>();
  readonly #locals = new Map<string, Node | undefined>();
  #count = 0;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#fresh = new FreshNames(writer.definitions);
  }

  derive(variables: readonly Node[]): Node[] {
    const { loss, uses } = this.#writer.definitions;
    const wanted = new Set(variables);
    const steps = this.#levels(wanted);
    this.#adjoints.set(loss, [[]]);
    for (const level of steps) {
      for (const node of level) this.#partialsInto(node);
      for (const node of level) this.#adjoints.set(node, this.#adjointOf(node));
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

  /** The factor for one local partial; undefined where it is 1. */
  #local(definition: Node, input: Node): Node | undefined {
    const local = this.#writer.local(definition, input);
    const key = nameText(local.name);
    if (this.#locals.has(key)) return this.#locals.get(key);
    const { loss, terms, consumers } = this.#writer.definitions;
    const isHead = terms.includes(definition) && consumers(input).length === 1;
    const stands = isHead ? partialName(nameOf(loss), nameOf(input)) : local.name;
    const factor =
      local.simplified.attrs.value === 1
        ? undefined
        : this.#factor(
            stands,
            local.raw,
            local.simplified,
            this.#writer.settled(nameOf(definition)),
            isHead ? "terms" : "rules",
            definition,
            input,
          );
    this.#locals.set(key, factor);
    return factor;
  }

  #factor(
    stands: Name,
    raw: Node,
    simplified: Node,
    from: number | undefined,
    why: "terms" | "rules",
    definition: Node,
    input: Node,
  ): Node {
    const symbol = this.#next();
    const known = this.#equal.get(simplified);
    if (known !== undefined) {
      const source = this.#writer.settled(known.symbol);
      this.#writer.write({
        symbol,
        stands,
        expression: known.node,
        role: "abbreviation",
        because: { kind: "same", as: known.symbol },
        from: [source, from],
      });
      return known.node;
    }
    const { terms } = this.#writer.definitions;
    const because =
      why === "terms"
        ? ({
            kind: "terms",
            dependent: [nameOf(definition)],
            independent: terms.filter((term) => term !== definition).map(nameOf),
          } as const)
        : this.#writer.local(definition, input).because;
    const id = this.#writer.write({
      symbol,
      stands,
      expression: raw,
      role: "abbreviation",
      because,
      from: [from],
    });
    if (raw !== simplified) {
      this.#writer.write({
        symbol,
        stands,
        expression: simplified,
        role: "closed",
        because: { kind: "simplified" },
        from: [id],
      });
    }
    const node = named(simplified, symbol);
    this.#equal.set(simplified, { node, symbol });
    return node;
  }

  #next(): Name {
    this.#count++;
    return this.#fresh.factor(this.#count);
  }

  /** dE/dv: the products along its paths. Several products become one factor of their own. */
  #adjointOf(node: Node): readonly Factors[] {
    const { loss, consumers } = this.#writer.definitions;
    if (node === loss) return [[]];
    const products = this.#products(node);
    if (consumers(node).length < 2 || products.length < 2) return products;
    const symbol = this.#next();
    const expression = total(products.map(product));
    const stands = partialName(nameOf(loss), nameOf(node));
    this.#writer.write({
      symbol,
      stands,
      expression,
      role: "abbreviation",
      because: { kind: "paths", count: products.length },
      from: products.flat().map((factor) => this.#writer.settled(nameOf(factor))),
    });
    return [[named(expression, symbol)]];
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
    const { loss } = this.#writer.definitions;
    const products = variable === loss ? [[]] : (this.#adjoints.get(variable) ?? this.#products(variable));
    const expression = total(products.map(product));
    this.#writer.write({
      symbol: partialName(nameOf(loss), nameOf(variable)),
      expression,
      role: "closed",
      because:
        products.length === 0
          ? { kind: "independent" }
          : products.length > 1
            ? { kind: "paths", count: products.length }
            : { kind: "chain rule" },
      from: products.flat().map((factor) => this.#writer.settled(nameOf(factor))),
    });
    return partialNode(loss, variable, expression);
  }
}
