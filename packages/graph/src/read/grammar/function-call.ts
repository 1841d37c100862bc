import type { NameTree, Script, Tree, WrittenName } from "../tree";
import { argumentsIn, raised } from "./attached";
import { bigOperatorAt } from "./big-operator";
import { argument } from "./bracketed";
import type { Cursor } from "./cursor";
import { closes } from "./grammar";
import type { Parsing } from "./request";
import { subscript, superscript } from "./scripted";
import { parameterised, relationSigns } from "./signs";
import type { Token } from "./token";

/** sin(x), max(a, b), log_2(x), tanh^2(x), log p: a function that has a command of its own. */
export function* functionCall(cursor: Cursor, token: Token): Parsing {
  cursor.take();
  const base = token.text;
  let name: WrittenName = { base, primes: 0, upright: true };
  let parameter: Tree | undefined;
  let power: Script | undefined;
  for (;;) {
    if (cursor.is("'")) {
      cursor.take();
      name = { ...name, primes: name.primes + 1 };
    } else if (cursor.is("_") && name.sub === undefined && parameter === undefined) {
      cursor.take();
      if (parameterised.has(base)) parameter = yield* argument(cursor);
      else name = { ...name, sub: subscript(cursor) };
    } else if (cursor.is("^") && power === undefined) {
      cursor.take();
      power = yield* superscript(cursor);
    } else break;
  }
  const inverse = power?.text === "-1" ? inverseOf(name) : undefined; // sin^{-1} is the arc sine wherever it is written
  if (inverse !== undefined) [name, power] = [inverse, undefined];
  const head: NameTree = { kind: "name", name, start: token.start, end: cursor.reached() };
  const open = cursor.opensCall();
  const list = open === undefined ? [yield* bareArgument(cursor, token)] : yield* argumentsIn(cursor, open);
  const call: Tree = {
    kind: "applied",
    head,
    bracket: open === undefined ? "" : (open.text as "(" | "[" | "⦃"),
    arguments: list,
    ...(parameter !== undefined && { parameter }),
    start: token.start,
    end: cursor.reached(),
  };
  if (power !== undefined && open !== undefined && cursor.is("^")) {
    throw cursor.refuse("SYNTAX", "a second superscript", cursor.here(), {
      mend: "Put the power of a power in parentheses",
    });
  }
  if (power === undefined) return open === undefined ? call : yield* raised(cursor, call);
  return {
    kind: "power",
    base: call,
    exponent: ofValue(cursor, token, power),
    start: call.start,
    end: call.end,
  };
}

/** tanh^2 x is the square of the value; sin^{-1} x could be the inverse function. */
function inverseOf(name: WrittenName): WrittenName | undefined {
  return ["sin", "cos", "tan"].includes(name.base) ? { ...name, base: `arc${name.base}` } : undefined;
}

function ofValue(cursor: Cursor, token: Token, power: Script): Tree {
  if (power.formula !== undefined && !power.text.startsWith("-")) return power.formula;
  throw cursor.refuse("REFUSED", "this power of a function has two readings", power, {
    got: cursor.text.slice(token.start, power.end),
    mend: `Write 1 / ${token.text}(x), or the inverse by its name`,
  });
}

/**
 * What a function without brackets is of: one operand, a number times one operand, or a sum up to the end of its term.
 * `log p q` and `log p / q` have two readings.
 */
function* bareArgument(cursor: Cursor, token: Token): Parsing {
  if (endsFactor(cursor) && cursor.peek()?.kind !== "function") {
    throw cursor.refuse("REFUSED", "a function needs its argument", token, {
      got: cursor.text.slice(token.start, cursor.here().end),
      mend: `Write ${token.text}(...)`,
    });
  }
  if (bigOperatorAt(cursor) !== undefined) return yield "term";
  const first = yield "operand";
  const isCoefficient = first.kind === "number" && !endsFactor(cursor);
  const body: Tree = isCoefficient ? scaled(first, yield "operand") : first;
  if (!endsFactor(cursor) || cursor.is("/")) {
    throw cursor.refuse("REFUSED", "a function without parentheses before a product has two readings", body, {
      got: cursor.text.slice(token.start, cursor.here().end),
      mend: `Write ${token.text}(...)`,
    });
  }
  return body;
}

const scaled = (number: Tree, of: Tree): Tree => ({
  kind: "product",
  factors: [
    { sign: "", tree: number },
    { sign: "", tree: of },
  ],
  start: number.start,
  end: of.end,
});

/** Whether nothing that could belong to an argument stands here: a sign, the end, or the next function. */
function endsFactor(cursor: Cursor): boolean {
  const token = cursor.peek();
  if (closes(cursor, false) || token === undefined) return true;
  if (token.kind === "function") return true;
  if (token.kind !== "sign") return false;
  return relationSigns.has(token.text) || ["+", "-", "*", "/", "·", "×", "⊙", "∘"].includes(token.text);
}
