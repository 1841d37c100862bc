import type { Factor, Tree } from "@chainrule/graph/read";
import type { Random } from "../../src/prove/random";
import type { Dress } from "./dress";

/** How tightly a text holds together. */
type Binds = "atom" | "power" | "product" | "sum";

interface Written {
  readonly text: string;
  readonly binds: Binds;
  /** It begins with a number, so that a sign has to stand before it. */
  readonly isNumber?: boolean;
}

const STRENGTH: Readonly<Record<Binds, number>> = { sum: 0, product: 1, power: 2, atom: 3 };

/**
 * A formula that was printed, with the same meaning in other words: other signs for products and quotients, other brackets, spaces,
 * spellings of names and functions. What has no other wording stays as it was printed.
 */
export class Rewording {
  readonly #source: string;
  readonly #random: Random;
  readonly #dress: Dress;

  constructor(source: string, dress: Dress, random: Random) {
    this.#source = source;
    this.#dress = dress;
    this.#random = random;
  }

  /** The whole formula. */
  whole(tree: Tree): string {
    return this.#dress.whole(this.#write(tree).text, this.#random);
  }

  #chance(n: number): boolean {
    return this.#random.below(n) === 0;
  }

  #brackets(text: string): string {
    return this.#dress.brackets(text, this.#random);
  }

  /** A part where something else stands beside it; sometimes in brackets that it does not need. */
  #within({ binds, text }: Written, least: Binds): string {
    const isLoose = STRENGTH[binds] < STRENGTH[least];
    return isLoose || this.#chance(12) ? this.#brackets(text) : text;
  }

  #asPrinted(tree: Tree): Written {
    return { text: this.#brackets(this.#source.slice(tree.start, tree.end)), binds: "atom" };
  }

  #write(tree: Tree): Written {
    switch (tree.kind) {
      case "number":
        return { text: this.#source.slice(tree.start, tree.end), binds: "atom", isNumber: true };
      case "name": {
        const { sup, ...name } = tree.name;
        if (sup?.formula === undefined || /^\(\d+\)$/.test(sup.text))
          return {
            text: this.#dress.name(tree.name, this.#random),
            binds: sup === undefined ? "atom" : "power",
          };
        const base: Tree = { ...tree, name, end: sup.start };
        return this.#power({ text: this.#dress.name(base.name, this.#random), binds: "atom" }, sup.formula);
      }
      case "group":
        return tree.bracket === "{" || tree.body.kind !== "relation"
          ? this.#write(tree.body)
          : this.#asPrinted(tree);
      case "sum":
        return this.#sum(tree.terms);
      case "product":
        return this.#product(tree.factors);
      case "fraction":
        return this.#quotient(this.#write(tree.above), this.#write(tree.below));
      case "power":
        return this.#power(this.#write(tree.base), tree.exponent);
      case "root":
        if (tree.degree !== undefined) return this.#asPrinted(tree);
        return { text: this.#dress.root(this.#write(tree.body).text, this.#random), binds: "power" };
      case "absolute":
        return { text: this.#dress.absolute(this.#write(tree.body).text, this.#random), binds: "atom" };
      case "applied":
        return this.#call(tree);
      default:
        return this.#asPrinted(tree);
    }
  }

  #call(tree: Tree & { readonly kind: "applied" }): Written {
    const head = this.#source.slice(tree.head.start, tree.head.end);
    if (tree.parameter !== undefined || tree.head.name.sup !== undefined) return this.#asPrinted(tree);
    const inside = tree.arguments.map((each) => this.#write(each).text).join(", ");
    const brackets = tree.arguments.length > 1 ? `(${inside})` : this.#brackets(inside);
    return { text: `${this.#dress.head(head, this.#random)}${brackets}`, binds: "atom" };
  }

  #sum(terms: readonly { readonly sign: "+" | "-"; readonly tree: Tree }[]): Written {
    const space = this.#dress.space(this.#random);
    const text = terms
      .map(({ sign, tree }, k) => {
        const term = this.#within(this.#write(tree), "product");
        const typed = sign === "-" ? this.#dress.minus(this.#random) : "+";
        return k === 0 ? `${sign === "-" ? typed : ""}${term}` : `${space}${typed}${space}${term}`;
      })
      .join("");
    return { text, binds: "sum" };
  }

  #product(factors: readonly Factor[]): Written {
    let whole: Written | undefined;
    for (const { sign, tree } of factors) {
      const factor = this.#write(tree);
      if (whole === undefined) whole = factor;
      else if (sign === "/") whole = this.#quotient(whole, factor);
      else whole = this.#times(whole, factor);
    }
    return whole as Written; // a product has factors
  }

  #times(a: Written, b: Written): Written {
    const [left, right] = [this.#within(a, "product"), this.#within(b, "power")];
    const needsSign =
      b.isNumber === true || /^[\d.-]/.test(right) || /[/÷⁄]|\\div/.test(left) || /^\\[dt]?frac/.test(right);
    const sign = this.#dress.times(needsSign, this.#random);
    return { text: `${left}${sign}${right}`, binds: "product", ...(a.isNumber && { isNumber: true }) };
  }

  #quotient(above: Written, below: Written): Written {
    const fraction = this.#dress.fraction(above.text, below.text, this.#random);
    if (fraction !== undefined) return { text: fraction, binds: "product" };
    const slash = this.#dress.slash(this.#random);
    return {
      text: `${this.#within(above, "product")}${slash}${this.#within(below, "atom")}`,
      binds: "product",
    };
  }

  #power(base: Written, exponent: Tree): Written {
    const text = this.#within(base, "atom");
    const isSquare = exponent.kind === "number" && exponent.value === 2;
    const raised = this.#write(exponent);
    return {
      text: `${text}${this.#dress.exponent(raised.text, isSquare, raised.binds === "atom", this.#random)}`,
      binds: "power",
    };
  }
}
