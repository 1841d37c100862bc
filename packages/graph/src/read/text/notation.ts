import { Cursor, type FrontEnd } from "../grammar/cursor";
import { parsed } from "../grammar/formula";
import { missing } from "../grammar/grammar";
import type { Notation } from "../reader";
import { refusal } from "../refusal";
import type { Line, RelationSign, Tree } from "../tree";
import { textTokens } from "./tokens";

const frontEnd: FrontEnd = {
  // no token of a text is a command
  command: (cursor) => {
    throw missing(cursor);
  },
  isCode: true,
  examples: {
    times: "*",
    quotient: "Write parentheses, or * for every product",
    entrywise: "Write .* for entry by entry, or matmul(a, b)",
    transposed: "transpose(x)",
    vectors: "Write dot(a, b), outer(a, b) or a .* b",
    sum: "sum_{j=1}^{m}",
    derivative: "∂E/∂w",
    entry: "softmax(z)_i",
    functions: "exp, sigmoid or max",
    relations: "<, <=, >, >=, == or !=",
    norms: "1, 2, another number from 1 on, ∞, or F",
    axisNorm: "A norm over an axis is written with its entries",
    matrixNorm: "Write ||W||_F for the root of the sum of its squares, or write the entries out",
  },
};

/** The signs of equations; == is a comparison. */
const EQUALITIES: ReadonlySet<RelationSign> = new Set(["=", ":=", "≈", "←", "≡", "∝", "→"]);

/** Formulas without LaTeX: as in mathjs, as in Python, or with the signs of Unicode. */
export const textNotation: Notation = { ...frontEnd, parse: formulaIn };

/** A text that is one formula. @throws ChainruleError SYNTAX, REFUSED, NUMBER, TOO_LONG, TOO_DEEP */
function formulaIn(text: string): Tree {
  const { left, right } = parseText(text);
  const [second] = right;
  if (left !== undefined && second === undefined) return left;
  const at = second === undefined ? { start: 0, end: text.length } : { start: second.at, end: second.at + 1 };
  throw refusal("REFUSED", "a formula does not assign or define anything", text, at, {
    got: second?.sign ?? text,
    mend: "Write == to compare",
  });
}

/**
 * An equation, a chain of them, or a formula alone, without LaTeX.
 * @throws ChainruleError SYNTAX, REFUSED, NUMBER, TOO_LONG, TOO_DEEP
 * @example parseText("dL/dw = 2 (w*x - y) x")
 */
export function parseText(text: string): Line & { readonly right: readonly { readonly at: number }[] } {
  const cursor = new Cursor(text, textTokens(text), frontEnd);
  if (cursor.peek() === undefined) {
    throw refusal(
      "SYNTAX",
      "the formula is empty",
      text,
      { start: 0, end: Math.max(1, text.length) },
      {
        expected: "for example w * x + b",
      },
    );
  }
  const tree = parsed(cursor, "formula");
  if (cursor.peek() !== undefined) throw unexpected(cursor);
  const span = { start: tree.start, end: tree.end, remarks: [] };
  if (tree.kind !== "relation") return { left: tree, right: [], ...span };
  const groups: { sign?: RelationSign; at: number; sides: Tree[]; signs: RelationSign[] }[] = [
    { at: 0, sides: [tree.sides[0] as Tree], signs: [] },
  ];
  for (const [k, sign] of tree.signs.entries()) {
    const side = tree.sides[k + 1] as Tree; // one more than signs
    const last = groups[groups.length - 1];
    if (EQUALITIES.has(sign)) {
      const before = tree.sides[k] as Tree;
      const gap = text.slice(before.end, side.start).search(/[^\s)\]}]/);
      groups.push({ sign, at: before.end + Math.max(0, gap), sides: [side], signs: [] });
    } else {
      last?.sides.push(side);
      last?.signs.push(sign);
    }
  }
  const [first, ...rest] = groups.map(({ sides, signs, ...group }) => ({
    ...group,
    tree: relationOf(sides, signs),
  }));
  return {
    ...(first !== undefined && { left: first.tree }),
    right: rest.flatMap(({ at, sign, tree: side }) => (sign === undefined ? [] : [{ at, sign, tree: side }])),
    ...span,
  };
}

function relationOf(sides: readonly Tree[], signs: readonly RelationSign[]): Tree {
  const [first] = sides as readonly [Tree];
  if (signs.length === 0) return first;
  return {
    kind: "relation",
    sides,
    signs,
    start: first.start,
    end: sides[sides.length - 1]?.end ?? first.end,
  };
}

function unexpected(cursor: Cursor): Error {
  const [here] = [cursor.here()];
  if (cursor.peek()?.kind === "separator") {
    const next = cursor.peek(1);
    return cursor.refuse("REFUSED", "a line break ends a formula", next ?? here, {
      got: next === undefined ? "a line break" : cursor.text.slice(next.start, next.end),
      mend: "End the line before with an operator, or put the formula in parentheses",
    });
  }
  if (cursor.is(",")) {
    const isDecimal = /\d\s*$/.test(cursor.text.slice(0, here.start));
    return cursor.refuse("SYNTAX", "a comma only separates arguments", here, {
      got: ",",
      mend: isDecimal ? "Write a decimal number with a point: 1.5" : "Leave it out",
    });
  }
  if (cursor.is(":")) {
    return cursor.refuse("REFUSED", "a formula has no ranges", here, {
      got: ":",
      mend: "Write a choice as condition ? a : b",
    });
  }
  const isClosing = cursor.is(")") || cursor.is("]") || cursor.is("}");
  return cursor.refuse(
    "SYNTAX",
    isClosing ? "brackets do not match" : "the formula does not go on like this",
    here,
    {
      got: cursor.shown(),
      ...(isClosing && { expected: "an open bracket before it" }),
    },
  );
}
