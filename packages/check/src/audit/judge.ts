import { ChainruleError, constant, gradient, type Node, scalar } from "@chainrule/graph";
import type { FormulaReader, Reading, Tree } from "@chainrule/latex";
import { walk } from "@chainrule/latex";

import type { Precise } from "../numeric/precise-table";
import { isEquality } from "./collect";
import { dependsOn, equality } from "./compare-graphs";
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
import { BAD, type Finding } from "./finding";
import { Runs } from "./iterate";
import type { Model, Quantity } from "./model";
import { keyOf, namedBy, type Plain, UPDATED } from "./names";
import { repairOf, type TypedName } from "./repairs";
import { type Member, reasonOf, type Statement } from "./statement";
import { aligned, bare, isNumeric, numbersIn, type Printed, printedIn } from "./trees";
import { type UpdateRule, updated, updatedIn } from "./updates";
import { plainProcedure, type Sought, variantOf } from "./variants";

/** What a chain is about. */
interface Subject {
  readonly kind: "quantity" | "derivative" | "update" | "expression";
  /** The name that printed results are kept under. */
  readonly key: string | undefined;
  /** What all members should be equal to; undefined where nothing tells. */
  readonly truth: Reading | undefined;
  /** Where names mean something of their own in this chain. */
  readonly reader?: FormulaReader;
  /** What other procedures could have given in its place. */
  readonly sought?: Sought;
}

/** A number that a chain ended in. */
interface Result {
  readonly printed: Printed;
  readonly statement: Statement;
  readonly bad: boolean;
  /** The statement whose mistake it carries. */
  readonly root: Statement;
}

