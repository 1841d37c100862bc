import { rational } from "@chainrule/graph";
import type { Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import type { Lint } from "../findings/result";
import { printedIn } from "../names/trees";
import { constantIn, difference, type Polynomial, polynomialText } from "./polynomial";
import { scopeAt } from "./scope";
import { COMPARISONS, casesIn, holdsFor, isReason, valueIn } from "./value";
import type { Vocabulary } from "./vocabulary";

const { quotient } = rational;

/** Definitions by cases that say nothing of equality, or two things. */
export function boundariesOf(
  vocabulary: Vocabulary,
  statements: readonly Statement[],
  lineOf: (offset: number) => number,
): Lint[] {
  const all = [...vocabulary.meanings, ...vocabulary.functions].flatMap(([key, meanings]) =>
    meanings.map((meaning) => ({ key, ...meaning })),
  );
  return all.flatMap(({ key, statement, tree }): Lint[] => {
    const cases = casesIn(tree);
    const found = cases && atEquality(cases, statement, vocabulary);
    const line = lineOf((statements[statement] as Statement).start);
    if (found === undefined || found.values.size === 1) return [];
    return [
      {
        kind: found.values.size === 0 ? "open at equality" : "two values at equality",
        of: key,
        to: found.text,
        line,
      },
    ];
  });
}

/** What rows that compare the same two things say of the case that they are equal; undefined where they compare different things. */
function atEquality(
  { rows }: Tree & { readonly kind: "cases" },
  statement: number,
  vocabulary: Vocabulary,
): { readonly values: ReadonlySet<number>; readonly text: string } | undefined {
  const scope = scopeAt(statement, { ...vocabulary, meanings: new Map() }, new Map(), "inputs");
  const values = new Set<number>();
  let first: { readonly distance: Polynomial; readonly text: string } | undefined;
  for (const { condition, value } of rows) {
    if (condition === undefined || condition.kind !== "relation" || condition.signs.length !== 1)
      return undefined;
    const comparison = COMPARISONS[condition.signs[0] as string];
    const [a, b] = [valueIn(condition.sides[0] as Tree, scope), valueIn(condition.sides[1] as Tree, scope)];
    if (comparison === undefined || isReason(a) || isReason(b)) return undefined;
    const distance = difference(a, b);
    if (constantIn(distance) !== undefined) return undefined;
    first ??= { distance, text: `${polynomialText(a)} = ${polynomialText(b)}` };
    if (!isMultiple(distance, first.distance)) return undefined;
    const printed = printedIn(value);
    if (printed === undefined) return undefined;
    if (holdsFor(comparison, 0)) values.add(printed.value);
  }
  return first && rows.length > 1 ? { values, text: first.text } : undefined;
}

function isMultiple(a: Polynomial, b: Polynomial): boolean {
  if (a.size !== b.size) return false;
  const ratios = [...a].map(([key, value]) => {
    const other = b.get(key);
    return other === undefined
      ? ""
      : JSON.stringify(quotient(value, other), (_, each: unknown) => String(each));
  });
  return new Set(ratios).size === 1 && ratios[0] !== "";
}
