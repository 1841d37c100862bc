import { type Node, topologicalOrder } from "@chainrule/graph";
import type { Tree } from "@chainrule/graph/read";
import type { Side } from "../claim/claim";
import type { Vocabulary } from "../claim/vocabulary";
import { ADDED, factor, lettered, MOST_LETTERS, replaced, type Slip, tuples } from "./slip";

/** A factor that was left out: a derivative of a function, a quantity, a difference, an error term. */
export function forgotten(tree: Tree, side: Side, words: Vocabulary, letters: readonly string[]): Slip[] {
  const isProduct = tree.kind === "product" || tree.kind === "entrywise" || tree.kind === "applied";
  const isOperand = tree === side.tree || isProduct || tree.kind === "group";
  if (!isOperand || tree.kind === "sum") return [];
  const isIndexed = letters.length > 0;
  const names = words.nodes.flatMap((node): string[] => {
    if (node.shape.length === 0) return [side.syntax.spelled(node)];
    if (!isIndexed)
      return [`${lettered(node, [], side)}${side.syntax.transposition}`, lettered(node, [], side)];
    return tuples(letters.slice(0, MOST_LETTERS), node.shape.length).map((each) =>
      lettered(node, each, side),
    );
  });
  const adjoints = adjointsIn(side, words, isIndexed ? letters : []);
  const derivatives = Object.keys(words.functions).filter((name) => /[^']'$/.test(name));
  const slopes = names.flatMap((name) =>
    derivatives.map((f) => `${f.replace(/_?(\d+)(')$/, "_{$1}$2")}(${name})`),
  );
  const typed = factor(side, tree);
  const entrywise = (a: string, b: string): string => side.syntax.times(a, b, true);
  const differences = differencesIn(side, words, isIndexed ? letters : []);
  return [...names, ...slopes, ...differences, ...adjoints].flatMap((name): Slip[] => {
    const edit = `missing factor ${name}`;
    const rank =
      (tree === side.tree ? ADDED : ADDED + 1) +
      (differences.includes(name) ? 1 : adjoints.includes(name) ? 3 : 0);
    const beside = replaced(tree, edit, `${typed} ${name}`, rank);
    if (isIndexed) return [beside];
    const grouped = tree.kind === "entrywise" ? beforeSome(tree, name, edit, rank, side) : [];
    return [
      ...grouped,
      beside,
      replaced(tree, edit, `${name} ${typed}`, rank),
      replaced(tree, edit, tree === side.tree ? entrywise(typed, name) : `(${entrywise(typed, name)})`, rank),
    ];
  });
}

/** W^T (a \odot b) \odot c for a \odot b \odot c: a matrix before the first of what is joined. */
function beforeSome(
  { factors, start }: Tree & { readonly kind: "entrywise" },
  name: string,
  edit: string,
  rank: number,
  side: Side,
): Slip[] {
  return factors.slice(0, -1).map(({ end }) => {
    const replacement = `(${name} (${side.text.slice(start, end)}))`;
    return { edit, from: start, to: end, replacement, rank };
  });
}

/** The derivatives of the loss by the quantities on the way: a whole error term may have been left out. */
function adjointsIn(side: Side, { loss, nodes }: Vocabulary, letters: readonly string[]): string[] {
  if (loss?.attrs.name === undefined) return [];
  const below = nodes.filter((node) => node.inputs.length > 0 && node !== loss && node.shape.length === 1);
  return below.flatMap((node) =>
    (letters.length === 0 ? [[]] : tuples(letters, 1)).map((own) =>
      side.syntax.derivative(side.syntax.spelled(loss), lettered(node, own, side)),
    ),
  );
}

/** Differences that a gradient is made of: 1 - o, 1 - o^2, and those in the graph that the truth comes from. */
function differencesIn(side: Side, { loss, nodes }: Vocabulary, letters: readonly string[]): string[] {
  const isIndexed = letters.length > 0;
  const vectors = nodes.filter(({ shape }) => shape.length === 1);
  const plain = nodes.filter(({ shape }) => shape.length <= 1);
  const pairs = (loss === undefined ? [] : topologicalOrder([loss])).flatMap(({ inputs, op }) => {
    const [a, b] = inputs;
    const isNamed = a !== undefined && b !== undefined && plain.includes(a) && plain.includes(b);
    return op.name === "sub" && isNamed ? [[a, b] as const] : [];
  });
  const written = (node: Node, own: readonly string[]): string =>
    lettered(node, node.shape.length === 0 ? [] : own, side);
  return (isIndexed ? tuples(letters, 1) : [[]]).flatMap((own) => [
    ...pairs.map(([a, b]) => `(${written(a, own)} - ${written(b, own)})`),
    ...vectors.flatMap((node) => {
      const o = written(node, own);
      const isSigmoid = node.inputs[0]?.op.name === "sigmoid";
      const slope = isIndexed ? `${o} (1 - ${o})` : `(${side.syntax.times(o, `(1 - ${o})`, true)})`;
      return [
        `(1 - ${o})`,
        `(1 - ${isIndexed ? side.syntax.squared(o) : side.syntax.times(o, o, true)})`,
        ...(isSigmoid ? [slope] : []),
      ];
    }),
  ]);
}
