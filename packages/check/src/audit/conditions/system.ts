import { type Rational, rational } from "@chainrule/graph";
import {
  citedIn,
  isConcluded,
  isSupposed,
  isTogether,
  type Places,
  saysImpossible,
} from "../document/places";
import type { Finding } from "../findings/finding";
import { noteOf } from "../findings/note";
import type { PremiseLabel, Reason } from "../findings/reason";
import type { Lint } from "../findings/result";
import { finding } from "../judge/chain";
import { type Certificate, type Claim, consequence, contradiction, pointOf } from "./consequence";
import { rowIn, rowText } from "./inputs";
import { constantIn, difference, type Polynomial, rationalText } from "./polynomial";
import { required } from "./required";
import type { Compared } from "./rows";
import { type Extent, scopeAt } from "./scope";
import { type Comparison, holdsFor, isReason, valueIn } from "./value";
import { keysIn, type Vocabulary } from "./vocabulary";
import { bareLabel, comparisonText, isUnit, type Labelled, labelsIn, summed } from "./wording";

const { signOf } = rational;

/** A condition that a document states, or a consequence that was found to hold. */
interface Premise extends Labelled {
  readonly section: number;
  readonly offset: number;
  /** Follows from others: counts only where it is cited. */
  readonly isDerived: boolean;
}

interface Sides {
  readonly a: Polynomial;
  readonly b: Polynomial;
}

/** Judges the inequalities of a document: as numbers where all have values, else as a system of conditions and their consequences. */
export class System {
  readonly #vocabulary: Vocabulary;
  readonly #places: Places;
  readonly #labels: readonly (string | undefined)[];
  readonly #premises: Premise[] = [];
  readonly #contradictory = new Set<number>();
  readonly lint: Lint[] = [];

  constructor(vocabulary: Vocabulary, places: Places, labels: readonly (string | undefined)[]) {
    this.#vocabulary = vocabulary;
    this.#places = places;
    this.#labels = labels;
  }

