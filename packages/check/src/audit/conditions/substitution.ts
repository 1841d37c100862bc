import type { Rational } from "@chainrule/graph";
import type { Member, Statement } from "../document/passage";
import type { Places } from "../document/places";
import type { Finding } from "../findings/finding";
import { finding } from "../judge/chain";
import { isEquality } from "../names/definition";
import { keyOf, namedBy } from "../names/names";
import { printedIn } from "../names/trees";
import type { CurrentRow } from "./current-row";
import { exactOf, operandsIn } from "./inputs";
import { constantIn, rationalText } from "./polynomial";
import { roundedTo } from "./rounding";
import { inEffect, scopeAt } from "./scope";
import { isReason } from "./value";
import type { Vocabulary } from "./vocabulary";

/** What members are judged by. */
export interface Here {
  readonly statements: readonly Statement[];
  readonly vocabulary: Vocabulary;
  readonly places: Places;
  readonly row: CurrentRow;
}

/** Numbers put in place of names: those of inputs tell which row this is, others have to be the ones given. */
export function substituted(here: Here, statement: Statement, index: number): Map<number, Finding> {
  const { places, row, vocabulary } = here;
  const isDefined = (key: string): boolean => inEffect(vocabulary.meanings.get(key), index) !== undefined;
  const wrong = new Map<number, Finding>();
  const inputs = new Set(vocabulary.inputs);
  for (const [k, member] of statement.members.entries()) {
    const before = statement.members[k - 1];
    const operands = before && isEquality(member.sign) ? operandsIn(before, member) : undefined;
    if (operands === undefined) continue;
    const isHard = row.isFresh || places.isSameLine(row.offset, statement.start);
    const put = new Map<string, Rational>();
    for (const { key, printed } of operands) {
      if (isDefined(key)) continue; // a claim, for which the row has to be known first
      const [bound, value] = [
        row.bindings.get(key) ?? givenLater(here, key, statement.start),
        exactOf(printed),
      ];
      const known = put.get(key) ?? (inputs.has(key) && !isHard ? undefined : bound?.value);
      if (known === undefined) put.set(key, value);
      else if (!roundedTo(known, printed)) wrong.set(k, misput(member, printed, key, rationalText(known)));
    }
    if (put.size > 0) {
      const isRow = [...put.keys()].some((key) => inputs.has(key));
      row.bind(put, statement.start);
      if (isRow && !isHard) [row.target, row.mistake] = [undefined, undefined];
      if (isRow) row.offset = statement.start;
    }
    for (const { key, printed } of operands) {
      if (wrong.has(k) || !isDefined(key)) continue;
      const value = scopeAt(index, vocabulary, row.bindings, "all").value(key, 0);
      const known = isReason(value) ? undefined : constantIn(value);
      if (known === undefined || roundedTo(known, printed)) continue;
      const printedBefore = row.mistake?.values.get(key);
      const own = misput(member, printed, key, rationalText(known));
      const isOld = printedBefore !== undefined && roundedTo(printedBefore, printed) === "exact";
      wrong.set(
        k,
        isOld && row.mistake !== undefined
          ? {
              ...own,
              verdict: "inherits",
              from: row.mistake.offset,
              because: { kind: "value of an earlier line", name: key, value: rationalText(known) },
            }
          : own,
      );
    }
  }
  return wrong;
}

/** A value given only after its use. */
function givenLater(
  { places, statements, vocabulary }: Here,
  key: string,
  start: number,
): { readonly value: Rational } | undefined {
  if (vocabulary.inputs.includes(key)) return undefined;
  for (const { members, start: other } of statements) {
    if (places.section(other) !== places.section(start)) continue;
    const [left, right] = members;
    const name = left && namedBy(left.tree);
    const printed =
      right && members.length === 2 && isEquality(right.sign) ? printedIn(right.tree) : undefined;
    if (name !== undefined && keyOf(name) === key && printed !== undefined)
      return { value: exactOf(printed) };
  }
  return undefined;
}

const misput = (
  member: Member,
  printed: { readonly start: number; readonly end: number },
  key: string,
  expected: string,
): Finding => ({
  ...finding(member, "wrong", {
    kind: "another value of",
    name: key,
    value: expected,
    printed: member.passage.text.slice(printed.start, printed.end).trim(),
  }),
  start: member.passage.offset + printed.start,
  end: member.passage.offset + printed.end,
  expected,
});
