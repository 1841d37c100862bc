import { add, constant, mul, type Node, pow, type Size, sizeText, sub, sum as sumOf } from "../../index";
import type { Tree } from "../tree";
import { walk } from "../walk";
import { type Bound, boundIn, boundOf, boundValue, distance, isWhole, type Range } from "./bounds";
import type { Context } from "./context";
import {
  type Entries,
  entriesOf,
  freeLetters,
  nodeWith,
  productEntries,
  scalarEntries,
  summedOver,
} from "./entries";
import { keyOf, plainWritten } from "./known";
import { Letter } from "./letters";
import type { Building, Scope, Value } from "./scope";

/** A sum, or an extremum, over the values of a letter. */
export function* over(context: Context, tree: Tree & { kind: "over" }, scope: Scope | undefined): Building {
  const { body, head, letters, sign } = tree;
  const [text, ...others] = letters;
  if (text === undefined) return yield* overWhatIsThere(context, tree, scope);
  if (others.length > 0) {
    const { condition: _condition, ...outer } = tree; // it belongs to the innermost sum
    return yield {
      tree: { ...outer, letters: [text], body: { ...tree, letters: others } },
      scope,
    };
  }
  if (tree.set !== undefined) checkSet(context, tree, tree.set);
  if (tree.condition !== undefined) {
    const { condition, ...plain } = tree;
    return yield { tree: { ...plain, body: bodyWhere(condition, tree) }, scope };
  }
  if (sign === "prod") return yield* multiplied(context, tree, text, scope);
  context.indices.bind(text, head, scope);
  const range = rangeOf(context, tree);
  const numbers = range === undefined ? undefined : numbersOf(range);
  if (numbers !== undefined) {
    const use = context.names.useOfLetter(body, text, numbers.from, scope);
    if (typeof use.size === "number") checkWithin(context, tree, range as Range, use.size);
    const isPart = typeof use.size === "number" && !isAll(range as Range, use.size);
    const isNumbered = use.size === undefined && numbers.from !== 1;
    if (use.isNumbered || isPart || isNumbered) return yield* writtenOut(context, tree, text, numbers, scope);
  }
  const letter = letterOver(text, range, tree);
  const value: Value = yield { tree: body, scope: { outer: scope, name: text, means: letter } };
  if (value.kind === "whole") throw context.values.mixed(tree);
  if (!letter.used) return yield* repeated(context, tree, value, range, scope);
  if (!isNamedLength(context, tree, letter.size)) checkAll(context, tree, range, letter.size);
  if (sign === "sum") return summedOver(value, letter);
  const kept = freeLetters(value).filter((each) => each !== letter);
  const node = context.place.at(tree, () => nodeWith(value, [...kept, letter]));
  const axis = kept.length;
  return entriesOf(
    context.place.at(tree, () => (sign === "max" ? node.max({ axis }) : node.min({ axis }))),
    kept,
  );
}

type Over = Tree & { readonly kind: "over" };

/** A set that is named is all entries of an axis; which entries another one has, nothing tells. @throws ChainruleError REFUSED */
function checkSet(context: Context, { head }: Over, set: string): void {
  context.set ??= set;
  if (context.set === set) return;
  throw context.place.fail(
    "REFUSED",
    "sums over two sets, and nothing tells which entries are in which",
    head,
    {
      got: `${context.set} and ${set}`,
      mend: `Write the bounds: ${context.place.examples.sum}`,
    },
  );
}

/** What changes nothing where it stands in a sum, a product, among the largest and the smallest. */
const NEUTRAL = {
  sum: 0,
  prod: 1,
  max: Number.NEGATIVE_INFINITY,
  min: Number.POSITIVE_INFINITY,
} as const;

/**
 * The body where a condition holds. In a sum of what is defined everywhere that is a product with 1 or 0, which sums by; else the
 * values that the condition leaves out do not count, whatever they are: 1 / (x_i - x_j) for j ≠ i.
 */
function bodyWhere(condition: Tree, { body, sign }: Over): Tree {
  const { end, start } = body;
  if (sign === "sum" && isPolynomial(body)) {
    const group: Tree = { ...condition, kind: "group", bracket: "{", body: condition };
    const factors = [body, group].map((tree) => ({ sign: "" as const, tree }));
    return { kind: "product", factors, start, end };
  }
  const otherwise: Tree = { kind: "number", text: String(NEUTRAL[sign]), value: NEUTRAL[sign], start, end };
  return { kind: "cases", rows: [{ value: body, condition }, { value: otherwise }], start, end };
}

/** Sums and products of names and numbers, and their whole powers: finite wherever their names are. */
const isPolynomial = (tree: Tree): boolean =>
  [...walk(tree)].every((part) => {
    if (part.kind === "product") return part.factors.every(({ sign }) => sign !== "/" && sign !== "./");
    if (part.kind === "power") return part.exponent.kind === "number";
    return ["number", "name", "group", "sum", "entrywise", "over"].includes(part.kind);
  });

