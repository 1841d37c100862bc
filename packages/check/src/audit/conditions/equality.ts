import type { Member } from "../document/passage";
import type { Finding } from "../findings/finding";
import type { PlainKind } from "../findings/reason";
import { finding } from "../judge/chain";
import { keyOf, namedBy } from "../names/names";
import { isNumeric, printedIn } from "../names/trees";
import { rowFor, rowIn, rowText } from "./inputs";
import { constantIn, difference, type Polynomial, polynomialText, rationalText } from "./polynomial";
import { roundedTo } from "./rounding";
import { scopeAt } from "./scope";
import type { Here } from "./substitution";
import { isReason, type Outcome, valueIn } from "./value";
import { keysIn } from "./vocabulary";

/** Whether a member is equal to the first one: for the row that counts, or for the one row that makes it so. */
export function equalityOf(
  here: Here,
  index: number,
  first: Member,
  before: Member,
  member: Member,
  k: number,
  mistake: number | undefined,
  start: number,
): Finding | undefined {
  const { row, vocabulary } = here;
  const name = k === 1 ? namedBy(first.tree) : undefined;
  if (
    name !== undefined &&
    vocabulary.meanings.get(keyOf(name))?.some(({ statement }) => statement === index)
  )
    return finding(member, "definition", "definition");
  const { inputs } = vocabulary;
  const value = (of: Member, extent: "inputs" | "all"): Outcome =>
    valueIn(of.tree, scopeAt(index, vocabulary, row.bindings, extent));
  for (const extent of ["inputs", "all"] as const) {
    const [a, b] = [value(first, extent), value(member, extent)];
    if (isReason(a) || isReason(b)) continue;
    if (isSame(a, b)) return finding(member, "proved", equalAs(a));
    const found = rowFor(a, b, inputs);
    if (found === undefined) continue;
    row.bind(found, start);
    row.offset = start;
    return finding(member, "proved", { kind: "for a row", row: rowText(found) });
  }
  const [truth, own] = [value(first, "all"), value(member, "all")];
  if (isReason(truth) || isReason(own)) return undefined;
  const [known, printed] = [constantIn(truth), constantIn(own)];
  const shown = printedIn(member.tree);
  if (known === undefined || printed === undefined) return elsewhere(here, index, first, member, start);
  if (shown !== undefined && roundedTo(known, shown))
    return finding(member, "rounding only", { kind: "rounded", value: rationalText(known) });
  const last = value(before, "all");
  if (mistake !== undefined && !isReason(last) && isSame(last, own))
    return { ...finding(member, "inherits", "right after the member before"), from: mistake };
  const isThisRow = row.isOf(start) || !keysIn(first.tree).some((key) => row.varies(key, index));
  if (!isNumeric(member.tree) || !isThisRow) return elsewhere(here, index, first, member, start);
  const expected = rationalText(known);
  return {
    ...finding(member, "wrong", {
      kind: "another value",
      value: expected,
      printed: rationalText(printed),
    }),
    expected,
  };
}

/** A formula over names that is not equal for the row that counts: perhaps it is about another row. */
function elsewhere(
  { row, vocabulary }: Here,
  index: number,
  first: Member,
  member: Member,
  start: number,
): Finding | undefined {
  const { inputs } = vocabulary;
  const without = new Map([...row.bindings].filter(([key]) => !inputs.includes(key)));
  const scope = scopeAt(index, vocabulary, without, "inputs");
  const [a, b] = [valueIn(first.tree, scope), valueIn(member.tree, scope)];
  if (isReason(a) || isReason(b)) return undefined;
  const values = rowIn(row.bindings, inputs);
  const expected = valueIn(first.tree, scopeAt(index, vocabulary, row.bindings, "inputs"));
  if (row.isOf(start) && values.length > 0 && !isReason(expected)) {
    const value = polynomialText(expected);
    const because = { kind: "another value in a row", row: rowText(values), value } as const;
    return { ...finding(member, "wrong", because), expected: value };
  }
  const other = rowFor(a, b, inputs);
  if (other === undefined) return finding(member, "not checked", "nothing tells the inputs");
  row.bind(other, start);
  row.offset = start;
  return finding(member, "proved", { kind: "for a row", row: rowText(other) });
}

const isSame = (a: Polynomial, b: Polynomial): boolean => difference(a, b).size === 0;

const equalAs = (a: Polynomial): PlainKind =>
  constantIn(a) === undefined ? "equal to the member before" : "exact value";
