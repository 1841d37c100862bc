import { mapTree, type Term, type Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { namesIn } from "../names/letters";

/*
 * \sum_i a_i + b_i without brackets: where the letter stands free in the terms that follow, and nowhere at the left, the sum goes on to
 * the last term that has it.
 */

type Over = Tree & { readonly kind: "over" };

/** The sum that a term ends with: \frac{1}{n} \sum_i a_i. */
function overAtEnd(tree: Tree): Over | undefined {
  if (tree.kind === "over") return tree.sign === "sum" ? tree : undefined;
  const last = tree.kind === "product" ? tree.factors[tree.factors.length - 1] : undefined;
  return last === undefined || last.sign === "/" ? undefined : overAtEnd(last.tree);
}

const hasLetter = (tree: Tree, letter: string): boolean =>
  namesIn(tree).some(
    ({ sub, sup }) => sup === `(${letter})` || (/^[a-z](?:,?[a-z]){0,2}$/.test(sub) && sub.includes(letter)),
  );

/** The formula with sums that reach to the last term which has their letter. */
export function withOpenSums(statements: readonly Statement[]): Statement[] {
  return statements.map((statement) => {
    const [left] = statement.members;
    const change = (part: Tree): Tree | undefined => {
      if (part.kind !== "sum") return undefined;
      const terms = part.terms.map(({ sign, tree }): Term => ({ sign, tree: mapTree(tree, change) }));
      const reaches = new Map<string, number>(); // each letter is looked for once
      for (const [k, { tree }] of terms.entries()) {
        const over = overAtEnd(tree);
        const [letter, ...others] = over?.letters ?? [];
        if (over === undefined || letter === undefined || others.length > 0) continue;
        if (left !== undefined && hasLetter(left.tree, letter)) continue;
        const reach = reaches.get(letter) ?? lastFree(terms, letter);
        reaches.set(letter, reach);
        if (reach > k) return { ...part, terms: absorbed(terms, k, reach, over) };
      }
      return { ...part, terms };
    };
    const members = statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) }));
    return { ...statement, members };
  });
}

/** The last term that has a letter free; -1 if none has. */
function lastFree(terms: readonly Term[], letter: string): number {
  let last = -1;
  for (const [k, { tree }] of terms.entries()) if (hasFree(tree, letter)) last = k;
  return last;
}

/** A letter that no sum of the term itself runs over. */
const hasFree = (tree: Tree, letter: string): boolean => {
  const over = overAtEnd(tree);
  return !(over?.letters.includes(letter) ?? false) && hasLetter(tree, letter);
};

/** The terms with those after number k, up to `reach`, inside its sum. */
function absorbed(terms: readonly Term[], k: number, reach: number, over: Over): Term[] {
  const inner = terms.slice(k + 1, reach + 1);
  const last = inner[inner.length - 1] as Term; // reach > k
  const { end } = last.tree;
  const { start } = over.body;
  const body: Tree = { kind: "sum", terms: [{ sign: "+", tree: over.body }, ...inner], start, end };
  const whole: Over = { ...over, body: { kind: "group", bracket: "(", body, start, end }, end };
  const put = (tree: Tree): Tree => {
    if (tree === over) return whole;
    if (tree.kind !== "product") return tree;
    const factors = tree.factors.map((factor, m) =>
      m === tree.factors.length - 1 ? { ...factor, tree: put(factor.tree) } : factor,
    );
    return { ...tree, factors, end };
  };
  return terms.flatMap((term, m) =>
    m === k ? [{ ...term, tree: put(term.tree) }] : m > k && m <= reach ? [] : [term],
  );
}
