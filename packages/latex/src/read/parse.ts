import {
  type Accent,
  accents,
  bigOperators,
  brackets,
  functionCommands,
  parameterised,
  relationSigns,
  transparent,
} from "./commands";
import type { Cursor } from "./cursor";
import { differentialQuotient } from "./derivative";
import { environment } from "./environment";
import type { Span } from "./refusal";
import type { Request } from "./request";
import { insideBraces, kindOfSuperscript, scriptOf } from "./scripts";
import type { Token } from "./tokens";
import type { Factor, NameTree, RelationSign, Script, Term, Tree, WrittenName } from "./tree";

/*
 * The grammar of formulas. Each pair of brackets is read by a generator of its own, and the generators are run one inside
 * the other without recursion, so no formula is too deep. What has two readings is refused with what to type.
 */

type Parsing = Generator<Request, Tree, Tree>;

/**
 * Reads what stands at the cursor: a "formula" up to where it ends, a "side" up to a relation at the most, or one "operand".
 * @throws ChainruleError SYNTAX, REFUSED
 */
export function parsed(cursor: Cursor, request: Request): Tree {
  const frames: Parsing[] = [started(cursor, request)];
  let answer: Tree | undefined;
  for (;;) {
    const top = frames[frames.length - 1] as Parsing;
    const step = top.next(answer as Tree); // the first next of a generator takes nothing
    if (!step.done) {
      frames.push(started(cursor, step.value));
      answer = undefined;
      continue;
    }
    frames.pop();
    if (frames.length === 0) return step.value;
    answer = step.value;
  }
}

const started = (cursor: Cursor, request: Request): Parsing =>
  request === "operand" ? operand(cursor) : formula(cursor, request === "formula");

/** A product that is being read; the ones above it on the stack are bodies of sums. */
interface OpenProduct {
  /** What stands before, joined by \odot. */
  readonly entrywise: Tree[];
  factors: Factor[];
  /** The sum or extremum that this is the body of. */
  readonly over?: { readonly sign: "" | "*" | "/"; readonly make: (body: Tree) => Tree };
  negative: boolean;
}

const openProduct = (over?: OpenProduct["over"]): OpenProduct =>
  over === undefined
    ? { entrywise: [], factors: [], negative: false }
    : { entrywise: [], factors: [], negative: false, over };

const around = (parts: readonly Span[]): Span => ({
  start: parts[0]?.start ?? 0,
  end: parts[parts.length - 1]?.end ?? 0,
});

export const negated = (tree: Tree, start: number): Tree => ({
  kind: "sum",
  terms: [{ sign: "-", tree }],
  start,
  end: tree.end,
});

const productOf = (factors: readonly Factor[]): Tree => {
  const [first] = factors as readonly [Factor];
  if (factors.length === 1) return first.tree;
  return { kind: "product", factors, ...around(factors.map(({ tree }) => tree)) };
};