/** A sum whose letter is not written: over the only letter that its summand has, or over all entries of a tensor. */
function* overWhatIsThere(context: Context, tree: Over, scope: Scope | undefined): Building {
  const { body, head, sign } = tree;
  const letters = context.names.openLetters(body, scope);
  const [only, ...others] = letters;
  if (only !== undefined && others.length === 0)
    return yield* over(context, { ...tree, letters: [only] }, scope);
  const value: Value | undefined = only === undefined ? yield { tree: body, scope } : undefined;
  if (value?.kind === "whole" && sign === "sum")
    return context.values.valueOf(context.place.at(tree, () => sumOf(value.node)));
  throw context.place.fail("REFUSED", "a sum needs the letter that it runs over", head, {
    ...(others.length > 0 && { got: `one of ${letters.join(", ")}` }),
    mend: `Write ${context.place.examples.sum}`,
  });
}

/** A product over a letter, factor by factor. */
function* multiplied(context: Context, tree: Over, text: string, scope: Scope | undefined): Building {
  const { body, head } = tree;
  context.indices.bind(text, head, scope);
  const range = rangeOf(context, tree);
  const { size } = context.names.useOfLetter(body, text, 1, scope);
  const isAxis = typeof size === "number" && (tree.to === undefined || isNamedLength(context, tree, size));
  const numbers = isAxis ? { from: 1, to: size } : range && numbersOf(range);
  if (numbers !== undefined) {
    if (range !== undefined && size !== undefined) checkWithin(context, tree, range, size);
    return yield* writtenOut(context, tree, text, numbers, scope);
  }
  if (size !== undefined || stands(text, body))
    throw context.place.fail(
      "REFUSED",
      "a product over an axis whose size is no number has no operation",
      head,
    );
  const value: Value = yield { tree: body, scope };
  const count = range && boundValue({ ...range.to, offset: range.to.offset + 1 });
  if (range === undefined || count === undefined) return yield* power(context, tree, value, scope);
  const times = sub(count, boundValue(range.from));
  return context.values.pointwise(tree, pow, [value, scalarEntries(times)]);
}

/** The same factor as often as quantities say: from a to b, b - a + 1 times. */
function* power(context: Context, tree: Over, value: Value, scope: Scope | undefined): Building {
  const { from, head, to } = tree;
  if (to === undefined) throw context.place.fail("REFUSED", "a product needs to say how far it runs", head);
  const last: Value = yield { tree: to, scope };
  const first: Value = from === undefined ? scalarEntries(constant(1)) : yield { tree: from, scope };
  const times = context.values.pointwise(tree, add, [
    context.values.pointwise(tree, sub, [last, first]),
    scalarEntries(constant(1)),
  ]);
  return context.values.pointwise(tree, pow, [value, times]);
}

/** The bounds that a sum was written with; undefined where it has no upper one, or where one of them says no number. */
function rangeOf({ known, place }: Context, { from, head, to }: Over): Range | undefined {
  const first = from === undefined ? ONE : boundIn(from, known);
  if (to === undefined) {
    if (isOne(first)) return undefined;
    throw place.fail("REFUSED", "a sum that does not begin with 1 needs its upper bound", from ?? head);
  }
  const last = boundIn(to, known);
  return first === undefined || last === undefined ? undefined : { from: first, to: last };
}

const ONE: Bound = { offset: 1 };
const isOne = (bound: Bound | undefined): boolean => bound !== undefined && distance(bound, ONE) === 0;

const numbersOf = ({ from, to }: Range): { readonly from: number; readonly to: number } | undefined =>
  from.size === undefined && to.size === undefined ? { from: from.offset, to: to.offset } : undefined;

const isAll = ({ from, to }: Range, size: Size): boolean => isOne(from) && distance(to, boundOf(size)) === 0;

/** The letter of a sum. If it runs from 1 to a size, that is the size of every axis that it stands at. */
function letterOver(text: string, range: Range | undefined, { to }: Over): Letter {
  const isSize = range !== undefined && isOne(range.from);
  if (!isSize || to === undefined) return new Letter(text, true);
  if (range.to.size === undefined) return new Letter(text, true, { size: range.to.offset, told: to });
  return new Letter(text, true, range.to.offset === 0 ? { size: range.to.size, told: to } : undefined);
}

