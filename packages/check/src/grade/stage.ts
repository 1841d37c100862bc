import { ChainruleError, type Node, topologicalOrder } from "@chainrule/graph";
import { bare, type Tree, walk } from "@chainrule/graph/read";
import type { JudgedSource } from "../audit/audit";
import type { Member, Statement } from "../audit/document/passage";
import type { Finding } from "../audit/findings/finding";
import { Subjects } from "../audit/judge/subject";
import type { Model } from "../audit/model/model";
import { type UpdateRule, updatedIn } from "../audit/model/updates";
import { isEquality } from "../audit/names/definition";
import { namedBy } from "../audit/names/names";
import { isNumeric, printedIn } from "../audit/names/trees";

/** How far a formula is worked out: it has derivatives, only names, only numbers, or is one number. */
export type Form = "derivatives" | "names" | "numbers" | "number";

const FORMS: readonly Form[] = ["derivatives", "names", "numbers", "number"];

/** Whether a form is worked out at least as far as another. */
export const reaches = (form: Form, other: Form): boolean => FORMS.indexOf(form) >= FORMS.indexOf(other);

/** What a member claims, and what was found. */
export interface Claim {
  readonly member: Member;
  readonly form: Form;
  readonly finding: Finding;
}

/** A chain of equations with what it is about. */
export interface Stage {
  readonly statement: Statement;
  /** The name of the quantity, derivative or update on its left; undefined where that is a formula. */
  readonly key: string | undefined;
  /** What it should be equal to. */
  readonly truth: Node | undefined;
  /** Of a derivative, or an update that follows one: what is differentiated, and by what. */
  readonly of?: Node;
  readonly by?: Node;
  readonly claims: readonly Claim[];
}

/** The chains of equations of a document, each once, in their order. */
export function stagesOf({ findings, judged, statements }: JudgedSource): Stage[] {
  const { chains, model, rule } = judged;
  const subjects = new Subjects(model, rule, undefined);
  const own = chains.filter(({ instance, isRepeated }) => !isRepeated && instance?.isFirst !== false);
  return statements.flatMap((statement, k) => {
    const chain = own[k];
    const found = findings[k] ?? [];
    if (chain === undefined || found.length === 0 || statement.isCondition) return [];
    const claims = chain.members.slice(1).flatMap((member, m): Claim[] => {
      const finding = found[m];
      const isClaim =
        finding !== undefined &&
        member.sign !== undefined &&
        (isEquality(member.sign) || member.sign === "←");
      return isClaim ? [{ member, form: formOf(member.tree), finding }] : [];
    });
    return claims.length === 0
      ? []
      : [{ statement: chain, claims, ...aboutOf(chain, subjects, model, rule) }];
  });
}

function formOf(tree: Tree): Form {
  if (printedIn(tree) !== undefined) return "number";
  if (isNumeric(tree)) return "numbers";
  const isOpen = namedBy(tree) !== undefined || [...walk(tree)].some(({ kind }) => kind === "derivative");
  return isOpen ? "derivatives" : "names";
}

function aboutOf(
  statement: Statement,
  subjects: Subjects,
  model: Model,
  rule: UpdateRule,
): Omit<Stage, "statement" | "claims"> {
  const [left] = statement.members;
  if (left === undefined) return { key: undefined, truth: undefined };
  try {
    const { key, truth } = subjects.of(statement, left);
    const tree = bare(left.tree);
    const update = updatedIn(statement, model);
    const [of, by] =
      update !== undefined
        ? [rule.loss?.node, model.quantity(update.parameter)?.node]
        : tree.kind === "derivative" && tree.by.length === 1
          ? [tree.of, ...tree.by].map((each) => model.named(each)?.node)
          : [];
    return {
      key,
      truth: truth?.node,
      ...(of !== undefined && { of }),
      ...(by !== undefined && { by }),
    };
  } catch (error) {
    if (error instanceof ChainruleError) return { key: undefined, truth: undefined };
    throw error;
  }
}

/** Whether one graph is another, or has it below it. */
export const has = (node: Node | undefined, part: Node | undefined): boolean =>
  node !== undefined && part !== undefined && (node === part || topologicalOrder([node]).includes(part));
