import { mapTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { wholeNumberIn } from "../indices/bounds";
import { namesIn } from "../names/letters";
import { namedBy, type Plain, plain, plainTree } from "../names/names";

/** The numbers that a document's names have, by base: W_1, W_2 are W with 1 and 2. */
export type Numbered = ReadonlyMap<string, ReadonlySet<number>>;

/** More summands are not written out. */
const MOST = 64;

export function numberedNames(statements: readonly Statement[]): Numbered {
  const found = new Map<string, Set<number>>();
  for (const { members } of statements)
    for (const { tree } of members)
      for (const { base, sub, sup } of namesIn(tree))
        if (/^\d{1,2}$/.test(sub) && sup === "") {
          const own = found.get(base) ?? new Set<number>();
          found.set(base, own.add(Number(sub)));
        }
  return found;
}

/** Names for sums over numbered inputs that only the sum spells otherwise: a_i for X_1, X_2. */
export interface Respelled {
  readonly base: string;
  readonly as: string;
}

/**
 * Sums over an index written out where names have numbers: \sum_i a_i W_i is a_1 W_1 + a_2 W_2 in a document of W_1 and W_2.
 * Parts keep the place of the sum.
 */
export function writtenOut(statements: readonly Statement[]): {
  readonly statements: Statement[];
  readonly respelled: readonly Respelled[];
} {
  const numbered = numberedNames(statements);
  const partners = partnersIn(statements);
  const respelled: Respelled[] = [];
  const change = (part: Tree): Tree | undefined => {
    if (part.kind !== "over" || part.sign !== "sum" || part.letters.length !== 1) return undefined;
    const letter = part.letters[0] as string;
    const indexed = namesIn(part.body).filter(({ sub }) => sub === letter);
    const known = indexed.flatMap(({ base }) => numbered.get(base) ?? []);
    const [from, to] = [wholeNumberIn(part.from), wholeNumberIn(part.to)];
    const numbers = known.flatMap((each) => [...each]);
    // a name counts the names that there are; what is neither number nor name is not read
    const isRead = (limit: Tree | undefined): boolean =>
      limit === undefined || limit.kind === "name" || wholeNumberIn(limit) !== undefined;
    if (!isRead(part.from) || !isRead(part.to)) return undefined;
    const [least, most] =
      to === undefined ? [from ?? Math.min(...numbers), Math.max(...numbers)] : [from ?? 1, to];
    if (known.length === 0 || !Number.isFinite(least) || most - least >= MOST || most < least)
      return undefined;
    const others = new Map<string, string>();
    for (const { base } of indexed) {
      if (numbered.has(base) || others.has(base)) continue;
      const weights = new Set(indexed.map((each) => each.base).filter((each) => numbered.has(each)));
      const candidates = new Set([...weights].flatMap((each) => [...(partners.get(each) ?? [])]));
      const [only] = candidates;
      if (candidates.size === 1 && only !== undefined) {
        others.set(base, only);
        if (!respelled.some((each) => each.base === base)) respelled.push({ base, as: only });
      }
    }
    const terms = Array.from({ length: most - least + 1 }, (_, k) => ({
      sign: "+" as const,
      tree: at(part.body, letter, least + k, others),
    }));
    const { end, start } = part;
    return { kind: "group", bracket: "{", body: { kind: "sum", terms, start, end }, start, end };
  };
  const changed = statements.map((statement) => ({
    ...statement,
    members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
  }));
  return { statements: changed, respelled };
}

const at = (body: Tree, letter: string, number: number, others: ReadonlyMap<string, string>): Tree =>
  mapTree(body, (part) => {
    if (part.kind !== "name") return undefined;
    const name = plain(part.name);
    if (name.sub !== letter) return undefined;
    const renamed: Plain = { ...name, base: others.get(name.base) ?? name.base, sub: String(number) };
    return plainTree(renamed, part);
  });

/** Which bases stand beside which in products of names with the same number: X beside W in X_1 W_1. */
function partnersIn(statements: readonly Statement[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { members } of statements)
    for (const { tree } of members)
      for (const part of walk(tree)) {
        if (part.kind !== "product" || part.factors.length !== 2) continue;
        const [a, b] = part.factors.map(({ tree: factor }) => namedBy(factor));
        if (a === undefined || b === undefined || a.sub !== b.sub || !/^\d/.test(a.sub) || a.base === b.base)
          continue;
        for (const [x, y] of [
          [a.base, b.base],
          [b.base, a.base],
        ] as const) {
          const own = found.get(x) ?? new Set<string>();
          found.set(x, own.add(y));
        }
      }
  return found;
}
