import { add, constant, type Node } from "@chainrule/graph";
import type { Tree } from "../syntax/tree";
import type { Context } from "./context";
import { entriesOf, freeLetters, nodeWith, scalarEntries, summedOver } from "./entries";
import { Letter } from "./letters";
import { numberIn } from "./number-in";
import type { Building, Scope, Value } from "./scope";

/** The most terms that sums with numbers for limits are written out to. */
const MOST_TERMS = 100_000;

/** A sum, or an extremum, over the values of a letter. */
export function* over(context: Context, tree: Tree & { kind: "over" }, scope: Scope | undefined): Building {
  const { body, head, letters, sign } = tree;
  const [text] = letters;
  if (sign === "prod") throw context.place.fail("REFUSED", "a product over an index has no operation", head);
  if (text === undefined) {
    throw context.place.fail("REFUSED", "a sum needs the letter that it runs over", head, {
      mend: "Write \\sum_{j=1}^{m}",
    });
  }
  if (letters.length > 1) {
    const [first, ...rest] = letters as [string, ...string[]];
    const { from: _from, to: _to, ...plain } = tree;
    const inner: Tree = { ...plain, letters: rest };
    return yield { tree: { ...plain, letters: [first], body: inner }, scope };
  }
  context.indices.bind(text, head, scope);
  const [from, to] = [numberIn(tree.from), numberIn(tree.to)];
  const concrete = from !== undefined && to !== undefined ? { from, to } : undefined;
  if (tree.from !== undefined && from !== 1 && concrete === undefined) {
    throw context.place.fail("REFUSED", "a sum runs over a whole axis, or between two numbers", tree.from, {
      expected: "1",
    });
  }
  if (concrete !== undefined && context.names.needsNumbers(body, text, concrete, scope))
    return yield* writtenOut(context, tree, text, concrete, scope);
  const letter = new Letter(text, true);
  if (tree.to !== undefined) context.indices.limit(letter, tree.to);
  const value: Value = yield { tree: body, scope: { outer: scope, name: text, means: letter } };
  if (value.kind === "whole") throw context.values.mixed(tree);
  if (!letter.used) {
    throw context.place.fail("REFUSED", "the sum runs over an index that its summand does not have", head, {
      got: text,
      mend: "Write the index in the summand, or leave out the sum",
    });
  }
  if (sign === "sum") return summedOver(value, letter);
  const kept = freeLetters(value).filter((each) => each !== letter);
  const node = context.place.at(tree, () => nodeWith(value, [...kept, letter]));
  const axis = kept.length;
  return entriesOf(
    context.place.at(tree, () => (sign === "max" ? node.max({ axis }) : node.min({ axis }))),
    kept,
  );
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
