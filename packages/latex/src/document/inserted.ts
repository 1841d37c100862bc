import type { Statement } from "@chainrule/derive";
import { type Name, nameText, quantitiesIn } from "@chainrule/graph";
import type { Notation } from "./spelling";

/**
 * The earlier statements that a statement puts in: of what it uses, what does not stand in it by name. Where numbers are put
 * in as well, those of names count.
 */
export function insertedIn(
  statement: Statement,
  statements: readonly Statement[],
  notation: Notation,
): Statement[] {
  const kept = new Set(quantitiesIn(statement.expression).map(({ attrs }) => nameText(attrs.name as Name)));
  return statement.from.flatMap((source) => {
    const used = statements[source];
    const isNamed = used !== undefined && notation !== "scalar" && kept.has(nameText(used.symbol));
    return used === undefined || isNamed ? [] : [used];
  });
}
