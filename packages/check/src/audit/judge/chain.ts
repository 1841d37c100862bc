import type { Node } from "@chainrule/graph";
import { type FormulaReader, type Reading, type Tree, walk } from "@chainrule/graph/read";
import type { Member, Statement } from "../document/passage";
import { BAD, type Finding } from "../findings/finding";
import { type PlainKind, type Reason, reason } from "../findings/reason";
import type { Computed } from "../names/digits";
import { isPowerOfName, keyOf, namedBy, type Plain } from "../names/names";
import type { Sought } from "./variants";

/** What a chain is about. */
export interface Subject {
  readonly kind: "quantity" | "derivative" | "update" | "expression";
  /** The name that printed results are kept under. */
  readonly key: string | undefined;
  /** What all members should be equal to; undefined where nothing tells. */
  readonly truth: Reading | undefined;
  /** Its first member is no claim: it says what the left side is. */
  readonly isDefinition?: true;
  /** Where names mean something of their own in this chain. */
  readonly reader?: FormulaReader;
  /** What other procedures could have given in its place. */
  readonly sought?: Sought;
}

/** What has been judged of a chain so far. */
export class Chain {
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

/** What is said of a member as a whole. */
export function finding(
  { passage, tree }: Member,
  verdict: Finding["verdict"],
  because: Reason | PlainKind,
): Finding {
  return {
    verdict,
    because: reason(because),
    start: passage.offset + tree.start,
    end: passage.offset + tree.end,
  };
}

/** The name under which results for a derivative are kept: dE/dw_5. */
export const derivativeKey = (tree: Tree & { readonly kind: "derivative" }): string | undefined => {
  const [of, by] = [namedBy(tree.of), tree.by[0] === undefined ? undefined : namedBy(tree.by[0])];
  return of === undefined || by === undefined || tree.by.length !== 1 || isPowerOfName(tree.of)
    ? undefined
    : keyOfDerivative(of, by);
};

export const keyOfDerivative = (of: Plain, by: Plain): string => `d${keyOf(of)}/d${keyOf(by)}`;

/** Whether a formula has a quantity or derivative of this name. */
export function usesKey(tree: Tree, key: string): boolean {
  for (const part of walk(tree)) {
    if (part.kind === "derivative" && derivativeKey(part) === key) return true;
    const name = part.kind === "name" ? namedBy(part) : undefined;
    if (name !== undefined && keyOf(name) === key) return true;
  }
  return false;
}
