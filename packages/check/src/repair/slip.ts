import type { Node } from "@chainrule/graph";
import type { Tree } from "@chainrule/graph/read";
import type { Side } from "../claim/claim";

/* What all kinds of slips are written with. */

/** One small change of a text: what stands from one place to another is replaced. */
export interface Slip {
  readonly edit: string;
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
  /** What is taken away is a likelier slip than what is put in another's place, and that than what is added. */
  readonly rank: number;
}

export const REMOVED = 0;
export const EXCHANGED = 1;
export const ADDED = 2;

export type Typed = Tree & { readonly kind: "name" };

export const written = ({ text }: Side, { start, end }: Tree): string => text.slice(start, end);

const isSimple = (tree: Tree): boolean =>
  ["name", "number", "group", "applied", "fraction", "transpose", "power", "entry", "root"].includes(
    tree.kind,
  );

/** A tree as a factor. */
export const factor = (side: Side, tree: Tree): string =>
  isSimple(tree) || tree.kind === "product" ? written(side, tree) : `(${written(side, tree)})`;

export const term = (side: Side, tree: Tree): string =>
  tree.kind === "sum" ? `(${written(side, tree)})` : written(side, tree);

export function replaced(tree: Tree, edit: string, replacement: string, rank: number): Slip {
  return { edit, from: tree.start, to: tree.end, replacement, rank };
}

/** What is in the brackets after a name, which may be a factor. */
export function bracketsOf(
  { arguments: [body], bracket, end, head }: Tree & { readonly kind: "applied" },
  side: Side,
): Tree {
  const start = head.end + spacesAt(side.text, head.end);
  return { kind: "group", bracket, body: body as Tree, start, end }; // a call has an argument
}

/** How a quantity is written with letters for its axes. */
export function lettered(node: Node, letters: readonly string[], side: Side): string {
  const plain = side.syntax.spelled(node);
  const own = /^(.*)_\{([A-Za-z]+)\}$/.exec(plain);
  const isOwn = own !== null && own[2]?.length === node.shape.length;
  const base = isOwn ? (own[1] as string) : plain;
  if (letters.length === 0) return isOwn ? plain : base;
  const below = /^(.*?)_(?:\{([^{}]*)\}|(\w))(\^.*)?$/.exec(base);
  if (below === null) {
    const above = /^(.*?)(\^.*)$/.exec(base);
    return above === null ? `${base}_{${letters.join("")}}` : `${above[1]}_{${letters.join("")}}${above[2]}`;
  }
  return `${below[1]}_{${below[2] ?? below[3]},${letters.join("")}}${below[4] ?? ""}`;
}

export const isLetter = (part: string): boolean => /^[A-Za-z]$/.test(part);
export const indexParts = (tree: Typed): readonly string[] => tree.name.sub?.parts ?? [];

/** So many letters are tried in all orders. */
export const MOST_LETTERS = 4;

/** All choices of so many letters in order. */
export function tuples(letters: readonly string[], length: number): (readonly string[])[] {
  if (length === 0) return [[]];
  if (length > 2) return [];
  return tuples(letters, length - 1).flatMap((some) =>
    letters.filter((l) => !some.includes(l)).map((l) => [...some, l]),
  );
}

/** How far the spaces after a place reach, those that LaTeX has commands for among them. */
const spacesAt = (text: string, from: number): number =>
  /^(?:\s|~|\\[,;:!>]|\\ |\\q?quad\b)*/.exec(text.slice(from))?.[0].length ?? 0;
