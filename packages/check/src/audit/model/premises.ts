import { ChainruleError, symbolsOf } from "@chainrule/graph";
import { conditionBetween, relationOf } from "../../assume";
import type { Condition } from "../../prove/condition";
import type { Member, Statement } from "../document/passage";
import type { Model } from "./model";

/** An inequality that a document states, such as u > 0, and what it says of a difference. */
export interface Premise {
  /** As the document has it. */
  readonly text: string;
  readonly condition: Condition;
}

/** The inequalities between scalars that statements say. Those between numbers are claims. */
export const premisesOf = (statements: readonly Statement[], model: Model): Premise[] =>
  statements.flatMap(({ members }) =>
    members.slice(1).flatMap((member, k) => premiseOf(members[k] as Member, member, model) ?? []),
  );

/** The inequalities that hold for all of a document: not those that a sentence supposes for itself. */
export const premisesOfAll = (statements: readonly Statement[], model: Model): Premise[] =>
  premisesOf(
    statements.filter(({ isSupposition }) => !isSupposition),
    model,
  );

function premiseOf(before: Member, member: Member, model: Model): Premise | undefined {
  const relation = member.sign === undefined ? undefined : relationOf(member.sign);
  if (relation === undefined || before.passage !== member.passage) return undefined;
  try {
    const [a, b] = [before, member].map(({ passage, tree }) => model.read(tree, passage.text).node);
    if (a === undefined || b === undefined || a.shape.length > 0 || b.shape.length > 0) return undefined;
    if (symbolsOf([a, b]).length === 0) return undefined;
    const text = member.passage.text.slice(before.tree.start, member.tree.end).trim();
    return { text, condition: conditionBetween(a, relation, b) };
  } catch (error) {
    if (error instanceof ChainruleError) return undefined; // what cannot be read tells nothing
    throw error;
  }
}
