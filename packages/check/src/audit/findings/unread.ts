import type { ChainruleError } from "@chainrule/graph";
import type { Unread } from "./reason";

/** What an error of the reader says, without its excerpt, which the report shows itself. The column is said where there is one line. */
export function unreadAs({ code, details, what }: ChainruleError): Unread {
  const { column, expected, got, mend, where } = details;
  const isOfOneLine = column !== undefined && where === `column ${column}`;
  return {
    kind: "unread",
    code,
    what: firstLine(what),
    ...(where !== undefined && (column === undefined || isOfOneLine) && { where }),
    ...(got !== undefined && { got }),
    ...(expected !== undefined && { expected }),
    ...(mend !== undefined && { mend }),
    ...(isOfOneLine && { column }),
  };
}

/** A refusal with its texts changed. */
export const respelled = (unread: Unread, change: (text: string) => string): Unread => ({
  ...unread,
  what: change(unread.what),
  ...(unread.got !== undefined && { got: change(unread.got) }),
  ...(unread.expected !== undefined && { expected: change(unread.expected) }),
});

/** Of an error that was thrown on, what it said itself. */
const firstLine = (text: string): string => text.split("\n")[0] as string;