/** Judges the chains of a document in their order, and remembers what was printed before. */
export class Judge {
  readonly #model: Model;
  readonly #rule: UpdateRule;
  /** Given data, and numbers in formulas: exact. */
  readonly #exact: ReadonlySet<number>;
  readonly #results = new Map<string, Result>();
  /** Formulas that were printed for a derivative or a quantity and are wrong. */
  readonly #misprints = new Map<string, { readonly node: Node; readonly root: Statement }>();
  readonly #numbers: FormulaReader;
  /** What the document calls delta: a derivative of the loss by this kind of quantity, or its negative. */
  readonly sensitivities = new Map<string, { readonly by: string; readonly sign: 1 | -1 }>();

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
    this.#rule = rule;
    this.#exact = exact;
    this.#names = names;
    this.#numbers = model.readerOver({});
    const { loss, rate } = rule;
    this.#runs =
      loss === undefined || rate === undefined ? undefined : new Runs(model, { loss, rate }, updatedBases);
  }

  /** One finding for each member after the first. */
  judged(statement: Statement, index: number): Finding[] {
    const [left] = statement.members;
    if (left === undefined) return [];
    let subject: Subject;
    try {
      subject = this.#subject(statement, left);
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

  /** A row of a table: what heads the columns, for the values that the row gives to the symbols among them. */
  judgedCase(equations: readonly Statement[]): Finding[] {
    const chains = equations.map(
      (statement) => new Chain(statement, { kind: "expression", key: undefined, truth: undefined }),
    );
    const shared = new Map<Node, readonly number[]>();
    for (const { members } of equations) {
      const quantity = this.#model.named((members[0] as Member).tree); // an equation has two sides
      const printed = printedIn((members[1] as Member).tree);
      if (
        quantity !== undefined &&
        quantity.kind !== "defined" &&
        quantity.node.shape.length === 0 &&
        printed !== undefined
      )
        shared.set(quantity.node, [printed.value]);
    }
    return chains.map((chain) => {
      const [left, member] = chain.statement.members as readonly [Member, Member];
      const printed = printedIn(member.tree);
      const quantity = this.#model.named(left.tree);
      if (printed === undefined) return finding(member, "not checked", "not a number");
      if (quantity !== undefined && shared.has(quantity.node))
        return finding(member, "given", "taken as given in this row");
      const reading = this.#readable(left);
      const value = reading && this.#model.value(reading.node, shared);
      if (value === undefined) return finding(member, "not checked", "a quantity in it has no value");
      if (isExactly(value, printed)) return finding(member, "proved", "the exact value");
      if (isRounded(value, printed)) return finding(member, "rounding only", `${shown(value)}, rounded`);
      const wrong = {
        ...finding(member, "wrong", `the value is ${shown(value)}, not ${printed.value}`),
        expected: shownLike(value, printed),
      };
      return isCut(value, printed)
        ? { ...wrong, verdict: "cut instead of rounded", because: `the value is ${shown(value)}` }
        : wrong;
    });
  }

  #subject(statement: Statement, left: Member): Subject {
    const tree = bare(left.tree);
    const update = updatedIn(statement, this.#model);
    if (update !== undefined) {
      const parameter = this.#model.quantity(update.parameter);
      const { loss, rate } = this.#rule;
      if (parameter?.kind === "defined")
        return this.#iterate(parameter, 1, `${keyOf(update.parameter)}^${UPDATED}`);
      const key = `${keyOf(update.parameter)}^${UPDATED}`;
      if (
        parameter === undefined ||
        loss === undefined ||
        rate === undefined ||
        !dependsOn(loss.node, parameter.node)
      )
        return { kind: "update", key, truth: undefined };
      const like = this.#model.read(this.#parameterTree(tree, update.parameter.base), left.passage.text);
      return {
        kind: "update",
        key,
        truth: { ...like, node: updated(parameter.node, loss.node, rate, update.isStep) },
        ...(update.isStep ? {} : { sought: { kind: "after updates", node: parameter.node, updates: 1 } }),
      };
    }
    if (tree.kind === "derivative") {
      const [of, by] = [this.#model.named(tree.of), this.#model.named(tree.by[0] as Tree)];
      const key = derivativeKey(tree);
      const isKnown =
        of !== undefined && by !== undefined && of.kind === "defined" && dependsOn(of.node, by.node);
      const isOfLoss = isKnown && of === this.#rule.loss;
      return {
        kind: "derivative",
        key,
        truth: isKnown ? this.#model.read(left.tree, left.passage.text) : undefined,
        ...(isOfLoss && { sought: { kind: "derivative", by: by.node } }),
      };
    }
    const argument =
      tree.kind === "applied" && tree.arguments.length === 1 ? namedBy(tree.arguments[0] as Tree) : undefined;
    if (tree.kind === "applied" && argument !== undefined && tree.head.name.sub === undefined) {
      // a law of the function, for any number: f'(x) = f(x)(1 - f(x))
      const names = { ...this.#model.names(), [keyOf(argument)]: scalar(argument.base) };
      const reader = this.#model.readerOver(names);
      return {
        kind: "expression",
        key: undefined,
        truth: this.#model.read(left.tree, left.passage.text, undefined, reader),
        reader,
      };
    }
    const marked = tree.kind === "name" ? this.#afterUpdates(tree) : undefined;
    if (marked !== undefined)
      return this.#iterate(marked.quantity, marked.updates, keyOf(namedBy(tree) as Plain));
    const quantity = this.#model.named(tree);
    if (
      quantity !== undefined &&
      statement.updates !== undefined &&
      quantity.kind !== "free" &&
      printedIn(statement.members[1]?.tree ?? tree) !== undefined
    )
      return this.#iterate(quantity, statement.updates, `${keyOf(quantity.name)}^${statement.updates}`);
    if (quantity !== undefined) {
      const truth = quantity.kind === "free" ? undefined : this.#model.read(left.tree, left.passage.text);
      return { kind: "quantity", key: keyOf(quantity.name), truth };
    }
    return { kind: "expression", key: undefined, truth: this.#readable(left) };
  }

  /** A quantity after so many updates: a number, by running the document's own procedure. */
  #iterate({ node }: Quantity, updates: number, key: string): Subject {
    const value = this.#runs?.value(node, updates, plainProcedure(this.#runs));
    const sought = { kind: "after updates", node, updates } as const;
    if (value === undefined) return { kind: "update", key, truth: undefined };
    return { kind: "update", key, truth: { node: constant(value), indices: [], sizes: {} }, sought };
  }

  /** E^{(100)}: a quantity after 100 updates, where the document knows E and no E^{(100)}. */
  #afterUpdates(tree: Tree): { readonly quantity: Quantity; readonly updates: number } | undefined {
    const name = namedBy(tree);
    const updates = /^\((\d{1,6})\)$/.exec(name?.sup ?? "")?.[1];
    if (name === undefined || updates === undefined || this.#model.quantity(name)?.kind === "defined")
      return undefined;
    const quantity = this.#model.quantity({ ...name, sup: "" });
    return quantity === undefined || quantity.kind === "free"
      ? undefined
      : { quantity, updates: Number(updates) };
  }

  #parameterTree(tree: Tree, base: string): Tree {
    if (tree.kind !== "name") return tree;
    const { sup: _mark, ...name } = tree.name;
    return { ...tree, name: { ...name, base } };
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
      const sensitivity = this.#sensitivity(chain, member);
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

  /**
   * A definition of a delta, where the document has others: all of them are the derivative of the loss by a net input, or its
   * negative. Undefined where this is the first, or not of that kind.
   */
  #sensitivity({ subject }: Chain, member: Member): Finding | undefined {
    const quantity = this.#model.quantities.get(subject.key ?? "");
    const { loss } = this.#rule;
    if (quantity === undefined || loss === undefined || !SENSITIVITIES.test(quantity.name.base))
      return undefined;
    const { base, sub, sup } = quantity.name;
    const others = [...this.#model.quantities.values()].filter(
      ({ kind, letters, name, node }) =>
        kind === "defined" &&
        name.sup === sup &&
        name.base !== base &&
        (letters.length > 0 ? letters.length === quantity.letters.length : name.sub === sub) &&
        dependsOn(loss.node, node) &&
        node !== loss.node,
    );
    for (const { name, node } of others) {
      const adjoint = gradient(loss.node, node);
      if (adjoint.shape.length !== quantity.node.shape.length) continue;
      for (const sign of [1, -1] as const) {
        if (equality(quantity.node, sign === 1 ? adjoint : adjoint.neg()) === "different") continue;
        this.sensitivities.set(base, { by: name.base, sign });
        return finding(
          member,
          "proved",
          `${sign === 1 ? "" : "minus "}the derivative of ${keyOf(loss.name)} by ${keyOf(name)}`,
        );
      }
    }
    const known = this.sensitivities.get(base);
    const by = known === undefined ? undefined : others.find(({ name }) => name.base === known.by);
    return by === undefined
      ? undefined
      : finding(
          member,
          "wrong",
          `it is not the derivative of ${keyOf(loss.name)} by ${keyOf(by.name)}, as ${base} is elsewhere`,
        );
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
    const literal = this.#badLiteral(member.tree);
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
      const earlier = this.#badNumber(printed) ?? this.#badResult(of, printed);
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
    const literal = chain.last === undefined ? undefined : this.#badLiteral(chain.last.tree);
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
    const bad = chain.last === undefined ? undefined : this.#badLiteral(chain.last.tree);
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
    if (isCut(before.value, printed))
      return { ...wrong, verdict: "cut instead of rounded", because: `the value is ${shown(before.value)}` };
    if (meets(before.interval, printed))
      return finding(member, "rounding only", "within what the rounded numbers before it allow");
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
      const used = [...this.#results].filter(([other]) => other !== key && usesKey(tree, other));
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

  #badLiteral(tree: Tree): Result | undefined {
    for (const printed of numbersIn(tree)) {
      const found = this.#badNumber(printed);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The bad result that this number repeats. */
  #badNumber(printed: Printed): Result | undefined {
    if (this.#exact.has(Math.abs(printed.value))) return undefined;
    return [...this.#results.values()].find(
      (result) => result.bad && Math.abs(result.printed.value) === Math.abs(printed.value),
    );
  }

  #badResult(of: Tree, printed: Printed): Result | undefined {
    const name = namedBy(of);
    const result = name === undefined ? undefined : this.#results.get(keyOf(name));
    return result?.bad && result.printed.value === printed.value ? result : undefined;
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

const SENSITIVITIES = /^(delta|g|e|varepsilon|epsilon)$/;

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

const derivativeKey = (tree: Tree & { readonly kind: "derivative" }): string | undefined => {
  const [of, by] = [namedBy(tree.of), tree.by[0] === undefined ? undefined : namedBy(tree.by[0])];
  return of === undefined || by === undefined || tree.by.length !== 1
    ? undefined
    : `d${keyOf(of)}/d${keyOf(by)}`;
};

function usesKey(tree: Tree, key: string): boolean {
  for (const part of walk(tree)) {
    if (part.kind === "derivative" && derivativeKey(part) === key) return true;
    const name = part.kind === "name" ? namedBy(part) : undefined;
    if (name !== undefined && keyOf(name) === key) return true;
  }
  return false;
}

function finding({ passage, tree }: Member, verdict: Finding["verdict"], because: string): Finding {
  return { verdict, because, start: passage.offset + tree.start, end: passage.offset + tree.end };
}

/** What has been judged of a chain so far. */
class Chain {
  readonly statement: Statement;
  readonly subject: Subject;
  /** Values that the numbers of this chain give to symbols without one. */
  readonly bindings = new Map<Node, readonly number[]>();
  /** The member judged last. */
  last: Member | undefined;
  lastFinding: Finding | undefined;
  isBad = false;
  #root: number | undefined;
  reading: Reading | undefined;
  firstReading: Reading | undefined;
  computed: Computed | undefined;
  computedBefore: Computed | undefined;

  constructor(statement: Statement, subject: Subject) {
    this.statement = statement;
    this.subject = subject;
  }

  /** Where the first mistake of this chain comes from. */
  get root(): { readonly start: number } & Statement {
    return this.#root === undefined ? this.statement : { ...this.statement, start: this.#root };
  }

  add(member: Member, found: Finding): void {
    this.last = member;
    this.lastFinding = found;
    if (BAD.has(found.verdict)) {
      this.isBad = true;
      this.#root ??= found.from;
    }
    this.firstReading ??= this.reading;
    this.computedBefore = this.computed;
    this.computed = undefined;
  }
}