  /** One finding for each inequality; undefined for what has no exact value. */
  judged(all: readonly Compared[], textBefore: (each: Compared) => string): (Finding | undefined)[] {
    const meets = this.#sectionsMet(all);
    return all.map((each) => {
      const sides = this.#sides(each, "inputs");
      if (sides === undefined) return undefined;
      const known = constantIn(difference(sides.a, sides.b));
      const isOpen = each.isOfSomeRow || (each.at === 1 && isSupposed(textBefore(each)));
      if (known !== undefined) return this.#numbers(each, sides, isOpen);
      const valued = this.#sides(each, "all");
      const number = valued && constantIn(difference(valued.a, valued.b));
      if (valued !== undefined && number !== undefined) {
        const isMet = meets.get(this.#sectionOf(each)) ?? false;
        if (isMet || this.#isComputed(each) || this.#isGivenHere(each))
          return this.#numbers(each, valued, isOpen);
      }
      return this.#condition(each, sides, textBefore(each));
    });
  }

  #sectionOf = ({ member }: Compared): number =>
    this.#places.section(member.passage.offset + member.tree.start);

  #sides({ before, bindings, member, statement }: Compared, extent: Extent): Sides | undefined {
    const scope = scopeAt(statement, this.#vocabulary, bindings, extent);
    const [a, b] = [valueIn(before.tree, scope), valueIn(member.tree, scope)];
    return isReason(a) || isReason(b) ? undefined : { a, b };
  }

  /** Sections in which the values given meet every inequality between names. */
  #sectionsMet(all: readonly Compared[]): Map<number, boolean> {
    const met = new Map<number, boolean>();
    for (const each of all) {
      const sides = this.#sides(each, "inputs");
      if (sides === undefined || constantIn(difference(sides.a, sides.b)) !== undefined) continue;
      const valued = this.#sides(each, "all");
      const number = valued && constantIn(difference(valued.a, valued.b));
      const section = this.#sectionOf(each);
      const isMet = number !== undefined && holdsFor(each.comparison, signOf(number));
      met.set(section, (met.get(section) ?? true) && isMet);
    }
    return met;
  }

  /** Whether it is about a quantity that the document computes, not about weights alone. */
  #isComputed({ before, member }: Compared): boolean {
    return [before, member].some(({ tree }) =>
      keysIn(tree).some((key) => this.#vocabulary.meanings.has(key)),
    );
  }

  /** Whether the values of all names in an inequality are given in its own paragraph. */
  #isGivenHere(each: Compared): boolean {
    const symbolic = this.#sides(each, "inputs");
    if (symbolic === undefined || this.#labels[each.statement] !== undefined) return false;
    const start = each.member.passage.offset + each.member.tree.start;
    const names = [...new Set([...symbolic.a.keys(), ...symbolic.b.keys()].flatMap((key) => key.split("*")))];
    return names.every((key) => {
      const bound = key === "" ? { offset: start } : each.bindings.get(key);
      return bound !== undefined && this.#places.isSameParagraph(bound.offset, start);
    });
  }

  #numbers(
    { bindings, comparison, first, member, mistake, statement }: Compared,
    { a, b }: Sides,
    isOpen: boolean,
  ): Finding {
    const [x, y] = [constantIn(a), constantIn(b)];
    const distance = constantIn(difference(a, b)) as Rational; // only called for numbers
    const holds = holdsFor(comparison, signOf(distance));
    const what: Reason =
      x === undefined || y === undefined
        ? { kind: "difference of the sides", difference: rationalText(distance) }
        : { kind: "sides differ", left: rationalText(x), right: rationalText(y) };
    if (!holds && isOpen) return finding(member, "not checked", "condition not met");
    if (mistake === undefined)
      return holds
        ? finding(
            member,
            "proved",
            x && y
              ? { kind: "both sides", left: rationalText(x), right: rationalText(y) }
              : "same for all values",
          )
        : finding(member, "wrong", what);
    const truth = valueIn(first.tree, scopeAt(statement, this.#vocabulary, bindings, "all"));
    const right = isReason(truth) ? undefined : constantIn(difference(truth, b));
    if (right === undefined || holdsFor(comparison, signOf(right)) === holds)
      return finding(member, holds ? "proved" : "wrong", what);
    if (!holds) return finding(member, "wrong", what);
    return { ...finding(member, "inherits", "right after the member before"), from: mistake };
  }

  #condition(each: Compared, sides: Sides, text: string): Finding {
    const { member } = each;
    const claim = claimed(sides, each.comparison);
    const label = this.#labels[each.statement];
    const offset = member.passage.offset + member.tree.start;
    const section = this.#sectionOf(each);
    const byDefinition = required(each, claim, this.#vocabulary);
    const state = (isDerived: boolean): void => {
      if (claim.sign === "!=") return;
      const name: PremiseLabel =
        label === undefined ? { kind: "line", line: this.#places.line(offset) } : `(${label})`;
      this.#premises.push({
        polynomial: claim.polynomial,
        sign: claim.sign,
        label: name,
        section,
        offset,
        isDerived,
      });
    };
    if (byDefinition?.verdict === "wrong") return byDefinition;
    const cited = citedIn(text);
    const known = this.#premises.filter(
      (premise) => premise.section === section || cited.includes(bareLabel(premise)),
    );
    const isCited = (premise: Premise): boolean =>
      cited.includes(bareLabel(premise)) ||
      (premise.isDerived && this.#places.isSameParagraph(premise.offset, offset));
    const usable = known.filter((premise) => !premise.isDerived || isCited(premise));
    const named = new Set(usable.flatMap((premise, k) => (isCited(premise) ? [k] : [])));
    const isReasoned =
      cited.some((number) => known.some((premise) => bareLabel(premise) === number)) &&
      (isTogether(text) || isConcluded(text));
    const isTaken = byDefinition !== undefined || (!isReasoned && usable.length === 0);
    if (!isTaken) {
      const found = consequence(usable, claim, named);
      const isStrong = isReasoned || (isTogether(text) && !this.#isRow(each));
      if (
        found.kind === "follows" &&
        (isStrong || found.certificate.length > 0 || claim.polynomial.size === 0)
      ) {
        const isRestated = found.certificate.length === 1 && !isStrong && !isConcluded(text);
        state(!isRestated || label === undefined);
        return this.#follows(each, usable, named, found.certificate, claim);
      }
      if (isStrong && found.kind === "refuted") {
        const missing = cited.filter((number) => !this.#premises.some((each) => bareLabel(each) === number));
        const point = {
          kind: "does not follow",
          point: rowText(found.at),
          count: found.at.size,
          premises: labelsIn(usable),
        } as const;
        return missing.length > 0 && named.size === 0
          ? finding(member, "not checked", { kind: "premises not found", because: point, labels: missing })
          : finding(member, "wrong", point);
      }
      if (isStrong && found.kind === "not linear")
        return finding(member, "undecided", "products of unknowns");
      if (found.kind === "from a contradiction" && isStrong)
        return finding(member, "not checked", "contradictory premises");
    }
    state(false);
    return this.#taken(each, offset, section, byDefinition);
  }

  /** A condition that is part of a row of its own. */
  #isRow = ({ bindings, target }: Compared): boolean =>
    target !== undefined || rowIn(bindings, this.#vocabulary.inputs).length > 0;

  /** A condition, or what the definition of a unit says of it; and whether it contradicts those before it. */
  #taken(
    { member }: Compared,
    offset: number,
    section: number,
    found = finding(member, "given", "condition"),
  ): Finding {
    const own = this.#premises.filter((premise) => premise.section === section && !premise.isDerived);
    const broken = this.#contradictory.has(section) ? undefined : contradiction(own);
    if (broken === undefined) return found;
    this.#contradictory.add(section);
    const others = broken
      .map(({ premise }) => own[premise] as Premise)
      .filter((each) => each.offset !== offset);
    const total = summed(own, broken);
    const labels = labelsIn(broken.map(({ premise }) => own[premise] as Premise));
    this.lint.push(noteOf("contradictory", labels, total, this.#places.line(offset)));
    const more: Reason =
      others.length === 0
        ? { kind: "nothing meets it" }
        : { kind: "not together", premises: labelsIn(others), sum: total };
    return { ...found, because: { kind: "and also", because: found.because, more } };
  }

  #follows(
    { member }: Compared,
    usable: readonly Premise[],
    named: ReadonlySet<number>,
    certificate: Certificate,
    claim: Claim,
  ): Finding {
    if (certificate.length === 0) return finding(member, "proved", "holds for all values");
    const used = certificate.map(({ premise }) => usable[premise] as Premise);
    const extra = certificate.flatMap(({ premise }) =>
      named.has(premise) ? [] : [usable[premise] as Premise],
    );
    const by = (because: Reason): Reason =>
      certificate.length === 1 && isUnit(certificate[0]?.factor)
        ? because
        : { kind: "by a sum", because, sum: summed(usable, certificate) };
    const isReasoned = [...named].some((k) => usable[k]?.isDerived === false);
    if (!isReasoned || extra.length === 0)
      return finding(member, "proved", by({ kind: "follows", premises: labelsIn(used) }));
    const line = this.#places.line(member.passage.offset + member.tree.start);
    const to = comparisonText(claim.polynomial, claim.sign);
    this.lint.push(noteOf("premise not cited", labelsIn(extra), to, line));
    return finding(member, "proved", by({ kind: "needs a premise more", premises: labelsIn(extra) }));
  }

  /** Says where a text speaks of a contradiction and the conditions have none. */
  finish(): void {
    for (const section of new Set(this.#premises.map((each) => each.section))) {
      const own = this.#premises.filter((each) => each.section === section && !each.isDerived);
      const last = own.at(-1);
      if (last === undefined || own.length < 2 || this.#contradictory.has(section)) continue;
      if (!saysImpossible(this.#places.rest(last.offset))) continue;
      const point = pointOf(own);
      if (point !== undefined)
        this.lint.push(
          noteOf("not contradictory", labelsIn(own), rowText(point), this.#places.line(last.offset)),
        );
    }
  }
}

function claimed({ a, b }: Sides, comparison: Comparison): Claim {
  const [up, down] = [difference(a, b), difference(b, a)];
  switch (comparison) {
    case ">":
    case ">=":
    case "=":
    case "!=":
      return { polynomial: up, sign: comparison };
    case "<":
      return { polynomial: down, sign: ">" };
    case "<=":
      return { polynomial: down, sign: ">=" };
  }
}
