import { mapTree, type NameTree, type Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { namesIn } from "../names/letters";
import { keyNamed, keyOf, type Plain, plain, plainTree } from "../names/names";
import { nameTree } from "../names/trees";

const PIECE = /[A-Za-z]\d*/g;
const PIECES = /^(?:[A-Za-z]\d*){2,4}$/;

/**
 * Names typed in a row are a product in a document that has each of them by itself and never gives or defines the run:
 * X1W1 is X_1 W_1 (`told` are names that only its words have), and `\tanh(vx)` is `\tanh(v x)`, but `net` stays.
 */
export function withProducts(statements: readonly Statement[], told: readonly Plain[] = []): Statement[] {
  const names = statements.flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree)));
  const known = new Set([...names, ...told].map(keyOf));
  const defined = new Set(statements.flatMap(({ members }) => keyNamed(members[0]?.tree) ?? []));
  const change = (part: Tree, text: string): Tree | undefined => {
    if (part.kind === "transpose" && part.base.kind === "name")
      return transposed(change(part.base, text), part);
    if (part.kind !== "name" || defined.has(keyOf(plain(part.name)))) return undefined;
    const written = text.slice(part.start, part.start + part.name.base.length); // Xw, whose plain form is xw
    const isSame = written.toLowerCase() === part.name.base.toLowerCase();
    const pieces = (isSame ? [written, part.name.base] : [part.name.base])
      .map((base) => piecesOf({ ...part, name: { ...part.name, base } }, text))
      .find((each) => each?.every(({ name }) => known.has(keyOf(plain(name)))));
    if (pieces === undefined) return undefined;
    const { end, start } = part;
    const factors = pieces.map((tree) => ({ sign: "" as const, tree }));
    return { kind: "group", bracket: "", body: { kind: "product", factors, start, end }, start, end };
  };
  return statements.map((statement) => ({
    ...statement,
    members: statement.members.map((member) => ({
      ...member,
      tree: mapTree(member.tree, (part) => change(part, member.passage.text)),
    })),
  }));
}

/** BA^T is B A^T: what stands above belongs to the last name. */
function transposed(
  product: Tree | undefined,
  part: Tree & { readonly kind: "transpose" },
): Tree | undefined {
  const body = product?.kind === "group" ? product.body : undefined;
  if (product?.kind !== "group" || body?.kind !== "product") return undefined;
  const { end } = part;
  const [last, ...before] = [...body.factors].reverse();
  if (last === undefined) return undefined;
  const turned: Tree = { ...part, base: last.tree, start: last.tree.start };
  const factors = [...before.reverse(), { sign: "" as const, tree: turned }];
  return { ...product, body: { ...body, factors, end }, end };
}

/** The names one by one, with their places; an index belongs to the last. */
function piecesOf({ end, name, start }: NameTree, text: string): NameTree[] | undefined {
  const isRun = text.slice(start, end).toLowerCase().startsWith(name.base.toLowerCase()); // no Greek letter, no \text
  const isNumber = /^\d*$/.test(name.sub?.text ?? ""); // X1W1 has its number as an index
  const typed = isNumber ? `${name.base}${name.sub?.text ?? ""}` : name.base;
  if (!isRun || name.primes > 0 || name.sup !== undefined || !PIECES.test(typed)) return undefined;
  const pieces = [...typed.matchAll(PIECE)];
  return pieces.map(({ 0: base, index }, k) => {
    const isLast = k === pieces.length - 1;
    const place = { start: start + index, end: isLast ? end : start + index + base.length };
    const sub = isLast && !isNumber ? name.sub : undefined;
    const own = { base, primes: 0, ...(sub !== undefined && { sub }) };
    return plainTree(plain(own), nameTree({ ...own, base: "x" }, place));
  });
}
