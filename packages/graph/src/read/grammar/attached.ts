import { numberIn } from "../number-in";
import type { NameTree, Script, Tree, WrittenName } from "../tree";
import { factorial } from "./count";
import type { Cursor } from "./cursor";
import { unclosed } from "./grammar";
import type { Parsing } from "./request";
import { subscript, superscript } from "./scripted";
import { brackets } from "./signs";
import type { Token } from "./token";

/* What stands after an operand and belongs to it. */

/** A name followed by brackets: a call or a product, which the name decides when it is known. */
export function* applied(cursor: Cursor, head: NameTree, parameter?: Tree): Parsing {
  if (cursor.inExponent && cursor.peek()?.spaced) return head;
  if (cursor.is("[") && cursor.front.isCode) {
    throw cursor.refuse("REFUSED", "a formula has no indices", cursor.here(), {
      got: cursor.text.slice(head.start, cursor.here().end),
      mend: `Write slice(${cursor.text.slice(head.start, head.end)}, axis, start, stop)`,
    });
  }
  const open = cursor.opensCall();
  if (open === undefined) return cursor.is("!") ? factorialOf(cursor, head) : head;
  const call = yield* calledWith(cursor, head, open, []);
  return yield* raised(cursor, parameter === undefined ? call : { ...call, parameter });
}

/** n! of a name: a call of the factorial, which only a document that does not compute it can have. */
function factorialOf(cursor: Cursor, of: NameTree): Tree {
  const { end } = cursor.take();
  const head: NameTree = {
    kind: "name",
    name: { base: FACTORIAL, primes: 0, upright: true },
    start: of.start,
    end,
  };
  return { kind: "applied", head, bracket: "(", arguments: [of], start: of.start, end };
}

/** What the factorial is called as a function. */
export const FACTORIAL = "factorial";

/** A call: first what is given already, then what the brackets hold. @throws ChainruleError SYNTAX for an option that is said twice */
export function* calledWith(
  cursor: Cursor,
  head: NameTree,
  open: Token,
  first: readonly Tree[],
): Parsing<Tree & { readonly kind: "applied" }> {
  const isEmpty = first.length > 0 && cursor.is(")", 1);
  if (isEmpty) cursor.at += 2;
  const given = isEmpty ? [] : yield* argumentsIn(cursor, open);
  const options = given.flatMap((each) => optionIn(each) ?? []);
  const named = new Set(options.map(({ argument }) => argument));
  const twice = options.find(({ name }, k) => options.findIndex((each) => each.name === name) !== k);
  if (twice !== undefined)
    throw cursor.refuse("SYNTAX", "an option is said twice", twice.argument, { got: twice.name });
  const [from, to] = [options[0]?.argument, options[options.length - 1]?.argument];
  const values = Object.fromEntries(options.map(({ name, value }) => [name, value]));
  return {
    kind: "applied",
    head,
    bracket: open.text as "(" | "[" | "⦃", // callers looked at it
    arguments: [...first, ...given.filter((each) => !named.has(each))],
    ...(from !== undefined && to !== undefined && { options: { ...values, start: from.start, end: to.end } }),
    start: head.start,
    end: cursor.reached(),
  };
}

/** axis=0, dim=-1 and keepdims=True among the arguments of a call; undefined for any other argument. */
function optionIn(
  argument: Tree,
):
  | { readonly argument: Tree; readonly name: "axis" | "keepDims"; readonly value: number | boolean }
  | undefined {
  if (argument.kind !== "relation" || argument.signs.length !== 1 || argument.signs[0] !== "=")
    return undefined;
  const [name, value] = argument.sides as readonly [Tree, Tree]; // one more than signs
  if (name.kind !== "name") return undefined;
  const axis = numberIn(value);
  if (/^(?:axis|dim)$/.test(name.name.base) && axis !== undefined)
    return { argument, name: "axis", value: axis };
  const word = value.kind === "name" ? value.name.base.toLowerCase() : "";
  const isKept = /^keepdims?$/.test(name.name.base) && /^(?:true|false)$/.test(word);
  return isKept ? { argument, name: "keepDims", value: word === "true" } : undefined;
}

/** bold 1, 𝟙: a vector of ones, or 1 where a condition holds. */
export const isOnes = ({ base, upright }: WrittenName): boolean => base === "1" && upright === true;

export function* argumentsIn(cursor: Cursor, open: Token): Parsing<Tree[]> {
  const close = brackets.get(open.text) as string; // callers pass an opening bracket
  const isInBraces = open.text !== "{" && cursor.accept("{");
  cursor.take();
  const outer = cursor.enclose();
  const list: Tree[] = [yield "formula"];
  while (cursor.accept(",")) list.push(yield "formula");
  cursor.barsOpen = outer;
  if (!cursor.is(close)) throw unclosed(cursor, open, close);
  cursor.take();
  if (isInBraces) cursor.expect("}", "braces around brackets hold nothing else");
  return list;
}

/** Scripts after what is not a name: powers, transposes, indices of a result. */
export function* raised(cursor: Cursor, base: Tree): Parsing {
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
        mend: `Write ${cursor.front.examples.transposed} for a transpose, f'(x) for a derivative`,
      });
    } else if (cursor.is("!")) {
      const value = tree.kind === "number" ? factorial(tree.value) : undefined;
      if (value === undefined) {
        throw cursor.refuse("REFUSED", "there is no factorial but of whole numbers", cursor.here(), {
          got: cursor.text.slice(tree.start, cursor.here().end),
        });
      }
      const { end } = cursor.take();
      tree = { kind: "number", text: String(value), value, start: tree.start, end };
    } else return tree;
  }
}

function withPower(cursor: Cursor, base: Tree, sup: Script): Tree {
  const span = { start: base.start, end: sup.end };
  if (sup.text === "T" || sup.text === "⊤") return { kind: "transpose", base, ...span };
  if (sup.formula === undefined)
    throw cursor.refuse("SYNTAX", "this superscript cannot be read as a power", sup, { got: sup.text });
  if (base.kind === "fraction" || base.kind === "derivative") {
    throw cursor.refuse("REFUSED", "a power after a fraction has two readings", sup, {
      mend: "Put the fraction in parentheses",
    });
  }
  return { kind: "power", base, exponent: sup.formula, ...span };
}
