import { ChainruleError } from "@chainrule/graph";
import { bare, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { reason } from "../findings/reason";
import type { Declared } from "../names/declared";
import { namesIn } from "../names/letters";
import { keyOf, namedBy, plainTree } from "../names/names";
import { inInstance } from "../statements/general";
import type { Unreadable } from "../statements/statement";
import { RunningLetters } from "./axes";
import { Functions } from "./functions";
import { type NumberingLetters, numberingLetters } from "./names";
import { Ranks } from "./ranks";
import { ANY, Entries, type Value } from "./value";

/*
 * Vectors that letters number: the samples x_i or x^{(i)} of a data set. What a document says of them is put entry by entry,
 * w^T x_i as the sum over a of w_a x_{ia}: then a letter below a name is an index wherever it stands.
 */

export interface InEntries {
  readonly statements: readonly Statement[];
  /** Shapes of what still stands as a whole. */
  readonly declared: readonly Declared[];
  /** Claims that have no one meaning entry by entry. */
  readonly unread: readonly Unreadable[];
}

/** A document with numbered vectors by the entries of these; as it is where it has none, or where a definition cannot be put so. */
export function withVectors(statements: readonly Statement[], declared: readonly Declared[]): InEntries {
  const same: InEntries = { statements, declared, unread: [] };
  const letters = numberingLetters(statements, declared);
  if (letters === undefined) return same;
  const ranks = new Ranks(statements, declared, letters);
  const trees = statements.flatMap(({ members }) => members.map(({ tree }) => tree));
  const names = trees.flatMap(namesIn);
  const numbered = new Set(
    names.flatMap((name) => {
      const { key, samples } = letters.split(name);
      return samples.length > 0 ? [key] : [];
    }),
  );
  const taken = new Set(names.flatMap(({ base, sub }) => [base, ...(sub.match(/[a-z]/g) ?? [])]));
  const bound = trees.flatMap((tree) =>
    [...walk(tree)].flatMap((part) => (part.kind === "over" ? part.letters : [])),
  );
  const running = new RunningLetters(new Set([...taken, ...bound]));
  const functions = new Functions(statements, ranks, letters);
  const entries = new Entries(letters, ranks, functions, numbered, running);
  // definitions tell which axes are one: before any letter is given
  const read = statements.map((statement) => valuesOf(statement, entries, functions));
  if (statements.some((statement, k) => read[k] instanceof ChainruleError && isDefinition(statement)))
    return same;
  const unread: Unreadable[] = [];
  const changed = statements.flatMap((statement, k): Statement[] => {
    const { end, start } = statement;
    if (isOfOneSample(statement, statements, letters, numbered)) {
      unread.push({ start, end, because: reason("gradients of single examples") });
      return [];
    }
    const values = read[k] as Read | ChainruleError; // one for each statement
    const put =
      values instanceof ChainruleError ? undefined : byEntries(statement, values, entries, functions);
    if (put !== undefined) return [put];
    unread.push({ start, end, because: reason("vectors of samples") });
    return [];
  });
  return { statements: changed, declared: [], unread };
}

/** The derivative of what is summed over all samples, by quantities of any one of them: one sample's share is meant. */
function isOfOneSample(
  { members }: Statement,
  statements: readonly Statement[],
  letters: NumberingLetters,
  numbered: ReadonlySet<string>,
): boolean {
  const left = members[0] && bare(members[0].tree);
  const of = left?.kind === "derivative" ? namedBy(left.of) : undefined;
  if (of === undefined) return false;
  const isOfAny = members
    .slice(1)
    .flatMap(({ tree }) => namesIn(tree))
    .map((name) => letters.split(name))
    .some(({ key, samples }) => samples.length === 0 && numbered.has(key));
  const formula = statements.find((each) => {
    const name = each.members[0] && namedBy(each.members[0].tree);
    return name !== undefined && keyOf(name) === keyOf(of) && each.members.length > 1;
  });
  const isTotal = formula?.members.some(({ tree }) => [...walk(tree)].some((part) => part.kind === "over"));
  return isOfAny && isTotal === true;
}

interface Read {
  readonly members: readonly { readonly tree: Tree; readonly value: Value }[];
}

const isDefinition = ({ members: [left] }: Statement): boolean => {
  const tree = left && bare(left.tree);
  return tree?.kind === "name" || tree?.kind === "applied";
};

function valuesOf({ members }: Statement, entries: Entries, functions: Functions): Read | ChainruleError {
  try {
    return {
      members: members.map(({ tree: typed }, k) => {
        const tree = k === 0 ? definedBy(typed, functions) : typed;
        return { tree, value: entries.value(tree) };
      }),
    };
  } catch (error) {
    if (error instanceof ChainruleError) return error;
    throw error;
  }
}

/** h_θ(x) at the left of its own definition is a name. */
function definedBy(tree: Tree, functions: Functions): Tree {
  const call = bare(tree);
  const name = call.kind === "applied" && functions.has(call) ? namedBy(call.head) : undefined;
  return call.kind === "applied" && name !== undefined
    ? plainTree({ ...name, sup: ANY }, { ...call.head, end: call.end })
    : tree;
}

/** A statement by the entries of what it equates; undefined where its sides do not fit, or are the transposes of one another. */
function byEntries(
  statement: Statement,
  { members }: Read,
  entries: Entries,
  functions: Functions,
): Statement | undefined {
  const { running } = entries;
  const wholes = members.map(({ value }) => value).filter(({ rank }) => rank > 0);
  const [like] = wholes;
  if (like === undefined) return within(statement, entries, functions, []);
  for (const { axes, rank } of wholes) {
    if (rank !== like.rank) return undefined;
    const roots = (all: readonly string[]): string => all.map((axis) => running.root(axis)).join();
    const isTurned =
      rank === 2 && roots(axes) !== roots(like.axes) && roots([...axes].reverse()) === roots(like.axes);
    if (isTurned) return undefined;
    for (const [k, axis] of axes.entries()) running.join(axis, like.axes[k] as string); // of one rank
  }
  return running.with(like.axes, (letters) => within(statement, entries, functions, letters));
}

function within(
  statement: Statement,
  entries: Entries,
  functions: Functions,
  letters: readonly string[],
): Statement | undefined {
  const put = (tree: Tree): Tree => {
    const { entry, rank } = entries.value(tree);
    if (rank !== letters.length && rank !== 0)
      throw new ChainruleError("REFUSED", "the sides have other shapes", { where: "audit" });
    return entry(rank === 0 ? [] : letters);
  };
  const ofLeft = (tree: Tree): Tree => put(definedBy(tree, functions));
  try {
    const members = statement.members.map((member, k) => inInstance(member, k === 0 ? ofLeft : put));
    return { ...statement, members };
  } catch (error) {
    if (error instanceof ChainruleError) return undefined;
    throw error;
  }
}
