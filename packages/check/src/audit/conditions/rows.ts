import type { Rational } from "@chainrule/graph";
import { finding } from "../chain";
import { isEquality } from "../definition";
import type { Member, Statement } from "../document";
import { BAD, type Finding } from "../finding";
import { keyOf, namedBy } from "../names";
import { isNumeric, printedIn } from "../trees";
import { exactOf, operandsIn, rowFor, rowIn, rowText, withBindings } from "./inputs";
import { isConcluded, isSupposed, type Places, type Tuple } from "./places";
import {
  constantIn,
  difference,
  type Polynomial,
  polynomialText,
  rationalText,
  unknownsIn,
} from "./polynomial";
import { roundedTo } from "./rounding";
import { type Bindings, inEffect, scopeAt } from "./scope";
import { COMPARISONS, type Comparison, isReason, type Outcome, valueIn } from "./value";
import { hasInequality, isOfGradients, isThreshold, keysIn, type Vocabulary } from "./vocabulary";

/** An inequality as it stands in a chain, with what was known there. */
export interface Compared {
  readonly statement: number;
  /** Its place among the members. */
  readonly at: number;
  readonly comparison: Comparison;
  readonly before: Member;
  readonly member: Member;
  /** The first member since the last inequality. */
  readonly first: Member;
  readonly bindings: Bindings;
  /** The output that the row asks for. */
  readonly target: Rational | undefined;
  /** Whether it depends on inputs, and nothing tells for certain which row it is about. */
  readonly isOfSomeRow: boolean;
  /** The offset of the mistake that the members before it carry. */
  readonly mistake: number | undefined;
}

/** Findings for the members after the first; undefined for those that conditions say nothing of. */
export type Judged = (Finding | undefined)[];

/** Goes through the chains in their order, keeps the values of the row they are about, and judges all but inequalities. */
export class Rows {
  readonly #statements: readonly Statement[];
  readonly #vocabulary: Vocabulary;
  readonly #places: Places;
  /** Names that numbers are put in for before an inequality. */
  readonly #worked: ReadonlySet<string>;
  readonly compared: Compared[] = [];
  bindings: Bindings = new Map();
  #target: Rational | undefined;
  /** The last chain that numbers were put into, or row that was announced. */
  #row = 0;
  #isFresh = false;
  #tuple = 0;
  /** Where a wrong number was printed last, and for which name. */
  #mistake: { readonly offset: number; readonly values: ReadonlyMap<string, Rational> } | undefined;

