import { nameRuns, plainText, type Run, runsWidth } from "./name-runs";
import type { TextPart } from "./scene";
import { signOf } from "./signs";

/* Texts of a scene as runs of characters. */

/** The runs of a text: words as they are, names and signs as formulas have them. */
export const runsOf = (parts: readonly TextPart[]): readonly Run[] =>
  parts.flatMap((part): readonly Run[] => {
    if (typeof part === "string") return [{ text: part, italic: false, level: 0, words: true }];
    if (!("operation" in part)) return nameRuns(part);
    const text = signOf(part.operation);
    return [{ text, italic: /^[α-ω]$/.test(text), level: 0 }];
  });

/** The width of a text in a font of the given size, in pixels. */
export const textWidth = (parts: readonly TextPart[], size: number): number => runsWidth(runsOf(parts), size);

/** A text without formulas. */
export const wordsOf = (parts: readonly TextPart[]): string => plainText(runsOf(parts));
