import type { NameTree, Tree } from "@chainrule/latex";
import type { Statement } from "./document";
import { namesIn } from "./letters";
import { keyOf, type Plain, plain } from "./names";
import { bare, mapTree, nameTree } from "./trees";

/**
 * Letters typed in a row are a product where each of them stands alone elsewhere and the run is never given or defined:
 * `\tanh(vx)` beside `\tanh(v x)`, but not `net`.
 */
export function withRunsSplit(statements: readonly Statement[]): Statement[] {
  const used = new Set(
    statements.flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree).map(keyOf))),
  );
  const defined = new Set(statements.flatMap(({ members }) => keyOfName(members[0]?.tree)));
  const isAlone = (name: Plain): boolean => used.has(keyOf(name));
  return statements.map((statement) => ({
    ...statement,
    members: statement.members.map((member) => ({
      ...member,
      tree: mapTree(member.tree, (part) => {
        if (part.kind !== "name" || defined.has(keyOf(plain(part.name)))) return undefined;
        const pieces = piecesOf(part);
        if (pieces === undefined || !pieces.every(({ name }) => isAlone(plain(name)))) return undefined;
        const factors = pieces.map((tree) => ({ sign: "" as const, tree }));
        const { end, start } = part;
        return { kind: "group", bracket: "", body: { kind: "product", factors, start, end }, start, end };
      }),
    })),
  }));
}

function keyOfName(tree: Tree | undefined): string[] {
  const name = tree === undefined ? undefined : bare(tree);
  return name?.kind === "name" ? [keyOf(plain(name.name))] : [];
}

/** The letters one by one; an index belongs to the last. */
function piecesOf({ end, name, start }: NameTree): NameTree[] | undefined {
  const isRun = /^[A-Za-z]{2,4}$/.test(name.base) && !name.upright && name.sup === undefined;
  if (!isRun || name.primes > 0 || end - start < name.base.length) return undefined;
  const letters = [...name.base];
  return letters.map((base, k) => {
    const isLast = k === letters.length - 1;
    return nameTree(isLast ? { ...name, base } : { base, primes: 0 }, {
      start: start + k,
      end: isLast ? end : start + k + 1,
    });
  });
}
