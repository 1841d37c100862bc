import { type Rational, rational } from "@chainrule/graph";
import { gateIn, gateOutput } from "../document/gates";
import type { Member, Statement } from "../document/passage";
import type { Finding } from "../findings/finding";
import type { Gate, Reason } from "../findings/reason";
import { finding } from "../judge/chain";
import { isEquality } from "../names/definition";
import { keyOf, namedBy } from "../names/names";
import { isNumeric, printedIn } from "../names/trees";
import { exactOf, rowText, withBindings } from "./inputs";
import { constantIn, rationalText } from "./polynomial";
import { roundedTo } from "./rounding";
import { type Bindings, inEffect, scopeAt } from "./scope";
import { COMPARISONS, holdsFor, isReason, type Outcome, valueIn } from "./value";
import type { Vocabulary } from "./vocabulary";

const { ONE, ZERO, minus, signOf } = rational;

/** What a row gives to names without a definition. */
export function givenIn(
  equations: readonly Statement[],
  statement: number,
  { meanings }: Vocabulary,
): Map<string, Rational> {
  const given = new Map<string, Rational>();
  for (const { members } of equations) {
    const [head, cell] = members as readonly [Member, Member]; // an equation has two sides
    const name = namedBy(head.tree);
    const printed = members.length === 2 ? printedIn(cell.tree) : undefined;
    if (name === undefined || printed === undefined || gateIn(head.passage.text) !== undefined) continue;
    if (inEffect(meanings.get(keyOf(name)), statement) === undefined)
      given.set(keyOf(name), exactOf(printed));
  }
  return given;
}

/** The cells of a row: what heads the columns, for what the row gives to names without a definition. Undefined for what has no exact value. */
export function judgedRow(
  equations: readonly Statement[],
  statement: number,
  vocabulary: Vocabulary,
  bindings: Bindings,
): (Finding | undefined)[] {
  const given = givenIn(equations, statement, vocabulary);
  const start = equations[0]?.start ?? 0;
  const known = withBindings(bindings, given, start);
  const inputs = new Set(given.keys());
  const own: Vocabulary = { ...vocabulary, inputs: [...inputs] };
  const misprints = new Map<string, Rational>();
  return equations.flatMap((equation) => {
    const { members } = equation;
    const head = members[0] as Member; // an equation has two sides
    const gate = gateIn(head.passage.text);
    if (gate !== undefined) return [gateCell(gate, members[1] as Member, given)];
    const name = namedBy(head.tree);
    if (name !== undefined && given.has(keyOf(name)))
      return [finding(members[1] as Member, "given", "given in a row")];
    const truth = valueIn(head.tree, scopeAt(statement, own, known, "all"));
    const reached = valueIn(head.tree, scopeAt(statement, own, known, "all", misprints));
    return members.slice(1).map((member, k) => {
      const found = isEquality(member.sign)
        ? cell(member, truth, reached, start)
        : compared(members[k] as Member, member, truth);
      const printed = printedIn(member.tree);
      if (found?.verdict === "wrong" && name !== undefined && printed !== undefined)
        misprints.set(keyOf(name), exactOf(printed));
      return (
        found && {
          ...found,
          because: found.verdict === "wrong" ? inRow(found.because, given) : found.because,
        }
      );
    });
  });
}

const inRow = (because: Reason, given: ReadonlyMap<string, Rational>): Reason =>
  given.size === 0 ? because : { kind: "wrong in a row", because, row: rowText(given) };

const numberIn = (value: Outcome): Rational | undefined => (isReason(value) ? undefined : constantIn(value));

function cell(member: Member, truth: Outcome, other: Outcome, start: number): Finding | undefined {
  const value = numberIn(truth);
  const printed = printedIn(member.tree);
  if (value === undefined)
    return isReason(truth) && truth.kind === "open at equality"
      ? finding(member, "not checked", truth)
      : undefined;
  if (printed === undefined) return isNumeric(member.tree) ? formulaCell(member, value) : undefined;
  const how = roundedTo(value, printed);
  if (how === "exact") return finding(member, "proved", "exact value");
  if (how === "rounded")
    return finding(member, "rounding only", { kind: "rounded", value: rationalText(value) });
  const expected = rationalText(value);
  const printedText = rationalText(exactOf(printed));
  const reached = numberIn(other);
  if (reached !== undefined && roundedTo(reached, printed))
    return {
      ...finding(member, "inherits", { kind: "right after a wrong cell", value: expected }),
      expected,
      from: start,
    };
  return {
    ...finding(member, "wrong", { kind: "another value", value: expected, printed: printedText }),
    expected,
  };
}

const NOTHING = {
  value: (): Outcome => ({ kind: "name" }),
  call: (): undefined => undefined,
};

/** 0*1 + 1*1 - 1.5 in a cell. */
function formulaCell(member: Member, value: Rational): Finding | undefined {
  const own = numberIn(valueIn(member.tree, NOTHING));
  if (own === undefined) return undefined;
  if (own.n === value.n && own.d === value.d) return finding(member, "proved", "exact value");
  const expected = rationalText(value);
  const because = { kind: "comes to another value", own: rationalText(own), value: expected } as const;
  return { ...finding(member, "wrong", because), expected };
}

/** An inequality in a cell: of the numbers printed, and of the value that heads the column. */
function compared(before: Member, member: Member, truth: Outcome): Finding | undefined {
  const comparison = COMPARISONS[member.sign ?? ""];
  const [a, b] = [
    numberIn(valueIn(before.tree, NOTHING)) ?? numberIn(truth),
    numberIn(valueIn(member.tree, NOTHING)),
  ];
  if (comparison === undefined || a === undefined || b === undefined) return undefined;
  const holds = holdsFor(comparison, signOf(minus(a, b)));
  const sides = { left: rationalText(a), right: rationalText(b) };
  return holds
    ? finding(member, "proved", { kind: "both sides", ...sides })
    : finding(member, "wrong", { kind: "sides differ", ...sides });
}

function gateCell(gate: Gate, member: Member, given: ReadonlyMap<string, Rational>): Finding | undefined {
  const printed = printedIn(member.tree);
  const values = [...given.values()];
  const isBinary = values.every(({ d, n }) => d === 1n && (n === 0n || n === 1n));
  const output =
    values.length > 0 && isBinary
      ? gateOutput(
          gate,
          values.map(({ n }) => n === 1n),
        )
      : undefined;
  if (printed === undefined || output === undefined) return undefined;
  const name: Reason = { kind: `gate ${gate}` };
  const expected = output ? ONE : ZERO;
  if (roundedTo(expected, printed)) return finding(member, "proved", { kind: "gate", gate: name });
  const value = rationalText(expected);
  const because = { kind: "another output of a gate", gate: name, row: rowText(given), value } as const;
  return { ...finding(member, "wrong", because), expected: value };
}
