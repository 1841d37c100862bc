import { ChainruleError } from "@chainrule/graph";
import { bare, type Tree, walk } from "@chainrule/graph/read";
import { unlessBroken } from "../../unless-broken";
import type { Member, Statement } from "../document/passage";
import { BAD, type Finding, RIGHT } from "../findings/finding";
import type { Unread } from "../findings/reason";
import { respelled, unreadAs } from "../findings/unread";
import { partialSumIn, withWholeAxes } from "../indices/bounds";
import { collidingSum } from "../indices/colliding-sums";
import { mayBeOfExamples } from "../model/averaged";
import { withEntrywise } from "../model/columns";
import { dependsOn } from "../model/compare-graphs";
import { Runs } from "../model/iterate";
import { type UpdateRule, updatedIn } from "../model/updates";
import { isEquality } from "../names/definition";
import { namesIn } from "../names/letters";
import { keyOf, namedBy } from "../names/names";
import { isNumeric, printedIn } from "../names/trees";
import { IDENTITY } from "../shapes/identity";
import { withSumsAlong } from "../shapes/sums-along";
import { judgedArray } from "./arrays";
import { Chain, finding, type Subject } from "./chain";
import { judgedComputation } from "./computation";
import { judgedFormula } from "./formula";
import { judgedInequality } from "./inequality";
import { type Grounds, Known } from "./known";
import { hasUnsizedIdentity, inLayout } from "./layout";
import { judgedNumber } from "./number";
import { judgedOptimum } from "./optimum";
import { Sensitivities } from "./sensitivity";
import { Subjects } from "./subject";

/** Judges the chains of a document in their order, and remembers what was printed before. */
export class Judge {
  readonly #known: Known;
  readonly #subjects: Subjects;
  readonly #isOpen: boolean;
  /** Quantities that were defined once more, by other symbols. */
  readonly #twice = new Set<string>();
  readonly sensitivities: Sensitivities;

  constructor(grounds: Grounds, rule: UpdateRule, updatedBases: ReadonlySet<string>) {
    const { model } = grounds;
    const { isOpen, loss, rate } = rule;
    this.#isOpen = isOpen;
    const runs =
      loss === undefined || rate === undefined
        ? undefined
        : new Runs(model, { loss, rate, isOpen }, updatedBases);
    this.#known = new Known(grounds, loss, runs);
    this.#subjects = new Subjects(model, rule, runs);
    this.sensitivities = new Sensitivities(model, rule);
  }

  /** One finding for each member after the first. */
  judged(statement: Statement, index: number): Finding[] {
    const [left] = statement.members;
    if (left === undefined) return [];
    if (statement.isCondition)
      return statement.members.slice(1).map((member) => finding(member, "given", "condition"));
    let subject: Subject;
    try {
      subject = this.#subjects.of(statement, left);
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
      return statement.members.slice(1).map((member) => finding(member, "not checked", unreadAs(error)));
    }
    const chain = new Chain(statement, subject);
    const findings: Finding[] = [];
    for (const [k, member] of statement.members.entries()) {
      if (k === 0) continue;
      const judged = unlessBroken(
        () => this.#member(chain, member, k, index),
        (message) => finding(member, "undecided", { kind: "broke off", message }),
      );
      const found = BAD.has(judged.verdict)
        ? (this.#unread(statement, member, index) ??
          this.#twofold(statement, member) ??
          this.#guessed(statement, member) ??
          this.#ofExamples(statement, member, judged) ??
          this.#eitherWay(statement, member) ??
          judged)
        : judged;
      if (found.because.kind === "defined anew" && subject.key !== undefined) this.#twice.add(subject.key);
      findings.push(found);
      chain.add(member, found);
    }
    this.#known.remember(chain, findings);
    return findings;
  }

