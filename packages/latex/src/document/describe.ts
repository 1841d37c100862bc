import type { Derivation } from "@chainrule/derive";
import { ChainruleError, nameText, nearest, parseName } from "@chainrule/graph";
import { described } from "@chainrule/graph/written";

/**
 * An author's words for symbols, by the texts of their names.
 * @throws ChainruleError OPTION for what is no record of texts, or a name that the derivation does not have
 */
export function descriptionsOf(
  given: Readonly<Record<string, string>> | undefined,
  { rate, statements }: Derivation,
): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  if (given === undefined) return words;
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw refused("what symbols mean is a record of texts by their names", described(given));
  const names = [...statements.map(({ symbol }) => symbol), ...(rate?.name ? [rate.name] : [])];
  const known = new Set(names.filter(({ kind }) => kind === "symbol").map(nameText));
  for (const [name, text] of Object.entries(given)) {
    if (typeof text !== "string" || text.trim() === "")
      throw refused("what a symbol means is said in words", `${name}: ${described(text)}`);
    const own = known.has(name) ? name : nameText(parseName(name));
    if (!known.has(own)) {
      const near = nearest(name, [...known]);
      throw refused("the derivation has no such symbol", name, near && `The nearest is ${near}`);
    }
    words.set(own, text);
  }
  return words;
}

const refused = (what: string, got: string, mend?: string): ChainruleError =>
  new ChainruleError("OPTION", what, {
    where: "renderDocument: describe",
    got,
    ...(mend !== undefined && { mend }),
  });
