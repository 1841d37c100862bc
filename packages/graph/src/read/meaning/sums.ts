import { add, constant, type Node, type Size, sizeText, sub } from "../../index";
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

/** The most terms that sums with numbers for limits are written out to. */
const MOST_TERMS = 100_000;

/** A sum, or an extremum, over the values of a letter. */
export function* over(context: Context, tree: Tree & { kind: "over" }, scope: Scope | undefined): Building {
  const { body, head, letters, sign } = tree;
  const [text, ...others] = letters;
  if (sign === "prod") throw context.place.fail("REFUSED", "a product over an index has no operation", head);
  if (text === undefined) {
    throw context.place.fail("REFUSED", "a sum needs the letter that it runs over", head, {
      mend: `Write ${context.place.examples.sum}`,
    });
  }
  if (others.length > 0)
    return yield { tree: { ...tree, letters: [text], body: { ...tree, letters: others } }, scope };
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
  for (let k = limits.from; k <= limits.to; k++) {
    if (++context.written > MOST_TERMS) {
      throw context.place.fail("TOO_LONG", "too many terms in sums", tree.head, {
        expected: `at most ${MOST_TERMS}`,
      });
    }
    const value: Value = yield { tree: tree.body, scope: { outer: scope, name: text, means: k } };
    const call = tree.sign === "sum" ? add : tree.sign === "max" ? larger : smaller;
    total = total === undefined ? value : context.values.pointwise(tree, call, [total, value]);
  }
  return total ?? scalarEntries(constant(0));
}

const larger = (a: Node, b: Node): Node => a.max(b);
const smaller = (a: Node, b: Node): Node => a.min(b);