/** Sums, products and relations up to a closing bracket, a separator or the end; without relations, up to one too. */
function* formula(cursor: Cursor, relations: boolean): Parsing {
  const sides: Tree[] = [];
  const signs: RelationSign[] = [];
  let terms: Term[] = [];
  let termSign: Term["sign"] = "+";
  let termStart = cursor.here().start;
  let stack = [openProduct()];
  let expected = true; // an operand must follow
  let joint: Factor["sign"] = "";
  let flipped: Token | undefined; // a minus after a sign of multiplication

  const top = (): OpenProduct => stack[stack.length - 1] as OpenProduct;
  const closed = (product: OpenProduct): Tree => {
    const last = productOf(product.factors);
    const parts = [...product.entrywise, last];
    const tree: Tree = parts.length === 1 ? last : { kind: "entrywise", factors: parts, ...around(parts) };
    return product.negative ? negated(tree, tree.start) : tree;
  };
  const finishTerm = (): void => {
    if (expected) throw missing(cursor);
    while (stack.length > 1) {
      const inner = stack.pop() as OpenProduct;
      const { over } = inner;
      if (over !== undefined) top().factors.push({ sign: over.sign, tree: over.make(closed(inner)) });
    }
    terms.push({ sign: termSign, tree: closed(top()) });
    stack = [openProduct()];
  };
  const finishSide = (): void => {
    finishTerm();
    const [only] = terms;
    const isPlain = terms.length === 1 && only?.sign === "+";
    sides.push(
      isPlain && only !== undefined
        ? only.tree
        : { kind: "sum", terms, start: termStart, end: terms[terms.length - 1]?.tree.end ?? termStart },
    );
    terms = [];
    termSign = "+";
  };

  for (let token = cursor.peek(); token !== undefined && !closes(cursor, expected); token = cursor.peek()) {
    const relation =
      token.kind === "sign" || token.kind === "command" ? relationSigns.get(token.text) : undefined;
    if (relation !== undefined) {
      if (!relations) break;
      finishSide();
      cursor.take();
      signs.push(relation);
      [expected, joint, termStart] = [true, "", cursor.here().start];
    } else if (cursor.is("+") || cursor.is("-")) {
      const isMinus = cursor.take().text === "-";
      const product = top();
      const isBody = stack.length > 1 && product.factors.length === 0 && product.entrywise.length === 0;
      if (!expected) {
        finishTerm();
        [termSign, expected, joint] = [isMinus ? "-" : "+", true, ""];
      } else if (joint !== "") flipped = isMinus ? (flipped === undefined ? token : undefined) : flipped;
      else if (isBody) product.negative = product.negative !== isMinus;
      else if (isMinus) termSign = termSign === "+" ? "-" : "+";
    } else if (cursor.is("*") || cursor.is("/") || cursor.is("\\cdot") || cursor.is("\\times")) {
      if (expected) throw missing(cursor);
      joint = cursor.take().text === "/" ? "/" : "*";
      expected = true;
    } else if (cursor.is("\\odot") || cursor.is("\\circ")) {
      if (expected) throw missing(cursor);
      cursor.take();
      const product = top();
      product.entrywise.push(productOf(product.factors));
      product.factors = [];
      [expected, joint] = [true, ""];
    } else {
      const big = bigOperatorAt(cursor);
      if (big !== undefined) {
        const make = yield* bigHead(cursor, big);
        stack.push(openProduct({ sign: joint, make }));
        [expected, joint] = [true, ""];
        continue;
      }
      const factors = top().factors;
      const isJoined = !expected;
      const next = yield* operand(cursor);
      if (isJoined) checkProduct(cursor, factors, next);
      const tree = flipped === undefined ? next : negated(next, flipped.start);
      addFactor(factors, joint, tree);
      [expected, joint, flipped] = [false, "", undefined];
    }
  }
  finishSide();
  if (sides.length === 1) return sides[0] as Tree;
  return { kind: "relation", sides, signs, ...around(sides) };
}

/** Adds a factor; a differential divided by another is a derivative. */
function addFactor(factors: Factor[], sign: Factor["sign"], tree: Tree): void {
  const before = factors[factors.length - 1];
  const quotient = sign === "/" && before !== undefined ? differentialQuotient(before.tree, tree) : undefined;
  if (quotient !== undefined && before !== undefined)
    factors[factors.length - 1] = { sign: before.sign, tree: quotient };
  else factors.push({ sign, tree });
}

/** Whether a formula ends here. A bar closes only where an operator could stand. */
function closes(cursor: Cursor, expected: boolean): boolean {
  const token = cursor.peek();
  if (token === undefined) return true;
  if (token.kind !== "sign" && token.kind !== "command") return false;
  if (token.text === "|" || token.text === "\\|") return !expected && cursor.barsOpen.has(token.text);
  return [
    ")",
    "]",
    "}",
    "\\}",
    ",",
    ";",
    ".",
    "&",
    "\\\\",
    "\\end",
    "\\quad",
    "\\qquad",
    "$",
    "\\]",
    "\\)",
  ].includes(token.text);
}

function missing(cursor: Cursor): Error {
  return cursor.refuse("SYNTAX", "a value is missing", cursor.here(), {
    got: cursor.shown(),
    expected: "a number, a name or a bracket",
  });
}

