import { ChainruleError, constant, type Node, symbolsOf } from "@chainrule/graph";
import type { FormulaReader, Reading, Tree } from "@chainrule/latex";
import type { Precise } from "../numeric/precise-table";
import { Chain, finding, type Subject, usesKey } from "./chain";
import { equality } from "./compare-graphs";
import { isEquality } from "./definition";
import {
  type Computed,
  computed,
  contains,
  intervalOf,
  isCut,
  isExactly,
  isRounded,
  meets,
  placesIn,
  shown,
  shownLike,
} from "./digits";
import type { Member, Statement } from "./document";
import { BAD, type Finding } from "./finding";
import { Runs } from "./iterate";
import type { Model } from "./model";
import { repairOf, type TypedName } from "./repairs";
import { Results } from "./results";
import { Sensitivities } from "./sensitivity";
import { reasonOf } from "./statement";
import { Subjects } from "./subject";
import { aligned, isNumeric, type Printed, printedIn } from "./trees";
import type { UpdateRule } from "./updates";
import { variantOf } from "./variants";

/** Judges the chains of a document in their order, and remembers what was printed before. */
export class Judge {
  readonly #model: Model;
  /** Given data, and numbers in formulas: exact. */
  readonly #exact: ReadonlySet<number>;
  readonly #results: Results;
  readonly #subjects: Subjects;
  readonly sensitivities: Sensitivities;
  /** Formulas that were printed for a derivative or a quantity and are wrong. */
  readonly #misprints = new Map<string, { readonly node: Node; readonly root: Statement }>();
  readonly #numbers: FormulaReader;
  readonly #runs: Runs | undefined;
  readonly #names: readonly TypedName[];

  constructor(
    model: Model,
    rule: UpdateRule,
    exact: ReadonlySet<number>,
    updatedBases: ReadonlySet<string>,
    names: readonly TypedName[],
  ) {
    this.#model = model;
    this.#exact = exact;
    this.#names = names;
    this.#numbers = model.readerOver({});
    const { loss, rate } = rule;
    this.#runs =
      loss === undefined || rate === undefined ? undefined : new Runs(model, { loss, rate }, updatedBases);
    this.#results = new Results(exact);
    this.#subjects = new Subjects(model, rule, this.#runs);
    this.sensitivities = new Sensitivities(model, rule);
  }

  /** One finding for each member after the first. */
  judged(statement: Statement, index: number): Finding[] {
    const [left] = statement.members;
    if (left === undefined) return [];
    let subject: Subject;
    try {
      subject = this.#subjects.of(statement, left);
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
      return statement.members.slice(1).map((member) => finding(member, "not checked", reasonOf(error)));
    }
    const chain = new Chain(statement, subject);
    const findings: Finding[] = [];
    for (const [k, member] of statement.members.entries()) {
      if (k === 0) continue;
      const found = this.#member(chain, member, k, index);
      findings.push(found);
      chain.add(member, found);
    }
    this.#remember(statement, subject, chain, findings);
    return findings;
  }

