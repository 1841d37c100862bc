import type { Statement } from "@chainrule/derive";
import { type Name, nameText, quantitiesIn } from "@chainrule/graph";

/** The earlier statements that a statement puts in: of what it uses, what does not stand in it by name. */
export function insertedIn(statement: Statement, statements: readonly Statement[]): Statement[] {
  const kept = new Set(quantitiesIn(statement.expression).map(({ attrs }) => nameText(attrs.name as Name)));
  return statement.from.flatMap((source) => {
    const used = statements[source];
    return used === undefined || kept.has(nameText(used.symbol)) ? [] : [used];
  });
}
