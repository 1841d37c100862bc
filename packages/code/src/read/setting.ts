import { ChainruleError, type Node, scalar, tensor } from "@chainrule/graph";

/**
 * The quantities that code is read with: the same name and shape is the same symbol in every reading, so that an edited text can
 * be compared with the one before.
 */
export class Setting {
  readonly #symbols = new Map<string, Node>();
  readonly #keys = new Map<string, string>();

  /** The symbol of a quantity. A name that no symbol can have is replaced by one that it can. */
  symbol(name: string, shape: readonly number[]): Node {
    const key = `${name} [${shape.join(",")}]`;
    const known = this.#symbols.get(key);
    if (known !== undefined) return known;
    const made = this.#made(name, shape);
    this.#symbols.set(key, made);
    this.#keys.set(made.toString(), name);
    return made;
  }

  /** The name that a symbol was asked for by. */
  nameOf(symbol: string): string {
    return this.#keys.get(symbol) ?? symbol;
  }

  #made(name: string, shape: readonly number[]): Node {
    const make = (text: string): Node => (shape.length === 0 ? scalar(text) : tensor(text, { shape }));
    const plain = name.replace(/^self\./, "");
    try {
      const found = make(plain);
      if (!this.#keys.has(found.toString())) return found;
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
    }
    return make(`q_${this.#symbols.size + 1}`);
  }
}
