import {
  argument,
  binomial,
  type Cursor,
  insideBraces,
  type Parsing,
  raised,
  type Token,
} from "@chainrule/graph/read";
import { environment } from "./environment";

/* The operands that only LaTeX has: fractions, environments, and dress. */

/** What changes how a formula looks, not what it means. */
const transparent: ReadonlySet<string> = new Set([
  "\\boxed",
  "\\fbox",
  "\\underbrace",
  "\\overbrace",
  "\\cancel",
  "\\color",
  "\\textcolor",
  "\\mathop",
  "\\mathbin",
  "\\mathrel",
  "\\mathord",
  "\\smash",
]);

export function* command(cursor: Cursor, token: Token): Parsing {
  switch (token.text) {
    case "\\begin": {
      const outer = cursor.enclose();
      const tree = yield* environment(cursor);
      cursor.barsOpen = outer;
      return yield* raised(cursor, tree);
    }
    case "\\binom":
    case "\\dbinom":
    case "\\tbinom":
      return yield* choose(cursor);
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

/** \binom{5}{2}: the number of choices. @throws ChainruleError REFUSED for what are no whole numbers */
function* choose(cursor: Cursor): Parsing {
  const { start } = cursor.take();
  const [n, k] = [yield* argument(cursor), yield* argument(cursor)];
  const value = n.kind === "number" && k.kind === "number" ? binomial(n.value, k.value) : undefined;
  const span = { start, end: cursor.reached() };
  if (value !== undefined)
    return yield* raised(cursor, { kind: "number", text: String(value), value, ...span });
  throw cursor.refuse("REFUSED", "there is no binomial but of whole numbers", span, {
    got: cursor.text.slice(span.start, span.end),
  });
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
