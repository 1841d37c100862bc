import type { Rational } from "@chainrule/graph";
import type { Member, Statement } from "../document/passage";
import type { Places } from "../document/places";
import { BAD, type Finding } from "../findings/finding";
import { finding } from "../judge/chain";
import { isEquality } from "../names/definition";
import { keyOf, namedBy } from "../names/names";
import { printedIn } from "../names/trees";
import { CurrentRow } from "./current-row";
import { equalityOf } from "./equality";
import { exactOf, operandsIn } from "./inputs";
import { outputOf } from "./output";
import { type Bindings, inEffect } from "./scope";
import { type Here, substituted } from "./substitution";
import { COMPARISONS, type Comparison } from "./value";
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
  readonly row: CurrentRow;
  readonly #here: Here;

  constructor(statements: readonly Statement[], vocabulary: Vocabulary, places: Places) {
    this.#statements = statements;
    this.#vocabulary = vocabulary;
    this.#places = places;
    this.row = new CurrentRow(vocabulary, places);
    this.#here = { statements, vocabulary, places, row: this.row };
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
    this.row.goTo(statement.start, this.#statements[index - 1]);
    if (isOfGradients(statement)) return undefined;
    const law = [...this.#vocabulary.functions.values()].flat().find((each) => each.statement === index);
    if (law !== undefined && isThreshold(law.tree) && statement.members.length === 2)
      return statement.members.slice(1).map((member) => finding(member, "definition", "definition"));
    const isOwn = this.#isOwn(statement);
    const isOutput = this.#isOutputOfRow(statement);
    const given = this.#given(statement, index);
    if (given !== undefined) return isOwn || isOutput ? given : undefined;
    return isOwn ? this.#chain(statement, index) : undefined;
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
      this.#places.isSameLine(this.row.offset, start)
    );
  }

  /** `X_1 = X_2 = 0`: values of names without a definition. */
  #given({ end, members, start }: Statement, index: number): Judged | undefined {
    const last = members.at(-1);
    const printed = last && printedIn(last.tree);
    const names = members.slice(0, -1).map(({ tree }) => namedBy(tree));
    if (printed === undefined || members.slice(1).some(({ sign }) => !isEquality(sign))) return undefined;
    const keys = names.flatMap((name) => (name === undefined ? [] : [keyOf(name)]));
    if (
      keys.length !== names.length ||
      keys.some((key) => inEffect(this.#vocabulary.meanings.get(key), index) !== undefined)
    )
      return undefined;
    const { inputs } = this.#vocabulary;
    const isRow = keys.some((key) => inputs.includes(key));
    const value = exactOf(printed);
    if (isRow) {
      const isNew = !this.row.isFresh || !this.#places.isSameParagraph(this.row.offset, start);
      this.row.announce(
        keys.map((key) => [key, value] as const),
        start,
        isNew ? undefined : this.row.target,
      );
      this.row.offset = end;
    } else
      this.row.bind(
        keys.map((key) => [key, value] as const),
        start,
      );
    return members.slice(1).map((member) => finding(member, "given", "given"));
  }

  #chain(statement: Statement, index: number): Judged {
    const { members } = statement;
    const wasFresh = this.row.isFresh;
    const wrong = substituted(this.#here, statement, index);
    const target = wasFresh || this.row.isOf(statement.start) ? this.row.target : undefined;
    const output = outputOf(this.#here, statement, index);
    if (output !== undefined) return [output];
    let first = members[0] as Member; // a chain has members
    let mistake: number | undefined;
    const found: Judged = [];
    for (const [k, member] of members.entries()) {
      if (k === 0) continue;
      const before = members[k - 1] as Member;
      const comparison = COMPARISONS[member.sign ?? ""];
      if (comparison !== undefined && comparison !== "=") {
        const { bindings } = this.row;
        const varies = [before, member].some(({ tree }) =>
          keysIn(tree).some((key) => this.row.varies(key, index)),
        );
        const isOfSomeRow = varies && !wasFresh && !this.row.isOf(statement.start);
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
      const own =
        wrong.get(k) ?? equalityOf(this.#here, index, first, before, member, k, mistake, statement.start);
      if (own !== undefined && BAD.has(own.verdict)) mistake ??= own.from ?? statement.start;
      found.push(own);
    }
    if (mistake !== undefined) this.row.keepMistake(statement, mistake);
    if (wasFresh) this.row.offset = statement.start;
    this.row.isFresh = false;
    return found;
  }
}
