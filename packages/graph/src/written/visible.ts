/** What steers a terminal, turns the direction of writing, cannot be seen or is no character; joiners inside words and emoji stay. */
const STEERING = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;
const BREAKS = /[\t-\r\u0085\u2028\u2029]+/g;

/** A character by its code point: U+202E. */
export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** A text in one line, in which every character can be seen: those that only steer are named by their code points. */
export const visible = (text: string): string => text.replace(BREAKS, " ").replace(STEERING, codePoint);

const LONGEST_SHOWN = 60;

/** Any value as a short text for an error: a string in quotation marks, of anything else what it is. */
export function described(value: unknown): string {
  if (typeof value !== "string") return value === null ? "null" : `a value of type ${typeof value}`;
  const quoted = visible(JSON.stringify(value));
  return quoted.length > LONGEST_SHOWN ? `${quoted.slice(0, LONGEST_SHOWN)}...` : quoted;
}
