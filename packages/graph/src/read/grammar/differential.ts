import type { Cursor } from "./cursor";
import { closes } from "./grammar";
import type { Parsing } from "./request";
import { superscript } from "./scripted";

/** ∂E, ∂^2 E, Δw: the differential of the operand that follows. */
export function* differential(cursor: Cursor, symbol: "partial" | "Delta"): Parsing {
  const { start } = cursor.take();
  let order = 1;
  if (cursor.accept("^")) {
    const script = yield* superscript(cursor);
    order = Number(script.text);
    if (!Number.isInteger(order) || order < 1 || order > 9)
      throw cursor.refuse("SYNTAX", "the order of a derivative is a number from 1 to 9", script, {
        got: script.text,
      });
  }
  if (closes(cursor, true) || cursor.peek() === undefined) {
    throw cursor.refuse(
      "REFUSED",
      "a derivative needs what is differentiated above the line",
      { start, end: cursor.reached() },
      {
        mend: `Write ${cursor.front.examples.derivative}`,
      },
    );
  }
  const of = yield "operand";
  return { kind: "differential", symbol, order, of, start, end: of.end };
}
