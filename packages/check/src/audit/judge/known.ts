import { ChainruleError, type Node, symbolsOf } from "@chainrule/graph";
import type { FormulaReader, Reading, Tree } from "@chainrule/graph/read";
import type { Precise } from "../../numeric/wide";
import { isAtOptimum, isConstrained } from "../document/optimum";
import type { Member, Statement } from "../document/passage";
import { BAD, type Finding } from "../findings/finding";
import type { Fact } from "../model/facts";
import type { Runs } from "../model/iterate";
import type { Model, Quantity } from "../model/model";
import { type Premise, premisesOf } from "../model/premises";
import { spreadOf } from "../model/rounded-data";
import { type Computed, computed } from "../names/digits";
import { isNumeric, type Printed, printedIn } from "../names/trees";
import type { TypedNames } from "../statements/typed";
import { type Chain, keyOfDerivative } from "./chain";
import { Results } from "./results";

/** A formula that was printed for a derivative or a quantity and is wrong. */
interface Misprint {
  readonly node: Node;
  /** The statement whose mistake it carries. */
  readonly root: Statement;
}

/** What a document says, before its claims are judged. */
export interface Grounds {
  readonly model: Model;
  /** Numbers that stand for themselves. */
  readonly exact: ReadonlySet<number>;
  /** The names of the document as they are typed. */
  readonly names: TypedNames;
  /** What the document states of free quantities. */
  readonly conditions: readonly Fact[];
  /** The inequalities that it states. */
  readonly premises: readonly Premise[];
  /** Given data that are rounded. */
  readonly rounded: ReadonlyMap<Node, Printed>;
  readonly document: string;
  /** The derivatives that stand on left sides, as `derivativeKey` names them. */
  readonly derivatives: ReadonlySet<string>;
  /** Whether wrong formulas are to be mended: not where readings of the document are only compared. */
  readonly mends: boolean;
}

/** What claims are judged against: the document's graph and values, and what was printed before. */
export class Known {
  readonly model: Model;
  readonly exact: ReadonlySet<number>;
  readonly names: TypedNames;
  readonly conditions: readonly Fact[];
  readonly premises: readonly Premise[];
  readonly rounded: ReadonlyMap<Node, Printed>;
  readonly mends: boolean;
  readonly results: Results;
  readonly document: string;
  readonly #derivatives: ReadonlySet<string>;
  readonly misprints = new Map<string, Misprint>();
  readonly #numbers: FormulaReader;

  constructor(
    { conditions, derivatives, document, exact, mends, model, names, premises, rounded }: Grounds,
    /** The quantity whose derivatives are followed. */
    readonly loss: Quantity | undefined,
    readonly runs: Runs | undefined,
  ) {
    this.model = model;
    this.exact = exact;
    this.names = names;
    this.conditions = conditions;
    this.premises = premises;
    this.rounded = rounded;
    this.mends = mends;
    this.document = document;
    this.#derivatives = derivatives;
    this.results = new Results(exact);
    this.#numbers = model.readerOver({});
  }

  /** The facts that hold where a chain stands. */
  factsFor({ statement: { start } }: Chain): readonly Fact[] {
    return this.conditions.filter(
      ({ within }) => within === undefined || (within.start <= start && start < within.end),
    );
  }

  /** Whether a chain stands where its document sets a gradient to zero. */
  isAtOptimum({ statement: { start } }: Chain): boolean {
    return isAtOptimum(this.document, start);
  }

  /** Whether the document looks for optima under constraints. */
  get isConstrained(): boolean {
    return isConstrained(this.document);
  }

  /** Whether a derivative of one quantity by the other stands on a left side. */
  isDifferentiated(of: Quantity, by: Quantity): boolean {
    return this.#derivatives.has(keyOfDerivative(of.name, by.name));
  }

  /** The inequalities that hold where a chain stands. */
  premisesFor({ statement: { supposed = [] } }: Chain): readonly Premise[] {
    return [...premisesOf(supposed, this.model), ...this.premises];
  }

  /** Whether the sentence of a chain supposes a comparison that cannot be read as one of numbers. */
  hasUnreadSupposition({ statement: { supposed = [] } }: Chain): boolean {
    const compared = supposed.reduce((count, { members }) => count + members.length - 1, 0);
    return premisesOf(supposed, this.model).length < compared;
  }

  /** A member as a graph; undefined if it cannot be read. */
  readable(member: Member, like?: Reading): Reading | undefined {
    try {
      return this.model.read(member.tree, member.passage.text, like);
    } catch (error) {
      if (error instanceof ChainruleError) return undefined;
      throw error;
    }
  }

  /** What a formula of numbers comes to. @throws ChainruleError */
  computed({ passage, tree }: Member): Computed {
    return computed(tree, passage.text, this.#numbers, this.exact);
  }

  /** The value of a graph, with what the numbers of the chain give to symbols without a value. */
  valueIn(chain: Chain, node: Node): Precise {
    return this.model.value(node, chain.bindings);
  }

  /** Whether everything in a graph has a value in a chain: where it has none itself, it is not defined for these. */
  hasValues(chain: Chain, node: Node): boolean {
    return symbolsOf([node]).every((symbol) => this.model.point.has(symbol) || chain.bindings.has(symbol));
  }

  /** The value that all members of a chain should have. */
  truth(chain: Chain): Precise {
    const { truth } = chain.subject;
    return truth === undefined ? undefined : this.valueIn(chain, truth.node);
  }

  /** All values that the members of a chain may have, where some of the data are rounded; undefined where none are. */
  spread(chain: Chain): Precise {
    const { truth } = chain.subject;
    return truth === undefined || this.truth(chain) === undefined
      ? undefined
      : this.#spreadOf(chain, truth.node);
  }

  /** The same of a part of a member. */
  operandSpread(chain: Chain, tree: Tree, member: Member): Precise {
    const reading =
      this.rounded.size === 0 || isNumeric(tree) ? undefined : this.readable({ ...member, tree });
    return reading && this.#spreadOf(chain, reading.node);
  }

  #spreadOf(chain: Chain, node: Node): Precise {
    if (this.rounded.size === 0) return undefined;
    return spreadOf(node, this.rounded, new Map([...this.model.point, ...chain.bindings]));
  }

  /** The value of a part of a member. */
  operand(chain: Chain, tree: Tree, member: Member): Precise {
    const part = { ...member, tree };
    if (isNumeric(tree)) return this.computed(part).value;
    const reading = this.readable(part);
    return reading && this.valueIn(chain, reading.node);
  }

  /** Keeps what a chain was found to print: the number it ends in, and its first wrong formula. */
  remember({ root, statement, subject }: Chain, findings: readonly Finding[]): void {
    const { key } = subject;
    const lastMember = statement.members[statement.members.length - 1];
    const last = findings[findings.length - 1];
    if (lastMember === undefined || last === undefined) return;
    const printed = printedIn(lastMember.tree);
    if (printed !== undefined && last.verdict !== "given") {
      const name = key ?? `line ${statement.start}`;
      this.results.set(name, {
        printed,
        statement,
        bad: BAD.has(last.verdict),
        root,
        truth: subject.truth?.node,
      });
    }
    const wrong = statement.members.findIndex(
      ({ tree }, k) => k > 0 && !isNumeric(tree) && findings[k - 1]?.verdict === "wrong",
    );
    const member = statement.members[wrong];
    if (key === undefined || member === undefined) return;
    const reading = this.readable(member, subject.truth);
    if (reading !== undefined && reading.node.shape.length === 0)
      this.misprints.set(key, { node: reading.node, root });
  }
}
