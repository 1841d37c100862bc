import { mapTree, type NameTree, type Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import type { Declared } from "../names/declared";
import { namesIn } from "../names/letters";
import { keyOf, namedBy, type Plain, plainTree } from "../names/names";

/** The step of h_{t-1,j}, and the indices after it. */
function stepOf({ sub }: Plain): { readonly step: string; readonly rest: string } | undefined {
  const [, step, rest = ""] = /^([A-Za-z](?:[+-]\d)?|\d+)(?:,(.+))?$/.exec(sub) ?? [];
  return step === undefined ? undefined : { step, rest };
}

/**
 * Steps and layers that are counted below, h_{t-1,j}, written above, h_j^{(t-1)}: where a document has a letter with a number
 * added in an index, for the quantities that have this letter in the same place. The letter becomes l: w^{(t+1)} is an update.
 */
export function withStepsAbove(
  statements: readonly Statement[],
  declared: readonly Declared[],
): { readonly statements: readonly Statement[]; readonly declared: readonly Declared[] } {
  // n_{l-1} is the length of an axis where it is declared so, and no quantity of a step
  const lengths = new Set(
    declared.flatMap(({ sizes }) => sizes.flatMap((size) => /^[A-Za-z]/.exec(size) ?? [])),
  );
  const names = statements
    .flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree)))
    .filter(({ base }) => !lengths.has(base));
  const letters = new Set(
    names.flatMap((name) => /^([a-z])[+-]\d/.exec(stepOf(name)?.step ?? "")?.[1] ?? []),
  );
  if (letters.size !== 1) return { statements, declared };
  const [letter] = [...letters] as [string];
  const isCounted = ({ step }: { readonly step: string }): boolean => step.replace(/[+-]\d$/, "") === letter;
  const bases = new Set(
    names.flatMap((name) => {
      const found = stepOf(name);
      return found !== undefined && isCounted(found) && name.sup === "" ? name.base : [];
    }),
  );
  const isLast = (tree: Tree | undefined): tree is NameTree =>
    tree?.kind === "name" && keyOf(namedBy(tree) as Plain) === letter.toUpperCase(); // a name has one
  /** The name with its step above; undefined where it has none. */
  const raisedName = (name: Plain): Plain | undefined => {
    const found = name.sup !== "" || !bases.has(name.base) ? undefined : stepOf(name);
    if (found === undefined) return undefined;
    const counted = found.step.replace(/[+-]\d$/, "");
    if (counted !== letter && counted !== letter.toUpperCase() && !/^\d+$/.test(counted)) return undefined;
    const step = found.step.replace(/[A-Za-z]/, (each) => (each === letter ? "l" : "L"));
    return { ...name, sub: found.rest, sup: `(${step})` };
  };
  const change = (part: Tree): Tree | undefined => {
    if (part.kind === "over" && part.letters.includes(letter)) {
      const letters = part.letters.map((each) => (each === letter ? "l" : each));
      const to = isLast(part.to) ? plainTree({ base: "L", sub: "", sup: "" }, part.to) : part.to;
      return { ...part, letters, ...(to !== undefined && { to }), body: mapTree(part.body, change) };
    }
    const name = part.kind === "name" ? namedBy(part) : undefined;
    const own = name && raisedName(name);
    if (part.kind !== "name" || own === undefined) return undefined;
    const { sup } = part.name;
    const raised = plainTree(own, part);
    if (sup?.formula === undefined) return raised;
    return { kind: "power", base: raised, exponent: sup.formula, start: part.start, end: part.end };
  };
  return {
    statements: statements.map((statement) => ({
      ...statement,
      members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
    })),
    declared: declared.map((each) => ({ ...each, name: raisedName(each.name) ?? each.name })),
  };
}
