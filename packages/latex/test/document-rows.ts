import { nameText } from "@chainrule/graph";
import type { Document, Row } from "../src/document/model";
import type { Writing } from "../src/document/writing";
import { printName } from "../src/symbol";
import { valueOfLatex } from "./reader";

/** The rows of a document, each with the left side that it belongs to. */
export function rowsOf(document: Document): (Row & { readonly of: string })[] {
  return document.blocks.flatMap((block) => {
    if (block.kind !== "formulas") return [];
    let of = "";
    return block.rows.map((row) => {
      of = row.left ?? of;
      return { ...row, of };
    });
  });
}

/** Reads rows against the values of everything that a derivation names. */
export class RowReader {
  readonly #values = new Map<string, number>();
  /** Letters in place of partials, so that the reader meets them as symbols. */
  readonly #letters: readonly (readonly [latex: string, letter: string])[];
  readonly #scope: ReadonlyMap<string, number>;

  constructor({ derivation, numbers, print }: Writing) {
    const texts = new Map<string, string>();
    for (const { expression, stands, symbol } of derivation.statements) {
      if (numbers === undefined) continue;
      for (const name of stands === undefined ? [symbol] : [symbol, stands]) {
        const latex = printName(name, print.symbols);
        this.#values.set(latex, numbers.valueOf(expression));
        texts.set(latex, nameText(name));
      }
    }
    if (derivation.rate !== undefined && numbers !== undefined) {
      const { name } = derivation.rate.attrs;
      if (name !== undefined) this.#values.set(printName(name), numbers.valueOf(derivation.rate));
    }
    const partials = [...this.#values.keys()].filter((latex) => latex.startsWith("\\frac{\\partial"));
    this.#letters = partials.map((latex, k) => [latex, `Z_{${k}}`]);
    this.#scope = new Map([
      ...this.#values,
      ...this.#letters.map(([latex, letter]) => [letter, this.#values.get(latex) as number] as const),
    ]);
  }

  /** The value of a row's left side. */
  expected(of: string): number | undefined {
    return this.#values.get(of.split(" := ")[0] ?? of);
  }

  /** The value of a right side. @throws Error where it can be read in two ways */
  read(right: readonly string[]): number {
    let latex = right.join(" ");
    for (const [partial, letter] of this.#letters) latex = latex.replaceAll(partial, letter);
    return valueOfLatex(withoutBraces(latex), this.#scope);
  }
}

/** `\underbrace{x}_{y}` as (x). */
function withoutBraces(latex: string): string {
  const start = latex.indexOf("\\underbrace{");
  if (start === -1) return latex;
  const body = start + "\\underbrace".length;
  const middle = closing(latex, body);
  const end = closing(latex, middle + 2);
  const inside = latex.slice(body + 1, middle);
  return `${latex.slice(0, start)}(${inside})${withoutBraces(latex.slice(end + 1))}`;
}

/** Where the brace that opens at a place is closed. */
function closing(latex: string, open: number): number {
  let depth = 0;
  for (let at = open; at < latex.length; at++) {
    if (latex[at] === "{") depth++;
    if (latex[at] === "}" && --depth === 0) return at;
  }
  throw new Error(`a brace is open in ${latex}`);
}
