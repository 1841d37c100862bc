import type { Tree } from "@chainrule/latex";
import type { Statement } from "./document";
import { namesIn } from "./letters";
import { keyOf, plain, plainTree } from "./names";
import { mapTree, nameTree } from "./trees";

const PIECE = /[A-Za-z]\d+/g;
const PIECES = /^(?:[A-Za-z]\d+){2,}$/;

/** X1W1 typed without a space is X_1 W_1 in a document that has both names by themselves. */
export function withProducts(statements: readonly Statement[]): Statement[] {
  const known = new Set(
    statements.flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree).map(keyOf))),
  );
  const change = (part: Tree): Tree | undefined => {
    if (part.kind !== "name" || part.name.primes > 0 || part.name.sup !== undefined) return undefined;
    const typed = `${part.name.base}${part.name.sub?.text ?? ""}`;
    if (!PIECES.test(typed)) return undefined;
    const names = [...typed.matchAll(PIECE)].map(({ 0: text, index }) => ({
      name: plain({ base: text, primes: 0 }),
      place: { start: part.start + index, end: part.start + index + text.length },
    }));
    if (!names.every(({ name }) => known.has(keyOf(name)))) return undefined;
    const { end, start } = part;
    const factors = names.map(({ name, place }) => ({
      sign: "" as const,
      tree: plainTree(name, nameTree({ base: "x", primes: 0 }, place)),
    }));
    return { kind: "product", factors, start, end };
  };
  return statements.map((statement) => ({
    ...statement,
    members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
  }));
}