/** Two factors side by side: a product, where nothing else could be meant. */
function checkProduct(cursor: Cursor, factors: readonly Factor[], next: Tree): void {
  const before = factors[factors.length - 1];
  if (before === undefined) return;
  if (next.kind === "number") {
    throw cursor.refuse(
      before.tree.kind === "number" ? "SYNTAX" : "REFUSED",
      before.tree.kind === "number"
        ? "two numbers side by side"
        : "a number after a factor needs a sign before it",
      next,
      { got: cursor.text.slice(before.tree.start, next.end), mend: "Write \\cdot between them" },
    );
  }
  const isMixed = before.tree.kind === "number" && isNumericFraction(next);
  if (isMixed) {
    throw cursor.refuse("REFUSED", "a number before a fraction could be a mixed number or a product", next, {
      got: cursor.text.slice(before.tree.start, next.end),
      mend: "Write \\cdot between them",
    });
  }
  if (before.sign === "/" && before.tree.kind !== "derivative") {
    const got = cursor.text.slice(before.tree.start, next.end);
    throw cursor.refuse("REFUSED", "a product without a sign after / has two readings", next, {
      got: `/ ${got}`,
      mend: "Use \\frac{..}{..}, parentheses, or \\cdot",
    });
  }
}

const isNumericFraction = (tree: Tree): boolean =>
  tree.kind === "fraction" && tree.above.kind === "number" && tree.below.kind === "number";

/** A sum, product or extremum over a letter that begins here. */
function bigOperatorAt(cursor: Cursor): "sum" | "prod" | "max" | "min" | undefined {
  const token = cursor.peek();
  const sign = token?.kind === "command" ? bigOperators.get(token.text) : undefined;
  if (sign === undefined || sign === "sum" || sign === "prod") return sign;
  if (!cursor.is("_", 1)) return undefined; // \max(a, b)
  const inside = cursor.is("{", 2) ? cursor.peek(3) : cursor.peek(2);
  return inside?.kind === "word" ? sign : undefined; // \max_{0} is over an axis
}

/** The limits of a sum: `_{j=1}^{m}`, `_j`, `_{i,j}`, or none. */
function* bigHead(
  cursor: Cursor,
  sign: "sum" | "prod" | "max" | "min",
): Generator<Request, (body: Tree) => Tree, Tree> {
  const { start } = cursor.take();
  let letters: string[] = [];
  let from: Tree | undefined;
  let to: Tree | undefined;
  while (cursor.is("_") || cursor.is("^")) {
    const isBelow = cursor.take().text === "_";
    const isBraced = cursor.accept("{");
    if (isBelow) {
      letters = lettersBelow(cursor, isBraced);
      if (isBraced && cursor.accept("=")) from = yield "side";
    } else to = isBraced ? yield "side" : atomOf(cursor.takeFirst());
    if (isBraced) cursor.expect("}", "the limit of a sum is never closed");
  }
  const head = { start, end: cursor.reached() };
  return (body) => ({
    kind: "over",
    sign,
    letters,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    body,
    head,
    start,
    end: body.end,
  });
}

function lettersBelow(cursor: Cursor, isBraced: boolean): string[] {
  const letters: string[] = [];
  for (;;) {
    const token = isBraced ? cursor.take() : cursor.takeFirst();
    if (token.kind !== "word")
      throw cursor.refuse("SYNTAX", "a sum runs over a letter", token, {
        got: cursor.text.slice(token.start, token.end),
        expected: "for example \\sum_{j=1}^{m}",
      });
    const isGreek = token.text.length !== token.end - token.start;
    letters.push(...(isGreek ? [token.text] : (token.text.match(/[A-Za-z]\d*/g) ?? [])));
    while (cursor.accept("'")) letters[letters.length - 1] += "'";
    if (!isBraced || cursor.is("}") || cursor.is("=")) return letters;
    cursor.accept(",");
  }
}

const atomOf = (token: Token): Tree =>
  token.kind === "number"
    ? { kind: "number", text: token.text, value: Number(token.text), start: token.start, end: token.end }
    : { kind: "name", name: { base: token.text, primes: 0 }, start: token.start, end: token.end };

/** A single operand with everything that is attached to it: scripts, primes, arguments. */
function* operand(cursor: Cursor): Parsing {
  const token = cursor.peek();
  if (token === undefined) throw missing(cursor);
  switch (token.kind) {
    case "number": {
      cursor.take();
      const number = atomOf(token);
      if (!cursor.is("\\%")) return yield* raised(cursor, number);
      return { kind: "percent", body: number, start: token.start, end: cursor.take().end };
    }
    case "word":
      if (token.text === "Delta" && startsName(cursor.peek(1))) return yield* differential(cursor, "Delta");
      cursor.take();
      return yield* named(cursor, { base: token.text, primes: 0 }, token);
    case "text":
      cursor.take();
      return yield* named(cursor, { base: token.text.trim(), primes: 0, upright: true }, token);
    case "sign":
      return yield* bracketed(cursor, token);
    default:
      return yield* command(cursor, token);
  }
}

