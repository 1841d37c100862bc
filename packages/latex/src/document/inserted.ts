import type { Statement } from "@chainrule/derive";
import { type Name, nameText, quantitiesIn } from "@chainrule/graph";
import { familyText } from "./layer-section";
import type { Notation } from "./spelling";

/**
 * The earlier statements that a statement puts in: of what it uses, what does not stand in it by name, nor by its name in a
 * single layer. Where numbers are put in as well, those of names count.
 */
export function insertedIn(
  statement: Statement,
  statements: readonly Statement[],
  notation: Notation,
): Statement[] {
  const kept = new Set(quantitiesIn(statement.expression).map(({ attrs }) => nameText(attrs.name as Name)));
  const inLayers = new Set([...kept].map(ofAnyLayer));
  const stands = ({ layers, symbol }: Statement): boolean =>
    kept.has(nameText(symbol)) || (layers !== undefined && inLayers.has(ofAnyLayer(familyText(symbol))));
  return statement.from.flatMap((source) => {
    const used = statements[source];
    const isNamed = used !== undefined && notation !== "scalar" && stands(used);
    return used === undefined || isNamed ? [] : [used];
  });
}

/** The text of a name with a mark for the numbers of layers. */
const ofAnyLayer = (text: string): string => text.replace(/(?<![A-Za-z0-9])\d+(?![A-Za-z0-9])/g, "#");
