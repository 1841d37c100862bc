import { finding } from "../chain";
import { isEquality } from "../definition";
import type { Statement } from "../document/passage";
import type { Finding } from "../finding";
import { keyOf, namedBy } from "../names";
import { printedIn } from "../trees";
import { exactOf, rowIn, rowText } from "./inputs";
import { isConcluded, isSupposed } from "./places";
import { constantIn, rationalText } from "./polynomial";
import { roundedTo } from "./rounding";
import { scopeAt } from "./scope";
import type { Here } from "./substitution";
import { isReason } from "./value";

/** `Y = 0` after a row: the output of a unit. */
export function outputOf(
  { places, row, statements, vocabulary }: Here,
  statement: Statement,
  index: number,
): Finding | undefined {
  const [left, member] = statement.members;
  const name = left && namedBy(left.tree);
  const printed = member && printedIn(member.tree);
  if (name === undefined || member === undefined || printed === undefined || statement.members.length > 2)
    return undefined;
  const key = keyOf(name);
  if (!vocabulary.units.has(key) || !isEquality(member.sign)) return undefined;
  const value = scopeAt(index, vocabulary, row.bindings, "all").value(key, 0);
  const known = isReason(value) ? undefined : constantIn(value);
  const inputs = rowText(rowIn(row.bindings, vocabulary.inputs));
  const where = inputs === "" ? "" : ` for ${inputs}`;
  if (known === undefined)
    return finding(
      member,
      "not checked",
      isReason(value) ? `${value}${where}` : "nothing tells for which inputs",
    );
  if (roundedTo(known, printed)) return finding(member, "proved", `the value${where}`);
  const said = statements[index - 1];
  const text = places.between(said?.end ?? 0, statement.start);
  const isNear = places.isSameParagraph(row.offset, statement.start) || row.offset >= (said?.start ?? 0);
  const isClaim = isNear && !isSupposed(text) && (isConcluded(text) || /^[\s,，;；:：|\\()[\]]*$/.test(text));
  if (!isClaim) return finding(member, "not checked", "nothing tells for which inputs");
  const expected = rationalText(known);
  if (row.mistake !== undefined)
    return {
      ...finding(member, "inherits", `it goes on from a wrong number; the value${where} is ${expected}`),
      expected,
      from: row.mistake.offset,
    };
  row.mistake = { offset: statement.start, values: new Map([[key, exactOf(printed)]]) };
  return {
    ...finding(member, "wrong", `the value${where} is ${expected}, not ${rationalText(exactOf(printed))}`),
    expected,
  };
}
