import type { Span } from "../refusal";

/** A piece of a typed formula that is not taken apart further. Front ends cut texts into these; the grammar is about nothing else. */
export interface Token extends Span {
  /**
   * - "word": letters and digits typed in a row, or a Greek letter by its name
   * - "text": a word set as text, never a product of single letters
   * - "function": a function that needs no brackets: `sinx`
   * - "accent": what is set over the name that follows: hat, bar
   * - "command": what only the front end can read: a fraction
   * - "separator": where a formula ends that nothing closes: the end of a cell, a wide space
   * - "sign": anything else, as one character wherever there is one: ≤, ·, ⊙
   */
  readonly kind: "number" | "word" | "text" | "function" | "accent" | "command" | "separator" | "sign";
  /** In plain characters: `+` for a full-width plus, `·` for ·. */
  readonly text: string;
  /** White space comes before it. */
  readonly spaced: boolean;
  /** For a text: the command that it stands in. */
  readonly command?: string;
}
