/*
 * Text in a language that something else will interpret: TeX, HTML, Markdown, a terminal. Each language has a type of its
 * own, which a plain string is not, so the compiler refuses a user's text where a language is expected. Three things make
 * such text: the language's escape, its template tag, whose holes are of the same language, and joining.
 */

declare const language: unique symbol;

/** Text of a language; as a string it may be measured and compared, and what a string's methods make of it is raw again. */
export type Written<L extends string> = string & { readonly [language]: L };

/** A template tag for a language, with its escape. */
export interface Writer<L extends string> {
  /** What stands in the source is the language; holes are the language too, or numbers. */
  (literals: TemplateStringsArray, ...holes: readonly (Written<L> | number)[]): Written<L>;
  /** Any text, so that it shows as itself and does nothing. */
  readonly escape: (raw: string) => Written<L>;
  readonly join: (parts: readonly Written<L>[], separator?: Written<L>) => Written<L>;
}

/** Text that is of the language already. Called in this folder alone, where what was checked or escaped gets its type. */
export const asWritten = <L extends string>(text: string): Written<L> => text as Written<L>; // what this function is for

/** The writer of a language. `between` says what the language needs between two parts that stand side by side. */
export function writer<L extends string>(
  escaped: (raw: string) => string,
  between: (before: string, after: string) => string = () => "",
): Writer<L> {
  /** Texts side by side; those that are empty are not there. */
  class Row {
    text = "";
    #last = "";

    put(part: string): void {
      if (part === "") return;
      this.text += this.#last === "" ? part : between(this.#last, part) + part;
      this.#last = part;
    }
  }
  const write = (literals: TemplateStringsArray, ...holes: readonly (Written<L> | number)[]): Written<L> => {
    if (holes.length === 0) return asWritten(literals[0] as string); // there is one literal more than holes
    const row = new Row();
    for (const [k, literal] of literals.entries()) {
      row.put(literal);
      if (k < holes.length) row.put(String(holes[k]));
    }
    return asWritten(row.text);
  };
  const join = (parts: readonly Written<L>[], separator?: Written<L>): Written<L> => {
    const row = new Row();
    for (const [k, part] of parts.entries()) {
      if (k > 0 && separator !== undefined) row.put(separator);
      row.put(part);
    }
    return asWritten(row.text);
  };
  return Object.assign(write, { escape: (raw: string): Written<L> => asWritten(escaped(raw)), join });
}
