import { asWritten, visible, type Writer, type Written, writer } from "@chainrule/graph/written";

/** Text for a terminal: nothing in it moves the cursor, changes colours or turns the direction of writing. */
export type Terminal = Written<"terminal">;

/** Text for a terminal; its escape puts a text into one line. */
export const terminal: Writer<"terminal"> = writer(visible);

/** A text of several lines, each escaped by itself. */
export const terminalLines = (text: string): Terminal =>
  terminal.join(text.split("\n").map(terminal.escape), terminal`\n`);

/** A value as JSON that reads back the same, with characters that a terminal would act on as `\uXXXX`; in one line where the indent is 0. */
export const terminalJson = (value: unknown, indent = 2): Terminal =>
  asWritten(
    (JSON.stringify(value, null, indent) ?? "null").replace(
      /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) =>
        Array.from(
          { length: character.length },
          (_, k) => `\\u${character.charCodeAt(k).toString(16).padStart(4, "0")}`,
        ).join(""),
    ),
  );
