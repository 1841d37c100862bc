import { type Line, mapTree, type NameTree, type Tree, walk } from "@chainrule/graph/read";
import { keyOf, namedBy, UPDATED } from "../names/names";

/*
 * w_old is w before an update, and the mark says no more; but in π / π_old, a formula that has both, they are two quantities.
 */

const MARK = /(?:old|alt|旧|舊)$/i;
/** What the mark is replaced by where it tells two quantities apart. */
const APART = "before";

/** The lines with `old` as a mark that stays, where it tells apart what one formula has. */
export function earlierApart<Part extends { readonly lines: readonly Line[] }>(
  parts: readonly Part[],
): Part[] {
  const trees = parts.flatMap(({ lines }) =>
    lines.flatMap(({ left, right }) => (isUpdate(left) ? [] : right.map(({ tree }) => tree))),
  );
  const apart = new Set(trees.flatMap(besideThemselves));
  if (apart.size === 0) return [...parts];
  const change = (part: Tree): Tree | undefined => {
    if (part.kind !== "name" || !isEarlier(part) || !apart.has(keyIn(part))) return undefined;
    const { sub } = part.name;
    if (sub === undefined) return undefined;
    const text = sub.text.replace(MARK, APART);
    return {
      ...part,
      name: { ...part.name, sub: { ...sub, text, parts: [...sub.parts.slice(0, -1), APART] } },
    };
  };
  const marked = (tree: Tree): Tree => mapTree(tree, change);
  return parts.map((part) => ({
    ...part,
    lines: part.lines.map(({ left, right, ...line }) => ({
      ...line,
      ...(left !== undefined && { left: marked(left) }),
      right: right.map((each) => ({ ...each, tree: marked(each.tree) })),
    })),
  }));
}

const keyIn = (part: NameTree): string => {
  const name = namedBy(part);
  return name === undefined ? "" : keyOf({ ...name, sup: "" });
};

const isEarlier = ({ name: { sub } }: NameTree): boolean => MARK.test(sub?.text ?? "");

/** w_new = w_old - η w x: the w of an update is the old one. */
const isUpdate = (left: Tree | undefined): boolean => left !== undefined && namedBy(left)?.sup === UPDATED;

/** Names that a formula has both with the mark and without it. */
function besideThemselves(tree: Tree): string[] {
  const parts = [...walk(tree)];
  if (parts.some(({ kind }) => kind === "derivative")) return []; // w_old - η ∂L/∂w
  const names = parts.filter((part) => part.kind === "name");
  const plain = new Set(names.filter((part) => !isEarlier(part)).map(keyIn));
  return names
    .filter(isEarlier)
    .map(keyIn)
    .filter((key) => plain.has(key));
}