/** Whether a Delta before this token takes the difference of it. */
function startsName(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return (
    token.kind === "word" || token.kind === "text" || (token.kind === "command" && accents.has(token.text))
  );
}

/** \partial E, \partial^2 E, \Delta w: the differential of the operand that follows. */
function* differential(cursor: Cursor, symbol: "partial" | "Delta"): Parsing {
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

/** A name with its scripts and primes, and the brackets after it. */
function* named(cursor: Cursor, first: WrittenName, token: Token): Parsing {
  if (parameterised.has(first.base) && cursor.is("_") && cursor.is("{", 1)) {
    cursor.take();
    const parameter = yield* argument(cursor);
    const head: NameTree = { kind: "name", name: first, start: token.start, end: cursor.reached() };
    return yield* applied(cursor, head, parameter);
  }
  const tree = yield* scripted(cursor, first, token.start);
  return yield* applied(cursor, tree);
}

function* scripted(cursor: Cursor, first: WrittenName, start: number): Generator<Request, NameTree, Tree> {
  let name = first;
  for (;;) {
    if (cursor.is("'")) {
      cursor.take();
      name = { ...name, primes: name.primes + 1 };
    } else if (cursor.is("_")) {
      if (name.sub !== undefined) throw twice(cursor, "subscript");
      cursor.take();
      name = { ...name, sub: subscript(cursor) };
    } else if (cursor.is("^")) {
      const sign = cursor.take();
      const sup = yield* superscript(cursor);
      if (/^'+$/.test(sup.text)) name = { ...name, primes: name.primes + sup.text.length };
      else if (name.sup === undefined) name = { ...name, sup };
      else
        throw cursor.refuse("SYNTAX", "a second superscript", sign, {
          mend: "Put the power of a power in parentheses",
        });
    } else break;
  }
  return { kind: "name", name, start, end: cursor.reached() };
}

const twice = (cursor: Cursor, what: string): Error =>
  cursor.refuse("SYNTAX", `a second ${what}`, cursor.here(), { mend: "Put the scripts in braces" });

function subscript(cursor: Cursor): Script {
  const { start } = cursor.here();
  if (cursor.is("{")) {
    const inside = insideBraces(cursor);
    cursor.at += inside.length + 2;
    return scriptOf(inside, start, cursor.reached());
  }
  const token = cursor.peek();
  if (token === undefined || token.kind === "sign") throw missing(cursor);
  const isRun =
    token.kind === "word" && token.text.length === token.end - token.start && token.text.length > 1;
  // out_o1 is one name; in x_iy_j, TeX's reading is the only one
  const next = isRun ? cursor.peek(1) : undefined;
  const splits = next?.kind === "sign" && (next.text === "_" || next.text === "'") && !next.spaced;
  if (!isRun || splits) {
    const taken = token.kind === "word" ? cursor.takeFirst() : cursor.take();
    return scriptOf([taken], start, taken.end);
  }
  cursor.take();
  return { ...scriptOf([token], start, token.end), loose: true };
}

/** Powers of powers of powers ...: what each says is kept as text too, so their number is bounded. */
const MOST_RAISED = 100;

function* superscript(cursor: Cursor): Generator<Request, Script, Tree> {
  if (++cursor.raised > MOST_RAISED) {
    throw cursor.refuse("TOO_DEEP", "too many superscripts inside one another", cursor.here(), {
      got: `more than ${MOST_RAISED}`,
      expected: `at most ${MOST_RAISED}`,
    });
  }
  const script = yield* superscriptHere(cursor);
  cursor.raised--;
  return script;
}

function* superscriptHere(cursor: Cursor): Generator<Request, Script, Tree> {
  const { start } = cursor.here();
  if (cursor.is("{")) {
    const inside = insideBraces(cursor);
    const kind = kindOfSuperscript(inside);
    if (kind !== "formula") {
      cursor.at += inside.length + 2;
      return scriptOf(inside, start, cursor.reached());
    }
    cursor.take();
    const body = yield "side";
    cursor.expect("}", "this superscript cannot be read as a formula");
    return scriptOf(inside, start, cursor.reached(), body);
  }
  if (cursor.is("(")) {
    const from = cursor.at;
    const body = yield "operand";
    const tokens = Array.from(
      { length: cursor.at - from },
      (_, k) => cursor.peek(from - cursor.at + k) as Token,
    );
    return { ...scriptOf(tokens, start, cursor.reached(), body), loose: true };
  }
  const token = cursor.peek();
  if (token === undefined) throw missing(cursor);
  const next = cursor.peek(1);
  const hasSign = cursor.is("-") && (next?.kind === "number" || next?.kind === "word") && !next.spaced;
  if (hasSign) {
    const sign = cursor.take();
    const value = cursor.peek()?.kind === "number" ? cursor.take() : cursor.takeFirst();
    const body =
      cursor.is("_") && value.kind === "word"
        ? yield* scripted(cursor, { base: value.text, primes: 0 }, value.start)
        : atomOf(value);
    return scriptOf([sign, value], start, cursor.reached(), negated(body, sign.start));
  }
  const taken = token.kind === "word" ? cursor.takeFirst() : cursor.take();
  const isValue = taken.kind === "number" || taken.kind === "word";
  return scriptOf([taken], start, taken.end, isValue ? atomOf(taken) : undefined);
}

/** A name followed by brackets: a call or a product, which the name decides when it is known. */
function* applied(cursor: Cursor, head: NameTree, parameter?: Tree): Parsing {
  const open = cursor.peek();
  if (open === undefined || open.kind === "number" || !(cursor.is("(") || cursor.is("["))) return head;
  const bracket = open.text as "(" | "["; // looked at just now
  const list = yield* argumentsIn(cursor, open);
  const call: Tree = {
    kind: "applied",
    head,
    bracket,
    arguments: list,
    ...(parameter !== undefined && { parameter }),
    start: head.start,
    end: cursor.reached(),
  };
  return yield* raised(cursor, call);
}

function* argumentsIn(cursor: Cursor, open: Token): Generator<Request, Tree[], Tree> {
  const close = brackets.get(open.text) as string; // callers pass an opening bracket
  cursor.take();
  const outer = cursor.enclose();
  const list: Tree[] = [yield "formula"];
  while (cursor.accept(",")) list.push(yield "formula");
  cursor.barsOpen = outer;
  if (!cursor.is(close)) throw unclosed(cursor, open, close);
  cursor.take();
  return list;
}

const unclosed = (cursor: Cursor, open: Token, close: string): Error =>
  cursor.peek() === undefined || cursor.is("\\end")
    ? cursor.refuse("SYNTAX", `this ${open.text} is never closed`, open, { expected: close })
    : cursor.refuse("SYNTAX", "brackets do not match", cursor.here(), {
        got: cursor.shown(),
        expected: close,
      });

/** Scripts after what is not a name: powers, transposes, indices of a result. */
function* raised(cursor: Cursor, base: Tree): Parsing {
  let tree = base;
  let isRaised = false;
  for (;;) {
    if (cursor.is("_") && (tree.kind === "group" || tree.kind === "applied" || tree.kind === "transpose")) {
      cursor.take();
      const sub = subscript(cursor);
      tree = { kind: "entry", base: tree, sub, start: tree.start, end: sub.end };
    } else if (cursor.is("^")) {
      const sign = cursor.take();
      if (isRaised)
        throw cursor.refuse("SYNTAX", "a second superscript", sign, {
          mend: "Put the power of a power in parentheses",
        });
      const sup = yield* superscript(cursor);
      tree = withPower(cursor, tree, sup);
      isRaised = true;
    } else if (cursor.is("'")) {
      throw cursor.refuse("REFUSED", "a prime after brackets has two readings", cursor.here(), {
        mend: "Write ^{\\mathsf T} for a transpose, f'(x) for a derivative",
      });
    } else if (cursor.is("!")) {
      throw cursor.refuse("REFUSED", "there is no factorial", cursor.here());
    } else return tree;
  }
}

function withPower(cursor: Cursor, base: Tree, sup: Script): Tree {
  const span = { start: base.start, end: sup.end };
  if (sup.text === "T" || sup.text === "top") return { kind: "transpose", base, ...span };
  if (sup.formula === undefined)
    throw cursor.refuse("SYNTAX", "this superscript cannot be read as a power", sup, { got: sup.text });
  if (base.kind === "fraction" || base.kind === "derivative") {
    throw cursor.refuse("REFUSED", "a power after a fraction has two readings", sup, {
      mend: "Put the fraction in parentheses",
    });
  }
  return { kind: "power", base, exponent: sup.formula, ...span };
}

/** Brackets, braces and bars. */
function* bracketed(cursor: Cursor, open: Token): Parsing {
  if (open.text === "|") return yield* bars(cursor, open);
  const close = brackets.get(open.text);
  if (close === undefined) throw missing(cursor);
  cursor.take();
  const outer = cursor.enclose();
  const body = yield "formula";
  cursor.barsOpen = outer;
  if (open.text === "\\{" && body.kind === "cases" && !cursor.is(close)) return body; // \right.
  if (cursor.is(",") && open.text !== "{") {
    throw cursor.refuse("SYNTAX", "a comma only separates arguments", cursor.here(), {
      mend: body.kind === "number" ? "Write a decimal number with a point: 1.5" : "Leave it out",
    });
  }
  if (!cursor.is(close)) throw unclosed(cursor, open, close);
  const end = cursor.take().end;
  const isName =
    open.text === "{" && body.kind === "name" && body.name.sup === undefined && body.name.sub === undefined;
  if (isName) return yield* applied(cursor, yield* scripted(cursor, body.name, open.start));
  const bracket = open.text as "(" | "[" | "{" | "\\{"; // the keys of `brackets`
  return yield* raised(cursor, { kind: "group", bracket, body, start: open.start, end });
}

function* bars(cursor: Cursor, open: Token): Parsing {
  cursor.take();
  const outer = cursor.enclose(open.text);
  const body = yield "formula";
  cursor.barsOpen = outer;
  if (!cursor.is(open.text)) throw unclosed(cursor, open, open.text);
  cursor.take();
  const span = { start: open.start, end: cursor.reached() };
  if (open.text === "|") return yield* raised(cursor, { kind: "absolute", body, ...span });
  if (!cursor.accept("_")) return yield* raised(cursor, { kind: "norm", body, ...span });
  const sub = subscript(cursor);
  return yield* raised(cursor, { kind: "norm", body, sub, ...span, end: sub.end });
}

/** An argument of a command: a group in braces, or the next single thing. */
function* argument(cursor: Cursor): Parsing {
  const token = cursor.peek();
  if (token === undefined) throw missing(cursor);
  if (cursor.is("{")) {
    cursor.take();
    if (cursor.is("}")) throw missing(cursor);
    const outer = cursor.enclose();
    const body = yield "formula";
    cursor.barsOpen = outer;
    if (!cursor.is("}")) throw unclosed(cursor, token, "}");
    cursor.take();
    return body;
  }
  if (token.kind === "number" || token.kind === "word" || token.kind === "text")
    return atomOf(cursor.takeFirst());
  if (token.kind === "sign" && token.text !== "(") throw missing(cursor);
  return yield "operand";
}

function* command(cursor: Cursor, token: Token): Parsing {
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

/** \sin(x), \max(a, b), \log_2(x): a function that has a command of its own. */
function* functionCall(cursor: Cursor, token: Token): Parsing {
  cursor.take();
  const base = token.text.slice(1);
  let name: WrittenName = { base, primes: 0, upright: true };
  let parameter: Tree | undefined;
  for (;;) {
    if (cursor.is("'")) {
      cursor.take();
      name = { ...name, primes: name.primes + 1 };
    } else if (cursor.is("_") && name.sub === undefined) {
      cursor.take();
      if (parameterised.has(base)) parameter = yield* argument(cursor);
      else name = { ...name, sub: subscript(cursor) };
    } else break;
  }
  const head: NameTree = { kind: "name", name, start: token.start, end: cursor.reached() };
  const opens = cursor.is("(") || cursor.is("[") || cursor.is("\\{");
  if (!opens) {
    const power = cursor.is("^");
    throw cursor.refuse(
      "REFUSED",
      "a function needs its argument in parentheses",
      { start: token.start, end: cursor.here().end },
      {
        got: cursor.text.slice(token.start, cursor.here().end),
        mend: power ? `Write \\${base}(x)^{2} for the power of the value` : `Write \\${base}(...)`,
      },
    );
  }
  const open = cursor.peek() as Token; // seen just now
  const list = yield* argumentsIn(cursor, open);
  const call: Tree = {
    kind: "applied",
    head,
    bracket: open.text as "(" | "[" | "\\{",
    arguments: list,
    ...(parameter !== undefined && { parameter }),
    start: token.start,
    end: cursor.reached(),
  };
  return yield* raised(cursor, call);
}
