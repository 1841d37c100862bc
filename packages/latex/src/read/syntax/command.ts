import { applied, raised } from "./attached";
import { argument, bars, bracketed } from "./bracketed";
import { type Accent, accents, functionCommands, transparent } from "./commands";
import type { Cursor } from "./cursor";
import { differentialQuotient } from "./derivative";
import { environment } from "./environment";
import { functionCall } from "./function-call";
import { closes } from "./grammar";
import type { Parsing } from "./request";
import { scripted, superscript } from "./scripted";
import { insideBraces } from "./scripts";
import type { Token } from "./tokens";
import type { Tree } from "./tree";

export function* command(cursor: Cursor, token: Token): Parsing {
  const { start } = token;
  const accent: Accent | undefined = accents.get(token.text);
  if (accent !== undefined) return yield* accented(cursor, accent);
  if (functionCommands.has(token.text)) return yield* functionCall(cursor, token);
  switch (token.text) {
    case "\\frac": {
      cursor.take();
      const above = yield* argument(cursor);
      const below = yield* argument(cursor);
      const span = { start, end: cursor.reached() };
      const quotient = differentialQuotient(above, below);
      const tree: Tree =
        quotient === undefined ? { kind: "fraction", above, below, ...span } : { ...quotient, ...span };
      return yield* raised(cursor, tree);
    }
    case "\\sqrt": {
      cursor.take();
      let degree: Tree | undefined;
      if (cursor.accept("[")) {
        degree = yield "formula";
        cursor.expect("]", "the degree of a root is never closed");
      }
      const body = yield* argument(cursor);
      const span = { start, end: cursor.reached() };
      return yield* raised(cursor, { kind: "root", body, ...(degree !== undefined && { degree }), ...span });
    }
    case "\\partial":
      return yield* differential(cursor, "partial");
    case "\\|":
      return yield* bars(cursor, token);
    case "\\{":
      return yield* bracketed(cursor, token);
    case "\\infty":
      cursor.take();
      return { kind: "number", text: "\\infty", value: Number.POSITIVE_INFINITY, start, end: token.end };
    case "\\begin": {
      const outer = cursor.enclose();
      const tree = yield* environment(cursor);
      cursor.barsOpen = outer;
      return yield* raised(cursor, tree);
    }
    default:
      if (transparent.has(token.text)) return yield* decorated(cursor, token);
      throw cursor.refuse(
        "REFUSED",
        token.text.endsWith("dots")
          ? "dots leave out what a formula needs"
          : "this command has no meaning in a formula",
        token,
        { got: cursor.shown() },
      );
  }
}

/** \partial E, \partial^2 E, \Delta w: the differential of the operand that follows. */
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
        mend: "Write \\frac{\\partial E}{\\partial w}",
      },
    );
  }
  const of = yield "operand";
  return { kind: "differential", symbol, order, of, start, end: of.end };
}

/** \hat{y}_j, \bar x: the accent becomes part of the name. */
function* accented(cursor: Cursor, accent: Accent): Parsing {
  const { start } = cursor.take();
  const body = yield* argument(cursor);
  if (body.kind !== "name") throw cursor.refuse("REFUSED", "an accent stands over a name", body);
  const name = { ...body.name, base: `${body.name.base}${accent}` };
  return yield* applied(cursor, yield* scripted(cursor, name, start));
}

/** \boxed{x}, \underbrace{x}_{y}: what is in the braces. */
function* decorated(cursor: Cursor, token: Token): Parsing {
  cursor.take();
  if (token.text === "\\color" || token.text === "\\textcolor") {
    if (cursor.is("{")) cursor.at += insideBraces(cursor).length + 2;
    if (token.text === "\\color") return yield "operand";
  }
  const body = yield* argument(cursor);
  const script = token.text === "\\underbrace" ? "_" : token.text === "\\overbrace" ? "^" : undefined;
  if (script !== undefined && cursor.accept(script)) {
    if (cursor.is("{")) cursor.at += insideBraces(cursor).length + 2;
    else cursor.take();
  }
  return yield* raised(cursor, {
    kind: "group",
    bracket: "{",
    body,
    start: token.start,
    end: cursor.reached(),
  });
}