  constructor(statements: readonly Statement[], vocabulary: Vocabulary, places: Places) {
    this.#statements = statements;
    this.#vocabulary = vocabulary;
    this.#places = places;
    this.#worked = new Set(
      statements
        .filter(hasInequality)
        .flatMap(({ members }) =>
          members.flatMap((member, k) =>
            k === 0 ? [] : (operandsIn(members[k - 1] as Member, member) ?? []),
          ),
        )
        .map(({ key }) => key),
    );
  }

  /** A finding for each member that this can tell of; undefined if none. */
  judged(index: number): Judged | undefined {
    const statement = this.#statements[index] as Statement; // as many as are asked for
    const last = this.#statements[index - 1];
    const { start } = statement;
    if (last !== undefined && this.#places.section(last.start) !== this.#places.section(start)) this.#leave();
    for (const tuple of this.#places.tuples.slice(this.#tuple).filter(({ offset }) => offset < start)) {
      this.#tuple++;
      this.#announce(tuple, start);
    }
    if (isOfGradients(statement)) return undefined;
    const law = [...this.#vocabulary.functions.values()].flat().find((each) => each.statement === index);
    if (law !== undefined && isThreshold(law.tree) && statement.members.length === 2)
      return statement.members
        .slice(1)
        .map((member) => finding(member, "definition", "taken as the definition"));
    const isOwn = this.#isOwn(statement);
    const isOutput = this.#isOutputOfRow(statement);
    const given = this.#given(statement, index);
    if (given !== undefined) return isOwn || isOutput ? given : undefined;
    return isOwn ? this.#chain(statement, index) : undefined;
  }

  /** A new section knows nothing of the rows before it. */
  #leave(): void {
    const inputs = new Set(this.#vocabulary.inputs);
    this.bindings = new Map([...this.bindings].filter(([key]) => !inputs.has(key)));
    this.#target = undefined;
    this.#mistake = undefined;
  }

  /** A row of inputs in the text; several in a line are a list, not a row. */
  #announce({ offset, output, values }: Tuple, start: number): void {
    const { inputs } = this.#vocabulary;
    const isAlone = !this.#places.tuples.some(
      (other) =>
        other.offset !== offset && other.offset < start && this.#places.isSameLine(other.offset, offset),
    );
    if (!isAlone || values.length !== inputs.length) return;
    if (this.#places.section(offset) !== this.#places.section(start)) return;
    this.row(
      inputs.map((key, k) => [key, { n: BigInt(values[k] as number), d: 1n }] as const),
      offset,
      output === undefined ? undefined : { n: BigInt(output), d: 1n },
    );
  }

  /** From here on, inputs have these values. */
  row(values: Iterable<readonly [string, Rational]>, offset: number, target: Rational | undefined): void {
    this.bindings = withBindings(this.bindings, values, offset);
    this.#target = target;
    [this.#row, this.#isFresh, this.#mistake] = [offset, true, undefined];
  }

  #isOwn(statement: Statement): boolean {
    const keys = statement.members.flatMap(({ tree }) => keysIn(tree));
    if (hasInequality(statement)) return true;
    const { domain, functions, units } = this.#vocabulary;
    if (units.size === 0) return keys.length > 0 && keys.every((key) => this.#worked.has(key));
    const [left] = statement.members;
    const isLaw = left?.tree.kind === "applied" && functions.has(left.tree.head.name.base);
    return !isLaw && keys.length > 0 && keys.every((key) => domain.has(key));
  }

  /** `Y = 0` beside the inputs of a row, where no definition says what Y is: it may be another in the next row. */
  #isOutputOfRow({ members, start }: Statement): boolean {
    const [left] = members;
    const name = left && namedBy(left.tree);
    return (
      this.#vocabulary.units.size === 0 &&
      this.#worked.size > 0 &&
      members.length === 2 &&
      name !== undefined &&
      !this.#vocabulary.meanings.has(keyOf(name)) &&
      this.#places.isSameLine(this.#row, start)
    );
  }

  /** `X_1 = X_2 = 0`: values of names without a definition. */
  #given({ end, members, start }: Statement, index: number): Judged | undefined {
    const last = members.at(-1);
    const printed = last && printedIn(last.tree);
    const names = members.slice(0, -1).map(({ tree }) => namedBy(tree));
    if (printed === undefined || members.slice(1).some(({ sign }) => !isEquality(sign))) return undefined;
    const keys = names.flatMap((name) => (name === undefined ? [] : [keyOf(name)]));
    if (keys.length !== names.length || keys.some((key) => this.#meaning(key, index) !== undefined))
      return undefined;
    const { inputs } = this.#vocabulary;
    const isRow = keys.some((key) => inputs.includes(key));
    const value = exactOf(printed);
    if (isRow) {
      const isNew = !this.#isFresh || !this.#places.isSameParagraph(this.#row, start);
      this.row(
        keys.map((key) => [key, value] as const),
        start,
        isNew ? undefined : this.#target,
      );
      this.#row = end;
    } else
      this.bindings = withBindings(
        this.bindings,
        keys.map((key) => [key, value] as const),
        start,
      );
    return members.slice(1).map((member) => finding(member, "given", "taken as given"));
  }

  #meaning(key: string, index: number) {
    return inEffect(this.#vocabulary.meanings.get(key), index);
  }

  #chain(statement: Statement, index: number): Judged {
    const { members } = statement;
    const wasFresh = this.#isFresh;
    const wrong = this.#substitute(statement, index);
    const target = wasFresh || this.#isRowOf(statement.start) ? this.#target : undefined;
    const output = this.#output(statement, index);
    if (output !== undefined) return [output];
    let first = members[0] as Member; // a chain has members
    let mistake: number | undefined;
    const found: Judged = [];
    for (const [k, member] of members.entries()) {
      if (k === 0) continue;
      const before = members[k - 1] as Member;
      const comparison = COMPARISONS[member.sign ?? ""];
      if (comparison !== undefined && comparison !== "=") {
        const { bindings } = this;
        const varies = [before, member].some(({ tree }) =>
          keysIn(tree).some((key) => this.#varies(key, index)),
        );
        const isOfSomeRow = varies && !wasFresh && !this.#isRowOf(statement.start);
        this.compared.push({
          statement: index,
          at: k,
          comparison,
          before,
          member,
          first,
          bindings,
          target,
          isOfSomeRow,
          mistake,
        });
        first = member;
        found.push(undefined);
        continue;
      }
      const own = wrong.get(k) ?? this.#equality(index, first, before, member, k, mistake, statement.start);
      if (own !== undefined && BAD.has(own.verdict)) mistake ??= own.from ?? statement.start;
      found.push(own);
    }
    if (mistake !== undefined) this.#keepMistake(statement, mistake);
    if (wasFresh) this.#row = statement.start;
    this.#isFresh = false;
    return found;
  }

  /** Numbers put in place of names: those of inputs tell which row this is, others have to be the ones given. */
  #substitute(statement: Statement, index: number): Map<number, Finding> {
    const wrong = new Map<number, Finding>();
    const inputs = new Set(this.#vocabulary.inputs);
    for (const [k, member] of statement.members.entries()) {
      const before = statement.members[k - 1];
      const operands = before && isEquality(member.sign) ? operandsIn(before, member) : undefined;
      if (operands === undefined) continue;
      const isHard = this.#isFresh || this.#places.isSameLine(this.#row, statement.start);
      const row = new Map<string, Rational>();
      for (const { key, printed } of operands) {
        if (this.#meaning(key, index) !== undefined) continue; // a claim, for which the row has to be known first
        const [bound, value] = [this.bindings.get(key) ?? this.#later(key), exactOf(printed)];
        const known = row.get(key) ?? (inputs.has(key) && !isHard ? undefined : bound?.value);
        if (known === undefined) row.set(key, value);
        else if (known.n !== value.n || known.d !== value.d)
          wrong.set(k, misput(member, printed, key, rationalText(known)));
      }
      if (row.size > 0) {
        const isRow = [...row.keys()].some((key) => inputs.has(key));
        this.bindings = withBindings(this.bindings, row, statement.start);
        if (isRow && !isHard) [this.#target, this.#mistake] = [undefined, undefined];
        if (isRow) this.#row = statement.start;
      }
      for (const { key, printed } of operands) {
        if (wrong.has(k) || this.#meaning(key, index) === undefined) continue;
        const value = scopeAt(index, this.#vocabulary, this.bindings, "all").value(key, 0);
        const known = isReason(value) ? undefined : constantIn(value);
        if (known === undefined || roundedTo(known, printed)) continue;
        const printedBefore = this.#mistake?.values.get(key);
        const own = misput(member, printed, key, rationalText(known));
        const isOld = printedBefore !== undefined && roundedTo(printedBefore, printed) === "exact";
        wrong.set(
          k,
          isOld && this.#mistake !== undefined
            ? {
                ...own,
                verdict: "inherits",
                from: this.#mistake.offset,
                because: `${key} is ${rationalText(known)}; this number is that of an earlier line`,
              }
            : own,
        );
      }
    }
    return wrong;
  }

  /** A value given only after its use. */
  #later(key: string): { readonly value: Rational } | undefined {
    if (this.#vocabulary.inputs.includes(key)) return undefined;
    for (const { members } of this.#statements) {
      const [left, right] = members;
      const name = left && namedBy(left.tree);
      const printed =
        right && members.length === 2 && isEquality(right.sign) ? printedIn(right.tree) : undefined;
      if (name !== undefined && keyOf(name) === key && printed !== undefined)
        return { value: exactOf(printed) };
    }
    return undefined;
  }

  /** `Y = 0` after a row: the output of a unit. */
  #output(statement: Statement, index: number): Finding | undefined {
    const [left, member] = statement.members;
    const name = left && namedBy(left.tree);
    const printed = member && printedIn(member.tree);
    if (name === undefined || member === undefined || printed === undefined || statement.members.length > 2)
      return undefined;
    const key = keyOf(name);
    if (!this.#vocabulary.units.has(key) || !isEquality(member.sign)) return undefined;
    const value = scopeAt(index, this.#vocabulary, this.bindings, "all").value(key, 0);
    const known = isReason(value) ? undefined : constantIn(value);
    const row = rowText(rowIn(this.bindings, this.#vocabulary.inputs));
    const where = row === "" ? "" : ` for ${row}`;
    if (known === undefined)
      return finding(
        member,
        "not checked",
        isReason(value) ? `${value}${where}` : "nothing tells for which inputs",
      );
    if (roundedTo(known, printed)) return finding(member, "proved", `the value${where}`);
    const said = this.#statements[index - 1];
    const text = this.#places.between(said?.end ?? 0, statement.start);
    const isNear =
      this.#places.isSameParagraph(this.#row, statement.start) || this.#row >= (said?.start ?? 0);
    const isClaim =
      isNear && !isSupposed(text) && (isConcluded(text) || /^[\s,，;；:：|\\()[\]]*$/.test(text));
    if (!isClaim) return finding(member, "not checked", "nothing tells for which inputs");
    const expected = rationalText(known);
    if (this.#mistake !== undefined)
      return {
        ...finding(member, "inherits", `it goes on from a wrong number; the value${where} is ${expected}`),
        expected,
        from: this.#mistake.offset,
      };
    this.#mistake = { offset: statement.start, values: new Map([[key, exactOf(printed)]]) };
    return {
      ...finding(member, "wrong", `the value${where} is ${expected}, not ${rationalText(exactOf(printed))}`),
      expected,
    };
  }

  #equality(
    index: number,
    first: Member,
    before: Member,
    member: Member,
    k: number,
    mistake: number | undefined,
    start: number,
  ): Finding | undefined {
    const name = k === 1 ? namedBy(first.tree) : undefined;
    if (
      name !== undefined &&
      this.#vocabulary.meanings.get(keyOf(name))?.some(({ statement }) => statement === index)
    )
      return finding(member, "definition", "taken as the definition");
    const { inputs } = this.#vocabulary;
    const value = (of: Member, extent: "inputs" | "all"): Outcome =>
      valueIn(of.tree, scopeAt(index, this.#vocabulary, this.bindings, extent));
    for (const extent of ["inputs", "all"] as const) {
      const [a, b] = [value(first, extent), value(member, extent)];
      if (isReason(a) || isReason(b)) continue;
      if (isSame(a, b)) return finding(member, "proved", equalText(a));
      const row = rowFor(a, b, inputs);
      if (row === undefined) continue;
      this.bindings = withBindings(this.bindings, row, start);
      this.#row = start;
      return finding(member, "proved", `for ${rowText(row)}`);
    }
    const [truth, own] = [value(first, "all"), value(member, "all")];
    if (isReason(truth) || isReason(own)) return undefined;
    const [known, printed] = [constantIn(truth), constantIn(own)];
    const shown = printedIn(member.tree);
    if (known === undefined || printed === undefined) return this.#elsewhere(index, first, member, start);
    if (shown !== undefined && roundedTo(known, shown))
      return finding(member, "rounding only", `${rationalText(known)}, rounded`);
    const last = value(before, "all");
    if (mistake !== undefined && !isReason(last) && isSame(last, own))
      return { ...finding(member, "inherits", "right, given the member before it"), from: mistake };
    const isThisRow = this.#isRowOf(start) || !keysIn(first.tree).some((key) => this.#varies(key, index));
    if (!isNumeric(member.tree) || !isThisRow) return this.#elsewhere(index, first, member, start);
    const expected = rationalText(known);
    return {
      ...finding(member, "wrong", `the value is ${expected}, not ${rationalText(printed)}`),
      expected,
    };
  }

  /** Whether the row that was told last is certainly the one that a formula is about. */
  #isRowOf = (start: number): boolean => this.#isFresh || this.#places.isSameParagraph(this.#row, start);

  /** Whether the value of a name depends on inputs. */
  #varies(key: string, index: number): boolean {
    const { inputs } = this.#vocabulary;
    const value = scopeAt(index, this.#vocabulary, new Map(), "inputs").value(key, 0);
    return inputs.includes(key) || isReason(value) || unknownsIn(value).some((each) => inputs.includes(each));
  }

  /** A formula over names that is not equal for the row that counts: perhaps it is about another row. */
  #elsewhere(index: number, first: Member, member: Member, start: number): Finding | undefined {
    const { inputs } = this.#vocabulary;
    const without = new Map([...this.bindings].filter(([key]) => !inputs.includes(key)));
    const scope = scopeAt(index, this.#vocabulary, without, "inputs");
    const [a, b] = [valueIn(first.tree, scope), valueIn(member.tree, scope)];
    if (isReason(a) || isReason(b)) return undefined;
    const row = rowIn(this.bindings, inputs);
    const expected = valueIn(first.tree, scopeAt(index, this.#vocabulary, this.bindings, "inputs"));
    if (this.#isRowOf(start) && row.length > 0 && !isReason(expected)) {
      const because = `for ${rowText(row)} it is ${polynomialText(expected)}`;
      return { ...finding(member, "wrong", because), expected: polynomialText(expected) };
    }
    const other = rowFor(a, b, inputs);
    if (other === undefined) return finding(member, "not checked", "nothing tells for which inputs");
    this.bindings = withBindings(this.bindings, other, start);
    this.#row = start;
    return finding(member, "proved", `for ${rowText(other)}`);
  }

  /** The number that a wrong chain ends in counts for the name it begins with. */
  #keepMistake({ members }: Statement, offset: number): void {
    const name = members[0] && namedBy(members[0].tree);
    const printed = members.flatMap(({ tree }) => printedIn(tree) ?? []).at(-1);
    this.#mistake = {
      offset,
      values: new Map(name === undefined || printed === undefined ? [] : [[keyOf(name), exactOf(printed)]]),
    };
  }
}

const isSame = (a: Polynomial, b: Polynomial): boolean => difference(a, b).size === 0;

const equalText = (a: Polynomial): string =>
  constantIn(a) === undefined ? "equal to the member before it" : "the exact value";

const misput = (
  member: Member,
  printed: { readonly start: number; readonly end: number },
  key: string,
  expected: string,
): Finding => ({
  ...finding(
    member,
    "wrong",
    `${key} is ${expected}, not ${member.passage.text.slice(printed.start, printed.end).trim()}`,
  ),
  start: member.passage.offset + printed.start,
  end: member.passage.offset + printed.end,
  expected,
});