  #readable(member: Member, like?: Reading): Reading | undefined {
    try {
      return this.#model.read(member.tree, member.passage.text, like);
    } catch (error) {
      if (error instanceof ChainruleError) return undefined;
      throw error;
    }
  }

  #member(chain: Chain, member: Member, k: number, index: number): Finding {
    if (!isEquality(member.sign) && member.sign !== "\\leftarrow") return this.#inequality(chain, member, k);
    const printed = printedIn(member.tree);
    if (this.#isOwn(chain, index, k)) {
      if (isNumeric(member.tree))
        chain.computed = computed(member.tree, member.passage.text, this.#numbers, this.#exact);
      const sensitivity = this.sensitivities.judged(chain, member);
      if (sensitivity !== undefined) return sensitivity;
      const isData = printed !== undefined && statementLength(chain) === 2;
      return finding(
        member,
        isData ? "given" : "definition",
        isData ? "taken as given" : "taken as the definition",
      );
    }
    try {
      if (printed !== undefined) return this.#number(chain, member, printed);
      return isNumeric(member.tree) ? this.#numeric(chain, member) : this.#symbolic(chain, member);
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
      return finding(member, "not checked", reasonOf(error));
    }
  }

  /** An inequality between numbers, or between quantities that have values. */
  #inequality(chain: Chain, member: Member, k: number): Finding {
    const holds = INEQUALITIES[member.sign as string];
    const before = chain.statement.members[k - 1] as Member;
    const [a, b] = [this.#operand(chain, before.tree, before), this.#operand(chain, member.tree, member)];
    if (holds === undefined) return finding(member, "not checked", "this relation has no truth value");
    if (a === undefined || b === undefined)
      return finding(member, "not checked", "a condition: not both sides have a value");
    if (holds(a, b)) return finding(member, "proved", `${shown(a)} and ${shown(b)}`);
    return finding(member, "wrong", `the left side is ${shown(a)}, the right side ${shown(b)}`);
  }

  /** Whether this member is what the document's graph was built from. */
  #isOwn({ statement, subject }: Chain, index: number, k: number): boolean {
    if (subject.kind !== "quantity" || subject.key === undefined) return false;
    const quantity = this.#model.quantities.get(subject.key);
    return quantity?.statement === index && k === 1 && statement.members.length > 1;
  }

  // --- formulas over names ---

  #symbolic(chain: Chain, member: Member): Finding {
    const { truth } = chain.subject;
    const base = truth ?? chain.firstReading;
    const reading = this.#model.read(member.tree, member.passage.text, base, chain.subject.reader);
    chain.reading = reading;
    if (base === undefined) return finding(member, "not checked", "nothing tells what this should be");
    const found = equality(reading.node, base.node);
    if (found === "proved")
      return finding(
        member,
        "proved",
        truth === undefined ? "equal to the member before it" : "equal to the graph's",
      );
    if (found === "numerically equal") return finding(member, found, "equal at every point tried");
    if (found === "undecided") return finding(member, found, "too few points at which both are defined");
    const [value, own] = [this.#valueIn(chain, base.node), this.#valueIn(chain, reading.node)];
    if (value !== undefined && own !== undefined) {
      const difference = value > own ? value - own : own - value;
      if (difference < 1n << 80n) return finding(member, "proved", "equal for the values that are given");
    }
    if (value !== undefined && this.#isWithin(chain, member, reading.node, value))
      return finding(member, "rounding only", "its numbers are rounded ones");
    const from = this.#inheritedFormula(chain, member, reading);
    if (from !== undefined)
      return { ...finding(member, "inherits", "right, given what an earlier line says"), from: from.start };
    const known = new Set(symbolsOf([base.node]));
    const isAnother =
      chain.subject.kind === "quantity" && symbolsOf([reading.node]).some((each) => !known.has(each));
    if (isAnother && chain.last === undefined)
      return finding(
        member,
        "not checked",
        "it defines this anew, by symbols that the first definition does not have",
      );
    const wrong = finding(member, "wrong", "it is not what the definitions give");
    const mended = repairOf(
      member,
      base.node,
      this.#names,
      (tree) => this.#model.read(tree, member.passage.text, base, chain.subject.reader).node,
    );
    return mended === undefined
      ? wrong
      : { ...wrong, ...mended, because: `${wrong.because}: ${mended.repair.edit}` };
  }

  /** Whether a formula of names and printed numbers can stand for a value. */
  #isWithin(chain: Chain, member: Member, node: Node, value: bigint): boolean {
    const places = placesIn(member.tree, this.#exact);
    return (
      places.size > 0 &&
      contains(intervalOf(node, places, new Map([...this.#model.point, ...chain.bindings])), value)
    );
  }

  /** The statement whose wrong formula this one has used. */
  #inheritedFormula(chain: Chain, member: Member, reading: Reading): Statement | undefined {
    const before = chain.last;
    if (before !== undefined && chain.lastFinding !== undefined && BAD.has(chain.lastFinding.verdict)) {
      const other = this.#readable(before, reading);
      if (other !== undefined && equality(reading.node, other.node) !== "different") return chain.statement;
    }
    if (this.#misprints.size === 0) return undefined;
    const source = before ?? chain.statement.members[0];
    for (const tree of [source?.tree, this.#model.quantities.get(chain.subject.key ?? "")?.tree]) {
      if (tree === undefined) continue;
      const used = [...this.#misprints].filter(([key]) => usesKey(tree, key));
      if (used.length === 0) continue;
      const names = {
        ...this.#model.names(),
        ...Object.fromEntries(used.map(([key, { node }]) => [key, node])),
      };
      try {
        const { node } = this.#model
          .readerOver(names)
          .read(tree, { text: member.passage.text, indices: reading.indices, sizes: reading.sizes });
        if (equality(reading.node, node) !== "different") return used[0]?.[1].root;
      } catch (error) {
        if (!(error instanceof ChainruleError)) throw error;
      }
    }
    return undefined;
  }

  // --- formulas of numbers ---

  #numeric(chain: Chain, member: Member): Finding {
    const own = computed(member.tree, member.passage.text, this.#numbers, this.#exact);
    const before = chain.last ?? chain.statement.members[0];
    const operands = before === undefined ? undefined : this.#operands(chain, before, member);
    chain.computed = own;
    if (operands?.bad !== undefined) return operands.bad;
    const truth = this.#truth(chain);
    if (own.value === undefined) return finding(member, "not checked", "it has no value");
    if (truth === undefined) {
      if (operands?.complete)
        return finding(member, "rounding only", "each number is that of the member before it");
      return (
        this.#stepFromBefore(chain, member, own) ??
        finding(member, "not checked", "nothing tells what this should be")
      );
    }
    if (isClose(own.value, truth)) return finding(member, "proved", "the exact value");
    if (operands?.complete && !chain.isBad)
      return finding(member, "rounding only", "each number is that of the member before it, rounded");
    if (contains(own.interval, truth))
      return finding(member, "rounding only", "its numbers are rounded ones");
    const literal = this.#results.badIn(member.tree);
    if (literal !== undefined)
      return {
        ...finding(member, "inherits", "right, given a number of an earlier line"),
        from: literal.root.start,
      };
    if (chain.isBad)
      return { ...finding(member, "inherits", "it goes on from a wrong member"), from: chain.root.start };
    const because = `it is ${shown(own.value)}, the value is ${shown(truth)}`;
    return { ...finding(member, "wrong", because), expected: shown(truth) };
  }

  /** Without a truth: what is computed has to be what the member before it comes to. */
  #stepFromBefore(chain: Chain, member: Member, own: Computed): Finding | undefined {
    const before = chain.computedBefore;
    if (before?.value === undefined || own.value === undefined) return undefined;
    if (isClose(before.value, own.value)) return finding(member, "proved", "equal to the member before it");
    const overlap =
      before.interval !== undefined &&
      own.interval !== undefined &&
      before.interval.lo <= own.interval.hi &&
      own.interval.lo <= before.interval.hi;
    if (overlap) return finding(member, "rounding only", "equal to the member before it, as rounded numbers");
    return {
      ...finding(
        member,
        "wrong",
        `the member before it is ${shown(before.value)}, this one ${shown(own.value)}`,
      ),
      expected: shown(before.value),
    };
  }

  /** Compares each number with what stands in its place in the member before. */
  #operands(
    chain: Chain,
    before: Member,
    member: Member,
  ): { readonly bad?: Finding; readonly complete: boolean } | undefined {
    const pairs = aligned(before.tree, member.tree);
    if (pairs === undefined) return undefined;
    let complete = true;
    for (const { by, of } of pairs) {
      const printed = printedIn(by) as Printed; // aligned parts of the second formula are numbers
      const inner = { ...member, tree: by };
      const name = this.#model.named(of);
      if (name?.kind === "free" && name.node.shape.length === 0)
        chain.bindings.set(name.node, [printed.value]);
      const value = this.#operand(chain, of, before);
      if (value === undefined) {
        complete = false;
        continue;
      }
      const isData = name?.kind === "given";
      if (isExactly(value, printed) || (!isData && isRounded(value, printed))) continue;
      const what = before.passage.text.slice(of.start, of.end).trim();
      const place = { ...finding(inner, "wrong", ""), expected: shownLike(value, printed) };
      const earlier = this.#results.badNumber(printed) ?? this.#results.badOf(of, printed);
      if (earlier !== undefined)
        return {
          bad: {
            ...place,
            verdict: "inherits",
            because: `${what} is ${shown(value)}; this number is that of an earlier line`,
            from: earlier.root.start,
          },
          complete,
        };
      if (chain.isBad && printedIn(of) === undefined && isNumeric(of)) continue;
      if (isCut(value, printed))
        return {
          bad: { ...place, verdict: "cut instead of rounded", because: `${what} is ${shown(value)}` },
          complete,
        };
      return { bad: { ...place, because: `${what} is ${shown(value)}, not ${printed.value}` }, complete };
    }
    return { complete };
  }

  /** The value of a part of a member. */
  #operand(chain: Chain, tree: Tree, member: Member): Precise {
    if (isNumeric(tree)) return computed(tree, member.passage.text, this.#numbers, this.#exact).value;
    const reading = this.#readable({ ...member, tree });
    return reading && this.#valueIn(chain, reading.node);
  }

  // --- numbers ---

  #number(chain: Chain, member: Member, printed: Printed): Finding {
    const truth = this.#truth(chain);
    const before = chain.computedBefore;
    chain.computed = undefined;
    if (truth === undefined) return this.#numberAfter(chain, member, printed);
    if (isRounded(truth, printed)) {
      if (isExactly(truth, printed)) return finding(member, "proved", "the exact value");
      const follows =
        before?.value === undefined ||
        isRounded(before.value, printed) ||
        meets(before.interval, printed) ||
        chain.isBad;
      if (follows) return { ...finding(member, "rounding only", `${shown(truth)}, rounded`) };
      return {
        ...finding(
          member,
          "wrong",
          `the value is right, but the member before it comes to ${shown(before.value as bigint)}`,
        ),
        expected: shownLike(before.value as bigint, printed),
      };
    }
    const expected = shownLike(truth, printed);
    const follows =
      before?.value !== undefined && (isRounded(before.value, printed) || isCut(before.value, printed));
    const wrong = {
      ...finding(member, "wrong", `the value is ${shown(truth)}, not ${printed.value}`),
      expected,
    };
    if (follows && chain.isBad)
      return {
        ...wrong,
        verdict: "inherits",
        because: "right, given the member before it",
        from: chain.root.start,
      };
    const literal = chain.last === undefined ? undefined : this.#results.badIn(chain.last.tree);
    if (literal !== undefined && (follows || meets(before?.interval, printed)))
      return {
        ...wrong,
        verdict: "inherits",
        because: `right, given a number of an earlier line; the value is ${shown(truth)}`,
        from: literal.root.start,
      };
    const substituted = this.#fromPrinted(chain, printed);
    if (substituted !== undefined)
      return {
        ...wrong,
        verdict: "inherits",
        because: `right, given a number of an earlier line; the value is ${shown(truth)}`,
        from: substituted.start,
      };
    if (isCut(truth, printed))
      return { ...wrong, verdict: "cut instead of rounded", because: `the value is ${shown(truth)}` };
    if (follows && contains(before.interval, truth)) {
      const because = `the value is ${shown(truth)}; the numbers before it have too few digits for this one`;
      return { ...wrong, verdict: "not supported by the printed digits", because };
    }
    const reached =
      chain.isBad && chain.reading !== undefined ? this.#valueIn(chain, chain.reading.node) : undefined;
    if (reached !== undefined && isRounded(reached, printed))
      return {
        ...wrong,
        verdict: "inherits",
        because: "right, given the member before it",
        from: chain.root.start,
      };
    const { sought } = chain.subject;
    const variant =
      sought === undefined || this.#runs === undefined ? undefined : variantOf(printed, sought, this.#runs);
    if (variant !== undefined)
      return {
        ...wrong,
        because: `${wrong.because}, which is that of another procedure: ${variant}`,
        variant,
      };
    return this.#ratio(wrong, truth, printed);
  }

  #ratio(wrong: Finding, truth: bigint, printed: Printed): Finding {
    for (const [factor, words] of RATIOS) {
      const scaled = (truth * factor[0]) / factor[1];
      if (isRounded(scaled, printed)) return { ...wrong, because: `${wrong.because}: ${words}` };
    }
    return wrong;
  }

  /** A number that only the members before it tell of. */
  #numberAfter(chain: Chain, member: Member, printed: Printed): Finding {
    const before = chain.computedBefore;
    const bad = chain.last === undefined ? undefined : this.#results.badIn(chain.last.tree);
    if (before?.value === undefined) {
      const quantity = this.#model.quantities.get(chain.subject.key ?? "");
      if (quantity?.kind === "free" || chain.subject.truth === undefined)
        return finding(member, "not checked", "nothing tells what this should be");
      return finding(member, "not checked", "a quantity in it has no value");
    }
    if (isExactly(before.value, printed)) return finding(member, "proved", "equal to the member before it");
    if (isRounded(before.value, printed))
      return finding(member, "rounding only", `${shown(before.value)}, rounded`);
    const wrong = {
      ...finding(member, "wrong", `the member before it comes to ${shown(before.value)}`),
      expected: shownLike(before.value, printed),
    };
    if (meets(before.interval, printed))
      return finding(member, "rounding only", "within what the rounded numbers before it allow");
    if (isCut(before.value, printed))
      return { ...wrong, verdict: "cut instead of rounded", because: `the value is ${shown(before.value)}` };
    if (bad !== undefined)
      return { ...wrong, because: `${wrong.because} (from a wrong number of an earlier line)` };
    return this.#ratio(wrong, before.value, printed);
  }

  /** The earlier statement with a wrong number from which this one follows, when every quantity has the value printed for it. */
  #fromPrinted(chain: Chain, printed: Printed): Statement | undefined {
    const { key } = chain.subject;
    const sources: (readonly [Tree, string])[] = [];
    const last = chain.last ?? undefined;
    if (last !== undefined && !isNumeric(last.tree)) sources.push([last.tree, last.passage.text]);
    const own = key === undefined ? undefined : this.#model.quantities.get(key)?.tree;
    if (own !== undefined) sources.push([own, ""]);
    const first = chain.statement.members.find(({ tree }, k) => k > 0 && !isNumeric(tree));
    if (first !== undefined && first !== last) sources.push([first.tree, first.passage.text]);
    for (const [tree, text] of sources) {
      const used = this.#results.entries().filter(([other]) => other !== key && usesKey(tree, other));
      const bad = used.find(([, result]) => result.bad);
      if (bad === undefined) continue;
      const names = {
        ...this.#model.names(),
        ...Object.fromEntries(used.map(([other, result]) => [other, constant(result.printed.value)])),
      };
      try {
        const value = this.#valueIn(chain, this.#model.readerOver(names).read(tree, { text }).node);
        if (value !== undefined && (isRounded(value, printed) || isCut(value, printed))) return bad[1].root;
      } catch (error) {
        if (!(error instanceof ChainruleError)) throw error;
      }
    }
    return undefined;
  }

  #truth(chain: Chain): Precise {
    const { truth } = chain.subject;
    return truth === undefined ? undefined : this.#valueIn(chain, truth.node);
  }

  #valueIn(chain: Chain, node: Node): Precise {
    return this.#model.value(node, chain.bindings);
  }

  #remember(statement: Statement, subject: Subject, chain: Chain, findings: readonly Finding[]): void {
    const { key } = subject;
    const lastMember = statement.members[statement.members.length - 1];
    const last = findings[findings.length - 1];
    if (lastMember === undefined || last === undefined) return;
    const printed = printedIn(lastMember.tree);
    const root = chain.root;
    if (printed !== undefined && last.verdict !== "given") {
      const name = key ?? `line ${statement.start}`;
      this.#results.set(name, { printed, statement, bad: BAD.has(last.verdict), root });
    }
    const wrong = statement.members.findIndex(
      ({ tree }, k) => k > 0 && !isNumeric(tree) && findings[k - 1]?.verdict === "wrong",
    );
    const member = statement.members[wrong];
    if (key === undefined || member === undefined) return;
    const reading = this.#readable(member, subject.truth);
    if (reading !== undefined && reading.node.shape.length === 0)
      this.#misprints.set(key, { node: reading.node, root });
  }
}

const INEQUALITIES: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "\\le": (a, b) => a <= b,
  "\\ge": (a, b) => a >= b,
  "\\ne": (a, b) => a !== b,
};

const RATIOS: readonly (readonly [readonly [bigint, bigint], string])[] = [
  [[-1n, 1n], "the sign is the other one"],
  [[1n, 2n], "half of it was printed"],
  [[2n, 1n], "twice as much was printed"],
  [[10n, 1n], "the point has slipped by one place"],
  [[1n, 10n], "the point has slipped by one place"],
];

const isClose = (a: bigint, b: bigint): boolean => {
  const difference = a > b ? a - b : b - a;
  return difference <= 1n << 80n;
};

const statementLength = ({ statement }: Chain): number => statement.members.length;
