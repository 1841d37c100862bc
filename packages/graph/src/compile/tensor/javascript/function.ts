import type { Combine } from "../instruction";

/** A function as text, and the places that it is called with. Functions of the same text are one. */
export interface FunctionText {
  readonly source: string;
  readonly places: readonly number[];
}

/** Where numbers are in the array `v` that functions work on. */
export interface Layout {
  readonly addressOf: (buffer: number) => number;
  readonly countOf: (buffer: number) => number;
  /** Where a number that a user wrote is kept: it does not stand in the text. */
  readonly constant: (x: number) => number;
}

export type Reducing = Exclude<Combine, "store">;

/** What becomes of a total when a number comes. */
export const combined: Readonly<Record<Reducing, (total: string, x: string) => string>> = {
  sum: (total, x) => `${total} + ${x}`,
  max: (total, x) => `Math.max(${total}, ${x})`,
  min: (total, x) => `Math.min(${total}, ${x})`,
};

/** The constants that a function reads, each once. */
export class Constants {
  readonly #names = new Map<number, string>();

  constructor(readonly layout: Layout) {}

  /** The name under which a number is known in the function. */
  name(x: number): string {
    const place = this.layout.constant(x);
    const known = this.#names.get(place) ?? `c${this.#names.size}`;
    this.#names.set(place, known);
    return known;
  }

  /** The function of such lines, called with the places of its operands. */
  function(lines: readonly string[], operands: readonly number[]): FunctionText {
    const names = [...this.#names.values()];
    const parameters = ["v", ...operands.map((_, k) => `a${k}`), ...names.map((name) => `${name}At`)];
    const read = names.map((name) => `const ${name} = v[${name}At];`);
    return {
      source: [`(${parameters.join(", ")}) => {`, ...read, ...lines, "}"].join("\n"),
      places: [...operands, ...this.#names.keys()],
    };
  }
}
