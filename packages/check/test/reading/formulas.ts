/**
 * Formulas as people typed them in public derivations: gradients, networks, statistics. Each with what a person means by it,
 * computed in plain JavaScript.
 */
import type { ReadCase } from "./case";
import { chineseBooks } from "./chinese-books";
import { chineseNotes, chineseText } from "./chinese-notes";
import { elsewhere, english } from "./english";
import { plainText } from "./plain-text";

export type { Meaning, ReadCase, Values } from "./case";

export const formulas: readonly ReadCase[] = [
  ...chineseBooks,
  ...chineseNotes,
  ...chineseText,
  ...english,
  ...elsewhere,
  ...plainText,
];
