import { mapTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { namesIn } from "../names/letters";
import { namedBy, type Plain, plainTree } from "../names/names";

/*
 * Marks of samples that a document leaves out: it defines \hat y_j for any one sample and means it by \hat y_j^{(r)}.
 */

/** A sum over samples: another sum may use the same letter for something else. */
const isOver = (part: Tree, letter: string): boolean =>
  part.kind === "over" &&
  part.letters.includes(letter) &&
  namesIn(part.body).some(({ sup }) => sup === `(${letter})`);

const leftOf = ({ members }: Statement): Plain | undefined =>
  members[0] === undefined ? undefined : namedBy(members[0].tree);

const SPARE = "rsuqcgo";

/** A letter that numbers samples above and inputs below, x_i^{(i)}: the samples by a letter of their own. */
export function withOwnLetter(
  statements: readonly Statement[],
  letter: string,
): { readonly statements: readonly Statement[]; readonly letter: string } {
  const names = statements.flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree)));
  const isTwice = names.some(({ sub }) => sub.includes(letter));
  const texts = names.map(({ base, sub, sup }) => `${base} ${sub} ${sup}`).join(" ");
  const spare = [...SPARE].find(
    (each) => !new RegExp(`(?<![A-Za-z])${each}(?![A-Za-z])|${each}\\b`).test(texts),
  );
  if (!isTwice || spare === undefined) return { statements, letter };
  const change = (part: Tree): Tree | undefined => {
    if (isOver(part, letter) && part.kind === "over") {
      const letters = part.letters.map((each) => (each === letter ? spare : each));
      return { ...part, letters, body: mapTree(part.body, change) };
    }
    const name = part.kind === "name" ? namedBy(part) : undefined;
    return part.kind === "name" && name?.sup === `(${letter})`
      ? plainTree({ ...name, sup: `(${spare})` }, part)
      : undefined;
  };
  const renamed = statements.map((statement) => ({
    ...statement,
    members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
  }));
  return { statements: renamed, letter: spare };
}

/** The statements with the mark of a sample put back to all that differs from sample to sample, where the document leaves it out. */
export function withSampleMarks(statements: readonly Statement[], letter: string): Statement[] {
  const mark = `(${letter})`;
  const names = statements.flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree)));
  const marked = new Set(names.flatMap(({ base, sup }) => (sup === mark ? base : [])));
  const defined = statements.flatMap((statement) => {
    const name = leftOf(statement);
    const tree = statement.members[1]?.tree;
    return name === undefined || tree === undefined ? [] : [{ name, tree }];
  });
  const totals = new Set(
    defined.flatMap(({ name, tree }) =>
      name.sup === "" && [...walk(tree)].some((part) => isOver(part, letter)) ? name.base : [],
    ),
  );
  const isDropped = (base: string): boolean =>
    !totals.has(base) &&
    defined.some(({ name }) => name.base === base && name.sup === "") &&
    !defined.some(({ name }) => name.base === base && name.sup === mark);
  if (![...marked].some(isDropped)) return [...statements];
  const shared = sharedBases(statements, defined, marked);
  const own = new Set([...marked].filter((base) => !totals.has(base)));
  for (let before = -1; before !== own.size; ) {
    before = own.size;
    for (const { name, tree } of defined) {
      const used = namesIn(tree);
      const isOwn = own.has(name.base) || used.some(({ base, sup }) => sup === "" && own.has(base));
      if (!isOwn || name.sup !== "" || shared.has(name.base) || totals.has(name.base)) continue;
      for (const { base, sup } of [name, ...used])
        if (sup === "" && !shared.has(base) && !totals.has(base)) own.add(base);
    }
  }
  return statements.map((statement) => markedIn(statement, own, totals, marked, mark));
}

/** What all samples share: what is updated, and what derivatives are taken by that no formula defines. */
function sharedBases(
  statements: readonly Statement[],
  defined: readonly { readonly name: Plain }[],
  marked: ReadonlySet<string>,
): Set<string> {
  const formulas = new Set(defined.map(({ name }) => name.base));
  const bases = statements.flatMap(({ members }) => {
    const left = members[0] === undefined ? undefined : namedBy(members[0].tree);
    const updated = members[1]?.sign === "←" && left !== undefined ? [left.base] : [];
    const by = members.flatMap(({ tree }) =>
      [...walk(tree)].flatMap((part) =>
        part.kind === "derivative" ? part.by.flatMap((each) => namedBy(each)?.base ?? []) : [],
      ),
    );
    return [...updated, ...by.filter((base) => !formulas.has(base))];
  });
  const limits = statements.flatMap(({ members }) =>
    members.flatMap(({ tree }) =>
      [...walk(tree)].flatMap((part) =>
        part.kind === "over" && part.to !== undefined ? (namedBy(part.to)?.base ?? []) : [],
      ),
    ),
  );
  return new Set([...bases.filter((base) => !marked.has(base)), ...limits]);
}

function markedIn(
  statement: Statement,
  own: ReadonlySet<string>,
  totals: ReadonlySet<string>,
  marked: ReadonlySet<string>,
  mark: string,
): Statement {
  const isBare = ({ base, sup }: Plain): boolean => sup === "" && own.has(base);
  const isOfOne = statement.members.some(({ tree }) => namesIn(tree).some(isBare));
  if (!isOfOne) return statement;
  // of one sample, and so is the error in the same line
  const isMeant = (name: Plain): boolean =>
    isBare(name) || (name.sup === "" && totals.has(name.base) && marked.has(name.base));
  const change = (part: Tree): Tree | undefined => {
    const name = part.kind === "name" ? namedBy(part) : undefined;
    return part.kind === "name" && name !== undefined && isMeant(name)
      ? plainTree({ ...name, sup: mark }, part)
      : undefined;
  };
  return {
    ...statement,
    members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
  };
}
