import { mapTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import type { Collected } from "../names/definition";
import { namesIn } from "../names/letters";
import { keyOf, namedBy, type Plain, plainTree, UPDATED } from "../names/names";
import { mapStatements } from "../statements/statements";

/** W6 where the document gives w6 only: the same quantity. */
export function inOneCase(statements: readonly Statement[]): Statement[] {
  const told = new Set<string>();
  for (const { members } of statements) {
    const left = members[0] === undefined ? undefined : namedBy(members[0].tree);
    const isSelf =
      left !== undefined &&
      namesIn(members[1]?.tree ?? (members[0] as { tree: Tree }).tree).some(
        (name) => keyOf(name) === keyOf(left),
      );
    if (left !== undefined && !isSelf && members.length > 1) told.add(keyOf(left));
  }
  const apart = standingApart(statements);
  const other = (name: Plain): Plain => {
    const { base } = name;
    const swapped =
      base.length === 1 && base !== "e" && base !== "E"
        ? base === base.toUpperCase()
          ? base.toLowerCase()
          : base.toUpperCase()
        : base;
    const plain = { ...name, sup: name.sup === UPDATED ? "" : name.sup };
    if (apart.has(keyOf({ ...plain, base: base.toLowerCase() }))) return name;
    return swapped !== base && !told.has(keyOf(plain)) && told.has(keyOf({ ...plain, base: swapped }))
      ? { ...name, base: swapped }
      : name;
  };
  const change = (part: Tree): Tree | undefined => {
    const name = part.kind === "name" ? namedBy(part) : undefined;
    if (name === undefined || part.kind !== "name" || part.name.sup?.formula !== undefined) return undefined;
    const found = other(name);
    return found === name ? undefined : plainTree(found, part);
  };
  return mapStatements(statements, change);
}

/** Letters of two shapes, which a character may mean as well as a command does. */
const SHAPES: ReadonlyMap<string, string> = new Map(
  ["epsilon", "theta", "phi", "rho", "sigma", "kappa", "pi"].flatMap((letter) => [
    [letter, `var${letter}`],
    [`var${letter}`, letter],
  ]),
);

/** φ where the document gives \phi only: the same quantity, if one of them is typed as a character. */
export function inOneShape(statements: readonly Statement[]): Statement[] {
  const [characters, commands] = [new Set<string>(), new Set<string>()];
  for (const { passage, tree } of statements.flatMap(({ members }) => members))
    for (const part of walk(tree)) {
      if (part.kind !== "name" || !SHAPES.has(part.name.base)) continue;
      const isCharacter = /^\P{ASCII}/u.test(passage.text.slice(part.start, part.end));
      (isCharacter ? characters : commands).add(part.name.base);
    }
  const meant = new Map(
    [...characters].flatMap((base): (readonly [string, string])[] => {
      const other = SHAPES.get(base) as string; // only such are collected
      const isOnly = commands.has(other) && !commands.has(base) && !characters.has(other);
      return isOnly ? [[base, other]] : [];
    }),
  );
  if (meant.size === 0) return [...statements];
  const change = (part: Tree): Tree | undefined => {
    const base = part.kind === "name" ? meant.get(part.name.base) : undefined;
    return part.kind === "name" && base !== undefined ? { ...part, name: { ...part.name, base } } : undefined;
  };
  return mapStatements(statements, change);
}

/** Letters that one statement has in both cases, by the small one: the j of ∂J/∂j is not J. */
function standingApart(statements: readonly Statement[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { members } of statements) {
    const bases = new Map<string, Set<string>>();
    for (const name of members.flatMap(({ tree }) => namesIn(tree))) {
      if (name.base.length > 1) continue;
      const key = keyOf({ ...name, base: name.base.toLowerCase() });
      bases.set(key, (bases.get(key) ?? new Set()).add(name.base));
    }
    for (const [key, cases] of bases) if (cases.size > 1) found.add(key);
  }
  return found;
}

/** Chains and definitions with other names of a quantity replaced by its own. */
export function withoutAliases(
  statements: readonly Statement[],
  found: Collected,
): { readonly statements: Statement[]; readonly found: Collected } {
  const own = new Map<string, Plain>();
  for (const { kind, name } of found.implied) {
    const target =
      kind === "alias" ? namedBy(found.definitions.get(keyOf(name))?.tree ?? NOTHING) : undefined;
    if (target !== undefined) own.set(keyOf(name), target);
  }
  const change = (part: Tree): Tree | undefined => {
    let name = part.kind === "name" ? namedBy(part) : undefined;
    if (name === undefined || part.kind !== "name" || !own.has(keyOf(name))) return undefined;
    for (let k = 0; k < own.size && name !== undefined && own.has(keyOf(name)); k++)
      name = own.get(keyOf(name));
    return name && plainTree(name, part);
  };
  const definitions = [...found.definitions].filter(([key]) => !own.has(key));
  return {
    statements: statements.map((statement) => ({
      ...statement,
      members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
    })),
    found: {
      ...found,
      definitions: new Map(
        definitions.map(([key, each]) => [key, { ...each, tree: mapTree(each.tree, change) }]),
      ),
    },
  };
}

const NOTHING: Tree = { kind: "number", text: "0", value: 0, start: 0, end: 0 };
