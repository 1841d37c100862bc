import type { Tree } from "../tree";
import { argumentsIn } from "./attached";
import type { Cursor } from "./cursor";
import { unclosed } from "./grammar";
import type { Parsing } from "./request";
import type { Token } from "./token";

/** Whether a bar with an index stands here, after a value: f'(x)|_{x = 1}. */
export const isAtPoint = (cursor: Cursor): boolean => cursor.is("|") && cursor.is("_", 1);

/** (1, 2), or (x, y) = (1, 2): values in the order of the variables, or equations. */
function* tuple(cursor: Cursor): Parsing<Tree[]> {
  const open = cursor.peek() as Token; // callers looked at it
  const names = yield* argumentsIn(cursor, open);
  const arrayOf = (items: readonly Tree[]): Tree => ({
    kind: "array",
    items,
    start: open.start,
    end: cursor.reached(),
  });
  if (!cursor.accept("=")) return [arrayOf(names)];
  const values: Tree[] = cursor.is("(")
    ? yield* argumentsIn(cursor, cursor.peek() as Token)
    : [yield "formula"];
  if (values.length !== names.length)
    throw cursor.refuse("SYNTAX", "a point has a value for each name", open, {
      got: `${values.length}`,
      expected: `${names.length}`,
    });
  return names.map((name, k) => {
    const value = values[k] as Tree; // as many
    return { kind: "relation", sides: [name, value], signs: ["="], start: name.start, end: value.end };
  });
}

/** The point after the bar: equations, each with a name at its left, or a tuple. */
export function* atPoint(cursor: Cursor, body: Tree): Parsing {
  cursor.take();
  cursor.take();
  const open = cursor.here();
  const point: Tree[] = [];
  if (cursor.is("{")) {
    const brace = cursor.take();
    const outer = cursor.enclose();
    if (cursor.is("(")) point.push(...(yield* tuple(cursor)));
    else {
      do point.push(yield "formula");
      while (cursor.accept(","));
    }
    cursor.barsOpen = outer;
    if (!cursor.is("}")) throw unclosed(cursor, brace, "}");
    cursor.take();
  }
  const isSaid = ({ kind, ...part }: Tree): boolean =>
    kind === "relation" && "signs" in part && part.signs.length === 1 && part.signs[0] === "=";
  if (point.length === 0 || !(point.every(isSaid) || (point.length === 1 && point[0]?.kind === "array"))) {
    throw cursor.refuse("SYNTAX", "the point after this bar is not said", open, {
      expected: "equations: |_{x = 1}",
      mend: "Say which name has which value there",
    });
  }
  return { kind: "at", body, point, start: body.start, end: cursor.reached() };
}
