import {
  type Cursor,
  insideBraces,
  type Request,
  type Token,
  type Tree,
  type WrittenName,
} from "@chainrule/graph/read";

type Reading<T> = Generator<Request, T, Tree>;

const MATRICES = new Set(["matrix", "pmatrix", "bmatrix", "smallmatrix", "array"]);
const DISPLAYS = new Set(
  "aligned align align* alignat alignat* gather gather* gathered equation equation* split multline multline* eqnarray eqnarray* displaymath math".split(
    " ",
  ),
);

/** Whether an environment only lays out lines. */
export const isDisplay = (name: string): boolean => DISPLAYS.has(name);

/** The name after \begin or \end, whose argument the cursor stands at. */
export function environmentName(cursor: Cursor): string {
  cursor.expect("{", "an environment needs its name in braces");
  let name = "";
  while (!cursor.is("}")) name += cursor.take().text;
  cursor.take();
  return name;
}

/** What is between \begin and \end: a choice, a matrix, or formulas with names for their parts. */
export function* environment(cursor: Cursor): Reading<Tree> {
  const begin = cursor.take();
  const afterBrace = cursor.peek(-2)?.text === "⦃";
  const name = environmentName(cursor);
  if (name === "array" && cursor.is("{")) cursor.at += insideBraces(cursor).length + 2;
  const tree =
    name === "cases" || name === "dcases" || (name === "array" && afterBrace)
      ? yield* cases(cursor, begin)
      : MATRICES.has(name)
        ? yield* matrix(cursor, begin)
        : isDisplay(name)
          ? yield* parts(cursor, begin)
          : undefined;
  if (tree === undefined)
    throw cursor.refuse("REFUSED", "this environment has no meaning in a formula", begin, { got: name });
  if (!cursor.is("\\end")) {
    if (cursor.peek() === undefined)
      throw cursor.refuse("SYNTAX", "this environment is never closed", begin, {
        expected: `\\end{${name}}`,
      });
    throw cursor.refuse("SYNTAX", "the row does not end here", cursor.here(), {
      got: cursor.shown(),
      expected: "\\\\",
    });
  }
  cursor.take();
  const closing = environmentName(cursor);
  if (closing !== name)
    throw cursor.refuse("SYNTAX", "environments do not match", begin, { got: closing, expected: name });
  return { ...tree, end: cursor.reached() };
}

/** Ends a row, with the space below it: `\\[6pt]`. Whether there was one. */
export function endsRow(cursor: Cursor): boolean {
  if (!cursor.accept("\\\\")) return false;
  cursor.accept("*");
  const unit = cursor.peek(2)?.text ?? "";
  if (
    cursor.is("[") &&
    cursor.peek(1)?.kind === "number" &&
    /^(pt|em|ex|mm|cm|in)$/.test(unit) &&
    cursor.is("]", 3)
  )
    cursor.at += 4;
  return true;
}

const skipMarks = (cursor: Cursor): void => {
  while (cursor.is(",") || cursor.is(".") || cursor.is(";") || cursor.is("\\quad") || cursor.is("\\qquad"))
    cursor.take();
};

const WORDS_ELSE = /else|otherwise|other|否则|否則|其他|其它/i;

/** An empty group at the start of a row keeps TeX from taking a bracket for the space below the row before. */
function skipEmptyGroup(cursor: Cursor): void {
  if (cursor.is("{") && cursor.is("}", 1)) cursor.at += 2;
}

function* cases(cursor: Cursor, begin: Token): Reading<Tree> {
  const rows: { value: Tree; condition?: Tree }[] = [];
  while (!cursor.is("\\end") && cursor.peek() !== undefined) {
    skipEmptyGroup(cursor);
    const value = yield "side";
    skipMarks(cursor);
    cursor.accept("&");
    const condition = yield* conditionAt(cursor);
    rows.push(condition === undefined ? { value } : { value, condition });
    skipMarks(cursor);
    if (!endsRow(cursor)) break;
  }
  if (rows.length > 0) return { kind: "cases", rows, start: begin.start, end: cursor.reached() };
  throw cursor.refuse("SYNTAX", "a choice needs a row", begin);
}

/** A relation, after words such as "if"; undefined where words say "in all other cases". */
function* conditionAt(cursor: Cursor): Reading<Tree | undefined> {
  let words = "";
  const isText = (): boolean => {
    const token = cursor.peek();
    return (
      token?.kind === "text" &&
      (WORDS_ELSE.test(token.text) ||
        /^(\s*(if|for|when|where|wenn|falls|若|当|當|如果)\s*)?$/.test(token.text))
    );
  };
  while (isText()) words += cursor.take().text;
  if (cursor.peek()?.text === "otherwise" || cursor.peek()?.text === "else") words += cursor.take().text;
  if (WORDS_ELSE.test(words)) return undefined;
  if (cursor.is("\\\\") || cursor.is("\\end")) return undefined;
  return yield "formula";
}

function* matrix(cursor: Cursor, begin: Token): Reading<Tree> {
  const rows: Tree[][] = [];
  while (!cursor.is("\\end") && cursor.peek() !== undefined) {
    skipEmptyGroup(cursor);
    const row: Tree[] = [yield "side"];
    while (cursor.accept("&")) row.push(yield "side");
    rows.push(row);
    if (!endsRow(cursor)) break;
  }
  const width = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== width);
  if (width === 0) throw cursor.refuse("SYNTAX", "a matrix needs entries", begin);
  if (ragged !== -1) {
    throw cursor.refuse(
      "SHAPE",
      `row ${ragged + 1} of the matrix has another length`,
      rows[ragged]?.[0] ?? begin,
      {
        got: `${rows[ragged]?.length} entries`,
        expected: `${width}`,
      },
    );
  }
  return { kind: "matrix", rows, start: begin.start, end: cursor.reached() };
}

/** Lines `name = value` and, as the last one, what is made of these parts. */
function* parts(cursor: Cursor, begin: Token): Reading<Tree> {
  const definitions: { name: WrittenName; value: Tree }[] = [];
  for (;;) {
    while (cursor.accept("&"));
    const tree = yield "side";
    while (cursor.accept("&"));
    const isDefinition = cursor.accept("=") || cursor.accept(":=");
    if (!isDefinition) {
      endsRow(cursor);
      if (definitions.length === 0)
        return { kind: "group", bracket: "{", body: tree, start: begin.start, end: cursor.reached() };
      return { kind: "parts", definitions, body: tree, start: begin.start, end: cursor.reached() };
    }
    while (cursor.accept("&"));
    const value = yield "side";
    if (tree.kind !== "name") throw cursor.refuse("SYNTAX", "only a name can be given to a part", tree);
    definitions.push({ name: tree.name, value });
    if (endsRow(cursor) && !cursor.is("\\end")) continue;
    throw cursor.refuse(
      "REFUSED",
      "a chain of equations is no value",
      { start: begin.start, end: cursor.reached() },
      {
        mend: "Give the right side alone",
      },
    );
  }
}
