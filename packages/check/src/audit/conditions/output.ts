import type { Statement } from "../document/passage";
import { isConcluded, isSupposed } from "../document/places";
import type { Finding } from "../findings/finding";
import { finding } from "../judge/chain";
import { isEquality } from "../names/definition";
import { keyOf, namedBy } from "../names/names";
import { printedIn } from "../names/trees";
import { exactOf, rowIn, rowText } from "./inputs";
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
  if (known === undefined) {
    if (!isReason(value)) return finding(member, "not checked", "nothing tells the inputs");
    return finding(
      member,
      "not checked",
      inputs === "" ? value : { kind: "in a row", because: value, row: inputs },
    );
  }
  if (roundedTo(known, printed))
    return finding(
      member,
      "proved",
      inputs === "" ? "value as computed" : { kind: "value for a row", row: inputs },
    );
  const said = statements[index - 1];
  const text = places.between(said?.end ?? 0, statement.start);
  const isNear = places.isSameParagraph(row.offset, statement.start) || row.offset >= (said?.start ?? 0);
  const isClaim = isNear && !isSupposed(text) && (isConcluded(text) || /^[\s,，;；:：|\\()[\]]*$/.test(text));
  if (!isClaim) return finding(member, "not checked", "nothing tells the inputs");
  const expected = rationalText(known);
  if (row.mistake !== undefined)
    return {
      ...finding(
        member,
        "inherits",
        inputs === ""
          ? { kind: "after a wrong value", value: expected }
          : { kind: "after a wrong value in a row", row: inputs, value: expected },
      ),
      expected,
      from: row.mistake.offset,
    };
  const values = { value: expected, printed: rationalText(exactOf(printed)) };
  row.mistake = { offset: statement.start, values: new Map([[key, exactOf(printed)]]) };
  return {
    ...finding(
      member,
      "wrong",
      inputs === ""
        ? { kind: "another value", ...values }
        : { kind: "another value for a row", row: inputs, ...values },
    ),
    expected,
  };
}
