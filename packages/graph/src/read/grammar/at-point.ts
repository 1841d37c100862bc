import type { Tree } from "../tree";
import type { Cursor } from "./cursor";
import { unclosed } from "./grammar";
import type { Parsing } from "./request";

/** Whether a bar with an index stands here, after a value: f'(x)|_{x = 1}. */
export const isAtPoint = (cursor: Cursor): boolean => cursor.is("|") && cursor.is("_", 1);

/** The point after the bar: equations, each with a name at its left. */
export function* atPoint(cursor: Cursor, body: Tree): Parsing {
  cursor.take();
  cursor.take();
  const open = cursor.here();
  const point: Tree[] = [];
  if (cursor.is("{")) {
    const brace = cursor.take();
    const outer = cursor.enclose();
    do point.push(yield "formula");
    while (cursor.accept(","));
    cursor.barsOpen = outer;
    if (!cursor.is("}")) throw unclosed(cursor, brace, "}");
    cursor.take();
  }
  const isSaid = ({ kind, ...part }: Tree): boolean =>
    kind === "relation" && "signs" in part && part.signs.length === 1 && part.signs[0] === "=";
  if (point.length === 0 || !point.every(isSaid)) {
    throw cursor.refuse("SYNTAX", "the point after this bar is not said", open, {
      expected: "equations: |_{x = 1}",
      mend: "Say which name has which value there",
    });
  }
  return { kind: "at", body, point, start: body.start, end: cursor.reached() };
}
