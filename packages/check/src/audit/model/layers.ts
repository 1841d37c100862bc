import { mapTree, type Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import type { Definition } from "../names/definition";
import { type Letters, namesIn } from "../names/letters";
import { keyOf, namedBy, type Plain, plainTree } from "../names/names";

/** The layer below: L-1 for L, L-2 for L-1. */
function below(sup: string): string | undefined {
  const [, letter, offset = "-0"] = /^\(?([A-Za-z])(-\d)?\)?$/.exec(sup) ?? [];
  if (letter === undefined) return undefined;
  const next = `${letter}-${Number(offset.slice(1)) + 1}`;
  return sup.startsWith("(") ? `(${next})` : next;
}

const SPARE = "pqrstuvmn";

/**
 * What a document says of a general layer L holds for the layer below, where it uses that one's quantities without defining
 * them. Only formulas over quantities of layers go down: what has a target in it is about the last layer.
 */
export function layerBelow(
  statements: readonly Statement[],
  definitions: Map<string, Definition>,
  letters: Letters,
): void {
  const names = statements.flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree)));
  const renamed = renaming(
    [...names, ...[...definitions.values()].flatMap(({ tree }) => namesIn(tree))],
    letters,
  );
  const used = new Set(names.map((name) => keyOf(letters.split(name).whole)));
  const general = [...definitions.values()].filter(
    ({ name, tree }) => below(name.sup) !== undefined && namesIn(tree).every(({ sup }) => sup !== ""),
  );
  const isUsed = general.some(({ name, tree }) =>
    [name, ...namesIn(tree)].some((each) => {
      const sup = below(each.sup);
      const key = sup === undefined ? undefined : keyOf({ ...letters.split(each).whole, sup });
      return (
        key !== undefined &&
        used.has(key) &&
        each.sup === name.sup &&
        !general.some((other) => namesIn(other.tree).some((own) => keyOf(letters.split(own).whole) === key))
      );
    }),
  );
  if (!isUsed) return;
  for (const definition of general) {
    const sup = below(definition.name.sup) as string; // general ones have one
    const name = { ...definition.name, sup };
    if (definitions.has(keyOf(name))) continue;
    const down = (letter: string): string => renamed(definition.name.sup, letter);
    const tree = mapTree(definition.tree, (part) => {
      if (part.kind === "over")
        return {
          ...part,
          letters: part.letters.map(down),
          body: mapTree(part.body, (inner) => lowered(inner, letters, down)),
        };
      return lowered(part, letters, down);
    });
    definitions.set(keyOf(name), {
      ...definition,
      name,
      letters: definition.letters.map(down),
      tree,
      statement: -1,
    });
  }
}

function lowered(part: Tree, letters: Letters, down: (letter: string) => string): Tree | undefined {
  const name = part.kind === "name" ? namedBy(part) : undefined;
  const sup = name === undefined ? undefined : below(name.sup);
  if (part.kind !== "name" || name === undefined || sup === undefined) return undefined;
  const { letters: own, whole } = letters.split(name);
  return plainTree(
    { base: name.base, sub: own.length === 0 ? whole.sub : own.map(down).join(""), sup },
    part,
  );
}

/** Which letter a quantity has one layer down where it has this one, as the document's names tell. */
function renaming(names: readonly Plain[], letters: Letters): (sup: string, letter: string) => string {
  const found = new Map<string, string>();
  const taken = new Set(names.flatMap((name) => letters.split(name).letters));
  for (const name of names) {
    const sup = below(name.sup);
    if (sup === undefined) continue;
    const { letters: own, whole } = letters.split(name);
    for (const other of names) {
      const { letters: theirs, whole: lower } = letters.split(other);
      if (other.sup !== sup || lower.base !== whole.base || theirs.length !== own.length) continue;
      for (const [k, letter] of own.entries()) {
        const key = `${name.sup} ${letter}`;
        if (!found.has(key)) found.set(key, theirs[k] as string);
      }
    }
  }
  const spare = [...SPARE].filter((letter) => !taken.has(letter));
  return (sup, letter) => {
    const key = `${sup} ${letter}`;
    const known = found.get(key) ?? spare.shift() ?? letter;
    found.set(key, known);
    return known;
  };
}
