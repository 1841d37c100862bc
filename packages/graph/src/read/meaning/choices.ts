import {
  concat,
  constant,
  mul,
  type NestedNumbers,
  type Node,
  reshape,
  shapeText,
  sub,
  where,
} from "../../index";
import { greekName } from "../characters";
import { numberIn } from "../number-in";
import type { NameTree, RelationSign, Tree } from "../tree";
import type { Context } from "./context";
import { scalarEntries } from "./entries";
import { functionCalled } from "./functions";
import { Letter } from "./letters";
import { type Building, lookUp, type Scope, type Value } from "./scope";
import { wholeOf } from "./whole";

/* Choices, the comparisons in them, and matrices written out. */

const COMPARISONS: Readonly<Partial<Record<RelationSign, string>>> = {
  "<": "lt",
  ">": "gt",
  "≤": "le",
  "≥": "ge",
  "=": "eq",
  "==": "eq",
  "≠": "ne",
};

const OPPOSITE: Readonly<Record<string, string>> = {
  "<": "≥",
  "≥": "<",
  ">": "≤",
  "≤": ">",
  "=": "≠",
  "≠": "=",
};

/** The first row whose condition holds; NaN where none does. */
export function* cases(context: Context, tree: Tree & { kind: "cases" }, scope: Scope | undefined): Building {
  const last = tree.rows[tree.rows.length - 1];
  const opposite = tree.rows.length === 2 && areOpposite(context, tree.rows[0]?.condition, last?.condition);
  let value: Value = scalarEntries(constant(Number.NaN));
  for (let k = tree.rows.length - 1; k >= 0; k--) {
    const row = tree.rows[k];
    if (row === undefined) continue;
    const yes: Value = yield { tree: row.value, scope };
    const isElse = k === tree.rows.length - 1 && (row.condition === undefined || opposite);
    if (isElse || row.condition === undefined) {
      if (!isElse)
        throw context.place.fail("SYNTAX", "only the last row of a choice has no condition", row.value);
      value = yes;
      continue;
    }
    const condition: Value = yield { tree: row.condition, scope };
    value = context.values.pointwise(tree, where, [condition, yes, value]);
  }
  return value;
}

/** Whether one condition says the opposite of the other: x > 0 and x ≤ 0. */
function areOpposite(context: Context, a: Tree | undefined, b: Tree | undefined): boolean {
  if (a?.kind !== "relation" || b?.kind !== "relation" || a.signs.length !== 1 || b.signs.length !== 1)
    return false;
  if (OPPOSITE[a.signs[0] as string] !== b.signs[0]) return false;
  const plain = (side: Tree | undefined): string =>
    side === undefined ? "" : context.place.text.slice(side.start, side.end).replace(/\s/g, "");
  return a.sides.every((side, k) => plain(side) === plain(b.sides[k]));
}

/** 1 where all of it holds, else 0. */
export function* relation(
  context: Context,
  tree: Tree & { kind: "relation" },
  scope: Scope | undefined,
): Building {
  const equal = areLetters(context, tree, scope);
  if (equal !== undefined) return equal;
  const sides: Value[] = [];
  for (const side of tree.sides) sides.push(yield { tree: side, scope });
  let total: Value | undefined;
  for (const [k, sign] of tree.signs.entries()) {
    const name = COMPARISONS[sign];
    if (name === undefined)
      throw context.place.fail("REFUSED", "this relation has no value", tree, {
        got: sign,
        expected: context.place.examples.relations,
      });
    const compare = functionCalled(name);
    if (compare?.kind !== "pointwise")
      throw context.place.fail("REFUSED", "this relation has no value", tree, { got: sign });
    const value = context.values.pointwise(tree, compare.call as (...x: readonly never[]) => Node, [
      sides[k] as Value,
      sides[k + 1] as Value,
    ]);
    total = total === undefined ? value : context.values.pointwise(tree, mul, [total, value]);
  }
  return total as Value; // a relation has a sign
}

/** i = k, i ≠ k of two index letters: Kronecker's delta, and what it leaves of 1. Undefined for other relations. */
function areLetters(
  context: Context,
  { end, sides, signs, start }: Tree & { kind: "relation" },
  scope: Scope | undefined,
): Value | undefined {
  const [a, b] = sides.map((side) => (side.kind === "name" ? letterOf(context, side, scope) : undefined));
  const [sign] = signs;
  if (signs.length > 1 || a === undefined || b === undefined || !["=", "==", "≠"].includes(sign ?? ""))
    return undefined;
  const span = { start, end };
  const delta = context.indices.kronecker(a, b, span, scope);
  if (delta === undefined || sign !== "≠") return delta;
  return context.values.pointwise(span, sub, [scalarEntries(constant(1)), delta]);
}

function letterOf({ known }: Context, { name }: NameTree, scope: Scope | undefined): string | undefined {
  const isPlain = name.sub === undefined && name.sup === undefined && name.primes === 0;
  if (!isPlain || (!/^\p{L}$/u.test(name.base) && greekName(name.base) === undefined)) return undefined;
  return lookUp(name.base, scope) instanceof Letter || !known.has(name.base) ? name.base : undefined;
}

/** The numbers in an array, as they are nested; recursion is bounded by the grammar. @throws ChainruleError REFUSED */
export function numbersIn(context: Context, tree: Tree & { kind: "array" }): NestedNumbers {
  return tree.items.map((item) => {
    if (item.kind === "array") return numbersIn(context, item);
    const value = numberIn(item);
    if (value !== undefined) return value;
    throw context.place.fail("REFUSED", "an array holds numbers only", item, {
      expected: "for example [[1, -2], [3, 0.5]]",
    });
  });
}

/** A matrix by its entries; a single column is a vector. */
export function* matrix(
  context: Context,
  tree: Tree & { kind: "matrix" },
  scope: Scope | undefined,
): Building {
  const numbers = tree.rows.map((row) => row.map(numberIn));
  const isColumn = tree.rows.every((row) => row.length === 1);
  if (numbers.flat().every((entry) => entry !== undefined)) {
    const rows = numbers as number[][];
    return wholeOf(constant(isColumn ? rows.flat() : rows));
  }
  const rows: Node[] = [];
  for (const row of tree.rows) {
    const entries: Node[] = [];
    for (const entry of row) {
      const value: Value = yield { tree: entry, scope };
      const node = context.values.whole(value, entry);
      if (node.shape.length > 0)
        throw context.place.fail("SHAPE", "an entry of a matrix is a scalar", entry, {
          got: shapeText(node.shape),
        });
      entries.push(reshape(node, [1]));
    }
    rows.push(isColumn ? (entries[0] as Node) : reshape(concat(entries), [1, entries.length]));
  }
  return wholeOf(concat(rows));
}