  #member(chain: Chain, member: Member, k: number, index: number): Finding {
    if (!isEquality(member.sign) && member.sign !== "←") {
      const before = chain.statement.members[k - 1] as Member; // k > 0
      return judgedInequality(this.#known, chain, before, member);
    }
    if (this.#known.conditions.some(({ statement }) => statement === index))
      return finding(member, "given", "given condition");
    if (this.#isEntryGiven(chain, member, k)) return finding(member, "given", "given entry");
    const part = partialSumIn(member.tree, this.#known.model.letters.axes);
    if (part !== undefined) {
      const sum = member.passage.text.slice(part.head.start, part.head.end);
      const tree = withWholeAxes(member.tree, this.#known.model.letters.axes);
      const whole = tree === undefined ? undefined : this.#member(chain, { ...member, tree }, k, index);
      // wrong over the whole axis, and so over one that is longer or shorter
      if (whole?.verdict === "wrong") return whole;
      return finding(member, "not checked", { kind: "part of a sum", sum });
    }
    const sum = collidingSum(chain.statement.members[0] as Member, member, this.#known.model.letters); // k > 0
    if (sum !== undefined) return finding(member, "wrong", { kind: "sum over a letter of the left", ...sum });
    const unfit = this.#unfit(chain, member, index, k);
    if (unfit !== undefined) return unfit;
    if (this.#known.model.shapes === undefined && this.#isShapeless(member))
      return finding(member, "not checked", "matrices without letters");
    const [left, own] = [namedBy((chain.statement.members[0] as Member).tree), namedBy(member.tree)];
    const isSameName = left !== undefined && own !== undefined && keyOf(left) === keyOf(own);
    if (isSameName && !this.#isOwn(chain, index, k)) return finding(member, "definition", "another name");
    const printed = printedIn(member.tree);
    try {
      if (this.#isOwn(chain, index, k)) return this.#own(chain, member);
      if (printed !== undefined) return judgedNumber(this.#known, chain, member, printed);
      const array = judgedArray(this.#known, chain, member);
      if (array !== undefined) return array;
      const isArray = (chain.subject.truth?.node.shape.length ?? 0) > 0;
      const judged = isNumeric(member.tree) && !isArray ? judgedComputation : judgedFormula;
      const found = inLayout(judged(this.#known, chain, member), chain, member, this.#known.model);
      return found.verdict === "wrong" ? (this.#alongAxis(chain, member) ?? found) : found;
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
      const { shapes } = this.#known.model;
      if (shapes !== undefined && error.code === "SHAPE" && chain.subject.truth !== undefined)
        return this.#misshapen(chain, member, unreadAs(error));
      return finding(member, "not checked", unreadAs(error));
    }
  }

  /** What has a quantity below it whose definition could not be read is neither right nor wrong. */
  #unread({ members: [left] }: Statement, member: Member, index: number): Finding | undefined {
    const { model } = this.#known;
    const names = [left, member].flatMap((each) => (each === undefined ? [] : namesIn(each.tree)));
    const tree = left && bare(left.tree);
    const by = tree?.kind === "derivative" && tree.by.length === 1 ? namedBy(tree.by[0] as Tree) : undefined;
    const key = model.unreadBelow(
      names.flatMap((name) => model.quantity(name)?.node ?? []),
      by && model.letters.split(by).whole,
    );
    const because = key === undefined ? undefined : model.unread.get(key);
    if (key === undefined || because === undefined || model.failures.has(index)) return undefined;
    return finding(member, "not checked", { kind: "unread definition", name: key, because });
  }

  /** What is made of a quantity that is defined in two ways may be meant by the other one. */
  #twofold({ members: [left] }: Statement, member: Member): Finding | undefined {
    const { model } = this.#known;
    const names = [left, member].flatMap((each) => (each === undefined ? [] : namesIn(each.tree)));
    const nodes = names.flatMap((name) => model.quantity(name)?.node ?? []);
    const key = [...this.#twice].find((each) => {
      const twice = model.quantities.get(each)?.node;
      return twice !== undefined && nodes.some((node) => dependsOn(node, twice));
    });
    return key === undefined
      ? undefined
      : finding(member, "not checked", { kind: "of a name defined twice", name: key });
  }

  /** What is wrong by the shape that other claims tell may be right by another. */
  #guessed({ members: [left] }: Statement, member: Member): Finding | undefined {
    const { shapes } = this.#known.model;
    const key = shapes?.guessedIn(member.tree) ?? (left && shapes?.guessedIn(left.tree));
    return key === undefined
      ? undefined
      : finding(member, "not checked", { kind: "shape by claims", name: key });
  }

  /** What is wrong by its shape is wrong with 1/m and without. */
  #ofExamples(statement: Statement, member: Member, { because }: Finding): Finding | undefined {
    const { loss, model } = this.#known;
    if (because.kind === "another shape" || because.kind === "impossible shapes") return undefined;
    return mayBeOfExamples(statement, member, loss, model)
      ? finding(member, "not checked", "gradients of single examples")
      : undefined;
  }

  /** An update where nothing tells whether the document climbs or descends. */
  #eitherWay(statement: Statement, member: Member): Finding | undefined {
    return this.#isOpen && updatedIn(statement, this.#known.model) !== undefined
      ? finding(member, "not checked", "descent or ascent")
      : undefined;
  }

  /** A definition whose parts do not fit, or what has a quantity of unknown shape in it. */
  #unfit(chain: Chain, member: Member, index: number, k: number): Finding | undefined {
    const { model } = this.#known;
    const { shapes } = model;
    if (shapes === undefined) return undefined;
    const misfit = k === 1 ? shapes.misfits.get(index) : undefined;
    if (misfit !== undefined) return finding(member, "wrong", { kind: "impossible shapes", misfit });
    if (this.#isOwn(chain, index, k)) return undefined;
    const [left] = chain.statement.members;
    const doubt = shapes.doubt(member.tree) ?? (left && shapes.doubt(left.tree));
    if (doubt !== undefined) return finding(member, "not checked", doubt);
    return this.#unread(chain.statement, member, index);
  }

  /** A formula whose parts do not fit, unless it holds with columns side by side multiplied entry by entry. */
  #misshapen(chain: Chain, member: Member, unread: Unread): Finding {
    const { model } = this.#known;
    // what is an entry of a formula has no shape that could be impossible: it may be one of an axis of length 1
    if ([...walk(member.tree)].some(({ kind }) => kind === "entry"))
      return finding(member, "not checked", unread);
    if (hasUnsizedIdentity(member, model))
      return finding(member, "not checked", { kind: "unknown shape", name: IDENTITY });
    const misfit = respelled(unread, (text) => model.shapes?.inWords(text) ?? text);
    const wrong = finding(member, "wrong", { kind: "impossible shapes", misfit });
    const tree = withEntrywise(member.tree, model);
    if (tree === member.tree) return inLayout(wrong, chain, member, model);
    try {
      const { verdict } = judgedFormula(this.#known, chain, { ...member, tree });
      if (verdict !== "proved" && verdict !== "numerically equal") return wrong;
      return finding(member, "not checked", "columns entry by entry");
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
      return wrong;
    }
  }

  /** What is right with sums that do not say over what along one of the axes. */
  #alongAxis(chain: Chain, member: Member): Finding | undefined {
    if (this.#known.model.shapes === undefined) return undefined;
    for (const axis of [1, 0] as const) {
      const tree = withSumsAlong(member.tree, axis);
      if (tree === member.tree) return undefined;
      const found = unlessBroken(
        () => judgedFormula(this.#known, chain, { ...member, tree }),
        () => undefined,
      );
      if (found !== undefined && RIGHT.has(found.verdict)) return found;
    }
    return undefined;
  }

  /** Whether a formula transposes quantities of which the document never says which axes they have. */
  #isShapeless({ tree }: Member): boolean {
    const { model } = this.#known;
    return [...walk(tree)].some(
      (part) =>
        part.kind === "transpose" &&
        namesIn(part.base).some((name) => model.quantity(name)?.node.shape.length === 0),
    );
  }

  /** y_c = 1, of a quantity with entries that nothing else defines. */
  #isEntryGiven({ statement }: Chain, { tree }: Member, k: number): boolean {
    const [left] = statement.members;
    const name = left && namedBy(left.tree);
    const isNumber = k === 1 && statement.members.length === 2 && printedIn(tree) !== undefined;
    const { model } = this.#known;
    if (!isNumber || name === undefined || model.letters.split(name).letters.length === 0) return false;
    return model.quantity(name)?.kind === "free";
  }

  /** Whether this member is what the document's graph was built from. */
  #isOwn({ statement, subject }: Chain, index: number, k: number): boolean {
    if (k === 1 && (subject.isDefinition || this.#known.model.laws.has(index))) return true;
    if (subject.kind !== "quantity" || subject.key === undefined) return false;
    const quantity = this.#known.model.quantities.get(subject.key);
    return quantity?.statement === index && k === 1 && statement.members.length > 1;
  }

  /** What the document's graph was built from is no claim, unless it defines one more of a kind that is known. */
  #own(chain: Chain, member: Member): Finding {
    if (chain.subject.isDefinition) chain.reading = chain.subject.truth ?? this.#known.readable(member);
    if (isNumeric(member.tree)) chain.computed = this.#known.computed(member);
    const sensitivity = this.sensitivities.judged(chain, member);
    if (sensitivity !== undefined) return sensitivity;
    const optimum = judgedOptimum(this.#known, chain, member);
    if (optimum !== undefined) return optimum;
    const isData = printedIn(member.tree) !== undefined && chain.statement.members.length === 2;
    return isData ? finding(member, "given", "given") : finding(member, "definition", "definition");
  }
}