/** @throws ChainruleError where a sum runs over what an axis does not have: SHAPE, or REFUSED if it counts from 0 */
function checkWithin({ place }: Context, { from, to }: Over, range: Range, size: Size): void {
  const start = distance(range.from, ONE);
  const end = distance(range.to, boundOf(size));
  const isBefore = start !== undefined && start < 0;
  if (!isBefore && !(end !== undefined && end > 0)) return;
  const isFromZero = start === -1 && end === -1;
  const at = (isBefore ? from : to) as Tree; // a bound that was not written is 1
  const details = { got: place.text.slice(at.start, at.end), expected: `1 to ${sizeText(size)}` };
  if (!isFromZero) throw place.fail("SHAPE", "a sum runs beyond its axis", at, details);
  throw place.fail("REFUSED", "a sum that counts from 0, where entries are counted from 1", at, {
    ...details,
    mend: `Write the sum from 1 to ${sizeText(size)}`,
  });
}

/** Whether a sum runs from 1 to a letter that names the length of its axis, which is a number: the same in the whole formula. */
function isNamedLength({ known, lengths }: Context, { from, to }: Over, size: Size | undefined): boolean {
  if (typeof size !== "number" || to?.kind !== "name" || !(from === undefined || isOne(boundIn(from, known))))
    return false;
  const { base, sub, sup } = plainWritten(to.name);
  if (known.has(base) || known.sizes.has(keyOf({ base, sub, sup }))) return false;
  const key = keyOf({ base, sub, sup });
  const told = lengths.get(key);
  if (told === undefined) lengths.set(key, size);
  return (told ?? size) === size;
}

/** A letter that stands at an axis runs over all of it. @throws ChainruleError */
function checkAll(context: Context, tree: Over, range: Range | undefined, size: Size | undefined): void {
  if (tree.to === undefined) return;
  if (range !== undefined && size !== undefined) {
    if (isAll(range, size)) return;
    checkWithin(context, tree, range, size);
  }
  const whole = size === undefined ? undefined : `1 to ${sizeText(size)}`;
  const { head, to } = tree;
  const isRead = range !== undefined;
  const what = isRead
    ? "a sum over a part of an axis whose size is no number has no operation"
    : "this bound of a sum is no number and no size";
  throw context.place.fail("REFUSED", what, isRead ? head : to, {
    got: context.place.text.slice(head.start, head.end),
    ...(whole !== undefined && { expected: whole, mend: `Write the sum from ${whole}` }),
  });
}

/** Whether a letter stands in a formula at all, be it in a name that has no axis for it: E^{(r)}. */
const stands = (letter: string, tree: Tree): boolean =>
  [...walk(tree)].some(
    (part) =>
      part.kind === "name" &&
      (part.name.base === letter ||
        part.name.sub?.parts.includes(letter) === true ||
        part.name.sup?.parts.includes(letter) === true),
  );

/** A sum over an index that its summand does not have: the summand as often as the bounds say. */
function* repeated(
  context: Context,
  tree: Over,
  value: Entries,
  range: Range | undefined,
  scope: Scope | undefined,
): Building {
  const { from, head, letters, sign, to } = tree;
  if (sign !== "sum" || to === undefined || stands(letters[0] ?? "", tree.body)) {
    throw context.place.fail("REFUSED", "the sum runs over an index that its summand does not have", head, {
      got: letters[0] ?? "",
      mend: "Write the index in the summand, leave out the sum, or write its bounds",
    });
  }
  const apart = range && distance(range.to, range.from);
  if (apart !== undefined) return productEntries(scalarEntries(constant(Math.max(0, apart + 1))), value);
  if (range !== undefined) {
    const { from: first, to: last } = range;
    const above = boundValue({
      ...last,
      offset: last.offset + 1 - (first.size === undefined ? first.offset : 0),
    });
    const count = first.size === undefined ? above : sub(above, boundValue(first));
    return productEntries(scalarEntries(count), value);
  }
  const last = isWhole(to) ? yield { tree: to, scope } : undefined;
  const isFromOne = from === undefined || isOne(boundIn(from, context.known));
  if (last?.kind === "entries" && freeLetters(last).length === 0 && isFromOne)
    return productEntries(last, value);
  throw context.place.fail("REFUSED", "this bound of a sum is no whole number", to, {
    got: context.place.text.slice(head.start, head.end),
  });
}

/** A sum between numbers, term by term. */
function* writtenOut(
  context: Context,
  tree: Tree & { kind: "over" },
  text: string,
  limits: { from: number; to: number },
  scope: Scope | undefined,
): Building {
  let total: Value | undefined;
  const parts = [...walk(tree.body)].length;
  for (let k = limits.from; k <= limits.to; k++) {
    context.limits.write(parts, tree.head);
    const value: Value = yield { tree: tree.body, scope: { outer: scope, name: text, means: k } };
    const call = CALLS[tree.sign];
    total = total === undefined ? value : context.values.pointwise(tree, call, [total, value]);
  }
  return total ?? scalarEntries(constant(NEUTRAL[tree.sign]));
}

const CALLS = {
  sum: add,
  prod: mul,
  max: (a: Node, b: Node): Node => a.max(b),
  min: (a: Node, b: Node): Node => a.min(b),
} as const;
